"""Good sites quickly: the one that saves most, again and again, then the best swaps.

Greedy with late evaluation (Minoux 1978): a gain only shrinks, so a fresh gain over all the others
wins. Swaps with the two nearest open sites kept (Whitaker 1983; Resende and Werneck 2007). Two
answers are merged by opening the sites of both and closing those that are missed least: far apart,
the better half of each is kept.
"""

from typing import NamedTuple

import numpy as np

from coupdepouce.core.territory.compiled import compiled
from coupdepouce.core.territory.numbers import Floats, Whole
from coupdepouce.core.territory.siting.network import Network


class Served(NamedTuple):
    """The cost of each demand at its nearest open site and at the next, kept while swapping."""

    place: Whole  # (m,) where the site stands in the answer, -1 when closed
    near: Whole  # (n,) place of the nearest open site, -1 when unserved
    first: Floats  # (n,)
    second: Floats  # (n,)
    loss: Floats  # (k,) what closing it would cost
    spared: Floats  # (k,) what of that loss the candidate would spare


@compiled
def _gain(net: Network, now: Floats, j: int) -> float:
    gain = 0.0
    for at in range(net.col_start[j], net.col_start[j + 1]):
        gain += max(0.0, now[net.col_row[at]] - net.col_cost[at])
    return gain


@compiled
def _best(net: Network, now: Floats, gains: Floats, fresh: Whole, turn: int) -> int:
    j = np.argmax(gains)
    while fresh[j] != turn:
        fresh[j] = turn
        gains[j] = _gain(net, now, int(j))
        j = np.argmax(gains)
    return int(j)


@compiled
def greedy(net: Network, sites: Whole, given: int) -> None:
    """Complete the sites, of which the first `given` are known."""
    now = net.unserved.copy()
    gains = np.full(len(net.col_start) - 1, np.inf)
    fresh = np.full(len(gains), -1, np.int32)
    for turn in range(len(sites)):
        if turn >= given:
            sites[turn] = _best(net, now, gains, fresh, turn)
        j = sites[turn]
        gains[j] = -np.inf
        for at in range(net.col_start[j], net.col_start[j + 1]):
            i = net.col_row[at]
            now[i] = min(now[i], net.col_cost[at])


@compiled
def _look(net: Network, served: Served, i: int) -> None:
    """Find the two nearest open sites of a demand."""
    served.first[i] = served.second[i] = net.unserved[i]
    served.near[i] = -1
    for at in range(net.row_start[i], net.row_start[i + 1]):
        place = served.place[net.row_site[at]]
        if place >= 0 and served.near[i] >= 0:
            served.second[i] = net.row_cost[at]
            return
        if place >= 0:
            served.first[i], served.near[i] = net.row_cost[at], place


@compiled
def _renew(net: Network, served: Served, j: int) -> None:
    """Look again for the demands that site j reaches, and keep the losses true."""
    for at in range(net.col_start[j], net.col_start[j + 1]):
        i = net.col_row[at]
        if served.near[i] >= 0:
            served.loss[served.near[i]] -= served.second[i] - served.first[i]
        _look(net, served, i)
        if served.near[i] >= 0:
            served.loss[served.near[i]] += served.second[i] - served.first[i]


@compiled
def served_by(net: Network, sites: Whole) -> Served:
    """Find the two nearest open sites of every demand."""
    n, k = len(net.unserved), len(sites)
    served = Served(
        np.full(len(net.col_start) - 1, -1, np.int32),
        np.empty(n, np.int32), np.empty(n), np.empty(n), np.zeros(k), np.zeros(k),
    )  # fmt: skip
    for place in range(k):
        served.place[sites[place]] = place
    for i in range(n):
        _look(net, served, i)
        if served.near[i] >= 0:
            served.loss[served.near[i]] += served.second[i] - served.first[i]
    return served


@compiled
def _weigh(net: Network, served: Served, j: int) -> float:
    """Give what opening j saves, and write what it spares of each open site's loss."""
    gain = 0.0
    served.spared[:] = 0.0
    for at in range(net.col_start[j], net.col_start[j + 1]):
        i, cost = net.col_row[at], net.col_cost[at]
        gain += max(0.0, served.first[i] - cost)
        if cost < served.second[i] and served.near[i] >= 0:
            served.spared[served.near[i]] += served.second[i] - max(cost, served.first[i])
    return gain


@compiled
def _swap(net: Network, served: Served, old: int, new: int) -> None:
    served.place[new], served.place[old] = served.place[old], -1
    _renew(net, served, old)
    _renew(net, served, new)


@compiled
def exchange(net: Network, sites: Whole, given: int, tiny: float) -> float:
    """Swap while a swap saves more than `tiny`; the first `given` sites stay. Gives the cost."""
    served = served_by(net, sites)
    count, quiet, j = len(served.place), 0, 0
    while quiet < count:
        j = (j + 1) % count
        quiet += 1
        if served.place[j] >= 0:
            continue
        gain, best, out = _weigh(net, served, j), tiny, -1
        for place in range(given, len(sites)):
            profit = gain - served.loss[place] + served.spared[place]
            if profit > best:
                best, out = profit, place
        if out >= 0:
            old, sites[out], quiet = sites[out], j, 0
            _swap(net, served, old, j)
    return float(served.first.sum())


@compiled
def merge(net: Network, sites: Whole, given: int, count: int) -> Whole:
    """Close the site that costs least to close until `count` are left; the first `given` stay."""
    served = served_by(net, sites)
    left = np.ones(len(sites), np.bool_)
    for _ in range(len(sites) - count):
        out = given + np.argmin(served.loss[given:])
        left[out], served.loss[out] = False, np.inf
        served.place[sites[out]] = -1
        _renew(net, served, sites[out])
    return sites[left]
