"""What a count could as well be: the chance of few households, and draws that keep the count."""

import numpy as np

from coupdepouce.core.territory.need.model import Singles
from coupdepouce.core.territory.numbers import Floats


def seeded(seed: int) -> np.random.Generator:
    """Give the chance that a seed stands for: whoever asks keeps the seed."""
    return np.random.default_rng(seed)


def realised(shares: Floats | Singles, households: Floats, chance: np.random.Generator) -> Singles:
    """Draw how many households have what a share says: few vary more than their rate.

    The first column is the count itself, and gets no chance. A binomial law by its normal one.
    """
    noise = chance.standard_normal(shares.shape, dtype=np.float32)
    noise[:, 0] = 0.0
    households = households.astype(np.float32)
    found = households * shares.astype(np.float32)
    moved = found + noise * np.sqrt(found * (1 - shares.astype(np.float32)))
    return np.asarray(np.clip(moved, 0, households), dtype=np.float32)


def centred(both: Floats | Singles) -> Floats:
    """Bring the draws of each place to its count, the first column, on average.

    The mean of a curve over draws is not the curve at the mean (Jensen): a sum of draws would
    drift from the sum of the counts.
    """
    mean = both[:, 1:].mean(axis=1, dtype=np.float64)
    factor = np.where(mean > 0, both[:, 0] / np.where(mean > 0, mean, 1.0), 1.0)
    found = both * factor[:, None]
    found[:, 0] = both[:, 0]
    return np.asarray(found, np.float64)
