"""What the operator's back office reads: lines, never an income, a verdict or another part."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, When

from coupdepouce.core.calendar import day_of
from coupdepouce.core.journey import machine
from coupdepouce.core.journey.model import Part, State
from coupdepouce.core.journey.states import AT_RISK, IN_HAND, IN_SERVICE, state_of
from coupdepouce.core.journey.steps import BY_NAME
from coupdepouce.core.line.orders import order_state
from coupdepouce.core.roles import Role
from coupdepouce.households.models import Person
from coupdepouce.lines.models import LineCheck, LineReport, OrderCorrection, StuckCase
from coupdepouce.lines.queries import (
    cases_of,
    checks_of,
    corrections_of,
    due_checks,
    open_cases,
    unsettled_reports,
)
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.queries import (
    HistoryLine,
    applicant_of,
    choices_for,
    find,
    history_of,
    visible_to,
)
from coupdepouce.programmes.communes import commune

PAGE = 50
# From ordering on the operator has a contract with the person; before, only an address to check.
ORDERED = IN_HAND | {"failed"}
KNOWN_FROM = ORDERED | IN_SERVICE
TO_CHECK = ("wanted", "available", "not_available")
ADDRESS_KNOWN = KNOWN_FROM | set(TO_CHECK)


@dataclass(frozen=True, kw_only=True)
class DeskRow:
    """A line of a list: whose, where it stands, who waits since when."""

    reference: UUID
    name: str  # empty before the order
    dwelling: str  # the address while it is to be checked, then the commune
    state: State
    order_number: str
    case: StuckCase | None
    check_due_on: date | None
    tries: int  # calls about it that nobody answered
    tried_on: date | None
    phone: str  # of who is to be called back, when one was given
    cut_on: date | None
    waits_since: datetime | None


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A page of a list."""

    keep: str
    rows: Sequence[DeskRow]
    number: int
    has_next: bool


@dataclass(frozen=True, kw_only=True)
class LineFile:
    """A line as the back office reads it."""

    prescription: Prescription
    state: State
    order_state: str
    name: str
    dwelling: str
    phone: str
    prescriber: str
    shop: str
    choices: Sequence[machine.Choice]
    cases: Sequence[StuckCase]
    checks: Sequence[LineCheck]
    reports: Sequence[LineReport]
    corrections: Sequence[OrderCorrection]
    history: Sequence[HistoryLine]


def _open_case(name: str) -> Subquery:
    rows = StuckCase.objects.filter(household=OuterRef("household"), closed_at__isnull=True)
    return Subquery(rows.values(name)[:1])


def _stuck(rows: QuerySet[Prescription], day: date) -> QuerySet[Prescription]:
    """Keep what is stuck: ours first, then what is the longest past its day."""
    del day
    # From the few open cases to their requests: the other way reads every request.
    stuck = StuckCase.objects.filter(closed_at__isnull=True).values("household")
    cases = rows.filter(household__in=stuck).annotate(
        case_owner=_open_case("owner"), case_due_on=_open_case("due_on")
    )
    ours = Case(When(case_owner=Role.BACK_OFFICE, then=0), default=1)
    return cases.order_by(ours, "case_due_on", "pk")


def _in_hand(rows: QuerySet[Prescription], day: date) -> QuerySet[Prescription]:
    del day
    return rows.filter(state="accepted", line_state__in=ORDERED).order_by(
        F("waits_since").asc(nulls_last=True), "pk"
    )


def _call_backs(rows: QuerySet[Prescription], day: date) -> QuerySet[Prescription]:
    due = due_checks(day=day)
    first = due.filter(line=OuterRef("line"))
    return (
        rows.filter(line_state__in=IN_SERVICE, line__in=due.order_by().values("line"))
        .annotate(
            check_due_on=Subquery(first.values("due_on")[:1]),
            check_tries=Subquery(first.values("tries")[:1]),
            check_tried_on=Subquery(first.values("tried_on")[:1]),
        )
        .order_by("check_due_on", "pk")
    )


def _at_risk(rows: QuerySet[Prescription], day: date) -> QuerySet[Prescription]:
    del day
    return rows.filter(line_state__in=AT_RISK).order_by(
        F("line__cut_on").asc(nulls_last=True), "pk"
    )


def _to_check(rows: QuerySet[Prescription], day: date) -> QuerySet[Prescription]:
    del day
    return rows.filter(state="accepted", line_state__in=("wanted", "available")).order_by(
        "waits_since", "pk"
    )


