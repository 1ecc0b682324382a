"""Estimates as a tidy table: beside each value its interval, its year, its source, its mark."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coupdepouce.core.territory.data.model import Confidence, Level

ESTIMATES = pl.Schema(
    {
        "level": pl.Enum([one.value for one in Level]),
        "code": pl.String(),
        "figure": pl.Categorical(),
        "year": pl.Int16(),
        "value": pl.Float64(),
        "low": pl.Float64(),
        "high": pl.Float64(),
        "confidence": pl.Enum([one.value for one in Confidence]),
        "source": pl.Categorical(),
    }
)
SOURCE = "filosofi_communes+census+credoc"  # what the estimates are made from


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """One figure of the places of a level, with intervals of 90 %."""

    level: Level
    figure: str
    year: int
    codes: NDArray[np.str_]
    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def tidied(found: Iterable[Estimate]) -> pl.DataFrame:
    """Give one row for a level, a figure and a code."""
    tables = [_rows(one) for one in found]
    return pl.concat(tables).cast(ESTIMATES).sort("level", "figure", "code")


def _rows(one: Estimate) -> pl.DataFrame:
    return pl.DataFrame(
        {"code": one.codes, "value": one.value, "low": one.low, "high": one.high}
    ).select(
        pl.lit(one.level.value).alias("level"),
        "code",
        pl.lit(one.figure).alias("figure"),
        pl.lit(one.year, pl.Int16).alias("year"),
        "value",
        "low",
        "high",
        pl.lit(Confidence.ESTIMATED.value).alias("confidence"),
        pl.lit(SOURCE).alias("source"),
    )
