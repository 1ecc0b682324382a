"""What the line changes in the household's money: three numbers that are never added up.

Paid less, access gained and market cost avoided answer three questions. Added together they would
count a euro twice, and a line that the household had not is a cost, not a saving.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from coupdepouce.core.calendar import add_months

Kind = Literal["paid_less", "same_price", "pays_more", "access_gained"]
# Why the present bill and our price are not compared; empty when they are.
NotCompared = Literal["", "unknown", "no_line", "bundle", "no_price"]
SPREAD_MONTHS = 12  # what it costs to leave is spread over the first year


@dataclass(frozen=True, kw_only=True)
class LineToday:
    """The line the household has now; amounts in cents, `None` where it was not asked."""

    has: bool | None = None
    monthly_cost: int | None = None
    ends_on: date | None = None  # the first day when the household may leave for nothing
    exit_fee: int | None = None
    bundle: frozenset[str] | None = None  # what else its price pays for: mobile, tv


@dataclass(frozen=True, kw_only=True)
class Saving:
    """The change of the monthly bill, in cents: negative when the household would pay more."""

    kind: Kind
    per_month: int


def saving(line: LineToday | None, *, price: int) -> Saving | None:
    """Compare the line of today with the price of the programme; `None` while it is unknown."""
    if line is None or line.has is None:
        return None
    if not line.has:
        return Saving(kind="access_gained", per_month=0)
    if line.monthly_cost is None:
        return None
    kept = line.monthly_cost - price
    kind: Kind = "paid_less" if kept > 0 else "pays_more" if kept < 0 else "same_price"
    return Saving(kind=kind, per_month=kept)


@dataclass(frozen=True, kw_only=True)
class MarketOffer:
    """A price of the market: whose, when it was read, and whether a household may read it."""

    name: str
    price: int
    read_on: date | None = None
    shown: bool = False  # verified, or confirmed by the programme manager


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """What leaving the present contract costs on a day."""

    fee: int | None  # `None`: there is one, and nobody said how much
    free_on: date | None  # waiting until that day costs nothing
    per_month: int = 0  # the fee over the first year, rounded up
    months_to_repay: int | None = None  # months of paying less that pay the fee back


@dataclass(frozen=True, kw_only=True)
class Budget:
    """Three numbers, in cents a month; `None` where there is nothing to say."""

    on: date
    price: int | None  # `None`: nobody knows it for this network
    paid_less: int | None  # negative: the household pays more
    not_compared: NotCompared
    bundle_asked: bool
    access_gained: int | None  # a cost newly borne: no saving
    market: MarketOffer | None  # the cheapest
    market_avoided: int | None  # negative: that offer costs less than ours
    leaving: Leaving | None

    @property
    def market_is_cheaper(self) -> bool:
        """Say whether the cheapest offer of the market beats ours."""
        return self.market_avoided is not None and self.market_avoided < 0

    @property
    def first_year(self) -> int | None:
        """Give what is paid less each month of the first year, once the exit fee is spread."""
        if self.paid_less is None or (self.leaving and self.leaving.fee is None):
            return None
        return self.paid_less - (self.leaving.per_month if self.leaving else 0)


def budget(
    line: LineToday | None, *, price: int | None, market: Iterable[MarketOffer] = (), on: date
) -> Budget:
    """Give the three numbers of a household on a day."""
    today = line or LineToday()
    not_compared = _not_compared(today, price=price)
    paid_less = None
    if not not_compared and today.monthly_cost is not None and price is not None:
        paid_less = today.monthly_cost - price
    cheapest = min(market, key=lambda offer: (offer.price, offer.name), default=None)
    return Budget(
        on=on,
        price=price,
        paid_less=paid_less,
        not_compared=not_compared,
        bundle_asked=today.bundle is not None,
        access_gained=price if today.has is False else None,
        market=cheapest,
        market_avoided=cheapest.price - price if cheapest and price is not None else None,
        leaving=_leaving(today, paid_less=paid_less, on=on),
    )


def _not_compared(line: LineToday, *, price: int | None) -> NotCompared:
    if price is None:
        return "no_price"
    if line.has is False:
        return "no_line"
    if line.bundle:
        # One price for the line, the mobile and the television: the line's share is not known.
        return "bundle"
    return "unknown" if line.has is None or line.monthly_cost is None else ""


def _leaving(line: LineToday, *, paid_less: int | None, on: date) -> Leaving | None:
    if not line.has or (line.ends_on is not None and line.ends_on <= on):
        return None
    if line.exit_fee is None:
        return Leaving(fee=None, free_on=line.ends_on) if line.ends_on else None
    if line.exit_fee == 0:
        return None
    return Leaving(
        fee=line.exit_fee,
        free_on=line.ends_on,
        per_month=-(-line.exit_fee // SPREAD_MONTHS),
        months_to_repay=-(-line.exit_fee // paid_less) if paid_less and paid_less > 0 else None,
    )


def fresh(market: Iterable[MarketOffer], *, on: date, months: int) -> tuple[MarketOffer, ...]:
    """Keep the prices read less than so many months ago: an older one compares with nothing."""
    return tuple(
        offer for offer in market if offer.read_on is None or on < add_months(offer.read_on, months)
    )


def only_shown(market: Iterable[MarketOffer]) -> tuple[MarketOffer, ...]:
    """Keep the prices that a household may read: an unverified one is never counted for it."""
    return tuple(offer for offer in market if offer.shown)


@dataclass(frozen=True, kw_only=True)
class BillCheck:
    """A bill against what was announced, in cents: above zero when the bill is dearer."""

    differs_by: int

    @property
    def is_confirmed(self) -> bool:
        """Say whether the household pays what was announced, to the cent."""
        return self.differs_by == 0


def check_bill(*, amount: int, announced: int) -> BillCheck:
    """Compare the amount read on a later bill with the price that was announced."""
    return BillCheck(differs_by=amount - announced)
