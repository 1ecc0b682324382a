"""What weights make another territory win: the smallest change, by linear programming."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog  # type: ignore[attr-defined]

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.numbers import Floats
from coupdepouce.core.territory.ranking.score import Ranking

NONE = 1e-9
SOLVED, NO_ANSWER = 0, 2  # what the solver says; anything else: it stopped before it knew


@dataclass(frozen=True, kw_only=True)
class Winning:
    """The nearest weights with which a territory is first, perhaps with others."""

    code: str
    weights: Floats | None  # None: no weights make it first
    change: float  # half the sum of the moves: the share of the weights that changes hands


def to_win(ranking: Ranking, code: str) -> Winning:
    """Find weights w, nearest to those asked in L1, with (z_t - z_j)·w >= 0 for every other j.

    With w - w° = up - down, both 0 or more, the sum of up and down is to be the least; w >= 0 and
    Σ w = 1. One linear program; it has no answer exactly when no weights put t first.

    Raises:
        Refusal: `weights_not_found`, the solver stopped before it knew.
    """
    row = ranking.compared.row(code)
    asked = ranking.weights
    if ranking.ranks[row] == 1:
        return Winning(code=code, weights=asked, change=0.0)
    behind = np.delete(ranking.scaled - ranking.scaled[row], row, axis=0)  # (n - 1, c)
    moves = _least(behind, asked, code)
    if moves is None:
        return Winning(code=code, weights=None, change=float("nan"))
    weights = np.maximum(asked + moves, 0.0)
    weights[weights < NONE] = 0.0
    change = float(np.abs(moves).sum()) / 2
    return Winning(code=code, weights=weights / weights.sum(), change=change)


def _least(behind: Floats, asked: Floats, code: str) -> Floats | None:
    """Give the least moves of the weights, or none where no weights do."""
    count = len(asked)
    keeps = np.hstack([np.eye(count) * -1.0, np.eye(count)])  # down - up <= w°
    found = linprog(
        np.ones(2 * count),
        A_ub=np.vstack([np.hstack([behind, -behind]), keeps]),
        b_ub=np.concatenate([-behind @ asked, asked]),
        A_eq=np.concatenate([np.ones(count), -np.ones(count)])[None, :],
        b_eq=[0.0],
        bounds=(0.0, None),
        method="highs",
    )
    if found.status == NO_ANSWER:
        return None
    if found.status != SOLVED:
        raise Refusal(
            "weights_not_found",
            f"Le calcul des poids qui mettraient « {code} » en tête n’a pas abouti : comparez "
            "moins de territoires, avec --within ou un niveau plus grand.",
            territory=code,
        )
    return np.asarray(found.x[:count] - found.x[count:], np.float64)
