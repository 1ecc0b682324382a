"""How far people are from places: nearest place, what is around, floating catchment.

Points are (n, 2) arrays of latitude and longitude in degrees (WGS 84). Distances are great-circle
kilometres on a sphere of 6,371.0088 km; against the ellipsoid that is wrong by at most 0.56 % (a
test compares it over France with Vincenty's formula). They are found by the straight line through
the Earth, which orders points as the great circle does: no map projection enters.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory import around
from coupdepouce.core.territory.numbers import Floats, Places, Whole

EARTH_KM = 6371.0088  # mean radius (IUGG)
FARTHEST_KM = 1_000.0  # the widest circle


@dataclass(frozen=True, kw_only=True)
class Nearest:
    """The nearest place of each point: its row, and kilometres. Of two as near, the first row."""

    place: Whole
    km: Floats


def distance_km(one: ArrayLike, other: ArrayLike) -> Floats:
    """Give the great-circle distance of each pair, by the haversine formula (Sinnott 1984)."""
    here, there = np.radians(points(one)), np.radians(points(other))
    half = np.sin((there - here) / 2) ** 2
    across = half[:, 0] + np.cos(here[:, 0]) * np.cos(there[:, 0]) * half[:, 1]
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(across, 1.0))))


def points(given: ArrayLike, *, name: str = "points") -> Floats:
    """Give points as floats.

    Raises:
        Refusal: a coordinate is missing, or is not in degrees of latitude then longitude.
    """
    found = np.asarray(given, np.float64)
    if found.ndim != 2 or found.shape[1] != 2:  # noqa: PLR2004 - latitude and longitude
        raise Refusal(
            "access_shape", f"« {name} » : donnez une latitude et une longitude par ligne."
        )
    wrong = np.flatnonzero(~(np.abs(found) <= (90.0, 180.0)).all(axis=1))
    if len(wrong):
        raise Refusal(
            "access_coordinates",
            f"« {name} », ligne {wrong[0]} : coordonnées absentes ou hors limites ; "
            "donnez la latitude puis la longitude, en degrés.",
            name=name,
            row=int(wrong[0]),
        )
    return found


def nearest(people: ArrayLike, places: ArrayLike) -> Nearest:
    """Find the nearest place of each point, on a grid about as fine as the places are dense.

    Raises:
        Refusal: there is no place, or a coordinate is not one.
    """
    here, there = points(people), points(places, name="lieux")
    if not len(there):
        raise Refusal("access_no_place", "Aucun lieu n’est donné : chargez un fichier de lieux.")
    squares, place = around.nearest(here, there)
    return Nearest(place=place, km=_arc_km(squares))


def count_within(people: ArrayLike, places: ArrayLike, km: float) -> Places:
    """Count the places within `km` of each point, the edge included."""
    return around.count_within(points(people), points(places, name="lieux"), _angle(km))


def pairs_within(people: ArrayLike, places: ArrayLike, km: float) -> Places:
    """Give the pairs (L, 2) of a point and a place within `km`, in order."""
    return around.pairs_within(points(people), points(places, name="lieux"), _angle(km))


def sums_within(people: ArrayLike, places: ArrayLike, values: ArrayLike, km: float) -> Floats:
    """Add up the values (m,) of the places within `km` of each point.

    No pair is kept: memory is a few arrays as long as the points.
    """
    amounts = np.asarray(values, np.float64)
    here, there = points(people), points(places, name="lieux")
    if amounts.shape != (len(there),) or not np.isfinite(amounts).all():
        raise Refusal("access_values", "Donnez une valeur finie par lieu.")
    return around.sums_within(here, there, amounts, _angle(km))


@dataclass(frozen=True, kw_only=True)
class Band:
    """Up to `km`, a place counts for `weight`, 1 or less; bands grow, weights shrink."""

    km: float
    weight: float = 1.0


def catchment(
    *,
    people: ArrayLike,
    demand: ArrayLike,
    places: ArrayLike,
    supply: ArrayLike,
    bands: Sequence[Band],
) -> Floats:
    """Give the supply each point can count on, per unit of demand (two-step floating catchment).

    Luo and Wang 2003, "Measures of spatial accessibility to health care in a GIS environment",
    Environment and Planning B 30(6); with several bands, Luo and Qi 2009 (enhanced 2SFCA):

        R_j = S_j / Σ_i W(d_ij) P_i          A_i = Σ_j W(d_ij) R_j

    `demand`: P (n,), `supply`: S (m,). A place that no demand reaches gives nothing. When every
    place is reached, Σ_i P_i A_i = Σ_j S_j.
    """
    weights = np.array([band.weight for band in bands] + [0.0])
    if len(weights) == 1 or (np.diff(weights) > 0).any() or not 0 <= weights[0] <= 1:
        raise Refusal("access_bands", "Donnez des couronnes dont le poids diminue, de 1 à 0.")
    if (np.diff([0.0, *[band.km for band in bands]]) <= 0).any():
        raise Refusal("access_bands", "Donnez des couronnes de rayon croissant.")
    counted = {"demande": (people, demand), "offre": (places, supply)}
    (here, wanted), (there, stock) = (
        _amounts(where, values, name=name) for name, (where, values) in counted.items()
    )
    drops = zip((_angle(band.km) for band in bands), -np.diff(weights), strict=True)
    return around.shared(here, wanted, there, stock, tuple(drops))


def _amounts(where: ArrayLike, values: ArrayLike, *, name: str) -> tuple[Floats, Floats]:
    """Give points and their amounts, none missing or under zero."""
    found, amounts = points(where, name=name), np.asarray(values, np.float64)
    if amounts.shape != (len(found),) or not (np.isfinite(amounts) & (amounts >= 0)).all():
        raise Refusal("access_values", f"« {name} » : donnez un nombre positif ou nul par point.")
    return found, amounts


def _angle(km: float) -> float:
    if not 0 < km <= FARTHEST_KM:
        raise Refusal("access_radius", "Donnez un rayon en kilomètres, entre 0 et 1 000.")
    return km / EARTH_KM


def _arc_km(squares: Floats) -> Floats:
    return np.asarray(2 * EARTH_KM * np.arcsin(np.minimum(np.sqrt(squares) / 2, 1.0)))
