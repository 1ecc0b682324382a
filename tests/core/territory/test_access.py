"""Distances, nearest places and catchments against NumPy over every pair."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory import access
from coupdepouce.core.territory.access import Band

CASES = settings(max_examples=60, derandomize=True)
# West, south, east, north: the whole country, one town, both sides of the date line, a pole.
SHEETS = {
    "France": (-5, 41, 10, 51),
    "a town": (3.0, 50.6, 3.1, 50.7),
    "France and La Réunion": (-5, -21, 56, 51),
    "the date line": (179.5, -20, 180.5, -15),
    "a pole": (-180, 89, 180, 90),
    "one point": (2.3, 48.8, 2.3, 48.8),
}


@st.composite
def sheets(draw):
    """Draw points and places on one sheet, a few of them at the same spot."""
    west, south, east, north = SHEETS[draw(st.sampled_from(sorted(SHEETS)))]
    chance = np.random.default_rng(draw(st.integers(0, 10**6)))
    n, m = draw(st.integers(1, 60)), draw(st.integers(1, 60))
    spots = np.stack([chance.uniform(south, north, n + m), chance.uniform(west, east, n + m)], 1)
    spots[:, 1] = (spots[:, 1] + 180) % 360 - 180
    spots[chance.random(n + m) < 0.1] = spots[0]
    km = draw(st.sampled_from([0.5, 5.0, 40.0, 900.0]))
    return spots[:n], spots[n:], km, chance


def every_km(people, places):
    """Measure each pair by haversines: the twin of every compiled loop."""
    pairs = np.indices((len(people), len(places))).reshape(2, -1)
    found = access.distance_km(people[pairs[0]], places[pairs[1]])
    return found.reshape(len(people), len(places))


@CASES
@given(sheets())
def test_the_nearest_place_is_the_nearest_of_all(sheet):
    people, places, _, _ = sheet

    found = access.nearest(people, places)

    every = every_km(people, places)
    assert found.km == pytest.approx(every.min(axis=1), abs=1e-6)
    assert every[np.arange(len(people)), found.place] == pytest.approx(found.km, abs=1e-6)


def test_of_two_places_as_near_the_first_is_given():
    found = access.nearest([[50.0, 3.0]], [[51.0, 3.0], [50.0, 3.0], [50.0, 3.0]])

    assert found.place.tolist() == [1]


@CASES
@given(sheets())
def test_what_is_around_is_counted_added_and_listed(sheet):
    people, places, km, chance = sheet
    values = chance.random(len(places))

    inside = every_km(people, places) <= km
    assert access.count_within(people, places, km).tolist() == inside.sum(axis=1).tolist()
    assert access.sums_within(people, places, values, km) == pytest.approx(inside @ values)
    assert access.pairs_within(people, places, km).tolist() == np.argwhere(inside).tolist()


def test_the_edge_is_inside():
    (km,) = access.distance_km([[50.0, 3.0]], [[50.0, 3.1]])

    counts = [
        int(access.count_within([[50.0, 3.0]], [[50.0, 3.1]], km * way)[0])
        for way in (1 - 1e-9, 1 + 1e-9)
    ]

    assert counts == [0, 1]


@CASES
@given(sheets())
def test_the_floating_catchment_is_its_formula_and_gives_all_it_has(sheet):
    people, places, km, chance = sheet
    demand, supply = chance.integers(0, 9, len(people)), chance.random(len(places))
    bands = (Band(km=km / 2), Band(km=km, weight=0.4))

    found = access.catchment(
        people=people, demand=demand, places=places, supply=supply, bands=bands
    )

    every = every_km(people, places)
    weights = np.select([every <= km / 2, every <= km], [1.0, 0.4], 0.0)
    asked = demand @ weights
    ratio = np.divide(supply, asked, out=np.zeros(len(supply)), where=asked > 0)
    assert found == pytest.approx(weights @ ratio)
    assert demand @ found == pytest.approx(supply[asked > 0].sum())


def test_the_sphere_is_within_half_a_percent_of_the_ellipsoid():
    chance = np.random.default_rng(1)
    starts, ends = chance.uniform((42, -4), (51, 8), (2, 300, 2))

    found = access.distance_km(starts, ends)

    exact = [vincenty_km(*pair) for pair in zip(starts, ends, strict=True)]
    assert found == pytest.approx(exact, rel=0.0056)


def vincenty_km(start, end):
    """Solve the inverse problem on the ellipsoid WGS 84 (Vincenty 1975)."""
    a, f = 6378.137, 1 / 298.257223563
    (lat1, lon1), (lat2, lon2) = np.radians(start), np.radians(end)
    u1, u2 = np.arctan((1 - f) * np.tan(lat1)), np.arctan((1 - f) * np.tan(lat2))
    lam = lon2 - lon1
    for _ in range(100):
        s = np.hypot(
            np.cos(u2) * np.sin(lam),
            np.cos(u1) * np.sin(u2) - np.sin(u1) * np.cos(u2) * np.cos(lam),
        )
        c = np.sin(u1) * np.sin(u2) + np.cos(u1) * np.cos(u2) * np.cos(lam)
        sigma = np.arctan2(s, c)
        alpha = np.cos(u1) * np.cos(u2) * np.sin(lam) / s
        flat = 1 - alpha**2
        middle = c - 2 * np.sin(u1) * np.sin(u2) / flat
        k = f / 16 * flat * (4 + f * (4 - 3 * flat))
        turn = sigma + k * s * (middle + k * c * (2 * middle**2 - 1))
        lam = lon2 - lon1 + (1 - k) * f * alpha * turn
    b = a * (1 - f)
    u = flat * (a**2 - b**2) / b**2
    big = 1 + u / 16384 * (4096 + u * (u * (320 - 175 * u) - 768))
    small = u / 1024 * (256 + u * (u * (74 - 47 * u) - 128))
    last = small / 6 * middle * (4 * s**2 - 3) * (4 * middle**2 - 3)
    bend = small * s * (middle + small / 4 * (c * (2 * middle**2 - 1) - last))
    return b * big * (sigma - bend)


HERE = [[50.0, 3.0]]
WRONG = {
    "no place": (lambda: access.nearest(HERE, np.zeros((0, 2))), "access_no_place"),
    "a missing latitude": (lambda: access.nearest([[np.nan, 3.0]], HERE), "access_coordinates"),
    "metres for degrees": (lambda: access.nearest(HERE, [[7e6, 6e5]]), "access_coordinates"),
    "longitude first": (lambda: access.nearest([[170.0, 3.0]], HERE), "access_coordinates"),
    "one number a point": (lambda: access.nearest([50.0], HERE), "access_shape"),
    "no radius": (lambda: access.count_within(HERE, HERE, 0), "access_radius"),
    "metres for kilometres": (lambda: access.count_within(HERE, HERE, 5000), "access_radius"),
    "a value too many": (lambda: access.sums_within(HERE, HERE, [1, 2], 5), "access_values"),
    "a missing value": (lambda: access.sums_within(HERE, HERE, [np.nan], 5), "access_values"),
    "weights that grow": (
        lambda: access.catchment(
            people=HERE,
            demand=[1],
            places=HERE,
            supply=[1],
            bands=(Band(km=1, weight=0.5), Band(km=2, weight=0.6)),
        ),
        "access_bands",
    ),
    "circles that shrink": (
        lambda: access.catchment(
            people=HERE,
            demand=[1],
            places=HERE,
            supply=[1],
            bands=(Band(km=2), Band(km=1, weight=0.6)),
        ),
        "access_bands",
    ),
    "a supply under zero": (
        lambda: access.catchment(
            people=HERE, demand=[1], places=HERE, supply=[-1], bands=(Band(km=1),)
        ),
        "access_values",
    ),
    "no circle": (
        lambda: access.catchment(people=HERE, demand=[1], places=HERE, supply=[1], bands=()),
        "access_bands",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_bad_question_is_refused_with_what_to_mend(case):
    ask, code = WRONG[case]

    with pytest.raises(Refusal) as refused:
        ask()

    assert refused.value.code == code
