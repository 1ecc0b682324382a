"""One lock for all that changes the places of a session: its own row."""

from uuid import UUID

from django.db.models import Count, Q

from coupdepouce.core.refusal import Refusal
from coupdepouce.training.models import Booking, Session

State = Booking.State
HOLDS = (State.BOOKED, State.OFFERED, State.ATTENDED, State.ABSENT, State.EXCUSED)
TO_COME = (State.BOOKED, State.WAITING, State.OFFERED)


def locked(reference: UUID | str) -> Session:
    """Give a session, locked.

    Raises:
        Refusal: no session has that reference.
    """
    try:
        wanted = UUID(str(reference))
    except ValueError:
        raise _unknown() from None
    # Not joined: of a row it waited for, PostgreSQL reads again that row alone.
    found = Session.objects.select_for_update(of=("self",)).filter(reference=wanted).first()
    if found is None:
        raise _unknown()
    return found


def _unknown() -> Refusal:
    return Refusal("session_unknown", "Cette séance n’existe pas : choisissez-en une autre.")


def locked_by_id(pk: int) -> Session:
    """Give a session by its number, locked."""
    return Session.objects.select_for_update(of=("self",)).get(pk=pk)


def live(session: Session, household_id: int) -> Booking | None:
    """Give what a household has in a session, if it has something."""
    found = Booking.objects.filter(session=session, household=household_id)
    return found.exclude(state=State.CANCELLED).first()


def recount(session: Session) -> None:
    """Count the places taken and the queue again; the caller holds the lock."""
    counts = Booking.objects.filter(session=session).aggregate(
        taken=Count("pk", filter=Q(state__in=HOLDS)),
        waiting=Count("pk", filter=Q(state=State.WAITING)),
    )
    session.taken, session.waiting = counts["taken"], counts["waiting"]
    session.save(update_fields=["taken", "waiting"])
