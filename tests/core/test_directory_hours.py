"""Opening hours as OpenStreetMap writes them: open or not at a moment, and the week that comes."""

import time as clock
from datetime import UTC, date, datetime, time, timedelta

import pytest

from coupdepouce.core.calendar import PARIS
from coupdepouce.core.directory import hours

WEDNESDAY = date(2026, 11, 25)
USUAL = "Mo-Fr 09:00-12:00,14:00-17:00; PH off"
TABLE = """
case                    | hours                         | at               | open | until
a morning               | Mo-Fr 09:00-12:00,14:00-17:00 | 2026-11-25 10:00 | yes  | 2026-11-25 12:00
at the minute it opens  | Mo-Fr 09:00-12:00,14:00-17:00 | 2026-11-25 09:00 | yes  | 2026-11-25 12:00
the minute before       | Mo-Fr 09:00-12:00,14:00-17:00 | 2026-11-25 08:59 | no   | 2026-11-25 09:00
at the minute it closes | Mo-Fr 09:00-12:00,14:00-17:00 | 2026-11-25 12:00 | no   | 2026-11-25 14:00
Saturday until Monday   | Mo-Fr 09:00-12:00,14:00-17:00 | 2026-11-28 10:00 | no   | 2026-11-30 09:00
a holiday that closes   | Mo-Fr 09:00-12:00; PH off     | 2026-11-11 10:00 | no   | 2026-11-12 09:00
a holiday not said      | Mo-Fr 09:00-12:00             | 2026-11-11 10:00 | yes  | 2026-11-11 12:00
out of season           | Jul-Aug Mo-Su 10:00-18:00     | 2026-11-25 10:30 | no   | 2027-07-01 10:00
always                  | 24/7                          | 2026-11-25 03:00 | yes  | never
past midnight           | Fr 20:00-02:00                | 2026-11-28 01:00 | yes  | 2026-11-28 02:00
"""


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("text", "at", "is_open", "until"),
    [
        pytest.param(*cells, id=case)
        for case, *cells in (
            [cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()[1:]
        )
    ],
)
def test_whether_a_place_is_open(text, at, is_open, until):
    found = hours.now(text, at=moment(at))

    assert found is not None
    assert found.is_open is (is_open == "yes")
    assert found.until == (None if until == "never" else moment(until))


def test_a_moment_in_another_zone_is_the_same_moment():
    found = hours.now(USUAL, at=datetime(2026, 11, 25, 8, 30, tzinfo=UTC))

    assert found is not None
    assert (found.is_open, found.until) == (True, moment("2026-11-25 12:00"))


def test_what_the_hours_add_is_kept():
    found = hours.now('Mo-Fr 09:00-12:00 "sur rendez-vous"', at=moment("2026-11-25 10:00"))

    assert found is not None
    assert found.note == "sur rendez-vous"


@pytest.mark.parametrize("text", ["", "  ", "du lundi au vendredi, 9h-12h", "9h"])
def test_hours_that_cannot_be_read_say_nothing(text):
    assert hours.now(text, at=moment("2026-11-25 10:00")) is None
    assert hours.week(text, on=WEDNESDAY) == ()
    assert not hours.is_readable(text)


def test_hours_that_say_they_do_not_know_say_nothing():
    assert hours.now("Mo-Fr unknown", at=moment("2026-11-25 10:00")) is None


def test_the_week_has_seven_days_from_today():
    week = hours.week(USUAL, on=WEDNESDAY)

    assert [day.on.day for day in week] == [25, 26, 27, 28, 29, 30, 1]
    assert [len(day.spans) for day in week] == [2, 2, 2, 0, 0, 2, 2]
    assert (week[0].spans[1].opens, week[0].spans[1].closes) == (time(14), time(17))


def test_a_night_is_cut_at_midnight():
    friday, saturday = hours.week("Fr 20:00-02:00", on=date(2026, 11, 27))[:2]

    assert [(span.opens, span.closes) for span in friday.spans] == [(time(20), time(0))]
    assert [(span.opens, span.closes) for span in saturday.spans] == [(time(0), time(2))]


def test_the_day_the_clocks_change_keeps_its_hours():
    week = hours.week("Mo-Su 01:00-09:00", on=date(2026, 10, 25))

    assert [(span.opens, span.closes) for span in week[0].spans] == [(time(1), time(9))]


def test_a_place_never_closed_is_open_the_whole_day():
    week = hours.week("24/7", on=WEDNESDAY)

    assert all(
        [(span.opens, span.closes) for span in day.spans] == [(time(0), time(0))] for day in week
    )


@pytest.mark.parametrize(
    "text",
    [
        "Mo 09:00-12:00",
        "Mo-Fr 09:00-12:00,14:00-17:00",
        "Mo-Fr 9:00-12:00, 14:00-17:00; Sa 08:30-12:00",
        "Mo,We,Fr 09:00-12:00; PH off",
        "Sa[1,3] 09:00-12:00",
        "Jul-Aug Mo-Fr 09:00-12:00",
        "week 1-53/2 We 09:00-12:00",
        '"sur rendez-vous"',
        'Mo 09:00-12:00 "sur rendez-vous"',
        "24/7",
        "09:00-12:00",
        "Mo 22:00-24:00",
    ],
)
def test_hours_of_openstreetmap(text):
    assert hours.is_readable(text)


@pytest.mark.parametrize(
    "text",
    [
        "Lundi 9h-12h",
        "Mo 09:00",
        "Mo 09:00-12:00-14:00",
        "Mo 09:60-12:00",
        "Mo 25:00-26:00",
        "Xx 09:00-12:00",
        "Sa 10:00-12:00,14:00,17:00",
        "24h/24",
        "",
    ],
)
def test_hours_that_are_not(text):
    assert not hours.is_readable(text)


@pytest.mark.parametrize("text", ["Mo " + "09:00-10:00," * 3000 + "x", "Mo-Fr," * 3000, " " * 9999])
def test_hours_made_to_tire_us_are_told_apart_at_once(text):
    # Of this process alone: what else the machine does is not counted.
    start = clock.process_time()

    hours.is_readable(text)

    assert clock.process_time() - start < 0.5


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("Mo-Fr 09:00-12:00,14:00-17:00", {"Sa", "Su"}),
        ("Mo-We 09:00-12:00; Sa 10:00-12:00", {"Th", "Fr", "Su"}),
        ("Tu,Th 09:00-12:00; PH off", {"Mo", "We", "Fr", "Sa", "Su"}),
        ("Sa-Mo 09:00-12:00", {"Tu", "We", "Th", "Fr"}),
        ("Jul-Aug Mo-Su 10:00-18:00", set(hours.DAYS)),
        ('Mo 09:00-12:00; Tu "sur rendez-vous"', {"We", "Th", "Fr", "Sa", "Su"}),
        ("Lundi 9h-12h", set()),
        ("", set()),
        ("24/7", set()),
    ],
)
def test_the_days_that_hours_close(text, closed):
    monday = date(2026, 11, 23)

    found = {
        name
        for number, name in enumerate(hours.DAYS)
        if hours.is_closed_on(text, on=monday + timedelta(days=number))
    }

    assert found == closed


def test_a_holiday_closes_a_day_when_the_hours_say_so():
    christmas = date(2026, 12, 25)  # a Friday

    assert hours.is_closed_on("Mo-Fr 09:00-12:00; PH off", on=christmas)
    assert not hours.is_closed_on("Mo-Fr 09:00-12:00", on=christmas)
