"""When messages leave, in Paris: letters together in the morning."""

from datetime import datetime, time

from coupdepouce.core.calendar import PARIS, add_days, day_of

POST = time(5)  # before the printers start: yesterday's letters are one batch


def next_post(at: datetime, /) -> datetime:
    """Give when the letters written at a moment are drawn together."""
    today = datetime.combine(day_of(at), POST, PARIS)
    return today if at < today else datetime.combine(add_days(day_of(at), 1), POST, PARIS)
