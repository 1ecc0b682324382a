"""Points in small squares of latitude and longitude, so that only those around are looked at.

A row of squares has its own width in degrees, so that squares are as wide as they are high
everywhere, and its own first and last square, so that islands far away cost nothing. In one row
the points inside a circle are between two longitudes: one run of the sorted points.

Distances between points are chords: straight through the Earth, on a sphere of radius 1.
"""

from typing import NamedTuple

import numpy as np

from coupdepouce.core.territory.compiled import compiled, compiled_sum, on_all_cores
from coupdepouce.core.territory.numbers import Floats, Places, Whole

MOST = 4  # squares a point, in the mean: smaller ones only cost memory
SPARE = 1e-12  # radians (6 µm) added to every run: rounding never leaves a point out


class Grid(NamedTuple):
    """Sorted points: square `first_square[r] + c` of row r holds `start[s]:start[s + 1]`."""

    rows: Whole  # (n,) where each point was before sorting
    north: Floats  # (n,) radians
    east: Floats  # (n,)
    x: Floats  # (n,) on the unit sphere
    y: Floats
    z: Floats
    south: float
    size: float  # height of a row, radians
    west: Floats  # (R,) where each row begins
    width: Floats  # (R,) of its squares
    least: Floats  # (R,) least cosine of the latitudes of the row
    first_square: Places  # (R + 1,)
    start: Places  # (squares + 1,)


def grid_of(degrees: Floats, size: float) -> Grid:
    """Sort points (n, 2) into squares of about `size` radians; there must be at least one."""
    angles = np.radians(degrees.T)
    south, north = float(angles[0].min()), float(angles[0].max())
    while True:
        count = int((north - south) / size) + 1
        of_row = np.minimum(((angles[0] - south) / size).astype(np.int32), count - 1)
        edges = np.abs(south + size * np.arange(count + 1))
        least = np.maximum(np.cos(np.maximum(edges[1:], edges[:-1]).clip(max=np.pi / 2)), 0.0)
        width = size / np.maximum(least, size / (2 * np.pi))
        west, east = _ends(of_row, angles[1], count)
        squares = np.zeros(count, np.int64)
        filled = west <= east
        squares[filled] = ((east - west)[filled] / width[filled]).astype(np.int64) + 1
        if squares.sum() + count <= MOST * len(degrees) + 1024:
            break
        size *= 1.5
    first_square = np.concatenate([[0], np.cumsum(squares)])
    order, start = _sorted(of_row, angles[1], west, width, first_square)
    north_of, east_of, x, y, z = np.empty((5, len(order)))
    grid = Grid(
        order, north_of, east_of, x, y, z,
        south, size, west, width, least, first_square, start,
    )  # fmt: skip
    on_all_cores(lambda first, last: _place(angles, grid, first, last), len(order))
    return grid


@compiled
def _place(angles: Floats, grid: Grid, start: int, stop: int) -> None:
    for i in range(start, stop):
        north, east = angles[0, grid.rows[i]], angles[1, grid.rows[i]]
        flat = np.cos(north)
        grid.north[i], grid.east[i] = north, east
        grid.x[i], grid.y[i], grid.z[i] = flat * np.cos(east), flat * np.sin(east), np.sin(north)


@compiled
def _ends(of_row: Whole, east: Floats, count: int) -> tuple[Floats, Floats]:
    """Give the first and the last longitude of each row."""
    low, high = np.full(count, np.inf), np.full(count, -np.inf)
    for i in range(len(of_row)):
        low[of_row[i]] = min(low[of_row[i]], east[i])
        high[of_row[i]] = max(high[of_row[i]], east[i])
    return low, high


@compiled
def _sorted(
    of_row: Whole, east: Floats, west: Floats, width: Floats, first_square: Places
) -> tuple[Whole, Places]:
    """Give the points by square, and where each square starts (counting sort)."""
    square = np.empty(len(of_row), np.int64)
    start = np.zeros(first_square[-1] + 1, np.int64)
    for i in range(len(of_row)):
        r = of_row[i]
        square[i] = first_square[r] + int((east[i] - west[r]) / width[r])
        start[square[i] + 1] += 1
    for s in range(1, len(start)):
        start[s] += start[s - 1]
    free, order = start.copy(), np.empty(len(of_row), np.int32)
    for i in range(len(of_row)):
        order[free[square[i]]] = i
        free[square[i]] += 1
    return order, start


@compiled
def _rows_around(grid: Grid, north: float, angle: float) -> tuple[int, int]:
    """Give the first row that a circle touches, and the first one after it."""
    last = len(grid.west) - 1
    low = (north - angle - SPARE - grid.south) / grid.size
    high = (north + angle + SPARE - grid.south) / grid.size
    return max(0, int(max(low, 0.0))), min(last, int(max(high, -1.0))) + 1


@compiled
def _arc(half_chord: float) -> float:
    """Give no less than the angle of a chord: arcsin u ≤ u + (π/2 − 1) u³, without its cost."""
    u = min(half_chord, 1.0)
    return 2.0 * (u + (np.pi / 2 - 1.0) * u * u * u) + SPARE


