"""Reads of the journey: every one starts from what the person may see."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from coupdepouce.core.calendar import day_of
from coupdepouce.core.journey import machine
from coupdepouce.core.journey.model import NONE, Part, State, Step
from coupdepouce.core.journey.states import OPEN_PRESCRIPTION, state_of
from coupdepouce.core.journey.steps import BY_NAME
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import NAMES, Role
from coupdepouce.households.models import Person
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.actors import staff
from coupdepouce.prescriptions.events import ends_of, said_later
from coupdepouce.prescriptions.models import JourneyEvent, Prescription, Voucher
from coupdepouce.prescriptions.situation import live_voucher, situation_of, states_of
from coupdepouce.programmes.queries import programme_of

TEAM = frozenset({Role.PRESCRIBER, Role.PARTNER_MANAGER})
PAGE = 50
MOST_COUNTED = 10_000  # counting millions costs more than the page, and nobody reads them


def visible_to(member: Membership) -> QuerySet[Prescription]:
    """Give the prescriptions a member may see: the team's, the shop's, or the programme's."""
    every = Prescription.objects.all()
    role = Role(member.role)
    if role in TEAM:
        return every.filter(organisation=member.organisation_id)
    if role is Role.SHOP_ADVISOR:
        return every.filter(shop=member.organisation_id)
    if role is Role.PROGRAMME_MANAGER:
        return every
    return every.none()


def find(member: Membership, reference: UUID) -> Prescription:
    """Give one prescription by its reference.

    Raises:
        Refusal: it does not exist, or is not open to this member: both read the same.
    """
    found = (
        visible_to(member)
        .select_related(
            "household", "organisation", "shop", "suggested_shop", "prescriber__user", "line",
            "verdict", "version",
        )
        .filter(reference=reference)
        .first()
    )  # fmt: skip
    if found is None:
        raise Refusal("not_found", "Cette prescription n’existe pas, ou ne vous est pas ouverte.")
    return found


def of_household(*, member: Membership, household_id: int) -> Sequence[Prescription]:
    """Give a household's prescriptions that this member may see, the newest first."""
    return list(visible_to(member).filter(household=household_id).order_by("-pk"))


@dataclass(frozen=True, kw_only=True)
class PartView:
    """Where a part stands."""

    part: Part
    state: State


@dataclass(frozen=True, kw_only=True)
class HistoryLine:
    """One event, in words."""

    number: int
    at: datetime
    who: str
    sentence: str
    told: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class File:
    """A prescription as a member of staff reads it."""

    prescription: Prescription
    parts: Sequence[PartView]
    choices: Sequence[machine.Choice]
    history: Sequence[HistoryLine]
    applicant: Person | None
    voucher: Voucher | None
    waits_for: str


def parts_of(prescription: Prescription) -> list[PartView]:
    """Give the prescription and the parts that were asked for, in their order."""
    return [
        PartView(part=part, state=state_of(part, name))
        for part, name in states_of(prescription).items()
        if name != NONE
    ]


def file(*, member: Membership, reference: UUID, at: datetime) -> File:
    """Give all that a page about a prescription shows to this member.

    Raises:
        Refusal: not open to this member.
    """
    prescription = find(member, reference)
    return File(
        prescription=prescription,
        parts=parts_of(prescription),
        choices=choices_for(prescription, member=member, at=at),
        history=history_of(prescription),
        applicant=applicant_of(prescription),
        voucher=live_voucher(prescription),
        waits_for=NAMES[Role(prescription.waits_for)] if prescription.waits_for else "",
    )


def standing_of(prescription: Prescription) -> State:
    """Give the state that says most of a prescription."""
    return machine.standing(states_of(prescription))


def choices_for(
    prescription: Prescription, *, member: Membership, at: datetime
) -> tuple[machine.Choice, ...]:
    """Give the steps this member may see now; closed ones say why."""
    return machine.choices(
        situation=situation_of(prescription, actor=staff(member), at=at),
        role=Role(member.role),
        switched_off=programme_of(prescription.version).steps_off,
    )


def applicant_of(prescription: Prescription) -> Person | None:
    """Give the person who asks, or None once the household is erased."""
    return Person.objects.filter(
        household=prescription.household_id, role=Person.Role.APPLICANT
    ).first()


def history_of(prescription: Prescription) -> list[HistoryLine]:
    """Give the journal in words, newest first."""
    events = prescription.events.select_related("organisation", "member__user").order_by("-number")
    return [_line_of(event) for event in events]


