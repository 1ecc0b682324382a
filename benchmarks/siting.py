"""How fast sites are chosen, and how near the proof is, beside HiGHS and spopt in the same run."""

import resource
import time
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, hstack, vstack

from benchmarks import peers
from benchmarks.land import land, some, timed
from benchmarks.rows import Row
from coupdepouce.core.territory import access
from coupdepouce.core.territory.siting.answers import Limit, Siting
from coupdepouce.core.territory.siting.coverage import cover
from coupdepouce.core.territory.siting.median import median

PATIENCE = 60.0  # seconds given to HiGHS
MIB = 1024


def within(seconds: float) -> Limit:
    """Give a limit that a clock holds."""
    end = time.perf_counter() + seconds
    return Limit(steps=10**9, keep_going=lambda: time.perf_counter() < end)


def measure(*, full: bool) -> Iterator[Row]:
    """Time coverage and p-median at the sizes of a region and of the country."""
    median(demand=[1.0, 2.0], distances=[[0.0, 1.0], [1.0, 0.0]], k=1)  # compiles
    cover(demand=[1, 2], links=[[0, 0], [1, 1]], sites=2, k=1)
    yield from _region()
    yield from _country(full=full)
    yield from _medians()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB
    yield Row("sites: peak memory, HiGHS included", f"{peak:.0f} MiB", "≤ 2048 MiB", peak <= 2048)


def _region() -> Iterator[Row]:
    country = land(2000, seed=1)
    sites = some(country, 500, seed=2)
    links = access.pairs_within(country.points, sites, 60.0)
    question = {"demand": country.weights, "links": links, "sites": 500, "k": 25}
    short = cover(**question, limit=within(1.0))
    answer = cover(**question, limit=within(10.0))
    took = timed(lambda: cover(**question, limit=within(10.0)))
    theirs, best = _highs(country.weights, links, 500, 25)
    share = short.value / answer.bound
    told = f"{share:.4%} of the bound in 1 s"
    yield Row("coverage, 2,000 × 500, p = 25", told, "≥ 99.9 %", share >= 0.999)
    told = f"{_proved(answer)} in {took:.2f} s; HiGHS {best / answer.value:.3%} in {theirs:.1f} s"
    yield Row("the same, to the end", told, "0.1 % in 10 s", answer.gap <= 0.001 and took <= 10)
    km = _table(country.points, sites)
    theirs, most = peers.coverage(country.weights, km, reach=60.0, k=25)
    told = f"{theirs:.0f} s: {theirs / took:.0f} ×, {_same(most, answer.value)}"
    yield Row("  against spopt and CBC", told)


def _country(*, full: bool) -> Iterator[Row]:
    country = land(35_000, seed=3)
    sites = some(country, 2000, seed=4)
    for km in (5.0, 10.0, 15.0):
        links = access.pairs_within(country.points, sites, km)
        question = {"demand": country.weights, "links": links, "sites": 2000, "k": 150}
        started = time.perf_counter()
        answer = cover(**question, limit=within(4.5))
        took = time.perf_counter() - started
        told = f"{_proved(answer)} in {took:.1f} s"
        if full:
            theirs, best = _highs(country.weights, links, 2000, 150)
            told += f"; HiGHS {best / answer.value:.3%} in {theirs:.0f} s"
        held = answer.gap <= 0.005 and took <= 5
        yield Row(f"coverage, 35,000 × 2,000, p = 150, {km:.0f} km", told, "0.5 % in 5 s", held)


def _medians() -> Iterator[Row]:
    for size, k in ((500, 20), (1000, 50)):
        country = land(size, seed=size)
        km = _table(country.points, country.points)
        question = {"demand": country.weights, "distances": km, "k": k}
        answer = median(**question, limit=within(60.0))
        took = timed(lambda question=question: median(**question, limit=within(60.0)))
        told, aim = f"{_proved(answer)} in {1000 * took:.0f} ms", "the optimum"
        held = answer.optimal
        if size == 500:
            theirs, least = peers.p_median(country.weights, km, k=k)
            told += f"; spopt {theirs:.1f} s: {theirs / took:.0f} ×, {_same(least, answer.value)}"
            aim, held = "≥ 1000 × faster", answer.optimal and theirs >= 1000 * took
        yield Row(f"p-median, {size} × {size}, p = {k}", told, aim, held)


def _table(here: NDArray[np.float64], there: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give every distance (n, m) in km."""
    n, m = len(here), len(there)
    pairs = np.repeat(here, m, axis=0), np.tile(there, (n, 1))
    return access.distance_km(*pairs).reshape(n, m)


def _same(found: float | None, ours: float) -> str:
    return f"nothing in {peers.PATIENCE} s" if found is None else f"{found / ours:.4%} of ours"


def _proved(answer: Siting) -> str:
    return "optimal, proved" if answer.optimal else f"gap {answer.gap:.3%}"


def _highs(
    weights: NDArray[np.float64], links: NDArray[np.int64], count: int, k: int
) -> tuple[float, float]:
    """Give how long HiGHS takes and what it covers (Church and ReVelle's model)."""
    n = len(weights)
    reach = csr_array((np.ones(len(links)), links.T), shape=(n, count))
    opened = csr_array(np.concatenate([np.ones(count), np.zeros(n)])[None, :])
    rows = vstack([hstack([-reach, eye_array(n)]), opened]).tocsc()
    started = time.perf_counter()
    found = milp(
        np.concatenate([np.zeros(count), -weights]),
        constraints=LinearConstraint(rows, -np.inf, np.concatenate([np.zeros(n), [k]])),
        integrality=np.concatenate([np.ones(count), np.zeros(n)]),
        bounds=Bounds(0, 1),
        options={"time_limit": PATIENCE, "mip_rel_gap": 0},
    )
    return time.perf_counter() - started, 0.0 if found.fun is None else -found.fun
