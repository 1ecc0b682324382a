"""Times by hypotheses and by a router's file: what is known, what is not, what is refused."""

import numpy as np
import polars as pl
import pytest

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.data.times import between, checked, times
from coupdepouce.core.territory.travel import Hypotheses, Numbers, Way, hypotheses, in_words

TEN = np.array([0.0, 10.0])


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        (Way.CAR, [0.0, 19.5]),  # 10 km × 1.3 at 40 km/h
        (Way.FOOT, [0.0, 195.0]),  # at 4 km/h
        (Way.NO_CAR, [0.0, np.nan]),  # nobody walks three hours, and a bus is not guessed
    ],
)
def test_minutes_are_the_detour_at_a_speed_or_not_known(way, expected):
    assert Numbers().minutes(TEN, way) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize("way", Way)
def test_the_reach_of_some_minutes_is_just_known(way):
    edge = Numbers().km(30.0, way)

    found = Numbers().minutes(np.array([edge, edge * 1.001]), way)

    assert found[0] == pytest.approx(30.0)
    assert not found[1] <= 30.0


def test_without_a_car_longer_minutes_do_not_lengthen_the_walk():
    assert Numbers().km(90.0, Way.NO_CAR) == Numbers().km(30.0, Way.NO_CAR)


@pytest.mark.parametrize("way", [Way.CAR, Way.FOOT])
def test_a_time_lies_between_the_ends_of_the_hypotheses(way):
    used = Hypotheses()

    low, usual, high = (
        one.minutes(TEN, way)[1] for one in (used.fastest, used.usual, used.slowest)
    )

    assert low < usual < high


def test_a_number_the_user_gives_is_sure_and_the_others_are_not():
    used = hypotheses({"car_kmh": 50.0})

    assert {one.car_kmh for one in (used.usual, used.fastest, used.slowest)} == {50.0}
    assert used.fastest.detour < used.slowest.detour
    assert "une voiture fait 50 km/h de porte à porte, à pied" in in_words(used)
    assert "le chemin fait 1,3 fois la ligne droite (de 1,2 à 1,5)" in in_words(used)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"bike_kmh": 15.0}, "assumption_unknown"),
        ({"car_kmh": 300.0}, "assumption_absurd"),
        ({"detour": 0.5}, "assumption_absurd"),
        ({"foot_minutes": float("nan")}, "assumption_absurd"),
    ],
)
def test_a_hypothesis_that_cannot_be_is_refused(given, code):
    with pytest.raises(Refusal) as refused:
        hypotheses(given)

    assert refused.value.code == code


ROWS = {
    "origin_code": ["A", "A", "A", "B", "B", "B"],
    "place_id": ["S", "S", "T", "S", "S", "T"],
    "mode": ["car", "foot", "car", "foot", "transit", "foot"],
    "minutes": ["10", "25", "12,5", "90", "40", "80"],
}


def table(**changed):
    return pl.DataFrame(ROWS | changed)


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        (Way.CAR, {("A", "S"): 10, ("A", "T"): 12.5}),
        (Way.FOOT, {("A", "S"): 25, ("B", "S"): 90, ("B", "T"): 80}),
        # B walks 80 minutes to T: too long, and no bus is told
        (Way.NO_CAR, {("A", "S"): 25, ("B", "S"): 40}),
    ],
)
def test_the_file_tells_the_shorter_way_of_each_pair(way, expected):
    told = between(times(table(), "t.csv"), ("B", "A"), ("S", "U", "T"), way, longest_walk=30.0)

    found = {("BA"[i], "SUT"[j]): minutes for (i, j), minutes in
             zip(told.pairs.tolist(), told.minutes.tolist(), strict=True)}  # fmt: skip
    assert found == expected


def test_what_is_not_asked_of_is_left_aside():
    told = between(times(table(), "t.csv"), ("A",), ("T",), Way.CAR, longest_walk=30.0)

    assert (told.pairs.tolist(), told.minutes.tolist()) == ([[0, 0]], [12.5])


WRONG = {
    "a missing column": (table().drop("mode"), "column_missing", "« mode »"),
    "no row": (table().clear(), "no_rows", "aucune ligne"),
    "an unknown mode": (table(mode=["car"] * 5 + ["boat"]), "mode_unknown", "ligne 7"),
    "a negative time": (table(minutes=["10", "-1", *"1234"]), "minutes_absurd", "ligne 3"),
    "more than a day": (table(minutes=["1441", *"12345"]), "minutes_absurd", "« 1441 »"),
    "a word for a time": (table(minutes=["vite", *"12345"]), "minutes_absurd", "« vite »"),
    "an empty time": (table(minutes=[None, *"12345"]), "minutes_absurd", "ligne 2"),
    "no number": (table(minutes=["nan", *"12345"]), "minutes_absurd", "« nan »"),
    "an empty origin": (table(origin_code=["", *"AAAAA"]), "code_missing", "« origin_code »"),
    "a pair twice": (table(mode=["car", "car", *["foot"] * 4]), "duplicate_pairs", "« A » à « S »"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_bad_file_is_refused_with_what_to_mend(case):
    rows, code, sentence = WRONG[case]

    with pytest.raises(Refusal, match=sentence) as refused:
        times(rows, "t.csv")

    assert refused.value.code == code


def test_a_day_and_no_time_at_all_are_times():
    told = times(table(minutes=["0", "1440", *"1234"]), "t.csv")

    assert told.rows["minutes"].to_list() == [0, 1440, 1, 2, 3, 4]


def test_a_way_that_the_file_does_not_tell_is_refused():
    told = times(table(mode=["foot"] * 3 + ["transit"] * 3).unique(
        ["origin_code", "place_id", "mode"]), "t.csv")  # fmt: skip

    with pytest.raises(Refusal, match="aucun temps en « car »"):
        between(told, ("A",), ("S",), Way.CAR, longest_walk=30.0)


TOWNS = pl.DataFrame({"code": ["A", "B"], "lat": [50.0, 51.0], "lon": [3.0, 3.0]})
PLACES = pl.DataFrame({"code": ["S", "T"], "lat": [50.0, 50.0], "lon": [3.0, None]})


def one_way(minutes, mode="car", origin="B", place="S"):
    return times(pl.DataFrame({"origin_code": [origin], "place_id": [place], "mode": [mode],
                               "minutes": [minutes]}), "t.csv")  # fmt: skip


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (one_way(60, origin="Z"), "unknown_code"),
        (one_way(60, place="Z"), "unknown_code"),
        (one_way(1.5), "minutes_absurd"),  # 111 km: hours written for minutes
        (one_way(90, mode="foot"), "minutes_absurd"),
    ],
)
def test_codes_nobody_knows_and_times_nobody_makes_are_refused(told, code):
    with pytest.raises(Refusal) as refused:
        checked(told, TOWNS, PLACES)

    assert refused.value.code == code


@pytest.mark.parametrize(
    "told",
    [one_way(90), one_way(25, mode="transit"), one_way(0, origin="A"), one_way(1, place="T")],
)
def test_what_can_be_is_kept(told):
    assert checked(told, TOWNS, PLACES) is told
