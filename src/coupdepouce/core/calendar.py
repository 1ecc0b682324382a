"""Days and deadlines: one function each, in Paris time, periods `[from, to)`."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
ENGLISH_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


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


def in_words(day: date, *, year: bool = True, language: str = "fr") -> str:
    """Write a day as a person says it: "vendredi 4 décembre 2026", "Friday 4 December 2026"."""
    if language == "en":
        words = f"{ENGLISH_WEEKDAYS[day.weekday()]} {day.day} {ENGLISH_MONTHS[day.month - 1]}"
    else:
        number = "1er" if day.day == 1 else str(day.day)
        words = f"{WEEKDAYS[day.weekday()]} {number} {MONTHS[day.month - 1]}"
    return f"{words} {day.year}" if year else words
