"""A country made up for measures: scattered places, a few of them large."""

import time
from collections.abc import Callable
from statistics import median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

BOX = (45.0, 50.4, -2.0, 9.8)  # about 530,000 km²: as large as the metropolis
TAIL, LARGEST = 1.1, 500_000


class Land(NamedTuple):
    """Places (n, 2) in degrees with their households."""

    points: NDArray[np.float64]
    weights: NDArray[np.float64]


def land(count: int, *, seed: int) -> Land:
    """Scatter places over the box; sizes follow a heavy tail, as communes do."""
    chance = np.random.default_rng(seed)
    south, north, west, east = BOX
    points = np.stack([chance.uniform(south, north, count), chance.uniform(west, east, count)], 1)
    return Land(points, np.minimum(np.ceil(100 * (1 + chance.pareto(TAIL, count))), LARGEST))


def some(country: Land, count: int, *, seed: int) -> NDArray[np.float64]:
    """Draw sites among the places, the large ones more often."""
    chance = np.random.default_rng(seed)
    share = np.sqrt(country.weights)
    drawn = chance.choice(len(share), count, replace=False, p=share / share.sum())
    return country.points[drawn]


def timed(work: Callable[[], object], times: int = 5) -> float:
    """Give the median duration in seconds, after one turn that is not counted."""
    work()
    took = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        took.append(time.perf_counter() - started)
    return median(took)
