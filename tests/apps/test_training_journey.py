"""The training by its steps: booked, moved, missed, attended, done; the worker and the messages."""

from datetime import timedelta
from uuid import uuid4

import pytest

from coupdepouce.core.journey.model import Part
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.outreach.models import Message
from coupdepouce.prescriptions import lists, own_history, undelivered, workshops, workshops_told
from coupdepouce.prescriptions.actors import HOUSEHOLD, staff
from coupdepouce.prescriptions.forgetting import forget_household
from coupdepouce.prescriptions.operations import take_step
from coupdepouce.prescriptions.queries import history_of
from coupdepouce.prescriptions.work import work_once
from coupdepouce.training import operations
from coupdepouce.training.models import Booking, Session
from coupdepouce.training.schedule import Slot
from tests.apps import build_training as build
from tests.apps import cases
from tests.apps.build import NOW, member

pytestmark = pytest.mark.django_db
AFTER = build.SOON + timedelta(hours=2)


@pytest.fixture(autouse=True)
def _programme():
    cases.programme()


def request(number: int = 1, *, by=None, **fields):
    """Bring a request for workshops to its voucher."""
    by = by or cases.prescriber()
    made = cases.draft(by=by, number=number, parts=(Part.TRAINING,), **fields)
    cases.step(made, "issue", by)
    made.refresh_from_db()
    return made


def take(made, name: str, one: Session, *, by=None, at=NOW, reason="", once=None):
    return take_step(
        prescription_id=made.pk,
        name=name,
        actor=staff(by) if by else HOUSEHOLD,
        at=at,
        once=once or uuid4(),
        reason=reason,
        answers={"session": str(one.reference)},
    )


def refused(*args, **given) -> str:
    with pytest.raises(Refusal) as caught:
        take(*args, **given)
    return caught.value.code


def state(made) -> str:
    made.refresh_from_db()
    return made.training_state


def places(one: Session) -> tuple[int, int]:
    one.refresh_from_db()
    return one.taken, one.waiting


def templates() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("template", flat=True))


def test_three_sessions_attended_then_done():
    shop = build.shop()
    trainer, made = build.trainer(shop), request()
    sessions = [
        build.session(shop=shop, starts_at=build.SOON + timedelta(days=7 * n)) for n in range(3)
    ]
    for one in sessions:
        take(made, "book_session", one)
        take(made, "attend_session", one, by=trainer, at=one.ends_at)
    assert state(made) == "attended"

    cases.step(made, "finish_training", trainer, at=sessions[-1].ends_at)

    assert state(made) == "done"
    assert [places(one) for one in sessions] == [(1, 0)] * 3


def test_one_click_twice_takes_one_place():
    one, made, once = build.session(), request(), uuid4()

    first = take(made, "book_session", one, once=once)
    again = take(made, "book_session", one, once=once)

    assert first == again
    assert places(one) == (1, 0)


def test_several_places_are_given_back_one_by_one():
    later = build.SOON + timedelta(hours=2)
    made, one, other = request(), build.session(), build.session(starts_at=later)
    take(made, "book_session", one)
    take(made, "book_session", other)

    assert refused(made, "cancel_booking", one, reason="cannot_come") == "other_sessions"
    take(made, "leave_session", one, reason="cannot_come")
    assert (state(made), places(one), places(other)) == ("booked", (0, 0), (1, 0))
    assert refused(made, "leave_session", other, reason="cannot_come") == "only_session"
    take(made, "cancel_booking", other, reason="cannot_come")
    assert (state(made), places(other)) == ("wanted", (0, 0))


def test_a_place_to_come_is_given_back_after_a_session_and_the_rest_counts():
    shop = build.shop()
    trainer, made, one = build.trainer(shop), request(), build.session(shop=shop)
    later = build.session(shop=shop, starts_at=build.SOON + timedelta(days=7))
    take(made, "book_session", one)
    take(made, "book_session", later)
    take(made, "attend_session", one, by=trainer, at=AFTER)

    take(made, "cancel_booking", later, at=AFTER, reason="cannot_come")
    cases.step(made, "finish_training", trainer, at=AFTER)

    assert state(made) == "done"
    assert set(Booking.objects.values_list("state", "cancelled_by")) == {
        ("attended", ""),
        ("cancelled", "them"),
    }


