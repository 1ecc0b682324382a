"""The lists of prescriptions: filtered, stuck cases first, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from coupdepouce.core.calendar import day_of
from coupdepouce.core.journey.states import AT_RISK, OPEN_PRESCRIPTION, SETTLED
from coupdepouce.core.roles import NAMES, Role
from coupdepouce.households.models import Person
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.events import ends_of
from coupdepouce.prescriptions.models import WITHOUT_LINE, Prescription
from coupdepouce.prescriptions.queries import PartView, parts_of, visible_to
from coupdepouce.prescriptions.situation import DUE, FIELDS, overdue_parts
from coupdepouce.training.queries import offers_to

PAGE = 50
# Who waits in the queue of one session may have a place in another.
MAY_BE_OFFERED = frozenset({"waiting", "booked", "attended", "absent", "excused", "wanted"})
IS_SETTLED = Q(
    state="accepted", **{f"{FIELDS[part]}__in": names for part, names in SETTLED.items()}
)
MOST_COUNTED = 10_000  # counting millions costs more than the page, and nobody reads them


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What a list keeps; empty keeps all."""

    state: str = ""
    line_state: str = ""
    waits_for: str = ""
    organisation: int | None = None
    department: str = ""
    overdue: bool = False
    settled: bool | None = None  # every part is over and the request is not ended yet; None: both


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of a list: who waits for whom since when."""

    prescription: Prescription
    name: str
    parts: Sequence[PartView]
    waits_for: str
    days: int
    is_overdue: bool
    is_settled: bool
    ended_at: datetime | None
    offered_until: datetime | None = None  # a place in a workshop waits for the household's answer


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
    names, ends, offers = _names(rows), ends_of(rows), _offers(rows)
    shown = [
        _row(row, names.get(row.household_id, ""), ended_at=ends.get(row.pk), at=at)
        for row in rows[:PAGE]
    ]
    return Page(
        rows=[
            replace(row, offered_until=offers.get(row.prescription.household_id)) for row in shown
        ],
        number=number,
        has_next=len(rows) > PAGE,
        total=_total(found, rows, number=number),
        filter=keep,
    )


def _page(found: QuerySet[Prescription], *, day: date, number: int) -> list[Prescription]:
    # Two reads, each in the order of an index: one read sorted by "is stuck" would sort them all.
    start, stuck = (number - 1) * PAGE, found.filter(is_stuck(day))
    rows = list(stuck[start : start + PAGE + 1])
    if len(rows) <= PAGE:
        skipped = max(start - stuck.count(), 0) if start else 0
        rows += found.exclude(is_stuck(day))[skipped : skipped + PAGE + 1 - len(rows)]
    return rows


def _total(found: QuerySet[Prescription], rows: Sequence[Prescription], *, number: int) -> int:
    if number == 1 and len(rows) <= PAGE:  # the page is the whole list
        return len(rows)
    return found.order_by()[: MOST_COUNTED + 1].count()


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
    if keep.settled is not None:
        found = found.filter(IS_SETTLED if keep.settled else ~IS_SETTLED)
    return found


def is_stuck(day: date) -> Q:
    """Say what is stuck: open and past a day, a failed order, a line about to be lost."""
    late = Q(due_on__lte=day)
    for due in DUE.values():
        late |= Q(**{f"{due}__lte": day})
    # A line unpaid or cut calls for somebody even once the request is closed.
    return Q(state__in=OPEN_PRESCRIPTION) & late | WITHOUT_LINE | Q(line_state__in=sorted(AT_RISK))


def _ordered(found: QuerySet[Prescription]) -> QuerySet[Prescription]:
    return found.select_related("organisation", "shop", "prescriber__user", "household").order_by(
        F("waits_since").asc(nulls_last=True), "-pk"
    )


def _names(rows: Sequence[Prescription]) -> dict[int, str]:
    people = Person.objects.filter(
        household__in={row.household_id for row in rows}, role=Person.Role.APPLICANT
    )
    return {one.household_id: f"{one.first_name} {one.last_name}" for one in people}


def _offers(rows: Sequence[Prescription]) -> Mapping[int, datetime]:
    waiting = [row.household_id for row in rows if row.training_state in MAY_BE_OFFERED]
    return offers_to(waiting) if waiting else {}


def _row(prescription: Prescription, name: str, *, ended_at: datetime | None, at: datetime) -> Row:
    day = day_of(at)
    since = prescription.waits_since
    late = overdue_parts(prescription, day) or (
        prescription.due_on is not None and prescription.due_on <= day
    )
    return Row(
        prescription=prescription,
        name=name,
        parts=parts_of(prescription),
        waits_for=NAMES[Role(prescription.waits_for)] if prescription.waits_for else "",
        days=(day - day_of(since)).days if since else 0,
        is_overdue=prescription.line_state in AT_RISK
        or bool(
            prescription.waits_for and (late or prescription.line_state in {"failed", "ended"})
        ),
        is_settled=prescription.state == "accepted"
        and all(getattr(prescription, FIELDS[part]) in names for part, names in SETTLED.items()),
        ended_at=ended_at,
    )
