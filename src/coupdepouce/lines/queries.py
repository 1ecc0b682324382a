"""Reads of `lines`: every one of a case starts from what the person may see."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.lines.models import (
    BillSeen,
    CommuneCoverage,
    Line,
    LineCheck,
    LineReport,
    OrderCorrection,
    PresentContract,
    StuckCase,
)
from coupdepouce.partners.models import Membership

TEAM = frozenset({Role.PRESCRIBER, Role.PARTNER_MANAGER})
SEES_ALL = frozenset({Role.BACK_OFFICE, Role.PROGRAMME_MANAGER})


def coverage_of(commune_code: str) -> CommuneCoverage | None:
    """Give how much of a commune each network reaches, or None when it was never imported."""
    return CommuneCoverage.objects.filter(code=commune_code).first()


def contract_of(household_id: int) -> PresentContract | None:
    """Give what else the present price pays for, or None when it was not asked."""
    return PresentContract.objects.filter(household=household_id).first()


def bills_of(household_id: int) -> Sequence[BillSeen]:
    """Give the bills seen, the newest first."""
    return list(
        BillSeen.objects.filter(household=household_id)
        .select_related("seen_by__user")
        .order_by("-month")
    )


def checks_of(line: Line | None) -> Sequence[LineCheck]:
    """Give the days on which the line is looked at, and what was found."""
    return list(line.checks.select_related("checked_by__user")) if line else []


def corrections_of(line: Line | None) -> Sequence[OrderCorrection]:
    """Give the order numbers that were corrected, the last first."""
    return list(line.corrections.select_related("corrected_by__user")) if line else []


def is_unreachable(line: Line) -> bool:
    """Say whether nobody answered the last time somebody asked about a line."""
    asked = LineCheck.objects.filter(line=line).exclude(status="")
    return asked.order_by("due_on").values_list("status", flat=True).last() == "unknown"


def cases_visible_to(member: Membership) -> QuerySet[StuckCase]:
    """Give the cases a member may see: the team's, the shop's, or all for those who unblock."""
    every = StuckCase.objects.all()
    role = Role(member.role)
    if role in TEAM:
        return every.filter(prescriber=member.organisation_id)
    if role is Role.SHOP_ADVISOR:
        return every.filter(shop=member.organisation_id)
    return every if role in SEES_ALL else every.none()


def case(*, member: Membership, reference: UUID) -> StuckCase:
    """Give a case with its thread.

    Raises:
        Refusal: it does not exist, or is not open to this member: both read the same.
    """
    found = (
        cases_visible_to(member)
        .select_related("prescriber", "shop", "household", "line")
        .prefetch_related("messages__member__user", "messages__member__organisation")
        .filter(reference=reference)
        .first()
    )
    if found is None:
        raise Refusal("not_found", "Ce dossier bloqué n’existe pas, ou ne vous est pas ouvert.")
    return found


def cases_of(*, member: Membership, household_id: int) -> Sequence[StuckCase]:
    """Give the cases of a household that a member may see, the open one first."""
    rows = cases_visible_to(member).filter(household=household_id)
    return sorted(rows.order_by("-opened_at"), key=lambda one: one.closed_at is not None)


def open_case_of(household_id: int) -> StuckCase | None:
    """Give the case that is open for a household."""
    return StuckCase.objects.filter(household=household_id, closed_at__isnull=True).first()


def open_cases(household_ids: Collection[int]) -> dict[int, StuckCase]:
    """Give the open case of each of these households."""
    rows = StuckCase.objects.filter(household__in=household_ids, closed_at__isnull=True)
    return {row.household_id: row for row in rows}


def overdue_cases(*, day: date) -> QuerySet[StuckCase]:
    """Give the open cases that are past their day."""
    return StuckCase.objects.filter(closed_at__isnull=True, due_on__lte=day)


def due_checks(*, day: date) -> QuerySet[LineCheck]:
    """Give the checks that nobody answered yet, the oldest first."""
    return LineCheck.objects.filter(status="", due_on__lte=day).order_by("due_on", "pk")


def kept_apart(order_number: str) -> Sequence[LineReport]:
    """Give the rows of the operator's files that wait for an order of that number."""
    rows = LineReport.objects.filter(
        order_number=order_number, outcome=LineReport.Outcome.UNKNOWN, line=None
    )
    return list(rows.order_by("said_on", "pk"))


def unsettled_reports(*, most: int) -> Sequence[LineReport]:
    """Give the rows of the operator's files that could not be applied, the newest first."""
    unsettled = (LineReport.Outcome.UNKNOWN, LineReport.Outcome.REFUSED)
    rows = LineReport.objects.filter(outcome__in=unsettled).order_by("-received_at", "-pk")
    return list(rows[:most])
