"""What happens to a session, told to who holds a place: cancelled, changed, freed, tomorrow."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from coupdepouce.core.calendar import add_days, day_of, midnight
from coupdepouce.core.refusal import Refusal
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.actors import WORKER, Actor
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.news import tell_household
from coupdepouce.prescriptions.operations import take_step
from coupdepouce.prescriptions.workshops import running_request
from coupdepouce.programmes.queries import current_programme
from coupdepouce.training import operations as training
from coupdepouce.training import queries
from coupdepouce.training.models import Booking, Session
from coupdepouce.training.operations import Changes
from coupdepouce.training.operations.offering import to_remind, with_free_places, with_late_offers


def give_back(
    *,
    request: Prescription,
    reference: UUID,
    actor: Actor,
    reason: str,
    at: datetime,
    once: UUID,
) -> None:
    """Give back a place or a rank: the only one, or one of several.

    Raises:
        Refusal: there is none, or it is too late.
    """
    keeps = queries.keeps_another(request.household_id, but=str(reference), at=at)
    take_step(
        prescription_id=request.pk,
        name="leave_session" if keeps else "cancel_booking",
        actor=actor,
        at=at,
        once=once,
        reason=reason,
        answers={"session": str(reference)},
    )


def _end(booking: Booking, *, reason: str, at: datetime) -> None:
    """End a place by the worker, through the request it is for, or alone when there is none."""
    household = booking.household_id
    if household is None:
        return
    reference, request = booking.session.reference, running_request(household)
    if request is None:
        training.cancel(reference=reference, household_id=household, by=Booking.By.US, at=at)
        return
    give_back(
        request=request,
        reference=reference,
        actor=WORKER,
        reason=reason,
        at=at,
        once=uuid5(booking.reference, f"{reason}:{booking.offers}"),
    )


def cancel(*, member: Membership, reference: UUID, why: str, at: datetime) -> None:
    """Cancel a session; everybody who has a place or a rank is told, with the next one.

    Cancelled first, in its own transaction: should the rest stop half-way, nobody is booked any
    more in it and the worker ends what remains.

    Raises:
        Refusal: not this member's session, or it has begun.
    """
    session = queries.run_by(member=member, reference=reference)
    training.cancel_session(reference=session.reference, why=why, at=at)
    end_cancelled(at=at)


def end_cancelled(*, at: datetime) -> int:
    """End the places that a cancelled session still holds; give how many."""
    rows = queries.in_cancelled_sessions()
    for one in rows:
        _end(one, reason="session_cancelled", at=at)
    return len(rows)


@transaction.atomic
def change(
    *, reference: UUID, changes: Changes, by: Membership, at: datetime, once: UUID
) -> Session:
    """Change a session; who holds a place is told when the day, the hour or the place moves.

    Raises:
        Refusal: cancelled, fewer places than people, or not this member's.
    """
    session, is_told = training.change_session(reference=reference, changes=changes, by=by, at=at)
    if is_told and session.published_at is not None:
        for one in queries.roll(session):
            _tell(one, "session_changed", once=uuid5(once, str(one.reference)), at=at)
    return session


def _tell(booking: Booking, template: str, *, once: object, at: datetime) -> bool:
    request = running_request(booking.household_id) if booking.household_id else None
    if request is None:
        return False
    return tell_household(
        request, template=template, once=str(once), at=at, session=str(booking.session.reference)
    )


def offer_places(*, at: datetime) -> int:
    """Take back the offers nobody answered, then offer each free place to the head of the queue."""
    _, programme = current_programme()
    for pk in with_late_offers(at=at):
        for one in training.lapse(session_id=pk, at=at):
            _end(one, reason="no_answer", at=at)
    return sum(
        _offered(pk, days=programme.delays.session_offer, at=at) for pk in with_free_places(at=at)
    )


@transaction.atomic
def _offered(session_id: int, *, days: int, at: datetime) -> int:
    offered = training.offer(session_id=session_id, days=days, at=at)
    for one in offered:
        _tell(one, "session_offered", once=f"{one.reference}:{one.offers}", at=at)
    return len(offered)


def remind_sessions(*, at: datetime) -> int:
    """Remind, once, who has a place in a session of the next day."""
    _, programme = current_programme()
    until = midnight(add_days(day_of(at), programme.delays.appointment_reminder + 1))
    return sum(_reminded(pk, at=at) for pk in to_remind(at=at, until=until))


@transaction.atomic
def _reminded(booking_id: int, *, at: datetime) -> bool:
    if not training.remind(booking_id=booking_id, at=at):
        return False
    booking = queries.booking_by_id(booking_id)
    # A session that moved has a new number: its new day is reminded of too.
    once = f"{booking.reference}:{booking.session.sequence}:reminder"
    return _tell(booking, "session_reminder", once=once, at=at)


def check_household(*, request: Prescription, reference: UUID) -> Booking:
    """Give the booking of a household by its own reference, for its own pages.

    Raises:
        Refusal: it is another household's, or does not exist.
    """
    found = queries.booking(reference)
    if found.household_id != request.household_id:
        raise Refusal("not_found", "Cette inscription n’existe pas : revenez à la liste.")
    return found
