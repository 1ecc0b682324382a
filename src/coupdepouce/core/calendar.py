"""Days and deadlines: one function each, in Paris time, periods `[from, to)`."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from coupdepouce.core.languages import language_of

PARIS = ZoneInfo("Europe/Paris")
HOLIDAYS = {
    (1, 1): "jour de l’an",
    (5, 1): "fête du travail",
    (5, 8): "victoire de 1945",
    (7, 14): "fête nationale",
    (8, 15): "Assomption",
    (11, 1): "Toussaint",
    (11, 11): "armistice de 1918",
    (12, 25): "Noël",
}
# By the days since Easter.
MOVABLE = {1: "lundi de Pâques", 39: "Ascension", 50: "lundi de Pentecôte"}


def day_of(moment: datetime) -> date:
    """Give the calendar day in Paris of an aware moment.

    Raises:
        ValueError: the moment has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(PARIS).date()


def midnight(day: date) -> datetime:
    """Give the first moment of a day in Paris."""
    return datetime.combine(day, time.min, tzinfo=PARIS)


def add_months(day: date, months: int) -> date:
    """Give the same day some months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date:
    """Give the day that comes some days later."""
    return day + timedelta(days=days)


def public_holiday(day: date) -> str:
    """Name the public holiday that a day is, empty when it is none (code du travail, L3133-1)."""
    fixed = HOLIDAYS.get((day.month, day.day), "")
    return fixed or MOVABLE.get((day - _easter(day.year)).days, "")


def _easter(year: int) -> date:
    # Butcher’s algorithm, with a shorter correction of the moon.
    golden, (century, rest) = year % 19, divmod(year, 100)
    moon = (19 * golden + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    moon -= (golden + 11 * moon) // 319
    sunday = (2 * (century % 4) + 2 * (rest // 4) - rest % 4 - moon + 32) % 7
    return add_days(date(year, 3, 22), moon + sunday)


def in_words(day: date, *, year: bool = True, language: str = "fr") -> str:
    """Write a day as a person says it: "vendredi 4 décembre 2026", "Friday 4 December 2026"."""
    return language_of(language).write_day(day, year=year)


def in_digits(moment: datetime, *, language: str = "fr") -> str:
    """Write a moment in few signs, in Paris: "04/12/2026 à 14h30"."""
    return moment.astimezone(PARIS).strftime(language_of(language).moment)
