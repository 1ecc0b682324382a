"""Places: never more than there are, the queue in its order, one offer at a time."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from coupdepouce.core.refusal import Refusal
from coupdepouce.training import operations
from coupdepouce.training.models import Booking, Session
from coupdepouce.training.operations.offering import (
    to_remind,
    with_free_places,
    with_late_offers,
)
from tests.apps import build_training as build
from tests.apps.build import NOW, household

pytestmark = pytest.mark.django_db
State = Booking.State
AFTER = build.SOON + timedelta(hours=2)


def refused(do, *args, **given) -> str:
    with pytest.raises(Refusal) as caught:
        do(*args, **given)
    return caught.value.code


def state(one: Booking) -> str:
    one.refresh_from_db()
    return one.state


def fresh(one: Session) -> Session:
    return Session.objects.get(pk=one.pk)


TABLE = """
case                   | session                     | when   | refused
open with places       | {}                          | before | -
full                   | {"capacity": 1, "taken": 1} | before | session_full
full with a queue      | {"capacity": 2, "waiting": 2} | before | session_full
cancelled              | {"cancelled_at": NOW}       | before | session_cancelled
not published          | {"published_at": None}      | before | session_unpublished
a second before        | {}                          | edge   | -
begun                  | {}                          | begun  | session_over
"""
ROWS = [[cell.strip() for cell in row.split("|")] for row in TABLE.strip().splitlines()[1:]]
WHEN = {"before": NOW, "edge": build.SOON - timedelta(seconds=1), "begun": build.SOON}


@pytest.mark.parametrize(("case", "fields", "when", "code"), ROWS, ids=[row[0] for row in ROWS])
def test_a_place_is_taken_or_it_is_said_why_not(case, fields, when, code):
    one = build.session(**eval(fields))
    given = {"reference": one.reference, "household_id": household().pk, "at": WHEN[when]}

    if code == "-":
        assert operations.book(**given).state == State.BOOKED
        assert fresh(one).taken == 1
    else:
        assert refused(operations.book, **given) == code


def test_a_full_session_names_the_queue_and_the_next_one_with_places():
    shop = build.shop()
    full = build.session(capacity=1, shop=shop)
    build.session(shop=shop, starts_at=build.SOON + timedelta(days=7), capacity=1, taken=1)
    free = build.session(shop=shop, starts_at=build.SOON + timedelta(days=14), capacity=3)
    build.booked(full)

    with pytest.raises(Refusal) as caught:
        build.booked(full)

    assert caught.value.sentence == (
        "La séance du mardi 24 novembre à 11h00 est complète. Prenez la liste d’attente, ou la "
        "séance du mardi 8 décembre à 11h00, où il reste 3 places."
    )
    assert caught.value.data["next"] == str(free.reference)


def test_an_earlier_session_is_proposed_too_when_it_is_still_to_come():
    late = build.session(starts_at=build.SOON + timedelta(days=7), capacity=1, taken=1)
    sooner = build.session(capacity=2)

    with pytest.raises(Refusal) as caught:
        build.booked(late)

    assert caught.value.data["next"] == str(sooner.reference)


def test_the_database_itself_holds_the_capacity():
    one = build.session(capacity=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=one.pk).update(taken=2)


def test_the_same_household_has_one_place_in_a_session():
    one, who = build.session(), household()
    operations.book(reference=one.reference, household_id=who.pk, at=NOW)

    given = {"reference": one.reference, "household_id": who.pk, "at": NOW}
    assert refused(operations.book, **given) == "already_booked"
    assert refused(operations.queue, **given) == "already_booked"
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(
            reference=uuid4(), session=one, household=who, state="waiting", at=NOW, changed_at=NOW
        )


def test_the_queue_is_for_a_full_session_only():
    one = build.session(capacity=1)

    assert refused(build.waiting, one) == "session_has_places"
    build.booked(one)
    assert [build.waiting(one).number, build.waiting(one).number] == [1, 2]


def test_a_freed_place_is_not_for_a_newcomer():
    one = build.session(capacity=1)
    first = build.booked(one)
    build.waiting(one)

    operations.cancel(reference=one.reference, household_id=first.household_id, by="them", at=NOW)

    assert (fresh(one).taken, fresh(one).waiting, fresh(one).left) == (0, 1, 0)
    assert refused(build.booked, one) == "session_full"


def test_a_freed_place_is_offered_to_the_head_then_to_the_next():
    one = build.session(capacity=1)
    holder = build.booked(one)
    head, second = build.waiting(one), build.waiting(one)
    operations.cancel(reference=one.reference, household_id=holder.household_id, by="us", at=NOW)

    assert with_free_places(at=NOW) == [one.pk]
    assert operations.offer(session_id=one.pk, days=2, at=NOW) == [head]
    assert (state(head), state(second)) == (State.OFFERED, State.WAITING)
    assert head.offered_until == NOW + timedelta(days=2)
    # The place is held: nothing more to offer, nobody else is told of it.
    assert with_free_places(at=NOW) == []
    assert operations.offer(session_id=one.pk, days=2, at=NOW) == []

    late = NOW + timedelta(days=2)
    assert with_late_offers(at=late - timedelta(seconds=1)) == []
    assert with_late_offers(at=late) == [one.pk]
    assert operations.lapse(session_id=one.pk, at=late) == []
    assert operations.offer(session_id=one.pk, days=2, at=late) == [second]
    assert (state(head), state(second)) == (State.WAITING, State.OFFERED)
    assert head.number == 3


def test_an_offer_is_taken_once_and_not_after_its_end():
    one = build.session(capacity=1)
    holder, head = build.booked(one), build.waiting(one)
    operations.cancel(reference=one.reference, household_id=holder.household_id, by="us", at=NOW)
    operations.offer(session_id=one.pk, days=2, at=NOW)
    given = {"reference": one.reference, "household_id": head.household_id, "at": NOW}

    assert operations.accept_offer(**given).state == State.BOOKED
    assert refused(operations.accept_offer, **given) == "offer_over"
    assert fresh(one).taken == 1


def test_who_does_not_answer_twice_leaves_the_queue():
    one = build.session(capacity=1, starts_at=build.SOON + timedelta(days=30))
    holder, alone = build.booked(one), build.waiting(one)
    operations.cancel(reference=one.reference, household_id=holder.household_id, by="us", at=NOW)
    at = NOW
    for _ in range(2):
        operations.offer(session_id=one.pk, days=2, at=at)
        at += timedelta(days=2)
        out = operations.lapse(session_id=one.pk, at=at)

    assert out == [alone]


@pytest.mark.parametrize(
    ("before", "offered"),
    [(timedelta(hours=3), 1), (timedelta(hours=2), 1), (timedelta(minutes=119), 0)],
    ids=["three hours", "two hours", "less"],
)
def test_no_place_is_offered_when_nobody_could_come(before, offered):
    one = build.session(capacity=1)
    holder = build.booked(one)
    build.waiting(one)
    operations.cancel(reference=one.reference, household_id=holder.household_id, by="us", at=NOW)
    at = one.starts_at - before

    found = operations.offer(session_id=one.pk, days=2, at=at)

    assert len(found) == offered
    assert all(at < each.offered_until < one.starts_at for each in found)


def test_the_head_of_the_queue_may_take_the_freed_place_at_once():
    one = build.session(capacity=1)
    holder, head, second = build.booked(one), build.waiting(one), build.waiting(one)
    operations.cancel(reference=one.reference, household_id=holder.household_id, by="us", at=NOW)
    given = {"reference": one.reference, "at": NOW}

    assert refused(operations.book, household_id=second.household_id, **given) == "session_full"
    assert operations.book(household_id=head.household_id, **given).state == State.BOOKED


PRESENCE = """
case                       | from     | to       | when   | result
came                       | booked   | attended | after  | attended
did not come               | booked   | absent   | after  | absent
excused                    | booked   | excused  | after  | excused
undone                     | attended | absent   | after  | absent
as the doors open          | booked   | attended | doors  | attended
before the doors open      | booked   | attended | early  | session_to_come
absent is seen there too   | booked   | absent   | early  | session_to_come
excused on the morning     | booked   | excused  | day    | excused
not the day before         | booked   | excused  | eve    | session_to_come
a mark taken back          | attended | booked   | after  | booked
who waits has no presence  | waiting  | attended | after  | not_booked
"""
PRESENCES = [[cell.strip() for cell in row.split("|")] for row in PRESENCE.strip().splitlines()[1:]]
DAYS = {
    "doors": build.SOON - timedelta(minutes=30),
    "early": build.SOON - timedelta(minutes=30, seconds=1),
    "after": AFTER,
    "day": build.SOON.replace(hour=0, minute=30),  # 1 h 30 in Paris
    "eve": build.SOON.replace(hour=0) - timedelta(hours=1, seconds=1),  # 23 h 59 in Paris
}


@pytest.mark.parametrize(
    ("case", "source", "target", "when", "result"), PRESENCES, ids=[row[0] for row in PRESENCES]
)
def test_presence(case, source, target, when, result):
    one = build.session()
    row = build.booked(one)
    Booking.objects.filter(pk=row.pk).update(state=source)
    given = {
        "reference": one.reference,
        "household_id": row.household_id,
        "state": target,
        "at": DAYS[when],
    }

    if result == target:
        operations.mark(**given)
        assert state(row) == result
    else:
        assert refused(operations.mark, **given) == result


def test_a_mark_is_not_lost_by_booking_again():
    one = build.session()
    row = build.booked(one)
    given = {"reference": one.reference, "household_id": row.household_id, "at": AFTER}
    operations.mark(state="absent", **given)

    assert refused(operations.book, **given) == "session_over"
    assert refused(operations.book, in_the_room=True, **given) == "already_marked"
    assert state(row) == "absent"
    assert operations.mark(state="booked", **given).state == State.BOOKED


def test_who_comes_in_without_a_place_is_added_by_staff_within_the_room():
    one = build.session(capacity=1)
    given = {"reference": one.reference, "at": AFTER, "in_the_room": True}

    operations.book(household_id=household().pk, **given)

    assert refused(operations.book, household_id=household().pk, **given) == "session_full"


def test_the_count_of_a_household_erased_stays():
    one = build.session(capacity=2)
    past, soon = build.booked(one), build.session(starts_at=AFTER + timedelta(days=1))
    operations.mark(
        reference=one.reference, household_id=past.household_id, state="attended", at=AFTER
    )
    operations.book(reference=soon.reference, household_id=past.household_id, at=NOW)
    operations.record_needs(household_id=past.household_id, needs=["wheelchair"], by=None, at=NOW)
    operations.record_skills(
        household_id=past.household_id, phase="before", how="help", given={"mail": "1"},
        by=None, at=NOW,
    )  # fmt: skip

    operations.forget(household_id=past.household_id, at=AFTER)

    past.refresh_from_db()
    assert (past.household, past.state, fresh(one).taken) == (None, State.ATTENDED, 1)
    assert fresh(soon).taken == 0
    assert not household().__class__.objects.filter(training_needs__isnull=False).exists()
    assert not Booking.objects.filter(household__isnull=False).exists()


def test_two_files_made_one_keep_one_place_each():
    one, other = build.session(), build.session(starts_at=AFTER)
    kept, absorbed = household(), household()
    for who in (kept, absorbed):
        operations.book(reference=one.reference, household_id=who.pk, at=NOW)
    operations.book(reference=other.reference, household_id=absorbed.pk, at=NOW)

    operations.move(kept_id=kept.pk, absorbed_id=absorbed.pk)

    assert fresh(one).taken == 1
    live = Booking.objects.filter(household=kept).exclude(state="cancelled")
    assert sorted(row.session_id for row in live) == sorted([one.pk, other.pk])


def test_the_day_before_each_place_is_reminded_once():
    one = build.session()
    row = build.booked(one)
    build.booked(build.session(starts_at=build.SOON + timedelta(days=9)))
    later, until = NOW + timedelta(days=1), build.SOON + timedelta(hours=12)

    # Booked this very minute, the household was told this very minute.
    assert to_remind(at=later - timedelta(minutes=1), until=until) == []
    assert to_remind(at=later, until=until) == [row.pk]
    assert operations.remind(booking_id=row.pk, at=later)
    assert not operations.remind(booking_id=row.pk, at=later)
    assert to_remind(at=later, until=until) == []
