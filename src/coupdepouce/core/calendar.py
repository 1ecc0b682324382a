"""Days and deadlines: one function each, in Paris time, periods `[from, to)`."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from coupdepouce.core.money import NO_BREAK_SPACE

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

AT = {"fr": "à", "en": "at"}


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


def hour_in_words(hour: time, *, language: str = "fr") -> str:
    """Write an hour as a person says it: "14 h 30", "10 h"; in English "14:30"."""
    if language == "en":
        return f"{hour:%H:%M}"
    minutes = f"{NO_BREAK_SPACE}{hour.minute:02d}" if hour.minute else ""
    return f"{hour.hour}{NO_BREAK_SPACE}h{minutes}"


def moment_in_words(moment: datetime, *, language: str = "fr") -> str:
    """Write a moment to come, in Paris: "jeudi 26 novembre à 10 h"."""
    local = moment.astimezone(PARIS)
    day, hour = local.date(), hour_in_words(local.time(), language=language)
    return f"{in_words(day, year=False, language=language)} {AT.get(language, AT['fr'])} {hour}"


def moment_in_short(moment: datetime, *, language: str = "fr") -> str:
    """Write a moment where each sign counts: "26/11/2026 à 10h00"."""
    local = moment.astimezone(PARIS)
    return f"{local:%d/%m/%Y, %H:%M}" if language == "en" else f"{local:%d/%m/%Y à %Hh%M}"
