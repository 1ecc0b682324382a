"""France Services' days, turned into OpenStreetMap's hours."""

import pytest

from coupdepouce.connect.places.hours import read_day, week


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("09:00 - 12:00", "09:00-12:00"),
        ("09:00 - 12:00 / 13:30 - 17:00", "09:00-12:00,13:30-17:00"),
        ("00:00 - 00:00 / 14:00 - 17:00", "14:00-17:00"),
        ("00:00 - 00:00", ""),
    ],
)
def test_a_day_of_france_services(text, expected):
    assert read_day(text) == expected


@pytest.mark.parametrize(
    "text", ["9h-12h", "12:00 - 09:00", "09:00 - 09:00", "09:00 - 25:00", "09:00", "/"]
)
def test_a_day_that_cannot_be_read(text):
    with pytest.raises(ValueError, match="not hours"):
        read_day(text)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (["a"] * 7, "Mo-Su a"),
        (["a", "a", "", "a", "b", "b", ""], "Mo-Tu a; Th a; Fr-Sa b"),
        (["", "", "", "", "", "a"], "Sa a"),
        ([], ""),
        ([""] * 7, ""),
    ],
)
def test_a_week(days, expected):
    assert week(days) == expected
