"""A user's file of travel times: CSV with commas, or Parquet."""

import io

import polars as pl

from coupdepouce.connect.territory.optional import read_rows
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.data.times import Times, times

PARQUET = b"PAR1"


def given_times(name: str, content: bytes) -> Times:
    """Read a file of times.

    Raises:
        Refusal: it is not one; the sentence says what to mend.
    """
    return times(_rows(name, content), name)


def _rows(name: str, content: bytes) -> pl.DataFrame:
    if not content.startswith(PARQUET):
        return read_rows(content, name)
    try:
        return pl.read_parquet(io.BytesIO(content))
    except (pl.exceptions.PolarsError, OSError):
        raise Refusal(
            "unreadable", f"« {name} » n’est pas un Parquet entier : refaites-le.", file=name
        ) from None
