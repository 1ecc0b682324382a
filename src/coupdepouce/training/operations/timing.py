"""What two things at one time mean: refused for a household, to be confirmed for a room."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import reduce
from hashlib import sha256
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from coupdepouce.core.calendar import day_of, in_digits, in_words, public_holiday
from coupdepouce.core.directory.hours import now
from coupdepouce.core.refusal import Refusal
from coupdepouce.training.models import Booking, Session
from coupdepouce.training.operations.locking import State
from coupdepouce.training.schedule import Slot

if TYPE_CHECKING:
    from coupdepouce.training.operations.planning import Place

MOST_SAID = 3
IN_THE_ROOM = (State.BOOKED, State.ATTENDED)


def check_elsewhere(session: Session, household_id: int) -> None:
    """Refuse a place to who has one in another session at that time.

    Raises:
        Refusal: so it is.
    """
    other = (
        Booking.objects.filter(
            household=household_id,
            state__in=IN_THE_ROOM,
            session__in=_at_once(Slot(starts_at=session.starts_at, ends_at=session.ends_at)),
        )
        .exclude(session=session)
        .select_related("session__workshop")
        .first()
    )
    if other is not None:
        title, when = other.session.workshop.title, in_digits(other.session.starts_at)
        raise Refusal(
            "place_elsewhere",
            f"La personne a déjà une place à cette heure-là : {title}, le {when}. "
            "Annulez-la d’abord, ou choisissez une autre séance.",
            field="session",
        )


def _at_once(slot: Slot) -> QuerySet[Session]:
    """Give the sessions that share a moment with a time; one that ends as it begins does not."""
    return Session.objects.filter(
        starts_at__lt=slot.ends_at, ends_at__gt=slot.starts_at, cancelled_at__isnull=True
    )


def check_times(slots: Sequence[Slot], *, place: "Place", at: datetime, sure: str | None) -> None:
    """Check the times of sessions before they are written.

    Raises:
        Refusal: one is over, or doubtful and not confirmed.
    """
    check_to_come(slots, at=at)
    check_doubts(slots, place=place, sure=sure)


def check_to_come(slots: Sequence[Slot], *, at: datetime) -> None:
    """Refuse a time that is over.

    Raises:
        Refusal: so it is.
    """
    if any(one.starts_at <= at for one in slots):
        raise Refusal(
            "session_in_the_past", "Choisissez un jour et une heure à venir.", field="first"
        )


def check_doubts(
    slots: Sequence[Slot], *, place: "Place", sure: str | None, but: Session | None = None
) -> None:
    """Ask to confirm what is likely a mistake; `sure` is the mark of what was read and confirmed.

    None asks nothing: nobody is there to answer.

    Raises:
        Refusal: something was not confirmed; its data hold the mark that confirms it.
    """
    if sure is None:
        return
    doubts = " ".join(_doubts(slots, place, but))
    mark = sha256(doubts.encode()).hexdigest()[:16]
    if doubts and sure != mark:
        raise Refusal(
            "to_confirm",
            f"{doubts} Cochez la case pour l’écrire quand même.",
            field="sure",
            mark=mark,
        )


def _doubts(slots: Sequence[Slot], place: "Place", but: Session | None) -> Iterator[str]:
    if off := [one for one in slots if public_holiday(day_of(one.starts_at))]:
        days = (day_of(one.starts_at) for one in off)
        yield f"Jour férié : {_some([f'{in_words(day)} ({public_holiday(day)})' for day in days])}."
    if shut := [one for one in slots if _is_shut(one, place)]:
        yield f"La boutique est fermée à ce moment-là : {_moments(shut)}."
    if place.room and (held := _held(slots, _of_room(place), but)):
        yield f"La salle est déjà prise : {_moments(held)}."
    if place.trainer and (held := _held(slots, Q(trainer=place.trainer), but)):
        yield f"{place.trainer.user} anime déjà une autre séance : {_moments(held)}."
    if but and (count := _expected_elsewhere(but, slots)):
        yield f"Personnes de cette séance qui ont une autre place à cette heure : {count}."


def _expected_elsewhere(session: Session, slots: Sequence[Slot]) -> int:
    """Count who has a place in this session and in another one at one of these times."""
    inside = Booking.objects.filter(session=session, state__in=IN_THE_ROOM).values("household")
    others = Booking.objects.filter(household__in=inside, state__in=IN_THE_ROOM)
    at_once = reduce(or_, (Q(session__in=_at_once(slot)) for slot in slots))
    return others.filter(at_once).exclude(session=session).values("household").distinct().count()


def one_room(name: str) -> str:
    """Give the name of a room with one space between its words."""
    return " ".join(name.split())


def _of_room(place: "Place") -> Q:
    # Rooms written before may hold two spaces: they are compared here, not by the database.
    names = Session.objects.filter(shop=place.shop).values_list("room", flat=True).distinct()
    wanted = one_room(place.room).casefold()
    same = [name for name in names.order_by() if one_room(name).casefold() == wanted]
    return Q(shop=place.shop, room__in=same)


def _held(slots: Sequence[Slot], whose: Q, but: Session | None) -> list[Slot]:
    # One read for a whole series, then compared time by time.
    span = Slot(
        starts_at=min(one.starts_at for one in slots), ends_at=max(one.ends_at for one in slots)
    )
    rows = _at_once(span).filter(whose)
    others = rows.exclude(pk=but.pk) if but else rows
    taken = list(others.values_list("starts_at", "ends_at"))
    return [
        one
        for one in slots
        if any(start < one.ends_at and end > one.starts_at for start, end in taken)
    ]


def _is_shut(slot: Slot, place: "Place") -> bool:
    """Say whether the shop is closed at some moment of it; unknown hours close nothing."""
    spot = place.shop.place
    if spot is None or place.remote_link:
        return False
    found = now(spot.opening_hours, at=slot.starts_at)
    if found is None:
        return False
    return not found.is_open or (found.until is not None and found.until < slot.ends_at)


def _moments(slots: Sequence[Slot]) -> str:
    return _some([in_digits(one.starts_at) for one in slots])


def _some(said: Sequence[str]) -> str:
    more = len(said) - MOST_SAID
    return ", ".join(said[:MOST_SAID]) + (f", et encore {more}" if more > 0 else "")
