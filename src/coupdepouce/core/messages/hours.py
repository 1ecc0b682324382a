"""When messages leave, in Paris: letters together in the morning, texts not at night."""

from datetime import datetime, time

from coupdepouce.core.calendar import PARIS, add_days, day_of

POST = time(5)  # before the printers start: yesterday's letters are one batch


def next_post(at: datetime, /) -> datetime:
    """Give when the letters written at a moment are drawn together."""
    today = datetime.combine(day_of(at), POST, PARIS)
    return today if at < today else datetime.combine(add_days(day_of(at), 1), POST, PARIS)


def is_quiet(at: datetime, *, begins: int, ends: int) -> bool:
    """Say whether a moment is in the hours without SMS, from one hour of Paris to another."""
    hour = at.astimezone(PARIS).hour
    if begins <= ends:
        return begins <= hour < ends
    return hour >= begins or hour < ends
