"""A lower bound on the cost of the best k sites, by Lagrangian relaxation.

"Each demand is served once" is given a price per demand (Cornuéjols, Fisher and Nemhauser 1977;
Beasley 1993). For any prices λ with 0 ≤ λ_i ≤ the cost of leaving i unserved,

    bound(λ) = Σ_i λ_i + the k smallest of ρ_j,   ρ_j = Σ_i min(0, cost_ij − λ_i)

never exceeds the best cost. Maximum coverage is the case where a link costs nothing. Prices climb
by Polyak's step (1969); a site whose forced closing (or opening) lifts the bound over the best
known cost is opened (or closed) for good.
"""

from typing import NamedTuple

import numpy as np

from coupdepouce.core.territory.compiled import compiled, compiled_sum
from coupdepouce.core.territory.numbers import Floats, Whole
from coupdepouce.core.territory.siting.network import Network

FREE, OPEN, CLOSED = 0, 1, -1
PATIENCE = 12  # steps without progress before the stride is halved
PROGRESS = 1e-4  # of the gap: less is no progress
SHORTEST = 2e-3  # a stride under this one moves nothing
KEPT = 0.5  # of the last way, remembered in the next one
FADE = 0.9


class Work(NamedTuple):
    """What a climb reads and writes in place, so that the next one starts where it ended."""

    states: Whole  # (m,) FREE, OPEN or CLOSED
    prices: Floats  # (n,)
    often: Floats  # (m,) how often each site was picked lately, 0 to 1
    sites: Whole  # (k,) the cheapest sites met, −1 while none is
    picked: Whole  # (k,) the sites of the last bound
    scores: Floats  # (m,) ρ
    kept: Floats  # (n,) the prices of the best bound
    slopes: Floats  # (n,)
    way: Floats  # (n,)
    least: Floats  # (n,) the cheapest link, under which no price goes


def work_of(net: Network, states: Whole, prices: Floats, k: int) -> Work:
    """Make room for a climb that starts from these states and prices, both changed in place."""
    m, n = len(states), len(prices)
    whole = (np.full(k, -1, np.int32), np.zeros(k, np.int32))
    least, reached = net.unserved.copy(), np.diff(net.row_start) > 0
    least[reached] = net.row_cost[net.row_start[:-1][reached]]
    kept, slopes, way = np.zeros((3, n))
    return Work(states, prices, np.zeros(m), *whole, np.empty(m), kept, slopes, way, least)


@compiled_sum
def _worth(net: Network, prices: Floats, start: int, stop: int) -> float:
    """Add up the prices of a site whose links cost nothing."""
    worth = 0.0
    for at in range(start, stop):
        worth += prices[net.col_row[at]]
    return worth


@compiled
def score(net: Network, prices: Floats, scores: Floats) -> float:
    """Write ρ, and give the sum of the prices."""
    if net.free:
        for j in range(len(scores)):
            scores[j] = -_worth(net, prices, net.col_start[j], net.col_start[j + 1])
        return float(prices.sum())
    scores[:] = 0.0
    total = 0.0
    for i in range(len(prices)):
        price = prices[i]
        total += price
        for at in range(net.row_start[i], net.row_start[i + 1]):
            saved = price - net.row_cost[at]
            if saved <= 0.0:
                break
            scores[net.row_site[at]] -= saved
    return total


