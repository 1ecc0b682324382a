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
from coupdepouce.core.journey.states import IN_SERVICE, NEVER_MORE
from coupdepouce.core.line.leaving import ExitPlan, exit_plan
from coupdepouce.core.programme import NetworkOffer, Programme
from coupdepouce.households.models import Household
from coupdepouce.lines.models import PresentContract
from coupdepouce.lines.queries import contract_of
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.programmes.queries import current_programme, printable_figures

PRICE, PRICE_AFTER = "offers.line.price", "offers.line.price_after"
# The household may still choose: it is told when another offer is cheaper.
DECIDING = frozenset({"wanted", "available"})


def offer_of(
    prescription: Prescription, *, programme: Programme
) -> tuple[str, NetworkOffer] | tuple[str, None]:
    """Give the offer of the network that comes, after the path of its price; None: not known."""
    line = prescription.line
    return programme.offers.line.on(line.technology if line else "") or ("", None)


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
    prescription: Prescription,
    *,
    programme: Programme,
    printable: Collection[str],
    on: date,
    is_staff: bool,
) -> Budget:
    """Give the three numbers of a household on a day, by the price of its network."""
    household = prescription.household
    _, offer = offer_of(prescription, programme=programme)
    if prescription.line_state in NEVER_MORE:
        offer = None  # what nobody pays saves nothing
    market = market_of(programme, printable=printable, on=on)
    return budget(
        line_today(household, contract_of(household.pk)),
        price=offer.price.value if offer else None,
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

    network: str  # the one that comes, while the household may still say no
    price: int | None  # of that network, in cents; None: the shop says it
    cheaper: MarketOffer | None
    exit_plan: ExitPlan | None


def household_money(prescription: Prescription, *, on: date) -> HouseholdMoney:
    """Give the offer of the market that beats ours, and how ours ends once that is near."""
    state, line = prescription.line_state, prescription.line
    if state not in DECIDING | IN_SERVICE:
        return {"network": "", "price": None, "cheaper": None, "exit_plan": None}
    _, programme = current_programme()
    printable = printable_figures(of=programme)
    found = budget_of(prescription, programme=programme, printable=printable, on=on, is_staff=False)
    plan = exit_plan_of(
        prescription, programme=programme, printable=printable, on=on, is_staff=False
    )
    path, _ = offer_of(prescription, programme=programme)
    is_said = state in DECIDING and path in printable
    return {
        "network": line.technology if line and state == "available" else "",
        "price": found.price if is_said else None,
        "cheaper": found.market if is_said and found.market_is_cheaper else None,
        "exit_plan": plan,
    }


def exit_plan_of(
    prescription: Prescription,
    *,
    programme: Programme,
    printable: Collection[str],
    on: date,
    is_staff: bool,
) -> ExitPlan | None:
    """Give the exit plan of a line that lives; for a household, once its end is near."""
    if prescription.line_state not in IN_SERVICE:
        return None
    line, market = programme.offers.line, market_of(programme, printable=printable, on=on)
    path, offer = offer_of(prescription, programme=programme)
    # The file says what the offer costs after; of another network, only the operator can.
    known = line.price_after if path == PRICE else None
    shown = known is not None and PRICE_AFTER in printable
    after = known.value if known and (is_staff or shown) else None
    plan = exit_plan(
        ends=(programme.closes_on, line.ends_on),
        notice_days=programme.delays.exit_notice,
        price_now=offer.price.value if offer else None,
        price_after=after,
        price_after_shown=shown,
        market=market if is_staff else only_shown(market),
        on=on,
    )
    return plan if plan and (is_staff or plan.is_near) else None
