"""A household forgotten or made one with another: what its lines say of it."""

from django.db.models import Max, Q

from coupdepouce.households.models import Household
from coupdepouce.lines.models import (
    BillSeen,
    Line,
    LineReport,
    OrderCorrection,
    PresentContract,
    StuckCase,
    StuckMessage,
)


def forget_lines(*, household_id: int) -> None:
    """Empty what the lines of a household say of it; counts, states and dates stay."""
    lines = Line.objects.filter(household=household_id)
    # Rows that came before the order number was typed belong to no line, but name it.
    numbers = lines.exclude(order_number="").values("order_number")
    reports = LineReport.objects.filter(Q(line__in=lines) | Q(order_number__in=numbers))
    reports.update(order_number="", refusal="", appointment_at=None)
    OrderCorrection.objects.filter(line__in=lines).update(before="", after="")
    lines.update(order_number="", appointment_at=None)
    StuckMessage.objects.filter(case__household=household_id).update(text="")
    BillSeen.objects.filter(household=household_id).delete()
    PresentContract.objects.filter(household=household_id).delete()


def move_lines(*, kept: Household, absorbed: Household) -> None:
    """Bring the lines, cases and bills of one file to the other; the kept file's own win."""
    Line.objects.filter(household=absorbed).update(household=kept)
    if StuckCase.objects.filter(household=kept, closed_at__isnull=True).exists():
        last = StuckMessage.objects.filter(case__household=absorbed).aggregate(at=Max("at"))["at"]
        open_twin = StuckCase.objects.filter(household=absorbed, closed_at__isnull=True)
        for case in open_twin:
            case.closed_at, case.outcome = last or case.opened_at, "opened_by_mistake"
            case.save(update_fields=["closed_at", "outcome"])
    StuckCase.objects.filter(household=absorbed).update(household=kept)
    known = BillSeen.objects.filter(household=kept).values_list("month", flat=True)
    BillSeen.objects.filter(household=absorbed).exclude(month__in=list(known)).update(
        household=kept
    )
    if not PresentContract.objects.filter(household=kept).exists():
        PresentContract.objects.filter(household=absorbed).update(household=kept)
