"""What the worker does of the queue and of the day before: each place offered to one at a time."""

from datetime import datetime, timedelta

from django.db import transaction

from coupdepouce.core.messages.patience import JUST_SAID
from coupdepouce.training.models import Booking, Session
from coupdepouce.training.operations.booking import next_number
from coupdepouce.training.operations.locking import State, locked_by_id, recount

MOST_OFFERS = 2  # a third time, the place goes to who answers
TOO_LATE = timedelta(hours=2)


@transaction.atomic
def offer(*, session_id: int, days: int, at: datetime) -> list[Booking]:
    """Offer each free place of a session to the head of its queue, until a deadline."""
    session = locked_by_id(session_id)
    if session.cancelled_at is not None or session.starts_at - at < TOO_LATE:
        return []
    free = max(session.capacity - session.taken, 0)
    heads = Booking.objects.filter(session=session, state=State.WAITING).order_by("number")
    offered = list(heads[:free])
    until = min(at + timedelta(days=days), last_answer(session))
    for one in offered:
        one.state, one.changed_at, one.offered_until = State.OFFERED, at, until
        one.offers += 1
        one.save(update_fields=["state", "changed_at", "offered_until", "offers"])
    if offered:
        recount(session)
    return offered


def last_answer(session: Session) -> datetime:
    """Give the last moment at which an offered place may be taken."""
    return session.starts_at - TOO_LATE / 2


@transaction.atomic
def lapse(*, session_id: int, at: datetime) -> list[Booking]:
    """Take back the offers whose deadline is over: to the tail of the queue, or out of it.

    Gives those that go out: nobody answered twice, and their rank is to be cancelled.
    """
    session = locked_by_id(session_id)
    over = Booking.objects.filter(session=session, state=State.OFFERED, offered_until__lte=at)
    out = []
    for one in over.order_by("number"):
        one.state, one.changed_at, one.offered_until = State.WAITING, at, None
        one.number = next_number(session)
        one.save(update_fields=["state", "changed_at", "offered_until", "number"])
        if one.offers >= MOST_OFFERS:
            out.append(one)
    recount(session)
    return out


@transaction.atomic
def remind(*, booking_id: int, at: datetime) -> bool:
    """Note that the household was reminded; say whether it still had to be."""
    booking = Booking.objects.select_for_update(of=("self",)).get(pk=booking_id)
    is_due = booking.state == State.BOOKED and booking.reminded_at is None
    if is_due:
        booking.reminded_at = at
        booking.save(update_fields=["reminded_at"])
    return is_due


def with_free_places(*, at: datetime) -> list[int]:
    """Give the sessions where somebody waits while a place is free."""
    found = Session.objects.filter(
        waiting__gt=0, cancelled_at__isnull=True, starts_at__gt=at + TOO_LATE
    )
    return [pk for pk, taken, room in found.values_list("pk", "taken", "capacity") if taken < room]


def with_late_offers(*, at: datetime) -> list[int]:
    """Give the sessions where an offer is over."""
    late = Booking.objects.filter(state=State.OFFERED, offered_until__lte=at)
    return list(late.order_by("session").values_list("session", flat=True).distinct())


def to_remind(*, at: datetime, until: datetime) -> list[int]:
    """Give the places whose session is near and whose household was not reminded.

    Who was given the place less than a day ago was told then.
    """
    near = Booking.objects.filter(
        state=State.BOOKED,
        reminded_at__isnull=True,
        changed_at__lte=at - JUST_SAID,
        household__isnull=False,
        session__starts_at__gt=at,
        session__starts_at__lt=until,
        session__cancelled_at__isnull=True,
    )
    return list(near.order_by("session__starts_at", "pk").values_list("pk", flat=True))