Keep = Callable[[QuerySet[Prescription], date], QuerySet[Prescription]]
LISTS: dict[str, tuple[str, Keep]] = {
    "bloques": ("Bloqués", _stuck),
    "commandes": ("Commandes en cours", _in_hand),
    "adresses": ("Adresses à vérifier", _to_check),
    "impayes": ("Retards et coupures", _at_risk),
    "rappels": ("Rappels à faire", _call_backs),
}


def desk(*, member: Membership, keep: str, at: datetime, number: int = 1) -> Desk:
    """Give a page of one of the lists; what is stuck when the list has no such name."""
    keep = keep if keep in LISTS else "bloques"
    kept = LISTS[keep][1](visible_to(member), day_of(at))
    start = (number - 1) * PAGE
    found = list(kept.select_related("household", "line")[start : start + PAGE + 1])
    rows = found[:PAGE]
    households = {row.household_id for row in rows}
    cases, names = open_cases(households), _names(households)
    return Desk(
        keep=keep,
        rows=[
            _row(row, case=cases.get(row.household_id), name=names.get(row.household_id, ""))
            for row in rows
        ],
        number=number,
        has_next=len(found) > PAGE,
    )


def counts(*, member: Membership, at: datetime) -> dict[str, int]:
    """Count each list."""
    rows, day = visible_to(member), day_of(at)
    return {name: kept(rows, day).count() for name, (_, kept) in LISTS.items()}


def _names(households: set[int]) -> dict[int, str]:
    people = Person.objects.filter(household__in=households, role=Person.Role.APPLICANT)
    return {one.household_id: f"{one.first_name} {one.last_name}" for one in people}


def _row(prescription: Prescription, *, case: StuckCase | None, name: str) -> DeskRow:
    line, check_due_on = prescription.line, getattr(prescription, "check_due_on", None)
    return DeskRow(
        reference=prescription.reference,
        name=name if prescription.line_state in KNOWN_FROM else "",
        dwelling=_dwelling(prescription, is_full=prescription.line_state in TO_CHECK),
        state=state_of(Part.LINE, prescription.line_state),
        order_number=line.order_number if line else "",
        case=case,
        check_due_on=check_due_on,
        tries=getattr(prescription, "check_tries", 0),
        tried_on=getattr(prescription, "check_tried_on", None),
        phone=prescription.household.phone if check_due_on else "",
        cut_on=line.cut_on if line else None,
        waits_since=prescription.waits_since,
    )


def line_file(*, member: Membership, reference: UUID, at: datetime) -> LineFile:
    """Give all that the page of a line shows to the back office.

    Raises:
        Refusal: not open to this member.
    """
    prescription = find(member, reference)
    line, is_known = prescription.line, prescription.line_state in KNOWN_FROM
    cases = cases_of(member=member, household_id=prescription.household_id)
    person = applicant_of(prescription) if is_known else None
    is_stuck = any(case.closed_at is None for case in cases)
    return LineFile(
        prescription=prescription,
        state=state_of(Part.LINE, prescription.line_state),
        order_state=order_state(prescription.line_state, is_stuck=is_stuck),
        name=f"{person.first_name} {person.last_name}" if person else "",
        dwelling=_dwelling(prescription, is_full=prescription.line_state in ADDRESS_KNOWN),
        phone=prescription.household.phone if is_known else "",
        prescriber=prescription.organisation.name,
        shop=prescription.shop.name if prescription.shop else "",
        choices=[
            choice
            for choice in choices_for(prescription, member=member, at=at)
            if choice.step.part is Part.LINE
        ],
        cases=cases,
        checks=checks_of(line),
        reports=list(line.reports.order_by("-said_on", "-pk")) if line else [],
        corrections=corrections_of(line),
        history=_line_history(prescription),
    )


def _dwelling(prescription: Prescription, *, is_full: bool) -> str:
    household = prescription.household
    town = commune(household.commune_code).name
    # Nobody looks for a network any more once the request is over.
    is_over = prescription.line_state in TO_CHECK and prescription.state != "accepted"
    if not is_full or is_over:
        return town
    return ", ".join(filter(None, (household.address, f"{household.postcode} {town}".strip())))


def _line_history(prescription: Prescription) -> list[HistoryLine]:
    steps = prescription.events.values_list("number", "step")
    kept = {number for number, step in steps if BY_NAME[step].part is Part.LINE}
    return [line for line in history_of(prescription) if line.number in kept]


def left_over(*, member: Membership, most: int = 100) -> Sequence[LineReport]:
    """Give the rows of the operator's files that wait for somebody, for those who unblock."""
    allowed = {Role.BACK_OFFICE, Role.PROGRAMME_MANAGER}
    return unsettled_reports(most=most) if member.role in allowed else []
