"""What moves around a session: a place given back late, a new day, an offer, another shop."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest

from coupdepouce.core.journey.model import Part
from coupdepouce.core.refusal import Refusal
from coupdepouce.prescriptions import workshops, workshops_told
from coupdepouce.prescriptions.actors import HOUSEHOLD
from coupdepouce.prescriptions.operations import take_step
from coupdepouce.training import operations, queries
from coupdepouce.training.models import Booking, Session
from coupdepouce.training.operations import Changes, Place
from coupdepouce.training.schedule import slot
from tests.apps import build_training as build
from tests.apps import cases
from tests.apps.build import NOW
from tests.apps.test_training_journey import refused, request, state, take, templates

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _programme():
    cases.programme()


@pytest.fixture
def trainer():
    return build.trainer()


def given_back(made, one, *, at):
    workshops_told.give_back(
        request=made, reference=one.reference, actor=HOUSEHOLD, reason="cannot_come", at=at,
        once=uuid4(),
    )  # fmt: skip


def moved(one, day: date, *, by, at=NOW, capacity=4):
    place = Place(shop=one.shop, capacity=capacity, room="salle du fond")
    return workshops_told.change(
        reference=one.reference,
        changes=Changes(slot=slot(day, time(10), 90), place=place),
        by=by,
        at=at,
        once=uuid4(),
    )


def an_offer(shop, made, *, starts_at):
    one = build.session(shop=shop, capacity=1, starts_at=starts_at)
    holder = build.booked(one)
    take(made, "queue_session", one)
    operations.cancel(reference=one.reference, household_id=holder.household_id, by="them", at=NOW)
    workshops_told.offer_places(at=NOW)
    return one, Booking.objects.get(household=made.household, state="offered")


def test_the_list_is_copied_although_the_next_place_was_given_back(trainer):
    shop = trainer.organisation
    one, later = (build.session(shop=shop, starts_at=NOW + days * DAY) for days in (1, 8))
    first, second = request(1), request(2)
    for made, session in ((first, one), (first, later), (second, one)):
        take(made, "book_session", session)
    given_back(first, later, at=NOW + 2 * DAY)
    rows = list(one.bookings.order_by("pk"))

    copied = workshops.mark_all(
        member=trainer, reference=one.reference, at=NOW + 2 * DAY + HOUR, once=uuid4(),
        marks={row.reference: "attended" for row in rows},
    )  # fmt: skip

    assert (copied.changed, copied.refused) == (2, [])
    assert (state(first), state(second)) == ("attended", "attended")


def test_a_line_that_cannot_be_noted_does_not_stop_the_others(trainer):
    one = build.session(shop=trainer.organisation)
    ended, going = request(1), request(2)
    for made in (ended, going):
        take(made, "book_session", one)
    given_back(ended, one, at=NOW)
    rows = list(one.bookings.order_by("pk"))

    copied = workshops.mark_all(
        member=trainer, reference=one.reference, at=one.starts_at + HOUR, once=uuid4(),
        marks={row.reference: "attended" for row in rows},
    )  # fmt: skip

    assert copied.changed == 1
    assert [row for row, _ in copied.refused] == [rows[0].reference]
    assert state(going) == "attended"


@pytest.mark.parametrize("end", ["finish_training", "withdraw"])
def test_leaving_keeps_the_presence_still_to_note(trainer, end):
    shop = trainer.organisation
    before, one = (build.session(shop=shop, starts_at=NOW + days * DAY) for days in (1, 2))
    to_come = build.session(shop=shop, starts_at=NOW + 5 * DAY)
    made, evening = request(), NOW + 2 * DAY + 3 * HOUR
    for session in (before, one, to_come):
        take(made, "book_session", session)
    take(made, "attend_session", before, by=trainer, at=NOW + DAY + 2 * HOUR)

    by_staff = end == "finish_training"
    if by_staff:
        take(made, end, one, by=trainer, at=evening)
    else:
        take_step(
            prescription_id=made.pk, name=end, actor=HOUSEHOLD, at=evening, once=uuid4(),
            reason="no_need",
        )  # fmt: skip

    assert [row.state for row in made.household.bookings.order_by("session__starts_at")] == [
        "attended", "booked", "cancelled",
    ]  # fmt: skip


def test_an_offer_is_over_at_its_hour_even_before_the_worker(trainer):
    made = request()
    one, offered = an_offer(trainer.organisation, made, starts_at=NOW + 10 * DAY)

    assert refused(made, "book_session", one, at=offered.offered_until) == "offer_over"
    take(made, "book_session", one, at=offered.offered_until - timedelta(seconds=1))

    assert state(made) == "booked"


def test_a_session_moves_neither_out_of_the_past_nor_into_it(trainer):
    one = build.session(shop=trainer.organisation, starts_at=NOW + DAY)

    for day, at, code in (
        ((NOW + 40 * DAY).date(), one.starts_at, "session_over"),
        ((NOW - 40 * DAY).date(), NOW, "session_in_the_past"),
    ):
        with pytest.raises(Refusal) as caught:
            moved(one, day, by=trainer, at=at)
        assert caught.value.code == code


@pytest.mark.parametrize(
    ("noted", "code"),
    [("attended", "presence_noted"), ("absent", "presence_noted"), ("excused", "-")],
)
def test_a_session_is_not_cancelled_while_presences_are_noted(trainer, noted, code):
    one = build.session(shop=trainer.organisation)
    row = build.booked(one)
    doors = one.starts_at - timedelta(minutes=20)
    given = {"reference": one.reference, "household_id": row.household_id}
    operations.mark(**given, state=noted, at=doors)

    if code == "-":
        assert operations.cancel_session(reference=one.reference, why="fermée", at=doors)
        return
    with pytest.raises(Refusal) as caught:
        operations.cancel_session(reference=one.reference, why="fermée", at=doors)
    assert caught.value.code == code
    operations.mark(**given, state="booked", at=doors)
    assert operations.cancel_session(reference=one.reference, why="fermée", at=doors)


def test_only_sessions_that_took_place_are_attested(trainer):
    one = build.session(shop=trainer.organisation)
    row = build.booked(one)
    given = {"reference": one.reference, "household_id": row.household_id}
    operations.mark(**given, state="attended", at=one.starts_at)
    second = timedelta(seconds=1)

    assert queries.attended(row.household_id, at=one.ends_at - second) == []
    assert queries.attended(row.household_id, at=one.ends_at) == [row]
    assert queries.sessions_attended(row.household_id, since=NOW) == 1
    Session.objects.update(cancelled_at=NOW)  # as before cancelling was refused
    assert queries.attended(row.household_id, at=one.ends_at) == []
    assert queries.sessions_attended(row.household_id, since=NOW) == 0


def test_a_new_day_is_reminded_of_again(trainer):
    made = request(preference="sms", phone="0639980001")
    one = build.session(shop=trainer.organisation, starts_at=NOW + DAY)
    take(made, "book_session", one, at=NOW - 2 * DAY)
    assert workshops_told.remind_sessions(at=NOW) == 1

    moved(one, (NOW + 20 * DAY).date(), by=trainer)

    assert workshops_told.remind_sessions(at=NOW) == 0
    assert workshops_told.remind_sessions(at=NOW + 19 * DAY) == 1


def test_a_new_day_that_is_tomorrow_is_said_once(trainer):
    made = request(preference="sms", phone="0639980001")
    one = build.session(shop=trainer.organisation, starts_at=NOW + 10 * DAY)
    take(made, "book_session", one, at=NOW - 2 * DAY)

    moved(one, (NOW + DAY).date(), by=trainer)

    assert workshops_told.remind_sessions(at=NOW) == 0
    assert templates().count("session_changed") == 1


def test_an_offer_ends_before_a_session_moved_earlier(trainer):
    one, offered = an_offer(trainer.organisation, request(), starts_at=NOW + 10 * DAY)

    moved(one, (NOW + DAY).date(), by=trainer, capacity=1)

    one.refresh_from_db()
    offered.refresh_from_db()
    assert offered.offered_until < one.starts_at


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"published_at": None}, "session_unpublished"),
        ({"starts_at": NOW - 5 * DAY}, "session_over"),
    ],
)
def test_nobody_is_added_to_a_closed_session_of_another_shop(fields, code):
    advisor = cases.advisor()
    made = cases.brought_to("accept", shop=advisor, parts=(Part.TRAINING,))

    assert refused(made, "book_session", build.session(**fields), by=advisor) == code
    take(made, "book_session", build.session(shop=advisor.organisation, **fields), by=advisor)


def test_a_trainer_reads_a_person_only_while_it_holds_a_place(trainer):
    one = build.session(shop=trainer.organisation, trainer=trainer)
    made = cases.brought_to("accept", parts=(Part.TRAINING,))
    take(made, "book_session", one)
    assert workshops.request_of(trainer, made.reference) == made

    given_back(made, one, at=NOW)

    with pytest.raises(Refusal):
        workshops.request_of(trainer, made.reference)


STRONGER = """
kept      absorbed  left
booked    waiting   booked
waiting   booked    booked
attended  booked    attended
offered   attended  attended
waiting   waiting   waiting
"""


@pytest.mark.parametrize("row", STRONGER.strip().splitlines()[1:])
def test_two_files_of_one_household_keep_the_better_place(row):
    kept, absorbed, left = row.split()
    one = build.session()
    places = [build.booked(one) for _ in range(2)]
    for place, standing in zip(places, (kept, absorbed), strict=True):
        until = one.starts_at - DAY if standing == "offered" else None
        Booking.objects.filter(pk=place.pk).update(
            state=standing, offered_until=until, number=place.pk
        )

    operations.move(kept_id=places[0].household_id, absorbed_id=places[1].household_id)

    held = Booking.objects.filter(household=places[0].household_id)
    assert sorted(held.values_list("state", flat=True)) == sorted([left, "cancelled"])
    one.refresh_from_db()
    assert one.taken + one.waiting == 1
