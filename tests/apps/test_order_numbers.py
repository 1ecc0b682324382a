"""An order number corrected: what the operator said of it is applied; two are exchanged."""

import pytest

from coupdepouce.core.refusal import Refusal
from coupdepouce.lines.models import Line, LineReport
from coupdepouce.lines.queries import unsettled_reports
from coupdepouce.prescriptions.order_numbers import correct_order, exchange_orders
from tests.apps import cases
from tests.apps.line_cases import back_office, days, ordered, said


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


def exchanged(found, number, by):
    exchange_orders(member=by, reference=found.reference, order_number=number, at=days(1))


def numbers(*requests):
    return [
        row
        for one in requests
        for row in Line.objects.filter(pk=one.line_id).values_list("order_number", flat=True)
    ]


@pytest.mark.parametrize("who", ["the operator", "their shop"])
def test_two_numbers_typed_on_one_another_are_exchanged_once(who):
    shop = cases.advisor()
    one, other = ordered("FICTIF-1", shop=shop), ordered("FICTIF-2", shop=shop)
    by = shop if who == "their shop" else back_office()

    for _ in range(2):
        exchanged(one, "fictif-2", by)

    assert numbers(one, other) == ["FICTIF-2", "FICTIF-1"]
    kept = [each.line.corrections.values_list("before", "after").get() for each in (one, other)]
    assert kept == [("FICTIF-1", "FICTIF-2"), ("FICTIF-2", "FICTIF-1")]


def test_a_shop_does_not_take_the_number_of_a_line_that_it_does_not_hold():
    shop = cases.advisor()
    one, other = ordered("FICTIF-1", shop=shop), ordered("FICTIF-2")

    with pytest.raises(Refusal, match="déjà celui d’une autre ligne"):
        exchanged(one, "FICTIF-2", shop)

    assert numbers(one, other) == ["FICTIF-1", "FICTIF-2"]


def test_a_prescriber_exchanges_nothing():
    by = cases.prescriber()
    one, other = ordered("FICTIF-1", by=by), ordered("FICTIF-2", by=by)

    with pytest.raises(Refusal, match="La boutique ou l’opérateur"):
        exchanged(one, "FICTIF-2", by)

    assert numbers(one, other) == ["FICTIF-1", "FICTIF-2"]
