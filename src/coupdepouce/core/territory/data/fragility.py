"""The index of digital fragility by commune: the mean of its IRIS, by inhabitants.

Its base is the mean of the region: it ranks the communes of one region, never of two.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coupdepouce.core.territory.data.model import Level
from coupdepouce.core.territory.data.tables import Tables


def fragility(tables: Tables, codes: NDArray[np.str_]) -> NDArray[np.float64]:
    """Give the index of each commune, nan where there is none."""
    iris = tables.figures[Level.IRIS].with_columns(pl.col("figure").cast(pl.String))
    score = iris.filter(pl.col("figure") == "ifn_score").select("code", score="value")
    people = iris.filter(pl.col("figure") == "ifn_population").select("code", people="value")
    placed = (
        score.join(people, on="code")
        .join(tables.places[Level.IRIS], on="code")
        .drop_nulls(["score", "people", "commune"])
    )
    mean = (pl.col("score") * pl.col("people")).sum() / pl.col("people").sum()
    found = placed.group_by(code="commune").agg(score=mean)
    asked = pl.DataFrame({"code": codes}).join(found, on="code", how="left", maintain_order="left")
    return asked["score"].cast(pl.Float64).to_numpy()
