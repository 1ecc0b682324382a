"""Reads of the workshops: what is to come, who comes, what to prepare."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from coupdepouce.core.calendar import add_days, day_of, midnight
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Membership, Organisation
from coupdepouce.training.models import (
    Booking,
    NeedsAnswer,
    Series,
    Session,
    SkillsAnswer,
    TrainerReport,
    Workshop,
)
from coupdepouce.training.needs import BY_CODE, NEEDS

__all__ = ["Booking", "Series", "Session", "SkillsAnswer", "Workshop"]

State = Booking.State
MOST_SHOWN = 60
SEEN_BACK_DAYS = 60
COMING = (State.BOOKED, State.WAITING, State.OFFERED)
PRESENT = (State.BOOKED, State.ATTENDED, State.ABSENT, State.EXCUSED)
HELD = (*COMING, State.ATTENDED, State.ABSENT, State.EXCUSED)  # not given back
BOOKED_BY = frozenset({Role.PRESCRIBER, Role.PARTNER_MANAGER})


def visible_to(member: Membership) -> QuerySet[Session]:
    """Give the sessions a member runs: the shop's, a trainer's own, all for the programme."""
    every = Session.objects.select_related("workshop", "shop__place", "trainer__user")
    if member.role == Role.PROGRAMME_MANAGER:
        return every
    if member.role == Role.TRAINER:
        return every.filter(Q(shop=member.organisation_id) | Q(trainer=member))
    if member.role == Role.SHOP_ADVISOR:
        return every.filter(shop=member.organisation_id)
    return every.none()


def bookable(*, at: datetime) -> QuerySet[Session]:
    """Give the sessions open to everybody that have not begun."""
    return Session.objects.select_related("workshop", "shop__place").filter(
        starts_at__gt=at, published_at__isnull=False, cancelled_at__isnull=True
    )


def find(*, member: Membership, reference: UUID, at: datetime) -> Session:
    """Give a session that a member runs, or may book a household in.

    Raises:
        Refusal: it does not exist, or is not open to this member.
    """
    found = visible_to(member).filter(reference=reference).first()
    if found is None and Role(member.role) in BOOKED_BY:
        found = bookable(at=at).filter(reference=reference).first()
    if found is None:
        raise Refusal("not_found", "Cette séance n’existe pas, ou n’est pas de votre boutique.")
    return found


def runs(member: Membership, reference: str) -> bool:
    """Say whether a member runs a session; a reference that is none is nobody's."""
    try:
        wanted = UUID(reference)
    except ValueError:
        return False
    return visible_to(member).filter(reference=wanted).exists()


def run_by(*, member: Membership, reference: UUID) -> Session:
    """Give a session that a member runs.

    Raises:
        Refusal: it does not exist, or others run it.
    """
    found = visible_to(member).filter(reference=reference).first()
    if found is None:
        raise Refusal("not_found", "Cette séance n’existe pas, ou n’est pas de votre boutique.")
    return found


def coming(*, member: Membership, at: datetime) -> list[Session]:
    """Give the sessions a member runs, from this morning on."""
    found = visible_to(member).filter(starts_at__gte=midnight(day_of(at)))
    return list(found[:MOST_SHOWN])


def past(*, member: Membership, at: datetime) -> list[Session]:
    """Give the sessions that are over, the last first, for what remains to be written."""
    found = visible_to(member).filter(
        starts_at__lt=midnight(day_of(at)),
        starts_at__gte=midnight(add_days(day_of(at), -SEEN_BACK_DAYS)),
        cancelled_at__isnull=True,
    )
    return list(found.select_related("report").order_by("-starts_at", "-pk")[:MOST_SHOWN])


def near(*, places: Sequence[int], at: datetime, limit: int = 12) -> list[Session]:
    """Give the next sessions of these places and those at a distance, the soonest first."""
    found = bookable(at=at)
    if places:
        found = found.filter(Q(shop__place__in=places) | ~Q(remote_link=""))
    return list(found.order_by("starts_at", "pk")[:limit])


def of_shop(*, shop: Organisation | None, at: datetime, limit: int = 12) -> list[Session]:
    """Give the next sessions that a person of this shop can join; of all shops without one."""
    found = bookable(at=at)
    if shop is not None:
        found = found.filter(Q(shop=shop) | ~Q(remote_link=""))
    return list(found.order_by("starts_at", "pk")[:limit])


def workshops(*, offered: bool = False) -> list[Workshop]:
    """Give the catalogue."""
    found = Workshop.objects.all()
    return list(found.filter(is_offered=True) if offered else found)


def workshop(pk: int) -> Workshop:
    """Give one workshop of the catalogue.

    Raises:
        Refusal: it is not in it.
    """
    if not (one := Workshop.objects.filter(pk=pk).first()):
        raise Refusal("not_found", "Cet atelier n’est pas au catalogue : revenez à la liste.")
    return one


def trainers(shop: Organisation) -> list[Membership]:
    """Give who may run a session in a shop."""
    found = Membership.objects.filter(
        organisation=shop, role__in=[Role.TRAINER, Role.SHOP_ADVISOR], until__isnull=True
    )
    return list(found.select_related("user").order_by("user__last_name", "pk"))


def roll(session: Session) -> list[Booking]:
    """Give who holds a place and who waits, in order; a household erased is nobody's row."""
    found = Booking.objects.filter(session=session, household__isnull=False)
    return list(found.exclude(state=State.CANCELLED).select_related("household"))


