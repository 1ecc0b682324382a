"""Coverage where a site takes a limited number of households.

The demand of a place may be shared between sites, so what given sites serve is a maximum flow,
counted by SciPy (Dinic 1970). In the bound each household has a price λ_i, 0 to 1, and a site is
worth its best households up to its capacity: a knapsack filled in the order of the prices.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from coupdepouce.core.territory.compiled import compiled
from coupdepouce.core.territory.numbers import Floats, Places, Whole
from coupdepouce.core.territory.siting.bound import FADE, SHORTEST, decide, pick
from coupdepouce.core.territory.siting.network import Network
from coupdepouce.core.territory.siting.search import Climbed

CANDIDATES = 20  # closed sites tried in a swap
STALLED = 12


@compiled
def fill(net: Network, prices: Floats, order: Places, room: Floats, scores: Floats) -> None:
    """Write what each site is worth, taking the dearest households first; empties `room`."""
    scores[:] = 0.0
    for i in order:
        for at in range(net.row_start[i], net.row_start[i + 1]):
            j = net.row_site[at]
            taken = min(room[j], net.unserved[i])
            if taken > 0.0 and prices[i] > 0.0:
                scores[j] -= prices[i] * taken
                room[j] -= taken


@compiled
def taken_by(net: Network, prices: Floats, order: Places, room: Floats, served: Floats) -> None:
    """Add to `served` what the sites with room take, in the same order as `fill`."""
    for i in order:
        for at in range(net.row_start[i], net.row_start[i + 1]):
            j = net.row_site[at]
            taken = min(room[j], net.unserved[i])
            if taken > 0.0 and prices[i] > 0.0:
                served[i] += taken
                room[j] -= taken


@dataclass(kw_only=True)
class Capped:
    """Maximum coverage with capacities; costs are the households left unserved."""

    net: Network
    k: int
    given: Whole
    capacities: Whole
    grain: float = 1.0

    @property
    def most(self) -> float:
        """Give the cost of serving nobody."""
        return float(self.net.unserved.sum())

    def start(self) -> tuple[Whole, Floats]:
        """Open again and again the site that can take the most of what is left."""
        left, sites = self.net.unserved.copy(), list(self.given)
        for j in self.given:
            self._empty(left, j)
        while len(sites) < self.k:
            sites.append(self._roomiest(left, sites))
            self._empty(left, sites[-1])
        # Where places are short each one is filled, and a household left out is worth a whole one.
        most = np.sort(self.capacities)[-self.k :].sum(dtype=np.int64)
        price = 1.0 if most <= self.most else 0.5
        return self.improved(np.array(sites, np.int32)), np.full(len(left), price)

    def _roomiest(self, left: Floats, sites: list[int]) -> int:
        near = np.bincount(
            np.repeat(np.arange(len(self.capacities)), np.diff(self.net.col_start)),
            left[self.net.col_row],
            minlength=len(self.capacities),
        )
        worth = np.minimum(near, self.capacities)
        worth[sites] = -1.0
        return int(np.argmax(worth))

    def _empty(self, left: Floats, j: int) -> None:
        rows = self.net.col_row[self.net.col_start[j] : self.net.col_start[j + 1]]
        before = np.cumsum(left[rows]) - left[rows]
        left[rows] -= np.clip(self.capacities[j] - before, 0.0, left[rows])

    def climb(
        self, states: Whole, prices: Floats, *, goal: float, grain: float, steps: int, stride: float
    ) -> Climbed:
        """Raise the bound; change states and prices in place."""
        m = len(states)
        scores, often, kept = np.empty(m), np.zeros(m), prices.copy()
        picked = sites = np.full(self.k, -1, np.int32)
        top, since, done = -np.inf, 0, 0
        while done < steps and stride > SHORTEST and top <= goal - grain:
            done += 1
            lower, worst, spare, picked, slopes = self._step(states, prices, scores)
            since = 0 if lower > top else since + 1
            if lower > top:
                top, kept[:] = lower, prices
                sites = picked if np.isfinite(lower) else sites
            decide(scores, states, worst, spare, goal - grain - lower)
            often *= FADE
            often[picked] += 1.0 - FADE
            if since >= STALLED:
                since, stride, prices[:] = 0, stride / 2, kept
            elif (norm := float(slopes @ slopes)) > 0.0:
                prices += stride * max(goal - lower, 0.0) / norm * slopes
                np.clip(prices, 0.0, 1.0, out=prices)
        prices[:] = kept
        return Climbed(bound=top, sites=sites, often=often, steps=done, stride=stride)

    def _step(
        self, states: Whole, prices: Floats, scores: Floats
    ) -> tuple[float, float, float, Whole, Floats]:
        """Give the bound at these prices, the worst site in, the best out, and the way up."""
        order = np.argsort(-prices, kind="stable")
        fill(self.net, prices, order, self.capacities.astype(float), scores)
        picked, served = np.zeros(self.k, np.int32), np.zeros(len(prices))
        total, worst, spare = pick(scores, states, picked)
        room = np.zeros(len(states))
        room[picked] = self.capacities[picked]
        taken_by(self.net, prices, order, room, served)
        slopes = self.net.unserved - served
        slopes[(prices >= 1.0) & (slopes > 0.0)] = 0.0
        return float(self.net.unserved @ prices) + total, worst, spare, picked, slopes

    def narrow(self, states: Whole) -> None:
        """Forget nothing: closed sites cost little here."""

    def improved(self, sites: Whole) -> Whole:
        """Swap the site that serves least for one of the roomiest, as long as it pays."""
        sites, cost = sites.copy(), self.cost(sites)
        while cost > 0.0:
            served = self.served(sites)
            moving = np.flatnonzero(~np.isin(sites, self.given))
            if not len(moving):
                break
            out = moving[np.argmin(served[moving])]
            swapped = self._swapped(sites, int(out), cost)
            if swapped is sites:
                break
            sites, cost = swapped, self.cost(swapped)
        return sites

    def _swapped(self, sites: Whole, out: int, cost: float) -> Whole:
        """Give the sites with one changed for the first that serves more, or the same sites."""
        left, tried = self.net.unserved.copy(), sites.tolist()
        for j in np.delete(sites, out).tolist():
            self._empty(left, j)
        for _ in range(min(CANDIDATES, len(self.capacities) - self.k)):
            tried.append(self._roomiest(left, tried))
            swapped = sites.copy()
            swapped[out] = tried[-1]
            if self.cost(swapped) < cost:
                return swapped
        return sites

    def cost(self, sites: Whole) -> float:
        """Give the households that these sites cannot serve."""
        return self.most - float(self.served(sites).sum())

    def served(self, sites: Whole) -> Floats:
        """Give the households that each open site serves when all together serve the most."""
        n, k = len(self.net.unserved), len(sites)
        near = [self.net.col_row[self.net.col_start[j] : self.net.col_start[j + 1]] for j in sites]
        ends = np.concatenate([*near, np.zeros(0, np.int32)])
        heads = np.repeat(np.arange(k), [len(rows) for rows in near])
        whole = self.net.unserved.astype(np.int32)
        tails = np.concatenate([np.zeros(k, int), 1 + heads, 1 + k + np.arange(n)])
        tips = np.concatenate([1 + np.arange(k), 1 + k + ends, np.full(n, 1 + k + n)])
        flows = np.concatenate([self.capacities[sites], whole[ends], whole])
        graph = csr_array((flows, (tails, tips)), shape=(2 + k + n, 2 + k + n))
        flow = maximum_flow(graph, 0, 1 + k + n).flow
        return np.asarray(flow[[0], :].toarray()[0, 1 : 1 + k], np.float64)
