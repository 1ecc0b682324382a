"""Bills, the present contract, and what becomes of them when two files are made one."""

from contextlib import nullcontext
from datetime import date, timedelta
from uuid import uuid4

import pytest

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.households.models import Household
from coupdepouce.lines.models import BillSeen, Line, PresentContract, StuckCase
from coupdepouce.lines.queries import bills_of
from coupdepouce.outreach.models import Message
from coupdepouce.prescriptions.forgetting import forget_household
from coupdepouce.prescriptions.line_money import household_money
from coupdepouce.prescriptions.line_view import Contract, line_view, note_contract, see_bill
from coupdepouce.prescriptions.merging import merge
from coupdepouce.programmes.defaults import default_text
from coupdepouce.programmes.operations import confirm_figure, load_programme
from tests.apps import cases
from tests.apps.build import NOW, member
from tests.apps.line_cases import active, back_office, days, opened, ordered


@pytest.fixture(autouse=True)
def _programme(db):
    cases.programme()


def seen(found, by, *, month=date(2026, 11, 1), amount=1999, at=NOW, once=None):
    return see_bill(
        member=by, reference=found.reference, month=month, amount=amount, at=at,
        once=once or uuid4(),
    )  # fmt: skip


def noted(found, by, **given):
    contract = {
        "monthly_cost": 3499, "ends_on": None, "exit_fee": 4900, "has_mobile": False,
        "has_tv": True,
    }  # fmt: skip
    note_contract(
        member=by, reference=found.reference, contract=Contract(**contract | given), at=NOW
    )


def test_a_bill_is_kept_once_and_its_month_is_corrected():
    by, once = cases.prescriber(), uuid4()
    found = active(by=by)

    seen(found, by, once=once)
    seen(found, by, once=once)
    seen(found, by, amount=2199)

    (bill,) = bills_of(found.household_id)
    assert (bill.amount, bill.announced, bill.month) == (2199, 1999, date(2026, 11, 1))


MONTHS = [
    ("the month of the activation", date(2026, 11, 1), True),
    ("the month before", date(2026, 10, 1), False),
    ("the month to come", date(2026, 12, 1), False),
]


@pytest.mark.parametrize(("month", "is_kept"), [m[1:] for m in MONTHS], ids=[m[0] for m in MONTHS])
def test_a_bill_is_of_a_month_in_which_the_line_worked(month, is_kept):
    by = cases.prescriber()
    found = active(by=by)

    with nullcontext() if is_kept else pytest.raises(Refusal, match="mois"):
        seen(found, by, month=month)

    assert BillSeen.objects.exists() == is_kept


def test_there_is_no_bill_before_the_line_works():
    by = cases.prescriber()

    with pytest.raises(Refusal, match="ne marche pas encore"):
        seen(ordered(by=by), by)


def test_the_present_contract_keeps_the_rest_of_what_is_known():
    by = cases.prescriber()
    found = active(by=by)
    Household.objects.filter(pk=found.household_id).update(adults=2, children=1, skills="beginner")

    noted(found, by)

    household = Household.objects.get(pk=found.household_id)
    assert (household.adults, household.children, household.skills) == (2, 1, "beginner")
    assert (household.has_line, household.exit_fee) == (True, 4900)
    view = line_view(member=by, reference=found.reference, at=NOW)
    assert view.budget.not_compared == "bundle"


def test_a_household_reads_a_cheaper_offer_only_once_its_price_is_confirmed():
    text = default_text().replace('value = "22.99"', 'value = "17.99"', 1)
    text = text.replace("since = 2021-04-13", f"since = {NOW:%Y-%m-%d}")
    found = cases.brought_to("accept", number=80)
    load_programme(text=text, at=NOW)
    boss = member(Role.PROGRAMME_MANAGER)

    before = household_money(found, on=NOW.date())["cheaper"]
    confirm_figure(path="market.0.price", by=boss, at=NOW)
    after = household_money(found, on=NOW.date())["cheaper"]

    assert (before, after.price) == (None, 1799)


def test_a_forgotten_household_leaves_no_bill_and_no_contract():
    by = cases.prescriber()
    found = active(by=by)
    seen(found, by)
    noted(found, by)

    forget_household(household_id=found.household_id, at=NOW)

    assert not BillSeen.objects.exists()
    assert not PresentContract.objects.exists()


def test_two_files_made_one_keep_the_cases_the_bills_and_one_contract():
    boss = member(Role.PROGRAMME_MANAGER)
    by, shop = cases.prescriber(), cases.advisor()
    kept, other = active("FICTIF-1", by=by, shop=shop), active("FICTIF-2", by=by, shop=shop)
    for one in (kept, other):
        seen(one, by)
        noted(one, by, has_tv=one == kept)
        opened(one, by)
    seen(other, by, month=date(2026, 12, 1), at=days(20))
    cases.step(other, "close", shop)

    merge(member=boss, kept=kept.reference, absorbed=other.reference, at=days(21))

    household = Household.objects.get(pk=kept.household_id)
    assert [bill.month.month for bill in bills_of(household.pk)] == [12, 11]
    assert household.present_contract.has_tv
    assert StuckCase.objects.filter(household=household).count() == 2
    assert StuckCase.objects.filter(household=household, closed_at=None).count() == 1
    assert household.lines.count() == 2


def test_the_mail_of_a_cut_says_nothing_of_the_person():
    by = cases.prescriber()
    found = active(by=by)
    cases.step(found, "note_late_payment", back_office(), cut_on="2026-12-10")

    mail = Message.objects.get(template="line_cut_warning")
    person = found.household.people.get()
    for word in (person.first_name, person.last_name, "FICTIF-1", "rue"):
        assert word not in mail.text
    assert NOW + timedelta(days=1) > mail.created_at


SATELLITE = """[offers.line.networks.satellite]
name = "Par satellite"
price = { value = "29.99", source = "exemple", verified = true, since = 2026-01-01 }

"""
NETWORKS = [
    ("fibre, whose price is the offer's", "fibre", "", 1999, 1500),
    ("satellite, of which nothing is said", "satellite", "", None, None),
    ("satellite, with its own price", "satellite", SATELLITE, 2999, 500),
    ("fibre, when the offer is another network's", "fibre", 'network = "dsl"', None, None),
]


@pytest.mark.parametrize(
    ("technology", "written", "price", "paid_less"),
    [case[1:] for case in NETWORKS],
    ids=[case[0] for case in NETWORKS],
)
def test_the_price_is_that_of_the_network_that_comes(technology, written, price, paid_less):
    by, shop = cases.prescriber(), cases.advisor()
    found = cases.brought_to("accept", by=by, shop=shop)
    cases.step(found, "find_line_available", shop, technology=technology)
    noted(found, by, has_tv=False)
    before = "[offers.computer]" if written.startswith("[") else "commitment_months = { value = 0"
    load_programme(
        text=default_text().replace(before, f"{written}\n{before}" if written else before, 1),
        at=NOW,
    )
    found.refresh_from_db()

    view = line_view(member=by, reference=found.reference, at=NOW)
    told = household_money(found, on=NOW.date())

    assert (view.budget.price, view.budget.paid_less) == (price, paid_less)
    assert (told["network"], told["price"]) == (technology, price)


def test_a_bill_is_compared_with_no_price_when_nobody_knows_that_of_the_network():
    by, shop = cases.prescriber(), cases.advisor()
    found = active(by=by, shop=shop)
    Line.objects.filter(pk=found.line_id).update(technology="satellite")

    with pytest.raises(Refusal, match="prix de ce réseau"):
        seen(found, by)
