"""What the household keeps each month, against what it pays today."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["paid_less", "same_price", "pays_more", "access_gained"]


@dataclass(frozen=True, kw_only=True)
class LineToday:
    """The line the household has now; amounts in cents, `None` where it was not asked."""

    has: bool | None = None
    monthly_cost: int | None = None
    ends_on: date | None = None
    exit_fee: int | None = None


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
