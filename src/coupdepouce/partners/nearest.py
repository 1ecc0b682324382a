"""Where a household can go: the places nearest to its commune."""

from collections.abc import Callable
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from django.db.models import QuerySet

from coupdepouce.partners.models import Organisation, Place

PARTNER = "partner"  # asked for instead of a kind: a place that hands out vouchers
EARTH_KM = 6371.0
KM_PER_DEGREE = 111.2
BOXES_KM = (10.0, 40.0, 150.0)
# A place known only by its commune stands at the radius of an ordinary one.
INSIDE_COMMUNE_KM = 2.0


@dataclass(frozen=True, kw_only=True)
class NearPlace:
    """A place and how far it is as the crow flies, or None when nobody knows."""

    place: Place
    distance_km: float | None


@dataclass(frozen=True, kw_only=True)
class Around:
    """What is known of where a household lives: its commune, and perhaps the commune's point."""

    commune_code: str
    point: tuple[float, float] | None
    rank: Callable[[str], tuple[int, int] | None]  # of another commune; None when too far


def haversine_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Give the distance between two points (latitude, longitude), as the crow flies."""
    (lat1, lon1), (lat2, lon2) = one, other
    north, east = radians(lat2 - lat1) / 2, radians(lon2 - lon1) / 2
    chord = sin(north) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(east) ** 2
    return 2 * EARTH_KM * asin(sqrt(chord))


def nearest(*, around: Around, kind: str, limit: int = 3) -> list[NearPlace]:
    """Give the open places of a kind nearest to a commune, in a fixed number of queries."""
    places = _open(kind)
    if around.point is None:
        return _by_rank(places, around, limit)
    return _by_distance(places, around, around.point, limit)


def _open(kind: str) -> QuerySet[Place]:
    if kind != PARTNER:
        return Place.objects.filter(kind=kind, is_open=True, same_as__isnull=True)
    # Of all the places that help, those that hand out vouchers.
    prescribing = Organisation.objects.filter(is_active=True).exclude(kind=Organisation.Kind.SHOP)
    return Place.objects.filter(
        kind=Place.Kind.PLACE, is_open=True, pk__in=prescribing.values("place")
    )


def _by_distance(
    places: QuerySet[Place], around: Around, point: tuple[float, float], limit: int
) -> list[NearPlace]:
    at_home = places.filter(commune_code=around.commune_code, latitude__isnull=True)
    unplaced = [(INSIDE_COMMUNE_KM, pk) for pk in at_home.values_list("pk", flat=True)]
    found: list[tuple[float, int]] = []
    for reach in BOXES_KM:
        found = sorted(unplaced + _measured(places, point, reach))[:limit]
        # Beyond its half side the box misses places: its corners are farther than its edges.
        if len(found) == limit and found[-1][0] <= reach:
            break
    rows = Place.objects.in_bulk([pk for _, pk in found])
    return [
        NearPlace(
            place=rows[pk], distance_km=None if rows[pk].latitude is None else round(distance, 1)
        )
        for distance, pk in found
    ]


def _measured(
    places: QuerySet[Place], point: tuple[float, float], reach: float
) -> list[tuple[float, int]]:
    latitude, longitude = point
    north = reach / KM_PER_DEGREE
    east = north / cos(radians(latitude))
    inside = places.filter(
        latitude__range=(latitude - north, latitude + north),
        longitude__range=(longitude - east, longitude + east),
    )
    return [
        (haversine_km(point, (lat, lon)), pk)
        for pk, lat, lon in inside.values_list("pk", "latitude", "longitude")
        if lat is not None and lon is not None
    ]


def _by_rank(places: QuerySet[Place], around: Around, limit: int) -> list[NearPlace]:
    ranks = {
        code: rank
        for code in places.order_by().values_list("commune_code", flat=True).distinct()
        if (rank := around.rank(code)) is not None
    }
    # One place per commune is enough to fill the list: no more communes need be read.
    first = sorted(ranks, key=lambda code: (ranks[code], code))[:limit]
    rows = places.filter(commune_code__in=first)
    ordered = sorted(rows, key=lambda place: (ranks[place.commune_code], place.name, place.pk))
    return [NearPlace(place=place, distance_km=None) for place in ordered[:limit]]
