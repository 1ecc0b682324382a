"""The dates of an agreement and the arithmetic of a quota, at their edges."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coupdepouce.core.partners.agreement import Standing, ends_on, renewal_opens_on, standing
from coupdepouce.core.partners.quota import Count, calendar_year, goes_back_to_programme, overlap

START, END = date(2026, 3, 31), date(2027, 3, 31)


@pytest.mark.parametrize(
    ("day", "is_accepted", "stands"),
    [
        (date(2026, 3, 30), False, Standing.TO_ACCEPT),
        (date(2026, 3, 30), True, Standing.COMING),
        (START, True, Standing.IN_FORCE),
        (date(2027, 3, 30), True, Standing.IN_FORCE),
        (date(2027, 3, 30), False, Standing.TO_ACCEPT),
        (END, True, Standing.ENDED),
        (END, False, Standing.ENDED),
    ],
)
def test_where_an_agreement_stands(day, is_accepted, stands):
    assert standing(starts_on=START, ends_on=END, is_accepted=is_accepted, day=day) is stands


@pytest.mark.parametrize(
    ("last", "months", "opens"),
    [
        (date(2027, 3, 31), 3, date(2026, 12, 31)),
        (date(2027, 5, 31), 3, date(2027, 2, 28)),
        (date(2028, 5, 31), 3, date(2028, 2, 29)),
        (date(2027, 1, 1), 3, date(2026, 10, 1)),
        (date(2027, 1, 1), 12, date(2026, 1, 1)),
    ],
)
def test_when_a_renewal_opens(last, months, opens):
    assert renewal_opens_on(last, months=months) == opens


def test_when_an_agreement_ends():
    assert ends_on(date(2028, 2, 29), months=12) == date(2029, 2, 28)


@given(
    granted=st.integers(0, 500), issued=st.integers(0, 500), returned=st.integers(0, 500),
    back=st.integers(0, 500),
)  # fmt: skip
def test_every_unit_is_somewhere(granted, issued, returned, back):
    count = Count(granted=granted, issued=issued, returned=returned, handed_back=back)

    assert count.used + count.left + count.handed_back == granted


def test_the_period_of_the_programme_is_the_calendar_year():
    assert calendar_year(date(2026, 12, 31)) == (date(2026, 1, 1), date(2027, 1, 1))
    assert calendar_year(date(2027, 1, 1)) == (date(2027, 1, 1), date(2028, 1, 1))


def test_periods_that_touch_share_no_day():
    year = calendar_year(date(2026, 5, 1))

    assert not overlap(year, calendar_year(date(2027, 5, 1)))
    assert overlap(year, (date(2026, 12, 31), date(2027, 1, 1)))
    assert overlap((date(2025, 1, 1), date(2028, 1, 1)), year)
    assert not goes_back_to_programme(ends_on=END, day=date(2027, 3, 30))
    assert goes_back_to_programme(ends_on=END, day=END)
