"""What is expected in the shops, counted by hand and by throwing dice."""

import random
from datetime import date, timedelta
from math import isclose

import pytest

from coupdepouce.core.partners.forecast import (
    AGES,
    ENOUGH,
    WEEKS,
    Out,
    Past,
    Rate,
    expected,
    rates,
)

TODAY = date(2026, 11, 25)
LONG_AGO = TODAY - timedelta(days=140)
ALL = range(WEEKS)


def days(number: int) -> timedelta:
    return timedelta(days=number)


def past(issued_on=LONG_AGO, *, arrived: int | None = None, ended: int | None = None) -> Past:
    return Past(
        issued_on=issued_on,
        arrived_on=None if arrived is None else issued_on + days(arrived),
        ended_on=None if ended is None else issued_on + days(ended),
    )


def out(age: int = 0, *, left: int = 90) -> Out:
    return Out(issued_on=TODAY - days(age), last_day=TODAY + days(left))


def flat(value: float, weeks: int = 1000) -> dict[int, Rate]:
    return dict.fromkeys(AGES, Rate(arrivals=round(value * weeks), weeks=weeks))


def test_a_rate_is_those_who_came_of_the_weeks_observed():
    seen = rates(
        [past(arrived=3)] * 10 + [past(arrived=6)] * 10 + [past(arrived=7)] * 40, day=TODAY
    )

    assert seen is not None
    assert (seen[0].arrivals, seen[0].weeks) == (20, 60)
    assert (seen[1].arrivals, seen[1].weeks) == (40, 40)


@pytest.mark.parametrize(
    ("one", "weeks"),
    [
        (past(TODAY - days(6)), 0),
        (past(TODAY - days(7)), 1),
        (past(TODAY - days(6), arrived=1), 0),
        (past(TODAY - days(7), arrived=1), 1),
        (past(ended=6), 0),
        (past(ended=7), 1),
    ],
    ids=[
        "its first week runs", "it is whole", "came, but the week runs", "came, and it is whole",
        "withdrawn before", "withdrawn after",
    ],
)  # fmt: skip
def test_only_whole_weeks_are_observed(one, weeks):
    seen = rates([past(arrived=0)] * ENOUGH + [one], day=TODAY)

    assert seen is not None
    assert seen[0].weeks == ENOUGH + weeks


def test_under_the_threshold_there_is_not_enough_past_to_say():
    assert rates([past(arrived=1)] * (ENOUGH - 1), day=TODAY) is None
    assert rates([past(arrived=1)] * ENOUGH, day=TODAY) is not None
    assert rates([], day=TODAY) is None


def test_an_age_seen_too_little_has_the_rate_of_the_one_before():
    seen = rates([past(arrived=1)] * 30 + [past(arrived=8)] * (ENOUGH - 1), day=TODAY)

    assert seen is not None
    assert set(seen) == set(AGES)
    assert {seen[age] for age in AGES} == {Rate(arrivals=30, weeks=59)}


@pytest.mark.parametrize(
    ("weeks", "mean"),
    [([0], 50), ([1], 25), ([2], 12.5), ([0, 1], 75), (ALL, 93.75)],
    ids=["the next", "the second", "the third", "two", "four"],
)
def test_who_came_does_not_come_again(weeks, mean):
    found = expected([out()] * 100, seen=flat(0.5), day=TODAY, weeks=weeks)

    assert isclose(found.mean, mean)


@pytest.mark.parametrize(("left", "mean"), [(-1, 0), (0, 50), (6, 50), (7, 75), (90, 93.75)])
def test_a_voucher_comes_until_its_last_day_and_not_after(left, mean):
    found = expected([out(left=left)] * 100, seen=flat(0.5), day=TODAY, weeks=ALL)

    assert isclose(found.mean, mean)


def test_the_rate_is_the_one_of_its_age():
    seen = flat(0.5) | {8: Rate(arrivals=100, weeks=1000)}

    assert isclose(expected([out(56)], seen=seen, day=TODAY, weeks=[0]).mean, 0.1)
    assert isclose(expected([out(55)], seen=seen, day=TODAY, weeks=[0]).mean, 0.5)
    assert isclose(expected([out(55)], seen=seen, day=TODAY, weeks=[1]).mean, 0.05)


def test_the_bounds_counted_by_hand():
    found = expected([out()] * 100, seen=flat(0.5, weeks=100), day=TODAY, weeks=[0])

    # 100 x 1/4 for the vouchers, 100² x 1/4 / 100 for the rate: the square root of 50 is 7.07.
    assert (found.low, found.high) == (50 - 14, 50 + 14)


def test_less_past_widens_the_bounds_which_never_leave_what_is_out():
    wide = expected([out()] * 20, seen=flat(0.5, weeks=30), day=TODAY, weeks=[0])
    narrow = expected([out()] * 20, seen=flat(0.5, weeks=3000), day=TODAY, weeks=[0])

    assert wide.low < narrow.low < 10 < narrow.high < wide.high
    one = expected([out()], seen=flat(0.5), day=TODAY, weeks=ALL)
    assert (one.low, one.high) == (0, 1)


def test_nothing_out_nothing_comes():
    found = expected([], seen=flat(0.5), day=TODAY, weeks=ALL)

    assert (found.mean, found.low, found.high) == (0, 0, 0)


# Bounds of 95 in 100 hold about 285; those of whole people are a little wider.
@pytest.mark.parametrize(("weeks", "times"), [([0], 293), ([2], 295), (list(ALL), 295)])
def test_of_three_hundred_towns_thrown_at_random_the_bounds_hold_this_many(weeks, times):
    dice = random.Random(4)
    true, held = 0.15, 0

    def came() -> int | None:
        return next((week for week in range(13) if dice.random() < true), None)

    for _ in range(300):
        known = [
            past(arrived=None if (week := came()) is None else 7 * week, ended=91)
            for _ in range(60)
        ]
        seen = rates(known, day=TODAY)
        assert seen is not None
        found = expected([out()] * 40, seen=seen, day=TODAY, weeks=weeks)
        held += found.low <= sum(came() in weeks for _ in range(40)) <= found.high

    assert held == times
