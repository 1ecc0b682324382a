"""A place taken, a rank in the queue, a place given back."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from coupdepouce.core.calendar import PARIS, in_words
from coupdepouce.core.refusal import Refusal
from coupdepouce.training.models import Booking, Session
from coupdepouce.training.operations.locking import State, live, locked, recount
from coupdepouce.training.operations.timing import check_elsewhere
from coupdepouce.training.queries import next_with_places

MARKED = (State.ATTENDED, State.ABSENT, State.EXCUSED)


@transaction.atomic
def book(
    *, reference: UUID | str, household_id: int, at: datetime, in_the_room: bool = False
) -> Booking:
    """Give a household a place; `in_the_room`: staff may still add who comes in.

    Raises:
        Refusal: full, over, cancelled, not published, or the household has its place, here or in
            another session at that time.
    """
    session = locked(reference)
    _check_open(session, at=at, in_the_room=in_the_room)
    found = live(session, household_id)
    if found is None or found.state in {State.WAITING, State.OFFERED}:
        check_elsewhere(session, household_id)
    if found is None:
        _check_room(session, at=at)
        found = _new(session, household_id, State.BOOKED, at=at)
    else:
        _take(found, session, at=at)
    recount(session)
    return found


def _take(found: Booking, session: Session, *, at: datetime) -> None:
    if found.state == State.BOOKED:
        raise Refusal("already_booked", "Cette place est déjà prise : il n’y a rien à faire.")
    if found.state == State.WAITING and not _is_first(found, session):
        raise full(session, at=at)
    if found.state == State.OFFERED and found.offered_until and found.offered_until <= at:
        raise Refusal(
            "offer_over", "Cette place n’est plus proposée : choisissez une autre séance."
        )
    if found.state in MARKED:
        raise Refusal(
            "already_marked", "Sa présence à cette séance est notée : choisissez-en une autre."
        )
    # Offered, the place is already held.
    _set(found, State.BOOKED, at=at)


def _is_first(found: Booking, session: Session) -> bool:
    ahead = Booking.objects.filter(session=session, state=State.WAITING, number__lt=found.number)
    return session.capacity - session.taken > ahead.count()


@transaction.atomic
def accept_offer(*, reference: UUID | str, household_id: int, at: datetime) -> Booking:
    """Take the place that was offered.

    Raises:
        Refusal: no place is offered to this household any more.
    """
    session = locked(reference)
    found = live(session, household_id)
    if found is None or found.state != State.OFFERED:
        raise Refusal(
            "offer_over", "Cette place n’est plus proposée : choisissez une autre séance."
        )
    return book(reference=reference, household_id=household_id, at=at)


@transaction.atomic
def queue(*, reference: UUID | str, household_id: int, at: datetime) -> Booking:
    """Give a household the next rank in the queue of a full session.

    Raises:
        Refusal: there is room, it is over or cancelled, or the household is already in it.
    """
    session = locked(reference)
    _check_open(session, at=at, in_the_room=False)
    if live(session, household_id) is not None:
        raise Refusal("already_booked", "Ce ménage a déjà sa place ou son rang dans cette séance.")
    if session.left:
        raise Refusal("session_has_places", "Il reste des places : inscrivez directement.")
    found = _new(session, household_id, State.WAITING, at=at, number=next_number(session))
    recount(session)
    return found


def next_number(session: Session) -> int:
    """Give the rank after the last one ever given; the caller holds the lock."""
    last = Booking.objects.filter(session=session).aggregate(last=Max("number"))["last"]
    return int(last or 0) + 1


@transaction.atomic
def cancel(*, reference: UUID | str, household_id: int, by: str, at: datetime) -> Booking:
    """Give back a place or a rank.

    Raises:
        Refusal: the household has none in this session, or it was already there.
    """
    session = locked(reference)
    found = live(session, household_id)
    if found is None:
        raise Refusal("not_booked", "Ce ménage n’a ni place ni rang dans cette séance.")
    if found.state in MARKED:
        raise Refusal("session_over", "La présence est notée : l’inscription ne s’annule plus.")
    _set(found, State.CANCELLED, at=at, by=by)
    recount(session)
    return found


def _check_open(session: Session, *, at: datetime, in_the_room: bool) -> None:
    if session.cancelled_at is not None:
        raise Refusal("session_cancelled", "Cette séance est annulée : choisissez-en une autre.")
    if session.published_at is None and not in_the_room:
        raise Refusal("session_unpublished", "Cette séance n’est pas encore ouverte : attendez.")
    if session.starts_at <= at and not in_the_room:
        raise Refusal("session_over", "Cette séance est passée : choisissez-en une autre.")


def _check_room(session: Session, *, at: datetime) -> None:
    if not session.left:
        raise full(session, at=at)


def full(session: Session, *, at: datetime) -> Refusal:
    """Give the refusal of a full session: the queue, or the next one that has places."""
    other = next_with_places(session, at=at)
    ways = "Prenez la liste d’attente."
    if other is not None:
        ways = (
            "Prenez la liste d’attente, ou la séance du "
            f"{_said(other)}, où il reste {other.left} place{'s' if other.left > 1 else ''}."
        )
    return Refusal(
        "session_full",
        f"La séance du {_said(session)} est complète. {ways}",
        field="session",
        next=str(other.reference) if other else "",
    )


def _said(session: Session) -> str:
    local = session.starts_at.astimezone(PARIS)
    return f"{in_words(local.date(), year=False)} à {local:%Hh%M}"


def _new(
    session: Session, household_id: int, state: str, *, at: datetime, number: int = 0
) -> Booking:
    return Booking.objects.create(
        reference=uuid4(),
        session=session,
        household_id=household_id,
        state=state,
        number=number,
        at=at,
        changed_at=at,
    )


def _set(found: Booking, state: str, *, at: datetime, by: str = "") -> None:
    found.state, found.changed_at = state, at
    found.cancelled_by, found.offered_until = by, None
    found.save(update_fields=["state", "changed_at", "cancelled_by", "offered_until"])
