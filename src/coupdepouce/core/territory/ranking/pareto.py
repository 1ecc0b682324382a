"""Territories that no other beats on every side at once."""

import numpy as np
from numpy.typing import NDArray

from coupdepouce.core.territory.numbers import Floats


def front(points: Floats) -> NDArray[np.bool_]:
    """Say of each row (n, d), more being better, that no other is as good and better somewhere.

    Rows are taken from the best first column on, so that a row can be beaten by an earlier one
    only: each is set against the front found so far.
    """
    order = np.lexsort(tuple(-points[:, column] for column in reversed(range(points.shape[1]))))
    on_front = np.zeros(len(points), bool)
    best = np.empty((0, points.shape[1]))
    for row in order:
        beaten = (best >= points[row]).all(axis=1) & (best > points[row]).any(axis=1)
        if not beaten.any():
            on_front[row] = True
            best = np.vstack([best, points[row]])
    return on_front
