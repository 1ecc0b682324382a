"""Money is integer cents; it becomes a decimal only on paper."""

from decimal import Decimal

from coupdepouce.core.languages import NARROW_SPACE, NO_BREAK_SPACE, language_of

__all__ = ["MOST_EUROS", "NARROW_SPACE", "NO_BREAK_SPACE", "cents", "in_euros"]

LONGEST = 30
MOST_EUROS = 10_000_000  # its cents fit the columns of every base


def cents(euros: str | int | float | Decimal) -> int:
    """Turn an amount in euros into cents.

    Raises:
        ValueError: not a number, beyond `MOST_EUROS`, or finer than a cent.
    """
    text = str(euros)
    try:
        amount = Decimal(text.replace(",", ".")) * 100
    except ArithmeticError:  # 1e999999999 is a number, and overflows
        raise ValueError(f"not an amount in euros: {text[:LONGEST]!r}") from None
    small = amount.is_finite() and abs(amount) <= MOST_EUROS * 100
    if not small or amount != amount.to_integral_value():
        raise ValueError(f"not an amount in whole cents: {text[:LONGEST]!r}")
    return int(amount)


def in_euros(amount: int, *, language: str = "fr") -> str:
    """Write cents as a person reads them: "19,99 €", "1 250 €"; in English "€19.99", "€1,250"."""
    written = language_of(language)
    whole, rest = divmod(abs(amount), 100)
    digits = written.write_number(f"{whole:,}" + (f".{rest:02d}" if rest else ""))
    return ("−" if amount < 0 else "") + written.money.format(amount=digits)
