"""Outlines kept in ten-metre steps become rings in degrees."""

from collections import defaultdict

import polars as pl

from coupdepouce.core.territory.maps.outlines import Outlines, Ring

STEP = 1e-4  # degrees


def shapes(outlines: pl.DataFrame, codes: tuple[str, ...]) -> Outlines:
    """Give the rings of these areas."""
    found: dict[str, list[Ring]] = defaultdict(list)
    kept = outlines.filter(pl.col("code").is_in(list(codes)))
    for (code, _, hole), ring in kept.group_by("code", "ring", "hole", maintain_order=True):
        north, east = (ring[name].to_numpy() * STEP for name in ("north", "east"))
        found[str(code)].append(Ring(north=north, east=east, hole=bool(hole)))
    return found
