"""Money is integer cents; it becomes a decimal only on paper."""

from decimal import Decimal

NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
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
    sign = "−" if amount < 0 else ""
    whole, rest = divmod(abs(amount), 100)
    if language == "en":
        return f"{sign}€{whole:,}" + (f".{rest:02d}" if rest else "")
    digits = f"{whole:,}".replace(",", NARROW_SPACE)
    decimals = f",{rest:02d}" if rest else ""
    return f"{sign}{digits}{decimals}{NO_BREAK_SPACE}€"
