"""The short training before somebody hands out vouchers: its dates, and its questions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

from coupdepouce.core.calendar import add_days
from coupdepouce.core.partners.lessons import LESSONS, QUOTIENT, STATUSES, Question
from coupdepouce.core.programme import Programme
from coupdepouce.core.programme.partners import Briefing


class Standing(StrEnum):
    """Where a person stands with the training."""

    DONE = "done"
    GRACE = "grace"  # not yet, and they act meanwhile
    DUE = "due"
    NOT_ASKED = "not_asked"  # by this programme


def due_on(*, since: date, rules: Briefing) -> date:
    """Give the first day on which an account acts only once its person is trained.

    Whoever was there before the rule has some days; whoever came since needs it at once.
    """
    return add_days(rules.since, rules.grace_days) if since < rules.since else since


def standing(*, since: date, has_passed: bool, rules: Briefing, day: date) -> Standing:
    """Say where a person stands with the training on a day."""
    if not rules.needed:
        return Standing.NOT_ASKED
    if has_passed:
        return Standing.DONE
    return Standing.DUE if day >= due_on(since=since, rules=rules) else Standing.GRACE


def wrong_answers(questions: Sequence[Question], given: Mapping[str, str]) -> Sequence[Question]:
    """Give the questions whose answer is not the right one: none, and the training is passed."""
    return [one for one in questions if given.get(one.name) != one.right]


def questions_of(programme: Programme) -> tuple[Question, ...]:
    """Give the questions, with the programme's own routes, ceiling and days."""
    quotient, statuses = (
        programme.eligibility.quotient_familial,
        programme.eligibility.status,
    )
    opened = ((quotient.enabled, QUOTIENT), (statuses.enabled, STATUSES))
    rules = tuple(rule for is_open, rule in opened if is_open)
    first, *others = LESSONS
    figures = {
        "ceiling": quotient.ceiling.in_words(),
        "days": programme.delays.voucher_lifetime,
    }
    return tuple(
        replace(one, lesson=tuple(sentence.format_map(figures) for sentence in one.lesson))
        for one in (replace(first, lesson=rules + first.lesson), *others)
    )
