"""A score of open weights: each criterion on a scale of 0 to 1, then a weighted mean.

The scale is min-max unless the other is asked for: the last territory has 0, the first 1, and two
territories that are nearly equal stay so. By rank the distances are lost, and a difference within
the margin of error becomes a whole place; it is of use when one territory is so far from the rest
that it flattens them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.numbers import Floats
from coupdepouce.core.territory.ranking.criteria import Compared, Criterion, Side

NEAR = 1e-3  # weights given with two or three figures
FLAT = 1e-9  # of the figures: what differs less is rounding


class Scale(StrEnum):
    """How a criterion is brought between 0 and 1."""

    MIN_MAX = "min-max"
    RANK = "rank"


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """The order of the territories, and where each score comes from."""

    compared: Compared
    weights: Floats  # (c,), sum 1
    scale: Scale
    scaled: Floats  # (n, c), 0 to 1, more is better
    scores: Floats  # (n,), 0 to 1
    ranks: NDArray[np.int64]  # (n,), 1 is first; equal scores share the better rank

    @property
    def order(self) -> NDArray[np.int64]:
        """Give the rows, first territory first."""
        return np.argsort(self.ranks, kind="stable")

    def side(self, side: Side) -> Floats:
        """Give the score on the criteria of one side only; 0 when none weighs."""
        ours = np.array([one.criterion.side is side for one in self.compared.measured])
        weights = np.where(ours, self.weights, 0.0)
        return self.scaled @ weights / (weights.sum() or 1.0)


def weights_of(asked: Mapping[str, float] | None, criteria: tuple[Criterion, ...]) -> Floats:
    """Give the weight of each criterion: equal when nothing is asked, 0 when not named.

    Raises:
        Refusal: `weights_unknown`, `weights_negative`, `weights_sum`.
    """
    if not asked:
        return np.full(len(criteria), 1 / len(criteria))
    names = [one.name for one in criteria]
    unknown = [name for name in asked if name not in names]
    if unknown:
        raise Refusal(
            "weights_unknown",
            f"Le critère « {unknown[0]} » n’existe pas ici. Il y a : {', '.join(names)}.",
        )
    weights = np.array([asked.get(name, 0.0) for name in names])
    if not (np.isfinite(weights) & (weights >= 0)).all():
        raise Refusal("weights_negative", "Un poids est un nombre entre 0 et 1 : corrigez-le.")
    if abs(weights.sum() - 1) > NEAR:
        total = f"{weights.sum():.3g}".replace(".", ",")
        raise Refusal(
            "weights_sum",
            f"Les poids font {total} en tout : ils doivent faire 1. Les critères non cités "
            "pèsent 0.",
        )
    return np.asarray(weights / weights.sum())


def ranked(compared: Compared, weights: Floats, *, scale: Scale = Scale.MIN_MAX) -> Ranking:
    """Rank territories of which every criterion is known."""
    levels = scaled(compared.values, compared.more, scale)
    scores = levels @ weights
    return Ranking(
        compared=compared, weights=weights, scale=scale, scaled=levels, scores=scores,
        ranks=ranks(scores),
    )  # fmt: skip


def scaled(values: Floats, more: NDArray[np.bool_], scale: Scale) -> Floats:
    """Bring each column between 0 and 1, 1 the best; one that tells nothing apart is 0.5."""
    turned = np.where(more, values, -values)
    if scale is Scale.RANK:
        turned = np.apply_along_axis(rankdata, 0, turned)
    low, wide = turned.min(axis=0), np.ptp(turned, axis=0)
    flat = wide <= FLAT * np.abs(turned).max(axis=0)
    return np.where(flat, 0.5, (turned - low) / np.where(flat, 1.0, wide))


def ranks(scores: Floats) -> NDArray[np.int64]:
    """Give 1 to the highest score; scores that differ by rounding only are equal."""
    return np.asarray(rankdata(-np.round(scores, 12), method="min"), np.int64)