@pytest.mark.parametrize("then", ["", "book_session", "queue_session"])
def test_who_came_once_has_used_its_voucher_whatever_it_waits_for(then):
    advisor = cases.advisor()
    shop, made = advisor.organisation, request()
    one = build.session(shop=shop)
    later = build.session(shop=shop, starts_at=build.SOON + timedelta(days=7), capacity=1)
    if then == "queue_session":
        build.booked(later)
    cases.step(made, "present", advisor, identity_seen="yes")
    cases.step(made, "accept", advisor)
    take(made, "book_session", one)
    take(made, "attend_session", one, by=build.trainer(shop), at=AFTER)
    if then:
        take(made, then, later, at=AFTER)

    with pytest.raises(Refusal) as caught:
        cases.step(made, "reverse", advisor, at=AFTER, reason="mistake")

    assert caught.value.code == "part_delivered"


def test_who_never_came_has_not_finished():
    made, one, trainer = request(), build.session(), build.trainer()
    take(made, "book_session", one)
    take(made, "miss_session", one, by=trainer, at=AFTER)

    with pytest.raises(Refusal) as caught:
        cases.step(made, "finish_training", trainer, at=AFTER)

    assert caught.value.code == "no_session_attended"


def test_full_the_refusal_names_the_ways_and_the_queue_takes_the_rank():
    one = build.session(capacity=1)
    take(request(1), "book_session", one)
    late = request(2)

    assert refused(late, "book_session", one) == "session_full"
    take(late, "queue_session", one)
    assert (state(late), places(one)) == ("waiting", (1, 1))


def test_the_worker_offers_the_freed_place_and_the_household_takes_it():
    one = build.session(capacity=1)
    holder, head = request(1), request(2, preference="sms", phone="0600000000")
    take(holder, "book_session", one)
    take(head, "queue_session", one)
    take(holder, "cancel_booking", one, reason="cannot_come")

    work_once(at=NOW)
    work_once(at=NOW)

    assert templates().count("session_offered") == 1
    assert "24/11/2026 à 11h00" in Message.objects.get(template="session_offered").text
    take(head, "book_session", one)
    assert (state(head), places(one)) == ("booked", (1, 0))


def test_who_is_told_by_its_prescriber_has_its_place_said_there():
    by, one = cases.prescriber(), build.session(capacity=1)
    holder, head = request(1), request(2, by=by)  # reached by the person who follows it
    take(holder, "book_session", one)
    take(head, "queue_session", one)
    take(holder, "cancel_booking", one, reason="cannot_come")

    work_once(at=NOW)
    work_once(at=NOW)

    told = Message.objects.get(template="to_tell")
    assert told.recipient == by.user.email
    assert told.subject == "À dire à la personne : Une place est libre à l’atelier"
    assert "Premiers pas\nmardi 24 novembre à 11\u00a0h" in told.text
    assert str(head.reference) in told.text
    assert "Bonjour,\n\nUne place" not in told.text
    (row,) = undelivered.to_reach(member=by)
    assert (row.reference, row.about) == (head.reference, told.subject)
    undelivered.arrived(told, at=NOW)  # the mail; the household knows nothing yet
    assert undelivered.to_reach(member=by)
    undelivered.reached(member=by, key=row.key, at=NOW)
    assert not undelivered.to_reach(member=by)
    (listed,) = lists.listed(member=by, keep=lists.Filter(), at=NOW).rows
    assert listed.offered_until == Booking.objects.get(state="offered").offered_until


def test_what_the_prescriber_did_or_learns_is_not_said_to_it_twice():
    by, one = cases.prescriber(), build.session()
    made = request(1, by=by)

    take(made, "book_session", one, by=by)
    take(made, "cancel_booking", one, reason="cannot_come")

    assert "to_tell" not in templates()
    assert templates().count("outcome") == 1


RELAYED = """
template         | what happens
session_changed  | the hour of a session moves
session_reminder | the session is tomorrow
"""


@pytest.mark.parametrize(
    "template", [row.split("|")[0].strip() for row in RELAYED.strip().splitlines()[1:]]
)
def test_each_news_of_a_session_is_relayed(template):
    shop, by = build.shop(), cases.prescriber()
    trainer, one = build.trainer(shop), build.session(shop=shop)
    take(request(1, by=by), "book_session", one)

    if template == "session_changed":
        start = one.starts_at + timedelta(hours=2)
        changes = operations.Changes(
            slot=Slot(starts_at=start, ends_at=start + timedelta(minutes=90)),
            place=operations.Place(shop=shop, capacity=4, room="salle du fond"),
        )
        workshops_told.change(
            reference=one.reference, changes=changes, by=trainer, at=NOW, once=uuid4()
        )
    else:
        work_once(at=NOW + timedelta(days=3))

    told = Message.objects.get(template="to_tell")
    assert f":{template}:" in told.once
    assert (told.recipient, told.channel) == (by.user.email, "email")


