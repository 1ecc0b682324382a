"""Which territory: the order, how sure it is, why this one, and what would change it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from coupdepouce.core.territory.data import ground
from coupdepouce.core.territory.data.ground import Areas
from coupdepouce.core.territory.data.lists import LISTS, SHOPS
from coupdepouce.core.territory.data.model import Level
from coupdepouce.core.territory.numbers import Floats
from coupdepouce.core.territory.ranking import capacity, defaults, sensitivity
from coupdepouce.core.territory.ranking.criteria import Compared, Side, complete
from coupdepouce.core.territory.ranking.pareto import front
from coupdepouce.core.territory.ranking.said import reasons
from coupdepouce.core.territory.ranking.score import Ranking, Scale, ranked, weights_of
from coupdepouce.core.territory.ranking.sensitivity import Spread
from coupdepouce.core.territory.ranking.winning import Winning, to_win
from coupdepouce.insight.territories.loading import Loaded

SEED = 2_026


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which territories to compare, and how; a key too, whose weights are compared, not hashed."""

    level: Level = Level.REGION
    within: str = ""
    weights: Mapping[str, float] | None = field(default=None, hash=False)  # None: equal
    scale: Scale = Scale.MIN_MAX
    seed: int = SEED


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The territories of which every figure is known, before any is weighed."""

    where: Areas
    compared: Compared
    left_out: tuple[str, ...]  # names: a figure is not known


def figures(data: Loaded, level: Level, *, within: str = "") -> Figures:
    """Measure the territories of a level.

    Raises:
        Refusal: unknown level or territory; no list of partners loaded.
    """
    where = ground.areas(data.tables, level, within=within)
    compared, left_out = complete(
        defaults.compared(where, data.need, ground.placed(data.lists, where))
    )
    return Figures(where=where, compared=compared, left_out=left_out)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """The territories in order, each with its intervals."""

    asked: Asked
    where: Areas
    ranking: Ranking
    by_weights: Spread  # ranks under random weights
    by_figures: Spread  # ranks under the margins of the figures
    band: tuple[Floats, Floats]  # of the score, under the margins of the figures
    front: NDArray[np.bool_]  # no other has both more need and more capacity
    left_out: tuple[str, ...]  # names: a figure is not known


def seen(data: Loaded, asked: Asked) -> Seen:
    """Rank the territories of a level.

    Raises:
        Refusal: unknown level, territory or weights; no list of partners loaded.
    """
    known = figures(data, asked.level, within=asked.within)
    compared = known.compared
    weights = weights_of(asked.weights, tuple(one.criterion for one in compared.measured))
    ranking = ranked(compared, weights, scale=asked.scale)
    chance = np.random.default_rng(asked.seed)
    sides = np.stack([ranking.side(Side.NEED), ranking.side(Side.CAPACITY)], axis=1)
    return Seen(
        asked=asked,
        where=known.where,
        ranking=ranking,
        by_weights=sensitivity.under_weights(compared, chance=chance, scale=asked.scale),
        by_figures=sensitivity.under_figures(compared, weights, scale=asked.scale),
        band=sensitivity.score_band(compared, weights, scale=asked.scale),
        front=front(sides),
        left_out=known.left_out,
    )


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What the places of one kind offer in a territory."""

    label: str
    places: int
    per_poor: float  # for 10,000 poor households
    hours: float  # median a week of those that say it; NaN: none does
    hours_told: float  # share that says it
    year: int


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Why this territory: a sentence a criterion, what is there, and what would make it first."""

    code: str
    name: str
    rank: int
    among: int
    reasons: tuple[str, ...]
    offered: tuple[Offered, ...]
    winning: Winning


def explanation(data: Loaded, found: Seen, code: str) -> Explanation:
    """Explain the rank of a territory.

    Raises:
        Refusal: `another_level`, `overseas`, `not_compared`.
    """
    ranking = found.ranking
    elsewhere = ground.elsewhere(data.tables, found.asked.level, code)
    if elsewhere is not None and code not in ranking.compared.codes:
        raise elsewhere
    row = ranking.compared.row(code)
    return Explanation(
        code=code,
        name=ranking.compared.names[row],
        rank=int(ranking.ranks[row]),
        among=len(ranking.compared.codes),
        reasons=reasons(ranking, code),
        offered=_offered(data, found.where, code),
        winning=to_win(ranking, code),
    )


def _offered(data: Loaded, where: Areas, code: str) -> tuple[Offered, ...]:
    places = ground.placed(data.lists, where)
    poor = defaults.households_of(data.need, where).poor.value
    row = where.codes.index(code)
    found = []
    for one in (*LISTS, SHOPS):
        if one.kind in places:
            here = capacity.capacity(where, [places[one.kind]], poor)
            found.append(
                Offered(
                    label=one.label, places=int(here.places[row]), year=one.year,
                    per_poor=float(here.per_poor[row]), hours=float(here.hours[row]),
                    hours_told=float(here.hours_told[row]),
                )
            )  # fmt: skip
    return tuple(found)
