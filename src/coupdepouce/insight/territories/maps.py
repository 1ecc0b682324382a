"""A territory on a map: as an SVG, and as GeoJSON for other tools."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from coupdepouce.connect.territory import pictures
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.data.ground import IN_WORDS
from coupdepouce.core.territory.maps.choropleth import Shown, choropleth
from coupdepouce.core.territory.maps.outlines import Ring
from coupdepouce.core.territory.ranking.criteria import sources
from coupdepouce.core.territory.ranking.said import place
from coupdepouce.core.territory.ranking.score import Scale
from coupdepouce.insight.territories.loading import Loaded
from coupdepouce.insight.territories.ranking import Seen

SCORE = "score"
POINTS = 100.0


def shown(found: Seen, figure: str = SCORE) -> Shown:
    """Give what a map shows: the score, or one criterion.

    Raises:
        Refusal: `figure_unknown`.
    """
    compared = found.ranking.compared
    of = IN_WORDS[found.where.level]
    inside = f", {found.where.within}" if found.where.within else ", France métropolitaine"
    if figure == SCORE:
        return Shown(
            title=f"Score des {of}{inside}", unit="points sur 100", digits=0,
            codes=compared.codes, names=compared.names, values=POINTS * found.ranking.scores,
            low=POINTS * found.band[0], high=POINTS * found.band[1], source=_computed(found),
            notes=_ranks(found),
        )  # fmt: skip
    measured = {one.criterion.name: one for one in compared.measured}
    if figure not in measured:
        raise Refusal(
            "figure_unknown",
            f"« {figure} » ne se montre pas. Il y a : {', '.join((SCORE, *measured))}.",
        )
    one = measured[figure]
    return Shown(
        title=f"{one.criterion.label}{inside}", unit=one.criterion.unit,
        digits=one.criterion.digits, codes=compared.codes, names=compared.names,
        values=one.values, low=one.band[0], high=one.band[1], source=one.source,
        notes=_ranks(found),
    )  # fmt: skip


def _computed(found: Seen) -> str:
    """Say how the score is made, and the sources of what weighs in it."""
    pairs = zip(found.ranking.compared.measured, found.ranking.weights, strict=True)
    weighs = [one for one, weight in pairs if weight > 0]
    count = "1 critère" if len(weighs) == 1 else f"{len(weighs)} critères"
    scale = "min-max" if found.asked.scale is Scale.MIN_MAX else "par rang"
    return " ; ".join((f"calcul sur {count}, échelle {scale}", *sources(weighs)))


def _ranks(found: Seen) -> tuple[str, ...]:
    count = len(found.ranking.ranks)
    return tuple(f"Au score : {place(int(rank))} sur {count}." for rank in found.ranking.ranks)


def svg(data: Loaded, found: Seen, figure: str = SCORE) -> str:
    """Draw the map.

    Raises:
        Refusal: `figure_unknown`, or the outlines were not loaded.
    """
    return choropleth(shown(found, figure), data.outlines(found.where))


def geojson(data: Loaded, found: Seen) -> dict[str, Any]:
    """Give the outlines with rank, score and every figure.

    Raises:
        Refusal: the outlines were not loaded.
    """
    outlines = data.outlines(found.where)
    rows = enumerate(found.ranking.compared.codes)
    features = [
        {"type": "Feature", "properties": properties(found, row), "geometry": {
            "type": "MultiPolygon",
            "coordinates": polygons(outlines[code])}}
        for row, code in rows if code in outlines
    ]  # fmt: skip
    return {"type": "FeatureCollection", "features": features}


def polygons(rings: Sequence[Ring]) -> list[list[Any]]:
    """Give each polygon: its outside, then its holes."""
    found: list[list[Any]] = []
    for ring in rings:
        points = np.stack([ring.east, ring.north], axis=1).round(4).tolist()
        if ring.hole:
            found[-1].append(points)
        else:
            found.append([points])
    return found


def properties(found: Seen, row: int) -> dict[str, Any]:
    """Give what is known of one territory, with its intervals."""
    ranking, compared = found.ranking, found.ranking.compared
    figures = {
        one.criterion.name: {
            "value": float(one.values[row]), "low": float(one.band[0][row]),
            "high": float(one.band[1][row]), "unit": one.criterion.unit, "source": one.source,
        }
        for one in compared.measured
    }  # fmt: skip
    return {
        "code": compared.codes[row],
        "name": compared.names[row],
        "rank": int(ranking.ranks[row]),
        "score": float(ranking.scores[row]),
        "score_interval": [float(end[row]) for end in found.band],
        "rank_under_weights": _interval(found.by_weights.low, found.by_weights.high, row),
        "rank_under_figures": _interval(found.by_figures.low, found.by_figures.high, row),
        "first_under_weights": float(found.by_weights.first[row]),
        "first_under_figures": float(found.by_figures.first[row]),
        "pareto": bool(found.front[row]),
        "figures": figures,
    }


def _interval(low: Any, high: Any, row: int) -> list[int]:
    return [int(low[row]), int(high[row])]


def png(data: Loaded, found: Seen, figure: str = SCORE) -> bytes:
    """Draw the map as a picture.

    Raises:
        Refusal: `figure_unknown`, or the outlines were not loaded.
    """
    return pictures.png(svg(data, found, figure))
