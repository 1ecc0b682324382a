"""The days of a series: every week or every two, without the days when the shop is closed.

Hours are those of the clock on the wall: a workshop at 14 h stays at 14 h when the hour changes.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from coupdepouce.core.calendar import PARIS, add_days, in_words
from coupdepouce.core.directory.hours import is_closed_on
from coupdepouce.core.refusal import Refusal

MOST = 60  # a year of weeks, and a few
CLOSED_DAY, CLOSED_SHOP = "jour fermé", "la boutique est fermée ce jour-là"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the form of a series asks: the first time, and how it comes back."""

    first: date
    begins: time
    minutes: int
    every_weeks: int = 0  # 0: once
    until: date | None = None
    closed: frozenset[date] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One time in the plan."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class Skipped:
    """A day left out, and why."""

    day: date
    why: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The times to write, and the days left out."""

    slots: tuple[Slot, ...]
    skipped: tuple[Skipped, ...]


def planned(wish: Wish, *, hours: str = "") -> Plan:
    """Give the times of a wish, and the days it leaves out.

    Raises:
        Refusal: nothing is left, too many times, or an hour that the clock skips.
    """
    slots, skipped = [], []
    for day in _dates(wish):
        if why := _closed(day, wish.closed, hours):
            skipped.append(Skipped(day=day, why=why))
        else:
            slots.append(slot(day, wish.begins, wish.minutes))
    if not slots:
        raise Refusal("no_session", "Aucun jour ne reste : choisissez un autre jour.")
    return Plan(slots=tuple(slots), skipped=tuple(skipped))


def _closed(day: date, closed: Collection[date], hours: str) -> str:
    if day in closed:
        return CLOSED_DAY
    return CLOSED_SHOP if is_closed_on(hours, on=day) else ""


def _dates(wish: Wish) -> list[date]:
    if not wish.every_weeks:
        return [wish.first]
    if wish.until is None or wish.until < wish.first:
        raise Refusal("series_end", "Dites jusqu’à quel jour la série continue.", field="until")
    step = 7 * wish.every_weeks
    count = (wish.until - wish.first).days // step + 1
    if count > MOST:
        raise Refusal(
            "series_long", f"Une série a au plus {MOST} séances : arrêtez-la avant.", field="until"
        )
    return [add_days(wish.first, step * number) for number in range(count)]


def slot(day: date, begins: time, minutes: int) -> Slot:
    """Give the moments of one time, by the clock on the wall.

    Raises:
        Refusal: the clock skips that hour on that day.
    """
    starts_at = datetime.combine(day, begins, tzinfo=PARIS)
    back = starts_at.astimezone(UTC).astimezone(PARIS)
    if back.replace(tzinfo=None) != starts_at.replace(tzinfo=None):
        raise Refusal(
            "hour_skipped",
            f"Le {in_words(day)}, cette heure n’existe pas : l’heure change.",
            field="begins",
        )
    # Counted on the world's clock: across the change of hour, ninety minutes stay ninety.
    ends_at = (starts_at.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(PARIS)
    return Slot(starts_at=starts_at, ends_at=ends_at)
