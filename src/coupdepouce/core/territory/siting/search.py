"""Close the gap: climb, swap, then split on the site the bound hesitates about most.

Best bound first, so that the bound proved at any moment is that of the first node waiting.
"""

from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Protocol

import numpy as np

from coupdepouce.core.territory.numbers import Floats, Whole
from coupdepouce.core.territory.siting.answers import Limit
from coupdepouce.core.territory.siting.bound import CLOSED, FREE, OPEN

ROUND = 50  # steps between two questions to `keep_going`
NEAR = 1e-9  # of the cost: answers this near are the same one
FIRST_STRIDE, NEXT_STRIDE, SHORT = 1.0, 0.25, 0.1
GLANCE = 10  # steps where the best answer known is still possible: the bound will hardly move
WORTH = 0.1  # of the gap: a round that closes less is not worth another


@dataclass(frozen=True, kw_only=True)
class Climbed:
    """The end of a round: the bound, and the best sites met on the way."""

    bound: float
    sites: Whole
    often: Floats  # (m,)
    steps: int
    stride: float


class Relaxation(Protocol):
    """A question made easy: what the search needs to know of it."""

    @property
    def most(self) -> float:
        """Give a cost that no answer exceeds."""

    @property
    def grain(self) -> float:
        """Give how much two costs differ at least, 0 when they may be as near as one likes."""

    def climb(
        self, states: Whole, prices: Floats, *, goal: float, grain: float, steps: int, stride: float
    ) -> Climbed:
        """Raise the bound; change states and prices in place."""

    def narrow(self, states: Whole) -> None:
        """Forget the closed sites: they are closed for the whole search."""

    def improved(self, sites: Whole) -> Whole:
        """Give sites at least as good, near these."""

    def cost(self, sites: Whole) -> float:
        """Give the true cost, infinite when the sites break a rule."""


@dataclass(order=True)
class _Node:
    bound: float
    turn: int  # of two equal bounds, the older first
    states: Whole = field(compare=False)
    prices: Floats = field(compare=False)
    agrees: bool = field(default=False, compare=False)  # with the best answer known


@dataclass(kw_only=True)
class Search:
    """A search under way: the best sites known and the bound proved."""

    relaxation: Relaxation
    k: int
    limit: Limit
    sites: Whole
    cost: float
    enough: float = -np.inf  # a cost that ends the search: no better one is asked for
    ceiling: float = np.inf  # a cost over which an answer is of no interest
    steps: int = 0
    tried: set[bytes] = field(default_factory=set)
    waiting: list[_Node] = field(default_factory=list)
    bound: float = 0.0  # no answer costs less than nothing

    @property
    def cut(self) -> float:
        """The bound over which nothing of interest is left."""
        return self._goal - self._grain

    @property
    def _goal(self) -> float:
        """What the climb aims at: the best cost known, or the dearest that may be one."""
        return min(self.cost, min(self.relaxation.most, self.ceiling) + self._grain)

    @property
    def _grain(self) -> float:
        near = NEAR * max(min(self.cost, self.relaxation.most), 1.0)
        return self.relaxation.grain - near if self.relaxation.grain else near

    def run(self, states: Whole, prices: Floats) -> None:
        """Search from this root until the gap is closed or the limit is reached."""
        heappush(self.waiting, _Node(self.bound, 0, states, prices))
        stride, turn = FIRST_STRIDE, 0
        while self.waiting and not self._is_over():
            node = heappop(self.waiting)
            if self._is_leaf(node):
                continue
            often = self._explore(node, stride)
            if node.turn == 0:
                self.relaxation.narrow(node.states)
            if self._is_spent():
                heappush(self.waiting, node)
            elif node.bound <= self.cut and not self._is_leaf(node):
                for child in _split(node, often, self.sites, turn):
                    heappush(self.waiting, child)
            stride, turn = NEXT_STRIDE, turn + 2
        self._conclude()

    def offer(self, sites: Whole) -> None:
        """Keep sites that are better than the best known, after trying those near them."""
        mark = np.sort(sites).tobytes()
        if sites[0] < 0 or mark in self.tried:
            return
        self.tried.add(mark)
        for near in (sites, self.relaxation.improved(sites)):
            cost = self.relaxation.cost(near)
            if cost < self.cost:
                self.cost, self.sites = cost, near.copy()

    def _is_over(self) -> bool:
        return self._is_spent() or self.waiting[0].bound > self.cut

    def _is_spent(self) -> bool:
        spent = self.steps >= self.limit.steps or not self.limit.keep_going()
        return spent or self.cost <= self.enough

    def _explore(self, node: _Node, stride: float) -> Floats:
        """Climb from a node, round after round, as long as it pays."""
        while True:
            before = node.bound
            steps = min(GLANCE if node.agrees else ROUND, self.limit.steps - self.steps)
            done = self.relaxation.climb(
                node.states, node.prices,
                goal=self._goal, grain=self._grain, steps=steps, stride=stride,
            )  # fmt: skip
            self.steps += done.steps
            self.offer(done.sites)
            node.bound, stride = max(node.bound, done.bound), done.stride
            gained = node.bound - before > WORTH * (self._goal - node.bound)
            enough = node.agrees or (stride < SHORT and not gained)
            if enough or node.bound > self.cut or self._is_spent():
                return done.often

    def _is_leaf(self, node: _Node) -> bool:
        """Say whether a node holds one answer at most, and offer it."""
        opened = np.flatnonzero(node.states == OPEN).astype(np.int32)
        possible = np.flatnonzero(node.states != CLOSED).astype(np.int32)
        for only in (opened, possible):
            if len(only) == self.k:
                self.offer(only)
                return True
        return len(possible) < self.k

    def _conclude(self) -> None:
        """Say what is proved: nothing better is left, or the first node waiting's bound."""
        left = self.waiting[0].bound if self.waiting else np.inf
        self.bound = min(self.cost, self.cut + self._grain) if left > self.cut else left


def _split(node: _Node, often: Floats, known: Whole, turn: int) -> tuple[_Node, _Node]:
    """Open, then close, a free site: of the best answer if one is left, else the rarest."""
    free = known[node.states[known] == FREE]
    free = free if len(free) else np.flatnonzero(node.states == FREE)
    site = int(free[np.argmin(often[free])])
    opened, closed = node.states.copy(), node.states.copy()
    opened[site], closed[site] = OPEN, CLOSED
    agrees = bool((opened[known] != CLOSED).all())
    return (
        _Node(node.bound, turn + 1, opened, node.prices.copy(), agrees),
        _Node(node.bound, turn + 2, closed, node.prices),
    )


class Question(Relaxation, Protocol):
    """A relaxation that knows where to start."""

    @property
    def k(self) -> int:
        """Give how many sites are open in an answer."""

    @property
    def given(self) -> Whole:
        """Give the sites open in every answer."""

    def start(self) -> tuple[Whole, Floats]:
        """Give good sites and first prices."""


def searched(
    question: Question,
    count: int,
    limit: Limit,
    *,
    enough: float = -np.inf,
    ceiling: float = np.inf,
) -> Search:
    """Search from greedy and swaps to the proof, or to the limit."""
    sites, prices = question.start()
    states = np.full(count, FREE, np.int32)
    states[question.given] = OPEN
    search = Search(
        relaxation=question, k=question.k, limit=limit, sites=sites, cost=question.cost(sites),
        enough=enough, ceiling=ceiling,
    )  # fmt: skip
    search.run(states, prices)
    return search
