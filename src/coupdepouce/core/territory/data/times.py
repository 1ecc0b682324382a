"""A table of travel times that a router made: checked, then asked who reaches what in how long.

One row a pair and a mode: `origin_code` (a commune of today), `place_id` (the code that `sites` and
`access` print), `mode` (car, foot or transit), `minutes`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import polars as pl

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.access import distance_km
from coupdepouce.core.territory.numbers import Floats, Places
from coupdepouce.core.territory.travel import HOUR, Way


class Mode(StrEnum):
    """How a router goes."""

    CAR = "car"
    FOOT = "foot"
    TRANSIT = "transit"


MODES = {
    Way.CAR: (Mode.CAR,), Way.FOOT: (Mode.FOOT,), Way.NO_CAR: (Mode.FOOT, Mode.TRANSIT),
}  # fmt: skip
COLUMNS = ("origin_code", "place_id", "mode", "minutes")
PAIR = COLUMNS[:3]
LONGEST = 24 * HOUR
FASTEST_KMH = {Mode.CAR: 150.0, Mode.FOOT: 12.0, Mode.TRANSIT: 350.0}  # as the crow flies
NEAR_KM, HALF = 2.0, 0.5
FAR_KM = 20.0  # from where the middle of a commune stands for the address well enough


@dataclass(frozen=True, kw_only=True)
class Times:
    """The times of a file."""

    file: str
    rows: pl.DataFrame  # COLUMNS, each pair and mode once

    def tells(self, way: Way) -> bool:
        """Say whether some time is of that way."""
        return bool(self.rows["mode"].is_in([one.value for one in MODES[way]]).any())


@dataclass(frozen=True, kw_only=True)
class Told:
    """The minutes of pairs of a demand and a place, by their rows, each pair once."""

    pairs: Places  # (L, 2)
    minutes: Floats  # (L,)


def times(rows: pl.DataFrame, file: str) -> Times:
    """Check a table of times.

    Raises:
        Refusal: a column is missing, a mode is unknown, a time is absurd, a pair is given twice.
    """
    missing = [name for name in COLUMNS if name not in rows.columns]
    if missing:
        raise Refusal(
            "column_missing",
            f"« {file} » n’a pas la colonne « {missing[0]} ». Il faut : {', '.join(COLUMNS)}.",
            file=file, columns=missing,
        )  # fmt: skip
    if not rows.height:
        raise Refusal("no_rows", f"« {file} » n’a aucune ligne : donnez une ligne par trajet.")
    texts = [pl.col(name).cast(pl.String).str.strip_chars() for name in COLUMNS]
    read = rows.select(*texts).with_row_index("line", offset=2)
    minutes = pl.col("minutes").str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    found = read.with_columns(written="minutes", minutes=minutes)
    _check_cells(found, file)
    twice = found.filter(pl.struct(PAIR).is_duplicated())
    if twice.height:
        first = twice.row(0, named=True)
        raise Refusal(
            "duplicate_pairs",
            f"« {file} » donne plusieurs fois le trajet de « {first['origin_code']} » à "
            f"« {first['place_id']} » en « {first['mode']} » ({twice.height} lignes dans ce cas) : "
            "gardez-en une.",
            file=file,
        )
    return Times(file=file, rows=found.select(COLUMNS))


def _check_cells(found: pl.DataFrame, file: str) -> None:
    for name in PAIR[:2]:
        blank = found.filter(pl.col(name).fill_null("") == "")
        if blank.height:
            raise Refusal("code_missing", f"« {file} », ligne {blank['line'][0]} : il manque "
                          f"« {name} ».", file=file)  # fmt: skip
    modes = [one.value for one in Mode]
    strange = found.filter(~pl.col("mode").fill_null("").is_in(modes))
    if strange.height:
        raise Refusal(
            "mode_unknown",
            f"« {file} », ligne {strange['line'][0]} : « {strange['mode'][0] or ''} » n’est pas un "
            f"mode ({', '.join(modes)}).",
            file=file,
        )
    minutes = pl.col("minutes").fill_null(float("nan"))
    wrong = found.filter(~((minutes >= 0) & (minutes <= LONGEST)))
    if wrong.height:
        raise Refusal(
            "minutes_absurd",
            f"« {file} », ligne {wrong['line'][0]} : « {wrong['written'][0] or ''} » n’est pas un "
            f"temps en minutes, de 0 à {LONGEST:.0f} ({wrong.height} lignes dans ce cas). "
            "Retirez les trajets impossibles.",
            file=file,
        )


def checked(told: Times, origins: pl.DataFrame, places: pl.DataFrame) -> Times:
    """Refuse what is no commune of today, no place loaded, or faster than anything that runs.

    `origins` and `places`: code, lat, lon.

    Raises:
        Refusal: `unknown_code`, `minutes_absurd`.
    """
    known = {
        "origin_code": (origins, "d’aucune commune d’aujourd’hui"),
        "place_id": (places, "d’aucun lieu chargé ni d’aucune commune"),
    }
    for name, (table, what) in known.items():
        lost = told.rows.join(table, left_on=name, right_on="code", how="anti")
        if lost.height:
            raise Refusal(
                "unknown_code",
                f"« {told.file} » : « {lost[name][0]} » n’est le code {what} ({lost.height} lignes "
                "dans ce cas). Corrigez-le, ou chargez ce qu’il nomme.",
                file=told.file,
            )
    _check_speed(told, origins, places)
    return told


def _check_speed(told: Times, origins: pl.DataFrame, places: pl.DataFrame) -> None:
    """Refuse hours written for minutes, and codes in the wrong column."""
    ends = told.rows.join(origins, left_on="origin_code", right_on="code", maintain_order="left")
    ends = ends.join(places, left_on="place_id", right_on="code", maintain_order="left")
    ends = ends.drop_nulls(["lat", "lon", "lat_right", "lon_right"])
    if not ends.height:
        return
    pair = (ends.select("lat", "lon"), ends.select("lat_right", "lon_right"))
    km = pl.Series("km", distance_km(*(one.to_numpy() for one in pair)))
    speed = pl.col("mode").replace_strict({one.value: FASTEST_KMH[one] for one in Mode})
    told_fast = pl.col("km") * HOUR > speed * pl.col("minutes")
    ends = ends.with_columns(km).with_columns(fast=told_fast)
    # One short way may leave from the right end of a commune; half of them never do.
    apart = ends.filter(pl.col("km") > NEAR_KM)
    mostly = apart["fast"].sum() > HALF * apart.height
    absurd = ends.filter(pl.col("fast") & (pl.col("km") > (NEAR_KM if mostly else FAR_KM)))
    if absurd.height:
        first = absurd.row(0, named=True)
        raise Refusal(
            "minutes_absurd",
            f"« {told.file} » : de « {first['origin_code']} » à « {first['place_id']} », "
            f"{first['km']:.0f} km en {first['minutes']:g} min en « {first['mode']} », c’est trop "
            f"vite ({absurd.height} lignes dans ce cas) : donnez des minutes, et les bons codes.",
            file=told.file,
        )


def between(
    told: Times, origins: Sequence[str], places: Sequence[str], way: Way, *, longest_walk: float
) -> Told:
    """Give the times of the pairs of these origins and places that the file tells.

    Without a car: the shorter of public transport and of a walk not longer than `longest_walk`.

    Raises:
        Refusal: `mode_missing`, the file has no time of that way.
    """
    if not told.tells(way):
        modes = " ou ".join(f"« {one.value} »" for one in MODES[way])
        raise Refusal(
            "mode_missing",
            f"« {told.file} » n’a aucun temps en {modes} : ajoutez-les, ou choisissez --way parmi "
            f"{', '.join(Way)}.",
            file=told.file,
        )
    rows = told.rows.filter(pl.col("mode").is_in([one.value for one in MODES[way]]))
    if way is Way.NO_CAR:
        short = (pl.col("mode") != Mode.FOOT.value) | (pl.col("minutes") <= longest_walk)
        rows = rows.filter(short)
    found = rows.join(_rows(origins, "origin_code", "origin"), on="origin_code")
    found = found.join(_rows(places, "place_id", "place"), on="place_id")
    best = found.group_by("origin", "place").agg(pl.col("minutes").min()).sort("origin", "place")
    return Told(
        pairs=best.select("origin", "place").to_numpy().astype(np.int64).reshape(-1, 2),
        minutes=best["minutes"].to_numpy().astype(float),
    )


def _rows(codes: Sequence[str], name: str, row: str) -> pl.DataFrame:
    return pl.DataFrame({name: codes}, schema={name: pl.String}).with_row_index(row)
