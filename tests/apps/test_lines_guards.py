"""What a line never accepts: another household's key, a day before its time, a second line."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from coupdepouce.core.journey.steps import BY_NAME
from coupdepouce.core.refusal import Refusal
from coupdepouce.lines.models import LineReport, StuckCase
from coupdepouce.lines.queries import case as case_of
from coupdepouce.prescriptions import stuck
from coupdepouce.prescriptions.forgetting import forget_household
from coupdepouce.prescriptions.line_view import see_bill
from coupdepouce.prescriptions.models import Prescription
from tests.apps import cases
from tests.apps import line_cases as lc
from tests.apps.build import NOW


@pytest.fixture(autouse=True)
def _programme(db):
    cases.programme()


def why(step: str) -> str:
    return BY_NAME[step].reasons[0].code


def refusal(act, *args, **given) -> str:
    with pytest.raises(Refusal) as caught:
        act(*args, **given)
    return caught.value.code


def test_the_key_of_one_household_opens_nothing_for_another():
    by, once = cases.prescriber(), uuid4()
    one, other = lc.ordered("A1", by=by), lc.ordered("A2", by=by)
    given = {"member": by, "cause": "building", "text": "", "at": NOW, "once": once}
    stuck.open_for(reference=one.reference, **given)

    assert refusal(stuck.open_for, reference=other.reference, **given) == "key_already_used"
    assert StuckCase.objects.get().household_id == one.household_id


def test_the_key_of_one_bill_keeps_no_other():
    by, once = cases.prescriber(), uuid4()
    one, other = lc.active("A1", by=by), lc.active("A2", by=by)
    given = {"member": by, "month": date(2026, 11, 1), "amount": 1999, "at": NOW, "once": once}
    see_bill(reference=one.reference, **given)

    assert refusal(see_bill, reference=other.reference, **given) == "key_already_used"


def test_a_line_does_not_work_before_it_was_asked_for():
    shop = cases.advisor()
    prescription = lc.ordered(shop=shop)

    code = refusal(cases.step, prescription, "activate_line", shop, activated_on="2026-11-19")
    cases.step(prescription, "activate_line", shop, activated_on="2026-11-20")

    assert code == "day_too_early"


def test_a_line_does_not_end_before_it_worked():
    prescription, office = lc.active(on="2026-11-20"), lc.back_office()
    given = {"reason": why("end_line")}

    code = refusal(cases.step, prescription, "end_line", office, ended_on="2026-11-19", **given)
    cases.step(prescription, "end_line", office, ended_on="2026-11-20", **given)

    assert code == "day_too_early"


def test_a_household_has_one_line_at_a_time():
    shop = cases.advisor()
    first = lc.active("A1", shop=shop)
    cases.step(first, "close", shop)
    again = cases.brought_to("find_line_available", shop=shop, number=90)
    Prescription.objects.filter(pk=again.pk).update(household=first.household)
    again.line.household = first.household
    again.line.save()

    order = {"order_number": "A3"}
    assert refusal(cases.step, again, "order_line", shop, **order) == "line_already_active"
    cases.step(first, "end_line", lc.back_office(), ended_on="2026-11-20", reason=why("end_line"))
    cases.step(again, "order_line", shop, **order)


@pytest.mark.parametrize("typed", ["FICTIF-7", "fictif-7", "FICTIF - 7"])
def test_an_order_number_is_that_of_one_line(typed):
    shop, other = cases.advisor(), cases.advisor()
    lc.ordered("FICTIF-7", shop=other)
    prescription = cases.brought_to("find_line_available", shop=shop, number=91)

    with pytest.raises(Refusal) as caught:
        cases.step(prescription, "order_line", shop, order_number=typed)

    assert (caught.value.code, caught.value.data["field"]) == ("order_number_known", "order_number")
    assert "Relisez-le sur le contrat" in caught.value.sentence
    prescription.refresh_from_db()
    assert (prescription.line_state, prescription.line.order_number) == ("available", "")
    cases.step(prescription, "order_line", shop, order_number="FICTIF-8")


def test_a_failed_order_is_taken_up_again_under_its_own_number():
    shop = cases.advisor()
    prescription = lc.ordered("FICTIF-7", shop=shop)
    cases.step(prescription, "fail_order", shop, reason=why("fail_order"))

    cases.step(prescription, "retry_order", shop)
    cases.step(prescription, "order_line", shop, order_number="FICTIF-7")

    prescription.refresh_from_db()
    assert (prescription.line_state, prescription.line.order_number) == ("ordered", "FICTIF-7")


def test_a_stuck_case_follows_the_household_to_its_new_shop():
    before, after = cases.advisor(), cases.advisor()
    prescription = lc.ordered(shop=before)
    cases.step(prescription, "fail_order", before, reason=why("fail_order"))
    StuckCase.objects.update(owner="shop_advisor")

    cases.step(prescription, "reverse", before, reason=why("reverse"))
    case = StuckCase.objects.get()
    assert (case.shop, case.owner) == (None, "prescriber")
    cases.step(prescription, "present", after, identity_seen="yes")
    cases.step(prescription, "accept", after)

    assert refusal(case_of, member=before, reference=case.reference) == "not_found"
    assert case_of(member=after, reference=case.reference) == case
    with pytest.raises(Refusal) as open_already:
        stuck.open_for(
            member=after, reference=prescription.reference, cause="building", text="",
            at=NOW, once=uuid4(),
        )  # fmt: skip
    assert UUID(open_already.value.data["reference"]) == case.reference


def test_a_row_that_came_before_its_order_is_forgotten_with_it():
    shop = cases.advisor()
    prescription = cases.brought_to("find_line_available", shop=shop)
    lc.said("EARLY1,ordered,2026-11-20,,,")
    cases.step(prescription, "order_line", shop, order_number="EARLY1")
    cases.step(prescription, "cancel_line", shop, reason=why("cancel_line"))

    forget_household(household_id=prescription.household_id, at=NOW)

    assert not LineReport.objects.filter(order_number="EARLY1").exists()