@compiled
def _run(
    grid: Grid, r: int, north: float, east: float, flat: float, reach: float
) -> tuple[int, int]:
    """Give the run of a row's points that holds those within `reach`, as sin²(θ/2).

    By haversines, sin²(λ/2) = (sin²(θ/2) − sin²(φ/2)) / (cos φ₁ cos φ₂), where `flat` is cos φ₁
    and sin²(φ/2) ≥ (φ²/4)(1 − φ²/12).
    """
    squares = grid.first_square[r + 1] - grid.first_square[r]
    if squares == 0:
        return 0, 0
    low = grid.south + r * grid.size
    away = max(low - north, north - low - grid.size, 0.0) ** 2
    rest = reach - max(0.25 * away * (1.0 - away / 12.0), 0.0)
    flat *= grid.least[r]
    half = np.pi if rest >= flat else _arc(np.sqrt(max(rest, 0.0) / flat))
    first, last = 0, squares - 1
    if -np.pi <= east - half and east + half <= np.pi:
        if east + half < grid.west[r]:
            return 0, 0
        first = int(max((east - half - grid.west[r]) / grid.width[r], 0.0))
        last = int(min((east + half - grid.west[r]) / grid.width[r], float(last)))
        if first > last:
            return 0, 0
    base = grid.first_square[r]
    return grid.start[base + first], grid.start[base + last + 1]


@compiled_sum
def sums(
    asked: Grid, grid: Grid, values: Floats, angle: float, sums: Floats, start: int, stop: int
) -> None:
    reach = np.sin(angle / 2) ** 2
    for i in range(start, stop):
        x, y, z, total = asked.x[i], asked.y[i], asked.z[i], 0.0
        north, east, flat = asked.north[i], asked.east[i], np.sqrt(x * x + y * y)
        first, last = _rows_around(grid, north, angle)
        for r in range(first, last):
            low, high = _run(grid, r, north, east, flat, reach)
            for at in range(low, high):
                square = (grid.x[at] - x) ** 2 + (grid.y[at] - y) ** 2 + (grid.z[at] - z) ** 2
                total += values[at] if square <= 4 * reach else 0.0
        sums[asked.rows[i]] = total


@compiled
def counts(asked: Grid, grid: Grid, angle: float, counts: Places, start: int, stop: int) -> None:
    reach = np.sin(angle / 2) ** 2
    for i in range(start, stop):
        x, y, z, count = asked.x[i], asked.y[i], asked.z[i], 0
        north, east, flat = asked.north[i], asked.east[i], np.sqrt(x * x + y * y)
        first, last = _rows_around(grid, north, angle)
        for r in range(first, last):
            low, high = _run(grid, r, north, east, flat, reach)
            for at in range(low, high):
                square = (grid.x[at] - x) ** 2 + (grid.y[at] - y) ** 2 + (grid.z[at] - z) ** 2
                count += square <= 4 * reach
        counts[asked.rows[i]] = count


@compiled
def around(
    asked: Grid, grid: Grid, angle: float, ends: Places, found: Whole, start: int, stop: int
) -> None:
    """Write the points within `angle` of each point, up to its end in `found`."""
    reach = np.sin(angle / 2) ** 2
    for i in range(start, stop):
        x, y, z, to = asked.x[i], asked.y[i], asked.z[i], ends[asked.rows[i]]
        north, east, flat = asked.north[i], asked.east[i], np.sqrt(x * x + y * y)
        first, last = _rows_around(grid, north, angle)
        for r in range(first, last):
            low, high = _run(grid, r, north, east, flat, reach)
            for at in range(low, high):
                square = (grid.x[at] - x) ** 2 + (grid.y[at] - y) ** 2 + (grid.z[at] - z) ** 2
                if square <= 4 * reach:
                    to -= 1
                    found[to] = grid.rows[at]


@compiled
def _look(
    asked: Grid, i: int, grid: Grid, angle: float, best: float, place: int
) -> tuple[float, int]:
    """Give the nearest point of the runs around a circle; of two as near, the first row."""
    x, y, z, reach = asked.x[i], asked.y[i], asked.z[i], np.sin(min(angle, np.pi) / 2) ** 2
    north, east, flat = asked.north[i], asked.east[i], np.sqrt(x * x + y * y)
    first, last = _rows_around(grid, north, angle)
    for r in range(first, last):
        low, high = _run(grid, r, north, east, flat, reach)
        for at in range(low, high):
            square = (grid.x[at] - x) ** 2 + (grid.y[at] - y) ** 2 + (grid.z[at] - z) ** 2
            if square < best or (square == best and grid.rows[at] < place):
                best, place = square, grid.rows[at]
    return best, place


@compiled
def nearest(
    asked: Grid, grid: Grid, angle: float, squares: Floats, places: Whole, start: int, stop: int
) -> None:
    """Double a circle until a point is inside, then look once more as far as that point is."""
    for i in range(start, stop):
        around, best, place = angle, np.inf, 0
        while best == np.inf:
            reached = around
            best, place = _look(asked, i, grid, around, best, place)
            around *= 2.0
        farther = _arc(np.sqrt(best) / 2)
        if farther > reached:
            best, place = _look(asked, i, grid, farther, best, place)
        squares[asked.rows[i]], places[asked.rows[i]] = best, place
