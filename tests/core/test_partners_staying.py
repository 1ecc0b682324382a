"""The short training and the sleep of accounts: their dates at midnight, and the questions."""

from datetime import date

import pytest

from coupdepouce.core.partners.briefing import (
    Standing,
    due_on,
    questions_of,
    standing,
    wrong_answers,
)
from coupdepouce.core.partners.dormancy import Rest, closes_on, rest
from coupdepouce.core.programme import parse
from coupdepouce.core.programme.partners import Briefing, Partners
from coupdepouce.programmes.defaults import default_text

RULES = Briefing(since=date(2026, 12, 1), grace_days=60)
OFF = Briefing(needed=False)
BEFORE, AFTER = date(2026, 11, 30), date(2026, 12, 1)


@pytest.mark.parametrize(
    ("since", "rules", "due"),
    [
        (BEFORE, RULES, date(2027, 1, 30)),
        (AFTER, RULES, AFTER),
        (date(2027, 6, 1), RULES, date(2027, 6, 1)),
        (BEFORE, Briefing(since=AFTER, grace_days=1), date(2026, 12, 2)),
    ],
    ids=["there before", "opened that day", "opened since", "another grace"],
)
def test_the_first_day_on_which_an_account_needs_the_training(since, rules, due):
    assert due_on(since=since, rules=rules) == due


@pytest.mark.parametrize(
    ("since", "has_passed", "rules", "day", "stands"),
    [
        (BEFORE, False, RULES, date(2027, 1, 29), Standing.GRACE),
        (BEFORE, False, RULES, date(2027, 1, 30), Standing.DUE),
        (AFTER, False, RULES, AFTER, Standing.DUE),
        (AFTER, True, RULES, AFTER, Standing.DONE),
        (AFTER, False, OFF, AFTER, Standing.NOT_ASKED),
    ],
)
def test_where_a_person_stands_with_the_training(since, has_passed, rules, day, stands):
    assert standing(since=since, has_passed=has_passed, rules=rules, day=day) is stands


def test_the_questions_are_eight_and_each_has_one_right_answer_among_its_own():
    questions = questions_of(parse(default_text()))

    assert [one.name for one in questions] == [
        "entitled", "paper", "zero", "household", "shop", "consent", "voucher", "call",
    ]  # fmt: skip
    for one in questions:
        values = [value for value, _ in one.choices]
        assert values.count(one.right) == 1
        assert len(set(values)) == len(values) == 3
        assert one.lesson
        assert all(one.lesson)


def test_the_right_answer_is_not_always_at_the_same_place():
    questions = questions_of(parse(default_text()))

    assert {[value for value, _ in one.choices].index(one.right) for one in questions} == {0, 1, 2}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("ceiling = { value = 700,", "ceiling = { value = 912,", "912 €"),
        ("voucher_lifetime = 90", "voucher_lifetime = 41", "41 jours"),
    ],
)
def test_what_is_read_is_the_programmes_own(old, new, said):
    lessons = questions_of(parse(default_text().replace(old, new)))

    assert any(said in sentence for one in lessons for sentence in one.lesson)


def test_a_route_that_is_closed_is_not_taught():
    text = default_text().replace(
        "[eligibility.status]\nenabled = true", "[eligibility.status]\nenabled = false"
    )

    assert not any("aides" in line for one in questions_of(parse(text)) for line in one.lesson)


def test_a_wrong_answer_and_a_missing_one_are_named():
    questions = questions_of(parse(default_text()))
    right = {one.name: one.right for one in questions}

    assert wrong_answers(questions, right) == []
    given = {name: value for name, value in right.items() if name != "call"} | {"zero": "yes"}
    assert [one.name for one in wrong_answers(questions, given)] == ["zero", "call"]


LAST, DORMANT = date(2025, 8, 31), date(2026, 2, 28)
HALF = Partners(dormant_months=6, dormant_notice_days=30)


@pytest.mark.parametrize(
    ("told", "day", "what"),
    [
        (None, date(2026, 2, 27), Rest.USED),
        (None, DORMANT, Rest.TO_REMIND),
        (date(2025, 8, 1), DORMANT, Rest.TO_REMIND),
        (date(2026, 2, 27), DORMANT, Rest.TO_REMIND),
        (DORMANT, DORMANT, Rest.REMINDED),
        (DORMANT, date(2026, 3, 29), Rest.REMINDED),
        (DORMANT, date(2026, 3, 30), Rest.TO_CLOSE),
        (date(2025, 8, 1), date(2026, 2, 27), Rest.USED),
    ],
    ids=[
        "the day before", "six months", "told of an older sleep", "told a day early", "told today",
        "the last day of the notice", "the notice is over", "told, then came back",
    ],
)  # fmt: skip
def test_what_is_done_of_an_account_nobody_uses(told, day, what):
    assert rest(last=LAST, told=told, rules=HALF, day=day) is what


def test_the_day_an_account_closes_is_the_one_that_was_told():
    assert closes_on(DORMANT, rules=HALF) == date(2026, 3, 30)
