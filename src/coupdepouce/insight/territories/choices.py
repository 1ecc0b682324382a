"""What can be asked: the territories that hold others, and what they are compared on."""

from collections.abc import Mapping

import polars as pl

from coupdepouce.core.territory.data.ground import METROPOLE
from coupdepouce.core.territory.data.model import Level
from coupdepouce.core.territory.ranking import defaults
from coupdepouce.core.territory.ranking.criteria import Criterion
from coupdepouce.insight.territories.loading import Loaded

CRITERIA: tuple[Criterion, ...] = (
    defaults.POVERTY, defaults.SIZE, defaults.NO_LINE, defaults.FAR, defaults.PARTNERS,
    defaults.HELPERS, defaults.DISTANCE,
)  # fmt: skip


def holders(data: Loaded, level: Level) -> Mapping[str, str]:
    """Give the territories of a level that are compared, by « region:32 », in order of name."""
    communes = data.tables.places[Level.COMMUNE].filter(pl.col("zone") == METROPOLE)
    here = communes[level.value].unique().drop_nulls()
    found = data.tables.places[level].filter(pl.col("code").is_in(here.implode())).sort("name")
    return {
        f"{level.value}:{code}": str(name)
        for code, name in zip(found["code"], found["name"], strict=True)
    }
