"""Opening hours, from OpenStreetMap's syntax to words; what is too intricate is left out."""

import re
from datetime import date, time

from django.utils.translation import gettext

from coupdepouce.core.directory.hours import DAYS
from coupdepouce.core.languages import language_of
from coupdepouce.web.templatetags import ui

_DAYS = "|".join(DAYS)
_RULE = re.compile(rf"((?:(?:{_DAYS})(?:-(?:{_DAYS}))?,?)+) +([\d:,\- ]+)")
_SPAN = re.compile(r"(\d\d):(\d\d) ?- ?(\d\d):(\d\d)")


def hours_in_words(text: str) -> str:
    """Write "Mo-Fr 09:00-12:00" as a person says it; nothing when it cannot be said simply."""
    rules = [_RULE.fullmatch(rule.strip()) for rule in text.split(";") if rule.strip()]
    said = [_said(rule[1], rule[2]) for rule in rules if rule]
    if len(said) < len(rules) or not all(said):
        return ""
    sentence = gettext(" ; ").join(said)
    return sentence[:1].upper() + sentence[1:]


def _said(days: str, spans: str) -> str:
    found = [_SPAN.fullmatch(span.strip()) for span in spans.split(",")]
    hours = [_hours(span) for span in found if span]
    if len(hours) < len(found) or not all(hours):
        return ""
    return gettext("%(days)s : %(hours)s") % {"days": _days(days), "hours": ui.listed(hours)}


def _hours(span: re.Match[str]) -> str:
    opens, closes = (int(span[1]), int(span[2])), (int(span[3]), int(span[4]))
    if not opens < closes < (24, 0):
        return ""
    values = {"opens": ui.hour(time(*opens)), "closes": ui.hour(time(*closes))}
    return gettext("%(opens)s à %(closes)s") % values


def _days(text: str) -> str:
    return ui.listed(_span_of_days(part) for part in text.strip(",").split(","))


def weekday(day: date) -> str:
    """Give the name of a day in the language of the page."""
    return language_of(ui.language()).weekdays[day.weekday()]


def _span_of_days(text: str) -> str:
    names = language_of(ui.language()).weekdays
    first, _, last = text.partition("-")
    if not last:
        return names[DAYS.index(first)]
    values = {"first": names[DAYS.index(first)], "last": names[DAYS.index(last)]}
    return gettext("du %(first)s au %(last)s") % values
