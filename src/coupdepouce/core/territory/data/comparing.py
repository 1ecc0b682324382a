"""Which places may be set side by side on a figure."""

from dataclasses import replace

import polars as pl

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.data.model import Level
from coupdepouce.core.territory.data.tables import DESCRIBED, Tables


def compared(tables: Tables, level: Level, figure: str, *, year: int) -> pl.DataFrame:
    """Give the places of a level from the highest figure to the lowest, hidden ones last.

    Raises:
        Refusal: `unknown_figure`; `regional_base`, an index whose base changes with the region.
    """
    if figure not in DESCRIBED:
        raise Refusal(
            "unknown_figure",
            f"Le chiffre « {figure} » n’existe pas. Il y a : {', '.join(sorted(DESCRIBED))}.",
        )
    rows = tables.figures[level].filter(pl.col("figure") == figure, pl.col("year") == year)
    if DESCRIBED[figure].based_on and _regions(tables, level, rows) > 1:
        raise Refusal(
            "regional_base",
            f"« {DESCRIBED[figure].label} » vaut 100 en moyenne dans chaque région : il ne compare "
            "pas deux régions. Gardez une seule région.",
            figure=figure,
        )
    return rows.sort("value", descending=True, nulls_last=True)


def within(tables: Tables, region: str) -> Tables:
    """Keep the communes and the IRIS of one region."""
    communes = tables.places[Level.COMMUNE].filter(pl.col("region") == region)
    inside = pl.col("commune").is_in(communes["code"].implode())
    places = {Level.COMMUNE: communes, Level.IRIS: tables.places[Level.IRIS].filter(inside)}
    figures = {
        level: tables.figures[level].join(places[level].select("code"), on="code", how="semi")
        for level in places
    }
    return replace(tables, figures=figures, places=places)


def _regions(tables: Tables, level: Level, rows: pl.DataFrame) -> int:
    places = tables.places[level]
    if level is Level.IRIS:
        communes = tables.places[Level.COMMUNE].select(commune="code", region="region")
        places = places.join(communes, on="commune")
    return rows.join(places, on="code")["region"].n_unique()
