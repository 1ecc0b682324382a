"""Numbers and days that come from outside: bounded before they are read."""

from datetime import date

from django import forms
from django.urls.converters import IntConverter

LONGEST = 18  # digits: what every base holds, and Python reads at once
# A base counts years from 1, Python to 9999, and midnight in Paris falls outside of both.
FIRST_YEAR, LAST_YEAR = 1900, 2100


class NumberConverter(IntConverter):
    """`<number:pk>` in an address: a longer one leads nowhere."""

    regex = f"[0-9]{{1,{LONGEST}}}"


def whole(text: str, *, default: int, longest: int = LONGEST) -> int:
    """Read a whole number; anything else, or a longer one, is the default."""
    return int(text) if text.isdecimal() and len(text) <= longest else default


def page_number(text: str) -> int:
    """Read the number of a page; anything else is the first."""
    return max(whole(text, default=1, longest=8), 1)


def check_year(day: date) -> None:
    """Refuse a day that nobody alive means.

    Raises:
        ValidationError: the year is before 1900 or after 2100.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise forms.ValidationError(f"Écrivez une année entre {FIRST_YEAR} et {LAST_YEAR}.")
