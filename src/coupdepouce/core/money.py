"""Money is integer cents; it becomes a decimal only on paper."""

from decimal import Decimal, InvalidOperation

NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


def cents(euros: str | int | float | Decimal) -> int:
    """Turn an amount in euros into cents.

    Raises:
        ValueError: not a number, or finer than a cent.
    """
    try:
        amount = Decimal(str(euros).replace(",", ".")) * 100
    except InvalidOperation:
        raise ValueError(f"not an amount in euros: {euros!r}") from None
    if not amount.is_finite() or amount != amount.to_integral_value():
        raise ValueError(f"not an amount in whole cents: {euros!r}")
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
