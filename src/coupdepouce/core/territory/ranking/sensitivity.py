"""How sure is the order: other weights, and the margins of the figures themselves."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coupdepouce.core.territory.numbers import Floats
from coupdepouce.core.territory.ranking.criteria import Compared
from coupdepouce.core.territory.ranking.score import Scale, ranks, scaled

DRAWS = 1_000
LOWEST, HIGHEST = 0.05, 0.95
SIGMAS = 1.6448536269514722  # from the middle to the end of a 90 % interval, Normal law


@dataclass(frozen=True, kw_only=True)
class Spread:
    """The ranks a territory takes in 90 % of the draws, and how often it is first."""

    low: Floats  # (n,) the better rank
    high: Floats
    first: Floats  # (n,) share of the draws; territories level at the top share the draw
    draws: int


def under_weights(
    compared: Compared, *, rng: np.random.Generator, draws: int = DRAWS,
    scale: Scale = Scale.MIN_MAX,
) -> Spread:  # fmt: skip
    """Draw every weighting as likely as any other (Dirichlet law, all parameters 1)."""
    levels = scaled(compared.values, compared.more, scale)
    weights = rng.dirichlet(np.ones(levels.shape[1]), draws)
    return _spread([ranks(levels @ one) for one in weights])


def under_figures(
    compared: Compared, weights: Floats, *, rng: np.random.Generator, draws: int = DRAWS,
    scale: Scale = Scale.MIN_MAX,
) -> Spread:  # fmt: skip
    """Draw each figure inside its interval, and scale again.

    A figure follows two half Normal laws, one for each side of its interval. The figures of one
    territory are drawn apart from each other: nothing published tells how their errors go together.
    """
    return _spread([
        ranks(scaled(values, compared.more, scale) @ weights)
        for values in _drawn(compared, rng, draws)
    ])  # fmt: skip


def score_band(
    compared: Compared, weights: Floats, *, rng: np.random.Generator, draws: int = DRAWS,
    scale: Scale = Scale.MIN_MAX,
) -> tuple[Floats, Floats]:  # fmt: skip
    """Give the 90 % interval of each score under the margins of the figures."""
    scores = [
        scaled(values, compared.more, scale) @ weights for values in _drawn(compared, rng, draws)
    ]
    low, high = np.quantile(scores, [LOWEST, HIGHEST], axis=0)
    return low, high


def _drawn(compared: Compared, rng: np.random.Generator, draws: int) -> Iterator[Floats]:
    middle = compared.values
    below = (middle - np.stack([one.low for one in compared.measured], axis=1)) / SIGMAS
    above = (np.stack([one.high for one in compared.measured], axis=1) - middle) / SIGMAS
    for _ in range(draws):
        away = rng.standard_normal(middle.shape)
        yield middle + away * np.where(away > 0, above, below)


def _spread(taken: list[NDArray[np.int64]]) -> Spread:
    places = np.stack(taken)
    low, high = np.quantile(places, [LOWEST, HIGHEST], axis=0, method="inverted_cdf")
    first = places == 1
    return Spread(
        low=low, high=high, draws=len(places),
        first=(first / first.sum(axis=1, keepdims=True)).mean(axis=0),
    )  # fmt: skip
