"""Who could be served from where, and at what cost, in the two orders the search reads it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coupdepouce.core.territory.compiled import compiled
from coupdepouce.core.territory.numbers import Floats, Places, Whole


class Network(NamedTuple):
    """The links of demand i to site j whose cost is under what leaving i unserved costs.

    By demand: entries `row_start[i]:row_start[i + 1]`, cheapest first. By site: the same links in
    `col_start[j]:col_start[j + 1]`. Costs are already multiplied by the demand's weight.
    """

    unserved: Floats  # (n,)
    row_start: Places  # (n + 1,)
    row_site: Whole  # (links,)
    row_cost: Floats  # (links,)
    col_start: Places  # (m + 1,)
    col_row: Whole  # (links,)
    col_cost: Floats  # (links,)
    free: bool  # no link costs anything


def network(
    *, unserved: Floats, row_start: Places, row_site: Whole, row_cost: Floats, count: int
) -> Network:
    """Turn links sorted by demand, then by cost, into a network of `count` sites."""
    col_start = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(row_site, minlength=count), out=col_start[1:])
    col_row, col_cost = np.empty_like(row_site), np.empty_like(row_cost)
    _by_site(row_start, row_site, row_cost, col_start[:-1].copy(), col_row, col_cost)
    free = not row_cost.any()
    return Network(unserved, row_start, row_site, row_cost, col_start, col_row, col_cost, free)


@compiled
def _by_site(
    row_start: Places,
    row_site: Whole,
    row_cost: Floats,
    free: Places,
    col_row: Whole,
    col_cost: Floats,
) -> None:
    """Write each link at the next free entry of its site."""
    for i in range(len(row_start) - 1):
        for at in range(row_start[i], row_start[i + 1]):
            to = free[row_site[at]]
            col_row[to], col_cost[to] = i, row_cost[at]
            free[row_site[at]] = to + 1


def cost_of(net: Network, sites: Whole) -> float:
    """Add up what each demand costs when these sites are open."""
    best = net.unserved.copy()
    for j in sites:
        links = slice(net.col_start[j], net.col_start[j + 1])
        best[net.col_row[links]] = np.minimum(best[net.col_row[links]], net.col_cost[links])
    return float(best.sum())


def without(net: Network, closed: NDArray[np.bool_]) -> Network:
    """Drop the links to the closed sites; sites keep their numbers."""
    kept = ~closed[net.row_site]
    before = np.concatenate([[0], np.cumsum(kept)])
    return network(
        unserved=net.unserved,
        row_start=before[net.row_start],
        row_site=net.row_site[kept],
        row_cost=net.row_cost[kept],
        count=len(closed),
    )
