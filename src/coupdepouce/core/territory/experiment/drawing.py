"""Which area opens when, or is set against which: drawn by lot, or matched on the figures."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment  # type: ignore[attr-defined]

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.numbers import Floats, Places

CENTRE = 1e-12
LEAST_STEPS = 2


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two areas alike: rows of the one that opens and of the one it is compared with."""

    opened: int
    compared: int
    distance: float  # in standard deviations, all figures together


def steps(sizes: Floats, count: int, *, chance: np.random.Generator) -> Places:
    """Draw the step (1 to count) of each area, so that each step has areas of every size.

    Areas are sorted by size and cut in blocks of `count`; each block is shared out by lot.

    Raises:
        Refusal: `experiment_few`, fewer than 2 steps, or fewer areas than steps.
    """
    if not LEAST_STEPS <= count <= len(sizes):
        raise Refusal(
            "experiment_few",
            f"{len(sizes)} zones ne s’ouvrent pas en {count} étapes : il faut au moins "
            f"{LEAST_STEPS} étapes et une zone par étape.",
        )
    found = np.zeros(len(sizes), np.int64)
    order = np.argsort(-sizes, kind="stable")
    for start in range(0, len(order), count):
        block = order[start : start + count]
        found[block] = 1 + chance.permutation(count)[: len(block)]
    return found


def pairs_by_lot(features: Floats, *, chance: np.random.Generator) -> tuple[Pair, ...]:
    """Pair the areas nearest to each other, then draw in each pair the one that opens.

    The nearest two first, then the nearest two of the rest (greedy); one left over stays out.
    """
    away = _distances(*(_standard(features, features),) * 2)
    np.fill_diagonal(away, np.inf)
    found = []
    while np.isfinite(away).any():
        one, other = np.unravel_index(np.argmin(away), away.shape)
        drawn = [int(one), int(other)]
        chance.shuffle(drawn)
        found.append(Pair(opened=drawn[0], compared=drawn[1], distance=float(away[one, other])))
        away[[one, other], :] = away[:, [one, other]] = np.inf
    return tuple(found)


def matched(inside: Floats, outside: Floats) -> tuple[Pair, ...]:
    """Give each area inside its own one outside, so that all distances together are the least.

    An assignment solved exactly (SciPy). Nothing is drawn by lot: what the figures do not show may
    differ, and the plan says so.

    Raises:
        Refusal: `experiment_few`, fewer areas outside than inside.
    """
    if len(outside) < len(inside):
        raise Refusal(
            "experiment_few",
            f"{len(inside)} zones à comparer pour {len(outside)} zones ailleurs : prenez un "
            "territoire plus petit ou un niveau plus fin.",
        )
    away = _distances(_standard(inside, outside), _standard(outside, outside))
    rows, columns = linear_sum_assignment(away)
    return tuple(
        Pair(opened=int(row), compared=int(column), distance=float(away[row, column]))
        for row, column in zip(rows, columns, strict=True)
    )


def balance(opened: Floats, compared: Floats) -> Floats:
    """Give the standardised difference of the means of each figure.

    Austin 2009, Statistics in Medicine 28(25): over the root of the mean of both variances.
    """
    spread = np.sqrt((opened.var(axis=0) + compared.var(axis=0)) / 2)
    gap = np.asarray(opened.mean(axis=0) - compared.mean(axis=0))
    return np.asarray(np.divide(gap, spread, out=np.zeros(len(gap)), where=spread > CENTRE))


def _standard(values: Floats, reference: Floats) -> Floats:
    spread = reference.std(axis=0)
    return np.asarray((values - reference.mean(axis=0)) / np.where(spread > CENTRE, spread, 1.0))


def _distances(one: Floats, other: Floats) -> Floats:
    squares = ((one[:, None, :] - other[None, :, :]) ** 2).sum(axis=2)
    return np.asarray(np.sqrt(squares))


def known_rows(features: Floats, names: Sequence[str]) -> NDArray[np.int64]:
    """Give the rows whose figures are all known.

    Raises:
        Refusal: `experiment_unknown`, there is none.
    """
    rows = np.flatnonzero(np.isfinite(features).all(axis=1))
    if not len(rows):
        raise Refusal(
            "experiment_unknown",
            f"Aucune des {len(names)} zones n’a tous ses chiffres : prenez un niveau plus grand.",
        )
    return rows
