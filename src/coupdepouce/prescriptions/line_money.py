"""The line in the household's budget, and the end of its offer: for staff, or for the household.

A household reads figures that are verified or confirmed, and nothing is counted for it with others.
"""

from collections.abc import Collection
from datetime import date
from typing import TypedDict

from coupdepouce.core.household.budget import (
    Budget,
    LineToday,
    MarketOffer,
    budget,
    fresh,
    only_shown,
)
from coupdepouce.core.journey.states import IN_SERVICE
from coupdepouce.core.line.leaving import ExitPlan, exit_plan
from coupdepouce.core.programme import Programme
from coupdepouce.households.models import Household
from coupdepouce.lines.models import PresentContract
from coupdepouce.lines.queries import contract_of
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.programmes.queries import current_programme, printable_figures

PRICE, PRICE_AFTER = "offers.line.price", "offers.line.price_after"
# The household may still choose: it is told when another offer is cheaper.
DECIDING = frozenset({"wanted", "available"})


def market_of(
    programme: Programme, *, printable: Collection[str], on: date
) -> tuple[MarketOffer, ...]:
    """Give the dated prices of the market that the programme holds, without those too old."""
    known = (
        MarketOffer(
            name=row.name,
            price=row.price.value,
            read_on=row.price.since,
            shown=f"market.{number}.price" in printable,
        )
        for number, row in enumerate(programme.market)
    )
    return fresh(known, on=on, months=programme.delays.market_age)


def budget_of(
    household: Household,
    *,
    programme: Programme,
    printable: Collection[str],
    on: date,
    is_staff: bool,
) -> Budget:
    """Give the three numbers of a household on a day."""
    market = market_of(programme, printable=printable, on=on)
    return budget(
        line_today(household, contract_of(household.pk)),
        price=programme.offers.line.price.value,
        market=market if is_staff else only_shown(market),
        on=on,
    )


def line_today(household: Household, contract: PresentContract | None) -> LineToday:
    """Give the line the household has today, as the core reads it."""
    bundle = contract and {"mobile": contract.has_mobile, "tv": contract.has_tv}
    return LineToday(
        has=household.has_line,
        monthly_cost=household.monthly_cost,
        ends_on=household.line_ends_on,
        exit_fee=household.exit_fee,
        bundle=frozenset(name for name, held in bundle.items() if held) if bundle else None,
    )


class HouseholdMoney(TypedDict):
    """What a household reads of the money of its line: verified figures alone."""

    cheaper: MarketOffer | None
    exit_plan: ExitPlan | None


def household_money(prescription: Prescription, *, on: date) -> HouseholdMoney:
    """Give the offer of the market that beats ours, and how ours ends once that is near."""
    state = prescription.line_state
    if state not in DECIDING | IN_SERVICE:
        return {"cheaper": None, "exit_plan": None}
    _, programme = current_programme()
    printable = printable_figures(of=programme)
    found = budget_of(
        prescription.household, programme=programme, printable=printable, on=on, is_staff=False
    )
    plan = exit_plan_of(state, programme=programme, printable=printable, on=on, is_staff=False)
    is_cheaper = found.market_is_cheaper and state in DECIDING and PRICE in printable
    return {"cheaper": found.market if is_cheaper else None, "exit_plan": plan}


def exit_plan_of(
    line_state: str,
    *,
    programme: Programme,
    printable: Collection[str],
    on: date,
    is_staff: bool,
) -> ExitPlan | None:
    """Give the exit plan of a line that lives; for a household, once its end is near."""
    if line_state not in IN_SERVICE:
        return None
    offer, market = programme.offers.line, market_of(programme, printable=printable, on=on)
    shown = offer.price_after is not None and PRICE_AFTER in printable
    after = offer.price_after.value if offer.price_after and (is_staff or shown) else None
    plan = exit_plan(
        ends=(programme.closes_on, offer.ends_on),
        notice_days=programme.delays.exit_notice,
        price_now=offer.price.value,
        price_after=after,
        price_after_shown=shown,
        market=market if is_staff else only_shown(market),
        on=on,
    )
    return plan if plan and (is_staff or plan.is_near) else None
