"""Two shares compared: how many are needed before, how sure the difference is after.

Quantiles come from Python's own normal law: no library is needed for these three formulas.
"""

from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist

ALPHA, POWER = 0.05, 0.8
NORMAL = NormalDist()


@dataclass(frozen=True, kw_only=True)
class Share:
    """How many of how many; of nobody, it is no share."""

    count: int
    total: int

    def __post_init__(self) -> None:
        if not 0 <= self.count <= self.total or not self.total:
            raise ValueError("a share counts some of at least one")

    @property
    def rate(self) -> float:
        """Give the share as a number from 0 to 1."""
        return self.count / self.total


@dataclass(frozen=True, kw_only=True)
class Interval:
    """The bounds between which the truth is, 95 times in 100."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Say whether a value is inside, bounds included."""
        return self.low <= value <= self.high


def sample_size(*, usual: float, wanted: float, alpha: float = ALPHA, power: float = POWER) -> int:
    """Give how many are needed on each side to tell two shares apart.

    Two sides, normal law, no correction of continuity: Fleiss, Levin and Paik, Statistical Methods
    for Rates and Proportions, third edition (Wiley, 2003), chapter 4.
    """
    if not (0 < usual < 1 and 0 < wanted < 1) or usual == wanted:
        raise ValueError("two different shares between 0 and 1")
    mean = (usual + wanted) / 2
    by_chance = NORMAL.inv_cdf(1 - alpha / 2) * sqrt(2 * mean * (1 - mean))
    missed = NORMAL.inv_cdf(power) * sqrt(usual * (1 - usual) + wanted * (1 - wanted))
    return ceil(((by_chance + missed) / (wanted - usual)) ** 2)


def wilson(share: Share, *, alpha: float = ALPHA) -> Interval:
    """Give the interval of a share.

    Wilson 1927, Journal of the American Statistical Association 22, 209-212.
    """
    z, total, rate = NORMAL.inv_cdf(1 - alpha / 2), share.total, share.rate
    middle = rate + z**2 / (2 * total)
    half = z * sqrt(rate * (1 - rate) / total + z**2 / (4 * total**2))
    low, high = ((middle + side) / (1 + z**2 / total) for side in (-half, half))
    return Interval(low=max(low, 0.0), high=min(high, 1.0))


def difference(first: Share, second: Share, *, alpha: float = ALPHA) -> Interval:
    """Give the interval of first - second.

    Newcombe 1998, Statistics in Medicine 17, 873-890, method 10: each side keeps its own Wilson
    interval, so it holds for small shares too.
    """
    gap, one, two = (
        first.rate - second.rate,
        wilson(first, alpha=alpha),
        wilson(second, alpha=alpha),
    )
    below = sqrt((first.rate - one.low) ** 2 + (two.high - second.rate) ** 2)
    above = sqrt((one.high - first.rate) ** 2 + (second.rate - two.low) ** 2)
    return Interval(low=gap - below, high=gap + above)