def counts(session: Session) -> Mapping[str, int]:
    """Count the bookings of a session by state, those of erased households too."""
    return Counter(Booking.objects.filter(session=session).values_list("state", flat=True))


def booking(reference: UUID) -> Booking:
    """Give one booking with its session.

    Raises:
        Refusal: it does not exist.
    """
    found = (
        Booking.objects.select_related("session__workshop", "session__shop__place")
        .filter(reference=reference)
        .first()
    )
    if found is None:
        raise Refusal("not_found", "Cette inscription n’existe pas : revenez à la liste.")
    return found


def booking_by_id(pk: int) -> Booking:
    """Give one booking by its number, with its session."""
    return Booking.objects.select_related("session__workshop", "session__shop__place").get(pk=pk)


def in_cancelled_sessions() -> list[Booking]:
    """Give the places and ranks that cancelled sessions still hold."""
    found = Booking.objects.filter(
        session__cancelled_at__isnull=False, state__in=COMING, household__isnull=False
    )
    return list(found.select_related("session").order_by("session", "pk"))


def session_told(reference: str, *, at: datetime) -> tuple[Session, Session | None] | None:
    """Give a session and the next one with places, for what is written to a household."""
    found = Session.objects.select_related("workshop", "shop__place").filter(reference=reference)
    session = found.first()
    if session is None:
        return None
    return session, next_with_places(session, at=at)


def sessions_named(references: Iterable[str]) -> dict[str, Session]:
    """Give sessions by their references as the journal writes them."""
    wanted = set(filter(None, references))
    found = Session.objects.filter(reference__in=wanted) if wanted else Session.objects.none()
    return {str(one.reference): one for one in found.select_related("shop")}


def next_with_places(session: Session, *, at: datetime) -> Session | None:
    """Give the next session of the same workshop that has places, the same shop's first."""
    to_come = Session.objects.filter(
        workshop=session.workshop_id,
        starts_at__gt=max(at, session.starts_at) if session.left else at,
        published_at__isnull=False,
        cancelled_at__isnull=True,
    ).exclude(pk=session.pk)
    found = [one for one in to_come.order_by("starts_at", "pk")[:50] if one.left]
    return min(found, key=lambda one: one.shop_id != session.shop_id, default=None)


def places_of(household_id: int) -> QuerySet[Booking]:
    """Give every place, rank and presence of a household that was not given back."""
    return Booking.objects.filter(household=household_id).exclude(state=State.CANCELLED)


def next_of(household_id: int, *, at: datetime) -> list[Booking]:
    """Give the places and ranks to come of a household, the soonest first."""
    found = Booking.objects.filter(
        household=household_id, state__in=COMING, session__starts_at__gt=at
    )
    return list(
        found.select_related("session__workshop", "session__shop__place").order_by(
            "session__starts_at"
        )
    )


def noted_for(household_id: int, *, at: datetime) -> list[Session]:
    """Give the sessions of today and before where the presence of a household may be noted."""
    tomorrow = midnight(add_days(day_of(at), 1))
    found = Booking.objects.filter(
        household=household_id, state__in=PRESENT, session__starts_at__lt=tomorrow
    ).select_related("session__workshop", "session__shop__place")
    return [one.session for one in found.order_by("-session__starts_at")[:MOST_SHOWN]]


def offers_to(households: Collection[int]) -> dict[int, datetime]:
    """Give, for each of these households with a place to answer for, until when."""
    found = Booking.objects.filter(household__in=households, state=State.OFFERED)
    rows = found.order_by("-offered_until").values_list("household", "offered_until")
    return {household: until for household, until in rows if household and until}


def keeps_another(household_id: int, *, but: str, at: datetime) -> bool:
    """Say whether a household has a place in another session to come."""
    found = Booking.objects.filter(
        household=household_id, state=State.BOOKED, session__starts_at__gt=at
    )
    return found.exclude(session__reference=but).exists()


def held(*, session: Session, household_id: int) -> Booking | None:
    """Give what a household has in a session, if it has something."""
    found = Booking.objects.filter(session=session, household=household_id)
    return found.exclude(state=State.CANCELLED).first()


def attendances(household_id: int) -> QuerySet[Booking]:
    """Give where a household came; nobody comes to a session that was cancelled."""
    return Booking.objects.filter(
        household=household_id, state=State.ATTENDED, session__cancelled_at__isnull=True
    )


def attended(household_id: int, *, at: datetime) -> list[Booking]:
    """Give the sessions a household came to and that are over, the first one first."""
    found = attendances(household_id).filter(session__ends_at__lte=at)
    return list(found.select_related("session__workshop", "session__shop").order_by("session"))


def sessions_attended(household_id: int, *, since: datetime) -> int:
    """Count the sessions a household came to since its request."""
    return attendances(household_id).filter(session__ends_at__gte=since).count()


def needs_of(households: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Give the needs of each of these households that answered."""
    found = NeedsAnswer.objects.filter(household__in=households)
    return {one.household_id: tuple(one.needs.split()) for one in found}


def to_prepare(needs: Iterable[Sequence[str]]) -> list[tuple[str, int]]:
    """Say what to prepare for a session, and for how many; nobody is named."""
    many = Counter(code for codes in needs for code in codes)
    return [(BY_CODE[need.code].prepare, many[need.code]) for need in NEEDS if many[need.code]]


def report_of(session: Session) -> TrainerReport | None:
    """Give the trainer's report, once written."""
    return TrainerReport.objects.filter(session=session).select_related("written_by__user").first()