@compiled
def divide(pool: Floats, wanted: int) -> None:
    """Bring the `wanted` smallest to the front (Hoare 1961)."""
    low, high = 0, len(pool) - 1
    while low < high:
        pivot = pool[(low + high) // 2]
        left, right = low, high
        while left <= right:
            while pool[left] < pivot:
                left += 1
            while pool[right] > pivot:
                right -= 1
            if left <= right:
                pool[left], pool[right] = pool[right], pool[left]
                left += 1
                right -= 1
        low = left if wanted > right + 1 else low
        high = right if wanted <= left else high


@compiled
def _totals(pool: Floats, wanted: int) -> tuple[float, float, float]:
    """Give the sum and the largest of the `wanted` smallest, and the smallest of the others."""
    if wanted > len(pool):
        return np.inf, -np.inf, np.inf
    divide(pool, wanted)
    total, worst, spare = 0.0, -np.inf, np.inf
    for at in range(wanted):
        total += pool[at]
        worst = max(worst, pool[at])
    for at in range(wanted, len(pool)):
        spare = min(spare, pool[at])
    return total, worst, spare


@compiled
def pick(scores: Floats, states: Whole, picked: Whole) -> tuple[float, float, float]:
    """Pick open sites, then the best free ones; give their score, worst free in, best free out."""
    forced, free, given = 0, 0, 0.0
    pool = np.empty(len(scores))
    for j in range(len(scores)):
        if states[j] == OPEN:
            picked[forced] = j
            forced += 1
            given += scores[j]
        elif states[j] == FREE:
            pool[free] = scores[j]
            free += 1
    total, worst, spare = _totals(pool[:free], len(picked) - forced)
    _fill(scores, states, worst, picked[forced:])
    return given + total, worst, spare


@compiled
def _fill(scores: Floats, states: Whole, worst: float, picked: Whole) -> None:
    """Write the free sites better than the worst, then those equal to it, while there is room."""
    at = 0
    for j in range(len(scores)):
        if states[j] == FREE and scores[j] < worst:
            picked[at] = j
            at += 1
    for j in range(len(scores)):
        if at < len(picked) and states[j] == FREE and scores[j] == worst:
            picked[at] = j
            at += 1


@compiled
def _serve(net: Network, work: Work) -> float:
    """Write 1 − how often each demand is served at a price over cost; give the true cost."""
    work.slopes[:] = 1.0
    if net.free:
        for j in work.picked:
            for at in range(net.col_start[j], net.col_start[j + 1]):
                work.slopes[net.col_row[at]] -= 1.0
        return _left(net.unserved, work.slopes)
    best = net.unserved.copy()
    for j in work.picked:
        for at in range(net.col_start[j], net.col_start[j + 1]):
            i, cost = net.col_row[at], net.col_cost[at]
            if cost < work.prices[i]:
                work.slopes[i] -= 1.0
            best[i] = min(best[i], cost)
    return float(best.sum())


@compiled_sum
def _left(unserved: Floats, slopes: Floats) -> float:
    left = 0.0
    for i in range(len(slopes)):
        left += unserved[i] if slopes[i] == 1.0 else 0.0
    return left


@compiled
def decide(scores: Floats, states: Whole, worst: float, spare: float, slack: float) -> None:
    """Close or open for good the sites whose other fate costs more than the slack."""
    for j in range(len(scores)):
        if states[j] == FREE and scores[j] - worst > slack:
            states[j] = CLOSED
        elif states[j] == FREE and spare - scores[j] > slack:
            states[j] = OPEN


@compiled_sum
def _turn(work: Work, unserved: Floats) -> float:
    """Turn the way towards the slopes, never out of bounds; give its length squared."""
    norm = 0.0
    for i in range(len(unserved)):
        way = work.slopes[i] + KEPT * work.way[i]
        stuck = work.prices[i] >= unserved[i] if way > 0.0 else work.prices[i] <= work.least[i]
        work.way[i] = 0.0 if stuck else way
        norm += unserved[i] * work.way[i] * work.way[i]
    return norm


@compiled
def _move(net: Network, work: Work, gap: float) -> None:
    """Move the prices along the way, each between its cheapest link and being unserved.

    Prices are compared with what being unserved costs: a town's moves faster than a hamlet's.
    """
    norm = _turn(work, net.unserved)
    step = gap / norm if norm > 0.0 else 0.0
    for i in range(len(work.prices)):
        moved = work.prices[i] + step * net.unserved[i] * work.way[i]
        work.prices[i] = min(max(moved, work.least[i]), net.unserved[i])


@compiled
def _remember(work: Work) -> None:
    for j in range(len(work.often)):
        work.often[j] *= FADE
    for j in work.picked:
        work.often[j] += 1.0 - FADE


@compiled
def _back(work: Work) -> None:
    """Go back to the best prices and forget the way that led astray."""
    work.prices[:] = work.kept
    work.way[:] = 0.0


@compiled
def climb(
    net: Network, work: Work, goal: float, grain: float, steps: int, stride: float, exact: bool
) -> tuple[float, int, float]:
    """Climb until the bound is over `goal - grain`, which leaves nothing better to find.

    Gives the bound, the steps taken and the stride reached. `exact`: the network's cost is the
    true one, so what is met may lower the goal.
    """
    top, low, since, done = -np.inf, np.inf, 0, 0
    while done < steps and stride > SHORTEST:
        done += 1
        given = score(net, work.prices, work.scores)
        total, worst, spare = pick(work.scores, work.states, work.picked)
        bound = given + total
        since = 0 if bound > top + PROGRESS * (goal - top) or done == 1 else since + 1
        if bound > top:
            top, work.kept[:] = bound, work.prices
        if top > goal - grain:
            break
        cost = _serve(net, work)
        if cost < low:
            low, work.sites[:] = cost, work.picked
            goal = min(goal, cost) if exact else goal
        _remember(work)
        decide(work.scores, work.states, worst, spare, goal - grain - bound)
        if since >= PATIENCE:
            since, stride = 0, stride / 2
            _back(work)
        _move(net, work, stride * (goal - bound))
    work.prices[:] = work.kept
    return top, done, stride
