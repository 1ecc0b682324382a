"""Coverage with a floor of equity: each group (a department) gets at least its share.

Each floor has a price μ ≥ 0 too: leaving unserved a household of group g costs 1 + μ_g, and what
the floor allows, Σ_g μ_g · allowed_g, is taken back. For any prices the bound holds.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.numbers import Floats, Whole
from coupdepouce.core.territory.siting import bound, exchange
from coupdepouce.core.territory.siting.network import Network, without
from coupdepouce.core.territory.siting.search import Climbed

TRIES = 12  # times the price of a floor that is missed is raised
PACE, SLOWER = 0.5, 0.9  # how fast the prices of the floors follow what is missed
EQUAL = 1e-9


@dataclass(frozen=True, kw_only=True)
class Floor:
    """The group of each demand (n,), 0 to G − 1, and the least share to cover: one, or (G,)."""

    groups: ArrayLike
    share: ArrayLike


def allowed(net: Network, floor: Floor) -> tuple[NDArray[np.int64], Floats]:
    """Give the groups, and the demand that each may leave uncovered.

    Raises:
        Refusal: a group or a share is not one, or the sites' reach is under a floor.
    """
    weights, groups = net.unserved, np.asarray(floor.groups)
    if groups.shape != weights.shape or groups.dtype.kind not in "iu" or (groups < 0).any():
        raise Refusal("siting_groups", "Donnez à chaque demande le numéro de son groupe.")
    total = np.bincount(groups, weights)
    share = np.broadcast_to(np.asarray(floor.share, np.float64), total.shape)
    if not ((share >= 0) & (share <= 1)).all():
        raise Refusal("siting_share", "Une part à couvrir est entre 0 et 1.")
    missed = (1.0 - share) * total
    away = np.bincount(groups, np.where(np.diff(net.row_start) > 0, 0.0, weights))
    short = np.flatnonzero(away > missed + EQUAL * np.maximum(total, 1.0))
    if len(short):
        raise Refusal(
            "siting_floor_out_of_reach",
            f"Groupe {short[0]} : la part demandée dépasse ce que couvrent tous les sites "
            "ensemble : baissez-la.",
            group=int(short[0]),
        )
    return groups.astype(np.int64), missed


@dataclass(kw_only=True)
class Floored:
    """Maximum coverage where each group has its floor."""

    net: Network
    k: int
    given: Whole
    grain: float
    groups: NDArray[np.int64]
    allowed: Floats

    def __post_init__(self) -> None:
        self.alive = self.net
        self.floor_prices = np.zeros(len(self.allowed))
        self.pace = PACE

    @property
    def most(self) -> float:
        """Give what all floors together leave uncovered."""
        return float(self.allowed.sum())

    def start(self) -> tuple[Whole, Floats]:
        """Give sites that reach the floors if that is easy, and first prices."""
        sites = np.zeros(self.k, np.int32)
        sites[: len(self.given)] = self.given
        exchange.greedy(self.net, sites, len(self.given))
        sites = self.improved(sites)
        return sites, self.net.unserved / 2

    def climb(
        self, states: Whole, prices: Floats, *, goal: float, grain: float, steps: int, stride: float
    ) -> Climbed:
        """Raise the bound, then the prices of the floors that are missed."""
        net = self.alive._replace(unserved=self._dearer(self.floor_prices))
        back = float(self.floor_prices @ self.allowed)
        np.minimum(prices, net.unserved, out=prices)
        work = bound.work_of(net, states, prices, self.k)
        top, done, stride = bound.climb(net, work, goal + back, grain, steps, stride, False)
        size = np.maximum(np.bincount(self.groups, self.net.unserved), 1.0)
        over = self.missed(work.sites) - self.allowed if work.sites[0] >= 0 else 0.0 * size
        moved = self.floor_prices + self.pace * over / size
        self.floor_prices, self.pace = np.maximum(moved, 0.0), self.pace * SLOWER
        often = work.often
        return Climbed(bound=top - back, sites=work.sites, often=often, steps=done, stride=stride)

    def narrow(self, states: Whole) -> None:
        """Forget the closed sites in the climbs."""
        self.alive = without(self.net, states == bound.CLOSED)

    def improved(self, sites: Whole) -> Whole:
        """Swap, at prices raised for the floors missed, until none is."""
        now = np.concatenate([self.given, sites[~np.isin(sites, self.given)]])
        best, dearer = sites, np.zeros(len(self.allowed))
        for _ in range(TRIES):
            net = self.net._replace(unserved=self._dearer(dearer))
            exchange.exchange(net, now, len(self.given), EQUAL * max(net.unserved.sum(), 1.0))
            if self.cost(now) < self.cost(best):
                best = now.copy()
            short = self._short(now)
            if not short.any():
                break
            dearer = np.where(short, 2 * dearer + 1, dearer)
        return best

    def missed(self, sites: Whole) -> Floats:
        """Give the demand left uncovered in each group."""
        away = np.ones(len(self.groups), bool)
        for j in sites:
            away[self.net.col_row[self.net.col_start[j] : self.net.col_start[j + 1]]] = False
        left = np.bincount(self.groups, away * self.net.unserved, minlength=len(self.allowed))
        return np.asarray(left, np.float64)

    def cost(self, sites: Whole) -> float:
        """Give the demand left uncovered, infinite when a floor is missed."""
        return np.inf if self._short(sites).any() else float(self.missed(sites).sum())

    def _short(self, sites: Whole) -> NDArray[np.bool_]:
        return self.missed(sites) > self.allowed + EQUAL * np.maximum(self.allowed, 1.0)

    def _dearer(self, more: Floats) -> Floats:
        return self.net.unserved * (1.0 + more[self.groups])