def _line_of(event: JourneyEvent) -> HistoryLine:
    step: Step = BY_NAME[event.step]
    who = NAMES[Role(event.role)].capitalize()
    if event.organisation:
        who = event.organisation.name
    if event.member:
        who = f"{event.member.user} ({who})"
    reason = machine.reason_of(step, event.reason) if event.reason else None
    return HistoryLine(
        number=event.number,
        at=event.at,
        who=who,
        sentence=step.journal + said_later(event),
        told=step.told,
        reason=reason.label if reason else "",
    )


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What a list keeps; empty keeps all."""

    state: str = ""
    line_state: str = ""
    waits_for: str = ""
    organisation: int | None = None
    department: str = ""
    overdue: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of a list: who waits for whom since when."""

    prescription: Prescription
    name: str
    parts: Sequence[PartView]
    waits_for: str
    days: int
    is_overdue: bool
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page of a list, stuck cases first; `total` stops at one more than is counted."""

    rows: Sequence[Row]
    number: int
    has_next: bool
    total: int
    filter: Filter = field(default_factory=Filter)


def selected(*, member: Membership | None, keep: Filter, at: datetime) -> QuerySet[Prescription]:
    """Give all that a filter keeps, in the order of the lists; without a member, of everybody."""
    found = visible_to(member) if member else Prescription.objects.all()
    return _ordered(_kept(found, keep, day=day_of(at)))


def listed(*, member: Membership, keep: Filter, at: datetime, number: int = 1) -> Page:
    """Give a page: what is stuck, then what waits longest, then what is over."""
    found = selected(member=member, keep=keep, at=at)
    rows = _page(found, day=day_of(at), number=number)
    names, ends = _names(rows), ends_of(rows)
    return Page(
        rows=[
            _row(row, names.get(row.household_id, ""), ended_at=ends.get(row.pk), at=at)
            for row in rows[:PAGE]
        ],
        number=number,
        has_next=len(rows) > PAGE,
        total=found.order_by()[: MOST_COUNTED + 1].count(),
        filter=keep,
    )


def _page(found: QuerySet[Prescription], *, day: date, number: int) -> list[Prescription]:
    # Two reads, each in the order of an index: one read sorted by "is stuck" would sort them all.
    start, stuck = (number - 1) * PAGE, found.filter(is_stuck(day))
    rows = list(stuck[start : start + PAGE + 1])
    if len(rows) <= PAGE:
        skipped = max(start - stuck.count(), 0)
        rows += found.exclude(is_stuck(day))[skipped : skipped + PAGE + 1 - len(rows)]
    return rows


def _kept(found: QuerySet[Prescription], keep: Filter, *, day: date) -> QuerySet[Prescription]:
    exact = {
        "state": keep.state,
        "line_state": keep.line_state,
        "waits_for": keep.waits_for,
        "organisation": keep.organisation,
        "household__commune_code__startswith": keep.department,
    }
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if keep.overdue:
        found = found.filter(is_stuck(day))
    return found


def is_stuck(day: date) -> Q:
    """Say what is stuck: open, and past its day, or a failed order that nobody took up again."""
    late = Q(due_on__lte=day) | Q(line_state="failed")
    return Q(state__in=OPEN_PRESCRIPTION) & late


def _ordered(found: QuerySet[Prescription]) -> QuerySet[Prescription]:
    return found.select_related("organisation", "shop", "prescriber__user", "household").order_by(
        F("waits_since").asc(nulls_last=True), "-pk"
    )


def _names(rows: Sequence[Prescription]) -> dict[int, str]:
    people = Person.objects.filter(
        household__in={row.household_id for row in rows}, role=Person.Role.APPLICANT
    )
    return {one.household_id: f"{one.first_name} {one.last_name}" for one in people}


def _row(prescription: Prescription, name: str, *, ended_at: datetime | None, at: datetime) -> Row:
    day = day_of(at)
    since = prescription.waits_since
    late = prescription.due_on is not None and prescription.due_on <= day
    return Row(
        prescription=prescription,
        name=name,
        parts=parts_of(prescription),
        waits_for=NAMES[Role(prescription.waits_for)] if prescription.waits_for else "",
        days=(day - day_of(since)).days if since else 0,
        is_overdue=bool(prescription.waits_for) and (late or prescription.line_state == "failed"),
        ended_at=ended_at,
    )


def outcomes(*, member: Membership, since: datetime | None) -> QuerySet[JourneyEvent]:
    """Give what others did on the prescriptions of this prescriber, newest first."""
    told = [step.name for step in BY_NAME.values() if Role.PRESCRIBER in step.tells]
    events = JourneyEvent.objects.filter(prescription__prescriber=member, step__in=told).exclude(
        member=member
    )
    if since is not None:
        events = events.filter(at__gt=since)
    return events.select_related("prescription", "organisation").order_by("-at")
