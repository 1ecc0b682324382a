"""The arithmetic of a quota: granted, used, returned, handed back; never overdrawn."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Count:
    """The units of a partner over a period, one unit for one voucher."""

    granted: int
    issued: int = 0
    returned: int = 0  # vouchers that ended before a shop received them
    handed_back: int = 0  # to the programme, once the period is over

    @property
    def used(self) -> int:
        """Give the units that are out or were received."""
        return self.issued - self.returned

    @property
    def left(self) -> int:
        """Give the units that can still be issued."""
        return self.granted - self.used - self.handed_back


def calendar_year(day: date) -> tuple[date, date]:
    """Give the period of a quota that the programme file grants by itself."""
    return date(day.year, 1, 1), date(day.year + 1, 1, 1)


def overlap(one: tuple[date, date], other: tuple[date, date]) -> bool:
    """Say whether two periods share a day."""
    return one[0] < other[1] and other[0] < one[1]


def goes_back_to_programme(*, ends_on: date, day: date) -> bool:
    """Say whether a unit that returns on that day is the programme's, no longer the partner's."""
    return day >= ends_on
