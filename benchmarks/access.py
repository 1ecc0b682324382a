"""Distances of a country to its places, beside one NumPy pass, trees of others and PySAL."""

import resource
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from benchmarks import peers
from benchmarks.land import Land, land, timed
from benchmarks.rows import Row
from coupdepouce.core.territory import access
from coupdepouce.core.territory.access import EARTH_KM, Band

MIB = 1024
Floats = NDArray[np.float64]


def measure(*, full: bool) -> Iterator[Row]:  # noqa: ARG001 - the country at any size
    """Time the nearest place, the count and the floating catchment; check the sums are equal."""
    homes, places = land(2_300_000, seed=5), land(60_000, seed=6)
    found = access.nearest(homes.points, places.points)
    towards = places.points[found.place]
    the_pass = timed(lambda: _haversine_km(homes.points, towards))
    yield Row("one NumPy pass, 2.3 M distances", f"{1000 * the_pass:.0f} ms")
    yield from _catchment(homes, places, the_pass)
    took = timed(lambda: access.nearest(homes.points, places.points))
    near = access.nearest(homes.points, places.points).km
    yield from _told("nearest of 60,000, 2.3 M points", took, the_pass, near.sum(), {
        "SciPy": _tree(homes, places),
        "pykdtree": _asked(lambda: peers.nearest_km(homes.points, places.points)),
    })  # fmt: skip
    took = timed(lambda: access.count_within(homes.points, places.points, 5.0))
    counts = access.count_within(homes.points, places.points, 5.0)
    yield from _told("count within 5 km, the same", took, the_pass, counts.sum(), {
        "SciPy": _tree(homes, places, km=5.0),
    })  # fmt: skip
    yield from _communes()
    yield Row("access: peak memory", f"{_peak():.0f} MiB", "≤ 2048 MiB", _peak() <= 2048)


def _catchment(homes: Land, places: Land, the_pass: float) -> Iterator[Row]:
    """Time it, and measure what it adds to the memory held before; nothing large ran yet."""
    before = _held_now()
    took = timed(lambda: _ours(homes, places))
    ratio = took / the_pass
    told = f"{took:.2f} s: {ratio:.1f} × the pass"
    yield Row("floating catchment, 2.3 M × 60,000, 15 km", told, "≤ 25 ×", ratio <= 25)
    added = _peak() - before
    yield Row("  memory it adds to the points", f"{added:.0f} MiB", "≤ 600 MiB", added <= 600)


def _held_now() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / MIB**2


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB


def _communes() -> Iterator[Row]:
    towns, places = land(35_000, seed=7), land(16_000, seed=8)
    took = timed(lambda: _ours(towns, places))
    theirs = timed(lambda: peers.catchment(towns, places, 15.0))
    equal = np.allclose(_ours(towns, places), peers.catchment(towns, places, 15.0))
    told = f"{1000 * took:.0f} ms; PySAL {1000 * theirs:.0f} ms: {theirs / took:.1f} ×"
    told += ", equal" if equal else ", they DIFFER"
    held = equal and theirs >= 4 * took
    yield Row("floating catchment, 35,000 × 16,000, 15 km", told, "≥ 4 × PySAL", held)


def _told(
    what: str,
    took: float,
    the_pass: float,
    our_sum: float,
    others: Mapping[str, tuple[float, float]],
) -> Iterator[Row]:
    told = f"{1000 * took:.0f} ms: {took / the_pass:.1f} × the pass"
    yield Row(what, told, "≤ 4 × the pass", took <= 4 * the_pass)
    for name, (theirs, their_sum) in others.items():
        equal = abs(our_sum - their_sum) <= 1e-9 * their_sum
        told = f"{theirs / took:.1f} ×, sums {'equal' if equal else 'DIFFER'}"
        yield Row(f"  against {name}, 2 cores", told, "≥ 4 ×", equal and theirs >= 4 * took)


def _asked(work: Callable[[], Floats]) -> tuple[float, float]:
    return timed(work), float(work().sum())


def _ours(people: Land, places: Land) -> Floats:
    return access.catchment(
        people=people.points, demand=people.weights, places=places.points,
        supply=np.ones(len(places.points)), bands=(Band(km=15.0),),
    )  # fmt: skip


def _haversine_km(one: Floats, other: Floats) -> Floats:
    """Measure each pair, as one writes it with NumPy."""
    here, there = np.radians(one), np.radians(other)
    half = np.sin((there - here) / 2) ** 2
    across = half[:, 0] + np.cos(here[:, 0]) * np.cos(there[:, 0]) * half[:, 1]
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(across)))


def _tree(homes: Land, places: Land, km: float | None = None) -> tuple[float, float]:
    """Give how long SciPy's tree takes, its building included, and the sum it finds."""

    def asked() -> Floats:
        tree = cKDTree(peers.on_sphere(places.points))
        here = peers.on_sphere(homes.points)
        if km is None:
            chords, _ = tree.query(here, workers=2)
            return np.asarray(2 * EARTH_KM * np.arcsin(chords / 2))
        chord = 2 * np.sin(km / EARTH_KM / 2)
        return np.asarray(tree.query_ball_point(here, chord, workers=2, return_length=True))

    return _asked(asked)
