"""Outlines kept in ten-metre steps become rings in degrees."""

from collections import defaultdict

import numpy as np
import polars as pl

from coupdepouce.core.territory.maps.outlines import Outlines, Ring

STEP = 1e-4  # degrees


def shapes(outlines: pl.DataFrame, codes: tuple[str, ...]) -> Outlines:
    """Give the rings of these areas."""
    found: dict[str, list[Ring]] = defaultdict(list)
    kept = outlines.filter(pl.col("code").is_in(list(codes)))
    for code, _, east, north in kept.iter_rows():
        found[code].append(Ring(north=np.array(north) * STEP, east=np.array(east) * STEP))
    return found
