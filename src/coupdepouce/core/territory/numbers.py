"""The kinds of arrays of this package."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int32]
Places = NDArray[np.int64]
