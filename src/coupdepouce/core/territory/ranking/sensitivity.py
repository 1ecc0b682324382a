"""How sure is the order: other weights, and the margins of the figures themselves."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coupdepouce.core.territory.numbers import TAIL, Floats, band
from coupdepouce.core.territory.ranking.criteria import Compared
from coupdepouce.core.territory.ranking.score import Scale, ranks, scaled

DRAWS = 2_000


@dataclass(frozen=True, kw_only=True)
class Spread:
    """The ranks a territory takes in 90 % of the draws, and how often it is first."""

    low: Floats  # (n,) the better rank
    high: Floats
    first: Floats  # (n,) share of the draws; territories level at the top share the draw
    draws: int


def under_weights(
    compared: Compared, *, chance: np.random.Generator, draws: int = DRAWS,
    scale: Scale = Scale.MIN_MAX,
) -> Spread:  # fmt: skip
    """Draw every weighting as likely as any other (Dirichlet law, all parameters 1)."""
    levels = scaled(compared.values, compared.more, scale)
    weights = chance.dirichlet(np.ones(levels.shape[1]), draws)
    return _spread(ranks(levels @ one) for one in weights)


def under_figures(compared: Compared, weights: Floats, *, scale: Scale = Scale.MIN_MAX) -> Spread:
    """Take each draw of the figures, all criteria together, and scale again."""
    return _spread(ranks(scores) for scores in scores_drawn(compared, weights, scale))


def score_band(
    compared: Compared, weights: Floats, *, scale: Scale = Scale.MIN_MAX
) -> tuple[Floats, Floats]:
    """Give the 90 % interval of each score under the margins of the figures; it holds the score."""
    scores = scaled(compared.values, compared.more, scale) @ weights
    return band(scores, np.stack(list(scores_drawn(compared, weights, scale)), axis=1))


def scores_drawn(
    compared: Compared, weights: Floats, scale: Scale = Scale.MIN_MAX
) -> Iterable[Floats]:
    """Give the scores under each draw of the figures."""
    count = min(one.draws.shape[1] for one in compared.measured)
    for at in range(count):
        values = np.stack([one.draws[:, at] for one in compared.measured], axis=1)
        yield scaled(values, compared.more, scale) @ weights


def _spread(taken: Iterable[NDArray[np.int64]]) -> Spread:
    places = np.stack(list(taken))
    low, high = np.quantile(places, [TAIL, 1 - TAIL], axis=0, method="inverted_cdf")
    first = places == 1
    return Spread(
        low=low, high=high, draws=len(places),
        first=(first / first.sum(axis=1, keepdims=True)).mean(axis=0),
    )  # fmt: skip