def test_nobody_answers_the_place_goes_on_and_then_out():
    one = build.session(capacity=1, starts_at=build.SOON + timedelta(days=30))
    holder, first, second = request(1), request(2), request(3)
    take(holder, "book_session", one)
    take(first, "queue_session", one)
    take(second, "queue_session", one)
    take(holder, "cancel_booking", one, reason="cannot_come")
    offered = []
    for days in (0, 2, 4, 6, 8):
        work_once(at=NOW + timedelta(days=days, minutes=days))  # its clock runs on meanwhile
        row = Booking.objects.filter(state="offered").first()
        offered.append(row and row.household_id)

    assert offered == [
        first.household_id, second.household_id, first.household_id, second.household_id, None,
    ]  # fmt: skip
    assert (state(first), state(second), places(one)) == ("wanted", "wanted", (0, 0))


def test_a_session_cancelled_by_us_is_told_with_the_next_one():
    shop = build.shop(name="Boutique fictive du Port")
    trainer, one = build.trainer(shop), build.session(shop=shop, capacity=1)
    build.session(shop=shop, starts_at=build.SOON + timedelta(days=7), capacity=3)
    booked = request(1, preference="email", email="camille@exemple.invalid")
    waits = request(2)
    take(booked, "book_session", one)
    take(waits, "queue_session", one)

    workshops_told.cancel(
        member=trainer, reference=one.reference, why="la salle est fermée", at=NOW
    )

    assert (state(booked), state(waits), places(one)) == ("wanted", "wanted", (0, 0))
    assert set(Booking.objects.values_list("state", "cancelled_by")) == {("cancelled", "us")}
    told = Message.objects.get(template="session_cancelled").text
    other = "mardi 1er décembre à 11\u00a0h, Boutique fictive du Port"
    assert f"Prochaine séance avec des places : {other}" in told
    assert "Pourquoi : La séance est annulée (la salle est fermée)." in told
    assert one.sequence == 1


def test_a_place_given_back_then_lost_says_who_ended_each():
    shop = build.shop(name="Boutique fictive du Port")
    trainer, one, made = build.trainer(shop), build.session(shop=shop), request()
    take(made, "book_session", one)
    take(made, "cancel_booking", one, reason="cannot_come")
    take(made, "book_session", one)

    workshops_told.cancel(
        member=trainer, reference=one.reference, why="la salle est fermée", at=NOW
    )

    told = own_history.told_of(made.events.order_by("number"))
    own = "Vous avez annulé votre place à une séance."
    ours = "La boutique a annulé votre séance."
    ends = [(line.sentence, line.by, line.why) for line in told if line.sentence in {own, ours}]
    assert ends == [(ours, "Boutique fictive du Port", "la salle est fermée"), (own, "", "")]


def test_history_says_who_chose_the_session():
    by, one = cases.prescriber(), build.session()
    made = request(by=by)
    take(made, "book_session", one)
    take(made, "cancel_booking", one, reason="cannot_come")
    take(made, "book_session", one, by=by)

    told = [f"{line.who} {line.sentence}" for line in history_of(made)[:3]]

    assert told[2] == "La personne a choisi une séance"
    assert told[1] == "La personne a annulé son inscription à la séance"
    assert told[0].endswith("a inscrit la personne à une séance")


def test_the_reminder_leaves_the_day_before_and_once():
    one = build.session()  # Tuesday 24 at 11
    made = request(1, preference="email", email="camille@exemple.invalid")
    take(made, "book_session", one)
    eve = NOW + timedelta(days=3)

    work_once(at=eve - timedelta(days=1))
    assert "session_reminder" not in templates()
    work_once(at=eve)
    work_once(at=eve + timedelta(hours=1))

    assert templates().count("session_reminder") == 1


def test_a_change_is_told_when_the_hour_moves_and_not_when_the_trainer_does():
    shop = build.shop()
    trainer, one = build.trainer(shop), build.session(shop=shop)
    made = request(1, preference="email", email="camille@exemple.invalid")
    take(made, "book_session", one)
    place = operations.Place(shop=shop, capacity=4, room="salle du fond", trainer=trainer)
    same = operations.Changes(
        slot=operations.planning.Slot(starts_at=one.starts_at, ends_at=one.ends_at), place=place
    )
    later = timedelta(hours=1)
    moved = operations.Changes(
        slot=operations.planning.Slot(starts_at=one.starts_at + later, ends_at=one.ends_at + later),
        place=place,
    )

    for changes in (same, moved):
        workshops_told.change(
            reference=one.reference, changes=changes, by=trainer, at=NOW, once=uuid4()
        )

    assert templates().count("session_changed") == 1
    one.refresh_from_db()
    assert one.sequence == 2


