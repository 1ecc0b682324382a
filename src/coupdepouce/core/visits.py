"""Appointments at a shop: the hours a shop gives each week, cut into moments of one length."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from coupdepouce.core.calendar import PARIS
from coupdepouce.core.refusal import Refusal

SHORTEST, LONGEST, MOST_PLACES = 5, 240, 20
SLOT = re.compile(r"(\d{1,9})@(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})")


@dataclass(frozen=True, kw_only=True)
class Hours:
    """What a shop gives on one day of the week: from, to, the length of each, the places."""

    weekday: int  # 0 is Monday
    opens: time
    closes: time
    minutes: int
    places: int

    def starts_on(self, day: date) -> Iterator[datetime]:
        """Give the moments of a day, each with room for its whole length."""
        if day.weekday() != self.weekday:
            return
        length = timedelta(minutes=self.minutes)
        start = datetime.combine(day, self.opens, tzinfo=PARIS)
        closes = datetime.combine(day, self.closes, tzinfo=PARIS)
        while start + length <= closes:
            yield start
            start += length


def check_hours(new: Hours, others: Iterable[Hours]) -> None:
    """Let hours be added to those a shop has.

    Raises:
        Refusal: not a length or a number of places, too short for one, or over others of that day.
    """
    if not SHORTEST <= new.minutes <= LONGEST:
        raise Refusal("minutes_wrong", f"Un rendez-vous dure de {SHORTEST} à {LONGEST} minutes.")
    if not 1 <= new.places <= MOST_PLACES:
        raise Refusal("places_wrong", f"Recevez de 1 à {MOST_PLACES} personnes à la fois.")
    # Any Monday: what is compared is the time of day.
    day = date(2026, 11, 2) + timedelta(days=new.weekday)
    if not any(new.starts_on(day)):
        raise Refusal("hours_short", "L’heure de fin laisse au moins un rendez-vous entier.")
    for one in others:
        same_day = one.weekday == new.weekday
        if same_day and one.opens < new.closes and new.opens < one.closes:
            raise Refusal("hours_overlap", "La boutique reçoit déjà à ces heures : retirez-les.")


def slot_of(shop_id: int, starts_at: datetime) -> str:
    """Write a shop and a moment as one answer of a form."""
    return f"{shop_id}@{starts_at.astimezone(PARIS):%Y-%m-%dT%H:%M}"


def read_slot(text: str) -> tuple[int, datetime] | None:
    """Read a shop and a moment again, None when it is not one."""
    found = SLOT.fullmatch(text)
    if found is None:
        return None
    try:
        return int(found[1]), datetime.fromisoformat(found[2]).replace(tzinfo=PARIS)
    except ValueError:
        return None
