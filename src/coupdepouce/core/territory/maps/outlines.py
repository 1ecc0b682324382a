"""Outlines as rings in metres, and as the short paths of an SVG."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.maps.lambert import lambert93
from coupdepouce.core.territory.numbers import Floats

TENTH = 10  # of a unit of the picture: the finest that is written


@dataclass(frozen=True, kw_only=True)
class Ring:
    """One closed line of an area, in degrees."""

    north: Floats
    east: Floats
    hole: bool = False  # in the ring before


Outlines = Mapping[str, Sequence[Ring]]


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Where the picture lies on the ground, and its size."""

    west: float
    top: float
    scale: float  # units of the picture for a metre
    width: float
    height: float

    def placed(self, ring: Ring) -> Floats:
        """Give the points (n, 2) of a ring in the picture."""
        east, north = lambert93(ring.north, ring.east)
        return np.stack([(east - self.west) * self.scale, (self.top - north) * self.scale], axis=1)


def frame(outlines: Outlines, *, width: float, height: float) -> Frame:
    """Fit outlines in a picture of at most this size.

    Raises:
        Refusal: `no_outlines`, there is nothing to draw.
    """
    rings = [ring for rings in outlines.values() for ring in rings]
    if not rings:
        raise Refusal("no_outlines", "Aucun de ces territoires n’a de contour à dessiner.")
    east, north = lambert93(
        np.concatenate([ring.north for ring in rings]),
        np.concatenate([ring.east for ring in rings]),
    )
    wide, high = float(np.ptp(east)), float(np.ptp(north))
    scale = min(width / max(wide, 1.0), height / max(high, 1.0))
    return Frame(
        west=float(east.min()), top=float(north.max()), scale=scale,
        width=wide * scale, height=high * scale,
    )  # fmt: skip


def path(rings: Sequence[Ring], where: Frame) -> str:
    """Write an area as one path of small relative steps; points that fall together are one."""
    return "".join(_line(where.placed(ring)) for ring in rings)


def middle(rings: Sequence[Ring], where: Frame) -> tuple[float, float]:
    """Give the centre of gravity of the largest part of an area."""
    return max((_gravity(where.placed(ring)) for ring in rings), key=lambda found: found[0])[1]


def _gravity(points: Floats) -> tuple[float, tuple[float, float]]:
    """Give the surface of a ring and its centre of gravity (the shoelace formula)."""
    x, y = (points - points[0]).T
    cross = x[:-1] * y[1:] - x[1:] * y[:-1]
    twice = float(cross.sum())
    if not twice:
        return 0.0, (float(points[0, 0]), float(points[0, 1]))
    centre = [float(((one[:-1] + one[1:]) * cross).sum()) / (3 * twice) for one in (x, y)]
    return abs(twice), (centre[0] + float(points[0, 0]), centre[1] + float(points[0, 1]))


def _line(points: Floats) -> str:
    tenths = np.rint(points * TENTH).astype(int)
    moved = np.concatenate([[True], (np.diff(tenths, axis=0) != 0).any(axis=1)])
    kept = tenths[moved]
    if len(kept) < 3:  # noqa: PLR2004 - a surface; smaller islands vanish at this scale
        return ""
    steps = np.diff(kept, axis=0)
    written = " ".join(f"{_short(x)},{_short(y)}" for x, y in steps)
    return f"M{_short(kept[0, 0])},{_short(kept[0, 1])}l{written}z"


def _short(tenths: int) -> str:
    whole, rest = divmod(abs(int(tenths)), TENTH)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"
