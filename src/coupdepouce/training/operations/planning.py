"""The catalogue and the plan: workshops, sessions, series; published, changed, cancelled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Membership, Organisation
from coupdepouce.training.models import Booking, Series, Session, Workshop
from coupdepouce.training.operations.locking import locked
from coupdepouce.training.operations.offering import last_answer
from coupdepouce.training.operations.timing import (
    check_doubts,
    check_times,
    check_to_come,
    one_room,
)
from coupdepouce.training.schedule import Plan, Slot

# An excuse is given before the hour: the session may still be cancelled.
NOTED = (Booking.State.ATTENDED, Booking.State.ABSENT)
EVERYWHERE = frozenset({Role.PROGRAMME_MANAGER})


@dataclass(frozen=True, kw_only=True)
class WorkshopText:
    """What the form of a workshop asks."""

    title: str
    theme: str
    level: str
    minutes: int
    material: str
    text: str
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    is_offered: bool = True


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a session is, for how many, with whom."""

    shop: Organisation
    capacity: int
    trainer: Membership | None = None
    room: str = ""
    remote_link: str = ""
    step_free: bool = False
    child_care: bool = False

    def __post_init__(self) -> None:
        # Two spaces are not seen on a page: one room has one name.
        object.__setattr__(self, "room", one_room(self.room))


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What may change of a session once it is written."""

    slot: Slot
    place: Place
    sure: str | None = ""  # the mark of the doubts that were read and confirmed


def write_workshop(*, said: WorkshopText, workshop: Workshop | None = None) -> Workshop:
    """Add a workshop to the catalogue, or correct one.

    Raises:
        Refusal: another one has that title.
    """
    row = workshop or Workshop()
    for name, value in vars(said).items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refusal(
            "workshop_known",
            "Un atelier porte déjà ce titre : choisissez-en un autre.",
            field="title",
        ) from None
    return row


@transaction.atomic
def plan_sessions(
    *,
    workshop: Workshop,
    plan: Plan,
    place: Place,
    every_weeks: int,
    by: Membership,
    at: datetime,
    once: UUID,
    sure: str | None = "",
) -> list[Session]:
    """Write the sessions of a plan, not yet published; the same key again gives the first ones.

    Raises:
        Refusal: not this person's shop, nowhere to go, the trainer of another shop, a time that
            is over, or doubts that were not confirmed.
    """
    check_place(place, by=by)
    references = [uuid5(once, str(number)) for number in range(len(plan.slots))]
    if already := _already(references):
        return already
    try:
        check_times(plan.slots, place=place, at=at, sure=sure)
    except Refusal as refusal:
        return _by_the_other_click(references, refusal)
    series = None
    if every_weeks:
        series = Series(workshop=workshop, every_weeks=every_weeks, made_at=at, made_by=by)
    rows = [
        Session(
            reference=reference, workshop=workshop, series=series,
            starts_at=slot.starts_at, ends_at=slot.ends_at, **vars(place),
        )
        for reference, slot in zip(references, plan.slots, strict=True)
    ]  # fmt: skip
    return _written(rows, of=series)


def _already(references: list[UUID]) -> list[Session]:
    return list(Session.objects.filter(reference__in=references))


def _by_the_other_click(references: list[UUID], refusal: Refusal) -> list[Session]:
    # What one of two clicks wrote meanwhile is no doubt for the other.
    if already := _already(references):
        return already
    raise refusal


def _written(rows: list[Session], *, of: Series | None) -> list[Session]:
    try:
        with transaction.atomic():
            if of is not None:
                of.save()
            return Session.objects.bulk_create(rows)
    except IntegrityError:
        # A double click at the same second: the key let only the other one through.
        return _already([row.reference for row in rows])


def check_place(place: Place, *, by: Membership) -> None:
    """Refuse a place that is not this person's, or where nobody can go.

    Raises:
        Refusal: so it is.
    """
    if by.role not in EVERYWHERE and place.shop.pk != by.organisation_id:
        raise Refusal("other_shop", "Vous préparez les séances de votre boutique seulement.")
    if place.trainer is not None and place.trainer.organisation_id != place.shop.pk:
        raise Refusal(
            "trainer_elsewhere", "Cette personne n’est pas de cette boutique.", field="trainer"
        )
    if not (place.room or place.remote_link):
        raise Refusal(
            "nowhere", "Dites la salle, ou le lien d’une séance à distance.", field="room"
        )


@transaction.atomic
def publish(*, sessions: Sequence[Session], at: datetime) -> int:
    """Open sessions to everybody; give how many were not open yet."""
    rows = Session.objects.select_for_update().filter(
        pk__in=[one.pk for one in sessions], published_at__isnull=True, cancelled_at__isnull=True
    )
    return Session.objects.filter(pk__in=[one.pk for one in rows.order_by("pk")]).update(
        published_at=at
    )


@transaction.atomic
def change_session(
    *, reference: UUID, changes: Changes, by: Membership, at: datetime
) -> tuple[Session, bool]:
    """Change a session; say whether those who hold a place must hear of it.

    Raises:
        Refusal: cancelled, moved out of the past or into it, fewer places than people, or a place
            that is not this person's.
    """
    session, place = locked(reference), changes.place
    if session.cancelled_at is not None:
        raise Refusal("session_cancelled", "Cette séance est annulée : préparez-en une autre.")
    is_moved = session.starts_at != changes.slot.starts_at
    if is_moved:
        _check_moves(session, to=changes.slot, at=at)
    check_place(place, by=by)
    if _held(session) != (*vars(changes.slot).values(), place.room, place.trainer):
        check_doubts([changes.slot], place=place, sure=changes.sure, but=session)
    if place.capacity < session.taken:
        raise Refusal(
            "room_too_small",
            f"{session.taken} places sont déjà prises : gardez-en au moins autant.",
            field="capacity",
        )
    before = _told(session)
    for name, value in (vars(place) | vars(changes.slot)).items():
        setattr(session, name, value)
    is_told = _told(session) != before
    session.sequence += 1
    session.save()
    if is_moved:
        _follow(session, at=at)
    return session, is_told


def _held(session: Session) -> tuple[object, ...]:
    return (session.starts_at, session.ends_at, session.room, session.trainer)


def _check_moves(session: Session, *, to: Slot, at: datetime) -> None:
    if session.starts_at <= at:
        raise Refusal(
            "session_over",
            "Cette séance a commencé : son jour et son heure ne changent plus.",
            field="first",
        )
    check_to_come([to], at=at)


def _follow(session: Session, *, at: datetime) -> None:
    """Remind of the new day, which is told now; close no offer after the session began."""
    rows = Booking.objects.filter(session=session)
    rows.filter(state=Booking.State.BOOKED).update(reminded_at=None, changed_at=at)
    last = last_answer(session)
    rows.filter(state=Booking.State.OFFERED, offered_until__gt=last).update(offered_until=last)


def _told(session: Session) -> tuple[object, ...]:
    """Give what a person must know to come: a change of it is told."""
    return (session.starts_at, session.room, session.remote_link, session.shop_id)


@transaction.atomic
def cancel_session(*, reference: UUID, why: str, at: datetime) -> Session:
    """Cancel a session; its places are given back by who holds the households' requests.

    Raises:
        Refusal: it has begun, or somebody is noted as there or not.
    """
    session = locked(reference)
    if session.starts_at <= at:
        raise Refusal("session_over", "Cette séance a commencé : notez les présences.")
    if session.bookings.filter(state__in=NOTED).exists():
        raise Refusal(
            "presence_noted",
            "Des présences sont notées : enlevez-les d’abord, ou gardez la séance.",
        )
    if session.cancelled_at is None:
        session.cancelled_at, session.cancelled_why = at, why
        session.sequence += 1
        session.save(update_fields=["cancelled_at", "cancelled_why", "sequence"])
    return session
