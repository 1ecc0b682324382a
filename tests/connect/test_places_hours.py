"""Opening hours: what is OpenStreetMap's, and France Services' days turned into it."""

import time

import pytest

from coupdepouce.connect.places.hours import is_osm, read_day, week


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
    assert is_osm(text)


@pytest.mark.parametrize(
    "text",
    [
        "Lundi 9h-12h",
        "Mo",
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
    assert not is_osm(text)


@pytest.mark.parametrize("text", ["Mo " + "09:00-10:00," * 3000 + "x", "Mo-Fr," * 3000, " " * 9999])
def test_hours_made_to_tire_us_are_told_apart_at_once(text):
    start = time.perf_counter()

    is_osm(text)

    assert time.perf_counter() - start < 0.5


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