@pytest.mark.parametrize("ending", ["withdraw", "forget"])
def test_a_request_that_ends_frees_its_place(ending):
    made, one = request(), build.session()
    take(made, "book_session", one)

    if ending == "withdraw":
        take_step(
            prescription_id=made.pk, name="withdraw", actor=HOUSEHOLD, at=NOW, once=uuid4(),
            reason="no_need",
        )  # fmt: skip
    else:
        forget_household(household_id=made.household_id, at=NOW)

    assert places(one) == (0, 0)
    assert Booking.objects.filter(household__isnull=True).exists() == (ending == "forget")


def test_those_invited_are_booked_in_order_and_the_others_queue():
    by, shop = cases.prescriber(), build.shop()
    one = build.session(shop=shop, capacity=2)
    made = [request(n, by=by) for n in range(1, 5)]

    done = workshops.invite(
        actor=staff(by), session=one, references=[row.reference for row in made], at=NOW,
        once=uuid4(),
    )  # fmt: skip

    assert (len(done.booked), len(done.queued), done.refused) == (2, 2, [])
    assert [state(row) for row in made] == ["booked", "booked", "waiting", "waiting"]
    ranks = Booking.objects.filter(state="waiting").order_by("number")
    assert [row.household_id for row in ranks] == [row.household_id for row in made[2:]]
    assert workshops.candidates(member=by, session=one) == []


def test_who_may_see_which_requests():
    by, shop = cases.prescriber(), cases.advisor()
    made, other = request(1, by=by), request(2)
    one = build.session(trainer=None)
    trainer = build.trainer()
    Session.objects.filter(pk=one.pk).update(trainer=trainer)
    cases.step(made, "present", shop, identity_seen="yes")
    take(other, "book_session", one)
    seen = {
        name: set(workshops.asked(who).values_list("pk", flat=True))
        for name, who in {
            "prescriber": by,
            "shop": shop,
            "shop trainer": member(Role.TRAINER, of=shop.organisation),
            "trainer of the session": trainer,
            "another trainer": build.trainer(),
            "evaluator": member(Role.EVALUATOR),
        }.items()
    }

    assert seen == {
        "prescriber": {made.pk},
        "shop": {made.pk},
        "shop trainer": {made.pk},
        "trainer of the session": {other.pk},
        "another trainer": set(),
        "evaluator": set(),
    }


@pytest.mark.parametrize("people", [2, 20])
def test_a_roll_costs_the_same_for_more_people(people, django_assert_num_queries):
    shop = build.shop()
    trainer, one = build.trainer(shop), build.session(shop=shop, capacity=30)
    for _ in range(people):
        build.booked(one)

    with django_assert_num_queries(6):
        found = workshops.roll(member=trainer, reference=one.reference)

    assert len(found.present) == people


def test_what_to_prepare_is_counted_and_nobody_is_named():
    shop = build.shop()
    trainer, one = build.trainer(shop), build.session(shop=shop)
    for needs in (["wheelchair", "reading"], ["reading"], []):
        row = build.booked(one)
        operations.record_needs(household_id=row.household_id, needs=needs, by=trainer, at=NOW)

    found = workshops.roll(member=trainer, reference=one.reference)

    assert found.prepare == [
        ("accès et table pour un fauteuil", 1),
        ("lire à voix haute, pictogrammes", 2),
    ]


def test_a_list_copied_from_paper_changes_only_what_differs():
    shop = build.shop()
    trainer, one = build.trainer(shop), build.session(shop=shop)
    made = [request(n) for n in (1, 2)]
    for row in made:
        take(row, "book_session", one)
    first, second = Booking.objects.order_by("pk")
    given = {"member": trainer, "reference": one.reference, "at": AFTER}
    workshops.mark(booking=first.reference, state="attended", once=uuid4(), **given)

    copied = workshops.mark_all(
        marks={first.reference: "attended", second.reference: "absent"},
        anonymous=3,
        once=uuid4(),
        **given,
    )

    assert (copied.changed, copied.refused) == (1, [])
    assert [state(row) for row in made] == ["attended", "absent"]
    one.refresh_from_db()
    assert one.anonymous == 3
