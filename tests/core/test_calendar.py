"""Days and deadlines, in Paris time."""

import pickle
from datetime import UTC, date, datetime, timedelta

import pytest

from coupdepouce.core.calendar import (
    PARIS,
    add_days,
    add_months,
    day_of,
    in_words,
    midnight,
    public_holiday,
)
from coupdepouce.core.refusal import Refusal


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        pytest.param(datetime(2026, 11, 19, 22, 59, tzinfo=UTC), 19, id="a minute to midnight"),
        pytest.param(datetime(2026, 11, 19, 23, 0, tzinfo=UTC), 20, id="midnight in winter"),
        pytest.param(datetime(2026, 7, 19, 21, 59, tzinfo=UTC), 19, id="a minute to, in summer"),
        pytest.param(datetime(2026, 7, 19, 22, 0, tzinfo=UTC), 20, id="midnight in summer"),
    ],
)
def test_the_day_is_the_one_of_paris(moment, day):
    assert day_of(moment).day == day


def test_a_moment_without_zone_is_a_mistake():
    with pytest.raises(ValueError, match="time zone"):
        day_of(datetime(2026, 11, 20))


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        pytest.param(date(2026, 3, 29), 23, id="summer time begins"),
        pytest.param(date(2026, 10, 25), 25, id="summer time ends"),
        pytest.param(date(2026, 11, 20), 24, id="an ordinary day"),
    ],
)
def test_a_day_goes_from_midnight_to_midnight(day, hours):
    length = midnight(add_days(day, 1)).astimezone(UTC) - midnight(day).astimezone(UTC)

    assert length == timedelta(hours=hours)
    assert midnight(day).tzinfo is PARIS


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2026-08-31", 3, "2026-11-30"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-12-01", 1, "2027-01-01"),
        ("2026-11-20", 0, "2026-11-20"),
    ],
)
def test_months_later_is_the_same_day_or_the_last(day, months, then):
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(then)


HOLIDAYS = """
day        | named
2026-04-05 |
2026-04-06 | lundi de Pâques
2026-04-07 |
2026-05-14 | Ascension
2026-05-25 | lundi de Pentecôte
2026-12-24 |
2026-12-25 | Noël
2027-03-29 | lundi de Pâques
2035-03-26 | lundi de Pâques
2038-04-26 | lundi de Pâques
"""


@pytest.mark.parametrize("row", HOLIDAYS.strip().splitlines()[1:])
def test_a_public_holiday_is_named(row):
    day, named = [cell.strip() for cell in row.split("|")]

    assert public_holiday(date.fromisoformat(day)) == named


def test_a_year_has_eleven_public_holidays():
    # 2008 alone: Ascension fell on the first of May.
    for year, count in ((2008, 10), (2026, 11), (2027, 11)):
        days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
        assert sum(bool(public_holiday(day)) for day in days if day.year == year) == count


def test_a_day_is_written_in_words():
    assert in_words(date(2026, 12, 4)) == "vendredi 4 décembre 2026"
    assert in_words(date(2026, 12, 1), year=False) == "mardi 1er décembre"


def test_a_refusal_crosses_processes_whole():
    refusal = Refusal("stock_empty", "Voyez avec la boutique.", shop="A")

    copy = pickle.loads(pickle.dumps(refusal))

    assert (copy.code, copy.sentence, copy.data) == (refusal.code, refusal.sentence, refusal.data)
