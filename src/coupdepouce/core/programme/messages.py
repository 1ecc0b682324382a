"""What messages cost, what may be spent on them, and the hours without SMS; ours are examples."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from coupdepouce.core.languages import NO_BREAK_SPACE
from coupdepouce.core.money import in_euros
from coupdepouce.core.programme.figures import Amount, Figure, Part

Hour = Annotated[int, Field(ge=0, le=23)]
Kind = Literal["sms", "email", "letter"]
TENTHS = 1000  # in a euro
DEAREST = 100 * TENTHS


def _as_tenths(value: object) -> int:
    problem = 'un prix en euros est attendu, au dixième de centime : par exemple "0.045".'
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(problem)  # noqa: TRY004 - pydantic reports a ValueError, not a TypeError
    try:
        tenths = Decimal(str(value).replace(",", ".")) * TENTHS
    except ArithmeticError:
        raise ValueError(problem) from None
    if not tenths.is_finite() or tenths != tenths.to_integral_value() or not 0 <= tenths <= DEAREST:
        raise ValueError(problem)
    return int(tenths)


class UnitCost(Figure):
    """The cost of one part: written in euros, kept in tenths of cents."""

    value: Annotated[int, BeforeValidator(_as_tenths)]

    def in_words(self) -> str:
        """Write the cost as a person reads it: "4,5 centimes"."""
        return in_cents(self.value)


def in_cents(tenths: int, /) -> str:
    """Write tenths of cents: "4,5 centimes"."""
    whole, rest = divmod(tenths, 10)
    plural = "s" if tenths >= 20 else ""  # noqa: PLR2004  two, in tenths
    return f"{whole}{f',{rest}' if rest else ''}{NO_BREAK_SPACE}centime{plural}"


def in_money(tenths: int, /) -> str:
    """Write tenths of cents as a person counts them: in cents up to a euro, then in euros."""
    return in_cents(tenths) if tenths < TENTHS else in_euros(tenths // 10)


class Allowance(Part):
    """What may be spent on messages in a month or in a year."""

    amount: Amount
    period: Literal["month", "year"] = "year"
    necessary_go_on: bool = True  # once it is spent; announcements stop in any case


class Messages(Part):
    """The hours without SMS, the cost of one part by channel, and the allowance."""

    quiet_from: Hour = 21
    quiet_until: Hour = 8  # the first hour when they leave again; the same: they always leave
    costs: dict[Kind, UnitCost] = Field(default_factory=dict)
    allowance: Allowance | None = None
