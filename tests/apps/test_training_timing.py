"""Two things at one time: refused for a household, confirmed for a room, a day, an hour."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest

from coupdepouce.core.refusal import Refusal
from coupdepouce.prescriptions import workshops_told
from coupdepouce.training import operations
from coupdepouce.training.models import Booking, Session
from coupdepouce.training.operations import Changes, Place
from coupdepouce.training.schedule import Plan, slot
from tests.apps import build_training as build
from tests.apps import cases
from tests.apps.build import NOW
from tests.apps.test_training_booking import refused
from tests.apps.test_training_moving import moved
from tests.browser.town import place as spot

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
State = Booking.State


@pytest.fixture(autouse=True)
def _programme():
    cases.programme()


@pytest.fixture
def trainer():
    return build.trainer()


AT_ONCE = """
case                          | starts after | lasts | taken there | refused
the same hour                 | 0            | 90    | booked      | place_elsewhere
a minute before it ends       | 89           | 60    | booked      | place_elsewhere
as it ends                    | 90           | 60    | booked      | -
ends as it begins             | -60          | 60    | booked      | -
a minute into it              | -59          | 60    | booked      | place_elsewhere
only a rank there             | 0            | 90    | waiting     | -
"""
CLASHES = [[cell.strip() for cell in row.split("|")] for row in AT_ONCE.strip().splitlines()[1:]]


@pytest.mark.parametrize(
    ("case", "after", "lasts", "there", "code"), CLASHES, ids=[row[0] for row in CLASHES]
)
def test_nobody_has_two_places_at_one_time(case, after, lasts, there, code):
    one = build.session(capacity=1 if there == "waiting" else 4)
    if there == "waiting":
        build.booked(one)
        mine = build.waiting(one)
    else:
        mine = build.booked(one)
    start = build.SOON + timedelta(minutes=int(after))
    other = build.session(starts_at=start, ends_at=start + timedelta(minutes=int(lasts)))
    given = {"reference": other.reference, "household_id": mine.household_id, "at": NOW}

    if code == "-":
        assert operations.book(**given).state == State.BOOKED
        return
    assert refused(operations.book, **given) == code
    operations.cancel(reference=one.reference, household_id=mine.household_id, by="them", at=NOW)
    assert operations.book(**given).state == State.BOOKED


def test_an_offered_place_is_not_taken_beside_another():
    one, other = build.session(capacity=1), build.session()
    holder, head = build.booked(one), build.waiting(one)
    operations.cancel(reference=one.reference, household_id=holder.household_id, by="them", at=NOW)
    operations.offer(session_id=one.pk, days=2, at=NOW)
    operations.book(reference=other.reference, household_id=head.household_id, at=NOW)

    code = refused(
        operations.accept_offer, reference=one.reference, household_id=head.household_id, at=NOW
    )

    assert code == "place_elsewhere"


def plan(by, *, day: date, begins=time(10), at=NOW, sure="", **place):
    said = {"shop": by.organisation, "capacity": 4, "room": "salle du fond", **place}
    return operations.plan_sessions(
        workshop=build.workshop(),
        plan=Plan(slots=(slot(day, begins, 90),), skipped=()),
        place=Place(**said),
        every_weeks=0,
        by=by,
        at=at,
        once=uuid4(),
        sure=sure,
    )


# SOON is Tuesday 24 November 2026 at 11 in Paris; the shop opens from 9 to 18, not on Sunday.
DOUBTS = """
case                      | day        | begins | place                  | said
another hour              | 2026-11-24 | 14:00  |                        | -
as the other ends         | 2026-11-24 | 12:30  |                        | -
the same room             | 2026-11-24 | 12:00  |                        | La salle est déjà prise
it, in other letters      | 2026-11-24 | 12:00  | room=Salle  du FOND    | La salle est déjà prise
another room              | 2026-11-24 | 12:00  | room=salle verte       | -
the same trainer          | 2026-11-24 | 12:00  | room=salle verte, them | anime déjà une autre
a public holiday          | 2026-12-25 | 14:00  |                        | Jour férié : vendredi 25
the day before it         | 2026-12-24 | 14:00  |                        | -
closed at night           | 2026-11-25 | 23:59  |                        | La boutique est fermée
closed before the end     | 2026-11-25 | 16:31  |                        | La boutique est fermée
closed just after         | 2026-11-25 | 16:30  |                        | -
closed, but at a distance | 2026-11-25 | 21:00  | remote                 | -
"""
DOUBTFUL = [[cell.strip() for cell in row.split("|")] for row in DOUBTS.strip().splitlines()[1:]]


@pytest.mark.parametrize("row", DOUBTFUL, ids=[row[0] for row in DOUBTFUL])
def test_what_is_likely_a_mistake_is_confirmed(trainer, row):
    _, day, begins, place, said = row
    shop = trainer.organisation
    shop.place = spot("Boutique fictive", "shop", number=8)
    shop.place.opening_hours = "Mo-Sa 09:00-18:00"
    build.session(shop=shop, trainer=trainer)
    more = {"room": "salle verte"} if "salle verte" in place else {}
    more |= {"room": "Salle  du FOND"} if "FOND" in place else {}
    more |= {"trainer": trainer} if "them" in place else {}
    if place == "remote":
        more = {"room": "", "remote_link": "https://salle.exemple.invalid"}
    given = {"day": date.fromisoformat(day), "begins": time.fromisoformat(begins), **more}

    if said == "-":
        assert len(plan(trainer, **given)) == 1
        return
    with pytest.raises(Refusal) as caught:
        plan(trainer, **given)
    assert caught.value.code == "to_confirm"
    assert said in caught.value.sentence
    assert len(plan(trainer, **given, sure=caught.value.data["mark"])) == 1


def test_a_room_is_written_with_one_space_and_found_with_two(trainer):
    build.session(shop=trainer.organisation, room="salle  verte")

    with pytest.raises(Refusal, match="La salle est déjà prise"):
        plan(trainer, day=date(2026, 11, 24), begins=time(12), room="salle verte")
    (made,) = plan(trainer, day=date(2026, 11, 25), room=" salle   du fond ")

    assert made.room == "salle du fond"


def test_what_was_confirmed_is_not_another_doubt(trainer):
    build.session(shop=trainer.organisation)
    with pytest.raises(Refusal) as caught:
        plan(trainer, day=date(2026, 11, 24))

    with pytest.raises(Refusal) as other:
        plan(trainer, day=date(2026, 12, 25), sure=caught.value.data["mark"])

    assert other.value.code == "to_confirm"


def test_a_new_session_is_not_in_the_past(trainer):
    early, late = time(10, 59), time(11)  # NOW is 11 in Paris

    for begins, at in ((early, NOW), (late, NOW)):
        with pytest.raises(Refusal) as caught:
            plan(trainer, day=NOW.date(), begins=begins, at=at)
        assert caught.value.code == "session_in_the_past"
    assert plan(trainer, day=NOW.date(), begins=time(11, 1))


def test_a_session_moved_onto_another_place_of_its_people_is_confirmed(trainer):
    one = build.session(shop=trainer.organisation, starts_at=build.SOON + DAY, room="autre salle")
    busy, _free = build.booked(one), build.booked(one)
    elsewhere = build.session(shop=build.shop())
    operations.book(reference=elsewhere.reference, household_id=busy.household_id, at=NOW)

    with pytest.raises(Refusal) as caught:
        moved(one, build.SOON.date(), by=trainer)

    assert "une autre place à cette heure : 1." in caught.value.sentence


def test_a_session_moved_onto_another_is_confirmed_and_an_unmoved_one_is_not(trainer):
    shop = trainer.organisation
    build.session(shop=shop)
    one = build.session(shop=shop, starts_at=build.SOON + DAY)

    with pytest.raises(Refusal) as caught:
        moved(one, build.SOON.date(), by=trainer)

    assert caught.value.code == "to_confirm"
    Session.objects.filter(pk=one.pk).update(starts_at=build.SOON, ends_at=build.SOON + 1.5 * HOUR)
    unmoved = Changes(
        slot=slot(build.SOON.date(), time(11), 90),
        place=Place(shop=shop, capacity=9, room="salle du fond"),
    )
    workshops_told.change(
        reference=one.reference, changes=unmoved, by=trainer, at=NOW, once=uuid4()
    )
    one.refresh_from_db()
    assert one.capacity == 9
