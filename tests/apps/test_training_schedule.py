"""The days of a series, by the clock on the wall."""

from datetime import UTC, date, time

import pytest

from coupdepouce.core.refusal import Refusal
from coupdepouce.training.schedule import MOST, Wish, planned

TUESDAY = date(2026, 12, 1)
TABLE = """
case                           | weeks | until      | closed     | hours             | days
once                           | 0     |            |            |                   | 1
every week                     | 1     | 2026-12-22 |            |                   | 1 8 15 22
the last day is in             | 1     | 2026-12-08 |            |                   | 1 8
the day before, it is not      | 1     | 2026-12-07 |            |                   | 1
every two weeks                | 2     | 2026-12-31 |            |                   | 1 15 29
a closed day is left out       | 1     | 2026-12-15 | 2026-12-08 |                   | 1 15
opened that weekday            | 1     | 2026-12-08 |            | Mo-Fr 09:00-12:00 | 1 8
hours too intricate close none | 1     | 2026-12-08 |            | Mo-Fr sunrise     | 1 8
"""
ROWS = [[cell.strip() for cell in row.split("|")] for row in TABLE.strip().splitlines()[1:]]


def wish(weeks=0, until="", closed="", *, begins=time(14), first=TUESDAY, minutes=90) -> Wish:
    return Wish(
        first=first,
        begins=begins,
        minutes=minutes,
        every_weeks=int(weeks),
        until=date.fromisoformat(until) if until else None,
        closed=frozenset([date.fromisoformat(closed)] if closed else []),
    )


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_series_is_these_days(row):
    _, weeks, until, closed, hours, days = row

    plan = planned(wish(weeks, until, closed), hours=hours)

    assert " ".join(str(one.starts_at.day) for one in plan.slots) == days


def test_the_days_left_out_say_why():
    plan = planned(wish(1, "2026-12-15", "2026-12-08"), hours="")

    assert [(one.day.day, one.why) for one in plan.skipped] == [(8, "jour fermé")]


def test_a_shop_closed_that_weekday_leaves_nothing():
    with pytest.raises(Refusal) as caught:
        planned(wish(), hours="We-Sa 09:00-19:00")

    assert caught.value.code == "no_session"


@pytest.mark.parametrize(
    ("first", "utc_before", "utc_after"),
    [(date(2026, 10, 20), 12, 13), (date(2026, 3, 24), 13, 12)],
    ids=["winter comes", "summer comes"],
)
def test_two_in_the_afternoon_stays_two_when_the_hour_changes(first, utc_before, utc_after):
    plan = planned(wish(1, str(first.replace(day=first.day + 7)), first=first))

    assert [one.starts_at.hour for one in plan.slots] == [14, 14]
    assert [one.starts_at.astimezone(UTC).hour for one in plan.slots] == [utc_before, utc_after]


def test_ninety_minutes_across_the_change_stay_ninety():
    one = planned(wish(first=date(2026, 10, 25), begins=time(1, 30))).slots[0]

    assert (one.ends_at.astimezone(UTC) - one.starts_at.astimezone(UTC)).seconds == 90 * 60
    assert f"{one.ends_at:%H:%M}" == "02:00"


def test_an_hour_that_the_clock_skips_is_refused():
    with pytest.raises(Refusal) as caught:
        planned(wish(first=date(2026, 3, 29), begins=time(2, 30)))

    assert caught.value.code == "hour_skipped"


@pytest.mark.parametrize(
    ("begins", "minutes", "last_day"), [(time(22), 120, 2), (time(22), 119, 1)],
    ids=["at midnight", "a minute before"],
)  # fmt: skip
def test_midnight_is_the_next_day(begins, minutes, last_day):
    one = planned(wish(begins=begins, minutes=minutes)).slots[0]

    assert (one.starts_at.day, one.ends_at.day) == (1, last_day)


@pytest.mark.parametrize(
    ("until", "code"),
    [("", "series_end"), ("2026-11-30", "series_end"), ("2028-12-01", "series_long")],
)
def test_a_series_has_an_end_not_too_far(until, code):
    with pytest.raises(Refusal) as caught:
        planned(wish(1, until))

    assert caught.value.code == code
    assert MOST >= 52


def test_a_shop_closed_on_holidays_has_no_session_that_day():
    plan = planned(
        wish(1, "2027-01-05", first=date(2026, 12, 22)), hours="Mo-Fr 09:00-19:00; PH off"
    )
    friday = planned(
        wish(1, "2027-01-08", first=date(2026, 12, 18)), hours="Mo-Fr 09:00-19:00; PH off"
    )

    assert plan.skipped == ()
    assert [one.day for one in friday.skipped] == [date(2026, 12, 25), date(2027, 1, 1)]
