"""Lambert-93, the projection of French maps (EPSG 2154).

A conic conformal projection with two parallels, on the GRS 80 ellipsoid: formulas 15-1 to 15-11 of
Snyder 1987, "Map Projections: A Working Manual", USGS Professional Paper 1395, p. 107-109;
constants of the decree 2000-1276 of 26 December 2000. A test compares points with those IGN gives.
"""

import numpy as np

from coupdepouce.core.territory.numbers import Floats

AXIS = 6_378_137.0  # metres, GRS 80
FLATTENING = 1 / 298.257222101
ECCENTRICITY = np.sqrt(2 * FLATTENING - FLATTENING**2)
ORIGIN_NORTH, ORIGIN_EAST = np.radians(46.5), np.radians(3.0)
FIRST, SECOND = np.radians(44.0), np.radians(49.0)
FALSE_EAST, FALSE_NORTH = 700_000.0, 6_600_000.0


def _narrowing(north: Floats) -> Floats:
    sine = np.sin(north)
    return np.asarray(np.cos(north) / np.sqrt(1 - (ECCENTRICITY * sine) ** 2))


def _conformal(north: Floats) -> Floats:
    sine = ECCENTRICITY * np.sin(north)
    return np.asarray(
        np.tan(np.pi / 4 - north / 2) / ((1 - sine) / (1 + sine)) ** (ECCENTRICITY / 2)
    )


_FIRST_M, _SECOND_M = _narrowing(np.asarray(FIRST)), _narrowing(np.asarray(SECOND))
_FIRST_T, _SECOND_T = _conformal(np.asarray(FIRST)), _conformal(np.asarray(SECOND))
CONE = np.log(_FIRST_M / _SECOND_M) / np.log(_FIRST_T / _SECOND_T)
SCALE = AXIS * _FIRST_M / (CONE * _FIRST_T**CONE)
ORIGIN = SCALE * _conformal(np.asarray(ORIGIN_NORTH)) ** CONE


def lambert93(north: Floats, east: Floats) -> tuple[Floats, Floats]:
    """Give metres to the east and to the north, from degrees of latitude and longitude."""
    distance = SCALE * _conformal(np.radians(north)) ** CONE
    angle = CONE * (np.radians(east) - ORIGIN_EAST)
    return (
        np.asarray(FALSE_EAST + distance * np.sin(angle)),
        np.asarray(FALSE_NORTH + ORIGIN - distance * np.cos(angle)),
    )
