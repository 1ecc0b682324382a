"""When an answer is late: one function, for the first answer, the second look and its window."""

from datetime import date

from coupdepouce.core.calendar import add_days


def due_on(day: date, *, days: int) -> date:
    """Give the first day that is too late: received on the 1st with 15 days, the 17th."""
    return add_days(day, days + 1)
