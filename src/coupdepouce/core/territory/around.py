"""Ask every point for what is around it, on all cores; circles are given by their angle."""

from collections.abc import Sequence

import numpy as np

from coupdepouce.core.territory import grid
from coupdepouce.core.territory.compiled import on_all_cores
from coupdepouce.core.territory.grid import Grid, grid_of
from coupdepouce.core.territory.numbers import Floats, Places, Whole

FEW = 3.0  # places expected in the first circle of a search


def nearest(people: Floats, places: Floats) -> tuple[Floats, Whole]:
    """Give the square of the chord to the nearest place of each point, and which it is."""
    squares, found = np.empty(len(people)), np.empty(len(people), np.int32)
    if len(people):
        there = grid_of(places, _spacing(places))
        here, angle = grid_of(people, there.size), there.size * np.sqrt(FEW / np.pi)
        on_all_cores(
            lambda start, stop: grid.nearest(here, there, angle, squares, found, start, stop),
            len(people),
        )
    return squares, found


def sums_within(people: Floats, places: Floats, values: Floats, angle: float) -> Floats:
    """Add up the values of the places within `angle` of each point."""
    if not len(people) or not len(places):
        return np.zeros(len(people))
    return _added(*_asked(people, places, angle), values, angle)


def count_within(people: Floats, places: Floats, angle: float) -> Places:
    """Count the places within `angle` of each point."""
    counts = np.zeros(len(people), np.int64)
    if len(people) and len(places):
        here, there = _asked(people, places, angle)
        on_all_cores(
            lambda start, stop: grid.counts(here, there, angle, counts, start, stop), len(counts)
        )
    return counts


def pairs_within(people: Floats, places: Floats, angle: float) -> Places:
    """Give the pairs (L, 2) of a point and a place within `angle`, in order."""
    counts = count_within(people, places, angle)
    ends, found = np.cumsum(counts), np.empty(counts.sum(), np.int32)
    if len(found):
        here, there = _asked(people, places, angle)
        on_all_cores(
            lambda start, stop: grid.around(here, there, angle, ends, found, start, stop), len(ends)
        )
    pairs = np.stack([np.repeat(np.arange(len(ends)), counts), found.astype(np.int64)], axis=1)
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]


def shared(
    people: Floats,
    demand: Floats,
    places: Floats,
    supply: Floats,
    drops: Sequence[tuple[float, float]],
) -> Floats:
    """Share the supply of each place between the demand around it, then add up by point.

    `drops`: up to which angle, and by how much the weight drops there. No pair is kept.
    """
    if not len(people) or not len(places):
        return np.zeros(len(people))
    widest = max(angle for angle, _ in drops)
    here, there = (grid_of(points, _height(points, widest)) for points in (people, places))
    asked = sum(drop * _added(there, here, demand, angle) for angle, drop in drops)
    share = np.divide(supply, asked, out=np.zeros(len(supply)), where=np.asarray(asked) > 0)
    return np.asarray(sum(drop * _added(here, there, share, angle) for angle, drop in drops))


def _added(here: Grid, there: Grid, values: Floats, angle: float) -> Floats:
    sums, kept = np.empty(len(here.rows)), values[there.rows]
    on_all_cores(
        lambda start, stop: grid.sums(here, there, kept, angle, sums, start, stop), len(sums)
    )
    return sums


def _asked(people: Floats, places: Floats, angle: float) -> tuple[Grid, Grid]:
    """Sort the places for circles, and the people only so that neighbours ask one after another."""
    there = grid_of(places, _height(places, angle))
    return grid_of(people, there.size), there


def _height(degrees: Floats, angle: float) -> float:
    """Give the height of rows for circles: between the radius and the spacing of the points.

    Many rows cost at each, few ones hold points outside: the geometric mean was the cheapest at
    9, 80 and 3,000 points a circle.
    """
    return float(np.sqrt(angle * _spacing(degrees)))


def _spacing(degrees: Floats) -> float:
    """Give the side of the square that holds one point, in the mean, if they were spread out."""
    high, wide = np.radians(np.ptp(degrees, axis=0))
    wide *= np.cos(np.radians(degrees[:, 0].mean()))
    return float(np.sqrt(max(high, 1e-6) * max(wide, 1e-6) / len(degrees)))
