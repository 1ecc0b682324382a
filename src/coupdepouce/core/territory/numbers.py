"""The kinds of arrays of this package, and the interval that draws make."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

TAIL = 0.05  # each side: intervals of 90 %
Floats = NDArray[np.float64]
Whole = NDArray[np.int32]
Places = NDArray[np.int64]


def band(values: Floats, draws: NDArray[np.floating[Any]]) -> tuple[Floats, Floats]:
    """Give the ends of the 90 % interval of each row of draws (n, d); it always holds the value."""
    low, high = np.quantile(draws, [TAIL, 1 - TAIL], axis=1)
    return np.fmin(low, values), np.fmax(high, values)
