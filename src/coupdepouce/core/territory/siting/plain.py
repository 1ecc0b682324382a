"""The relaxation of a question without capacities: coverage and p-median are both one of these."""

from dataclasses import dataclass

import numpy as np

from coupdepouce.core.territory.numbers import Floats, Whole
from coupdepouce.core.territory.siting import bound, exchange
from coupdepouce.core.territory.siting.network import Network, cost_of, without
from coupdepouce.core.territory.siting.search import NEAR, Climbed


@dataclass(kw_only=True)
class Plain:
    """Each demand goes to its cheapest open site, or stays unserved."""

    net: Network
    k: int
    given: Whole  # the existing sites, open in every answer
    grain: float

    def __post_init__(self) -> None:
        self.alive = self.net
        self.known, self.least = np.zeros(0, np.int32), np.inf

    @property
    def most(self) -> float:
        """Give the cost of serving nobody."""
        return float(self.net.unserved.sum())

    def start(self) -> tuple[Whole, Floats]:
        """Give good sites, and prices half-way between the two nearest of them."""
        sites = np.zeros(self.k, np.int32)
        sites[: len(self.given)] = self.given
        exchange.greedy(self.net, sites, len(self.given))
        sites = self.improved(sites)
        served = exchange.served_by(self.net, sites)
        return sites, (served.first + served.second) / 2

    def climb(
        self, states: Whole, prices: Floats, *, goal: float, grain: float, steps: int, stride: float
    ) -> Climbed:
        """Raise the bound; change states and prices in place."""
        work = bound.work_of(self.alive, states, prices, self.k)
        top, done, stride = bound.climb(self.alive, work, goal, grain, steps, stride, True)
        return Climbed(bound=top, sites=work.sites, often=work.often, steps=done, stride=stride)

    def narrow(self, states: Whole) -> None:
        """Forget the closed sites in the climbs."""
        self.alive = without(self.net, states == bound.CLOSED)

    def improved(self, sites: Whole) -> Whole:
        """Swap as long as it pays, then merge with the best sites known."""
        swapped = self._swapped(sites)
        cost = self.cost(swapped)
        if len(self.known):
            both = np.concatenate([self.known, np.setdiff1d(swapped, self.known)])
            merged = self._swapped(exchange.merge(self.net, both, len(self.given), self.k))
            merged_cost = self.cost(merged)
            if merged_cost < cost:
                swapped, cost = merged, merged_cost
        if cost < self.least:
            self.known, self.least = swapped, cost
        return swapped

    def _swapped(self, sites: Whole) -> Whole:
        moving = sites[~np.isin(sites, self.given)]
        swapped = np.concatenate([self.given, moving])
        exchange.exchange(self.net, swapped, len(self.given), NEAR * max(self.most, 1.0))
        return swapped

    def cost(self, sites: Whole) -> float:
        """Give the true cost."""
        return cost_of(self.net, sites)
