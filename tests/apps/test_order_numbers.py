"""An order number corrected: what the operator said of it is applied."""

import pytest

from coupdepouce.lines.models import LineReport
from coupdepouce.lines.queries import unsettled_reports
from coupdepouce.prescriptions.order_numbers import correct_order
from tests.apps import cases
from tests.apps.line_cases import days, ordered, said


@pytest.fixture(autouse=True)
def _programme(db):
    cases.programme()


APART = (
    "fictif -9,active,2026-11-28,,,",
    "FICTIF-9,appointment,2026-11-21,,,04/12/2026 14:30",
    "FICTIF-8,active,2026-11-28,,,",
)


def test_what_waited_for_the_right_number_is_applied_in_the_order_of_its_days():
    shop = cases.advisor()
    found = ordered("FICTIF-1", shop=shop)
    said(APART[1], at=days(1))
    said(APART[0], APART[2], at=days(10))

    for _ in range(2):
        correct_order(member=shop, reference=found.reference, order_number="FICTIF-9", at=days(10))

    steps = found.events.order_by("number").values_list("step", flat=True)
    kept = LineReport.objects.filter(order_number="FICTIF-9").values_list("outcome", "line")
    assert list(steps)[-2:] == ["set_appointment", "activate_line"]
    assert list(kept) == [("applied", found.line_id)] * 2
    assert [row.order_number for row in unsettled_reports(most=9)] == ["FICTIF-8"]
