"""The places around a commune that answer what a person asks, nearest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import cos, radians

from django.db.models import Q, QuerySet

from coupdepouce.core.directory import hours
from coupdepouce.core.directory.hours import Now
from coupdepouce.partners.models import Place
from coupdepouce.partners.nearest import INSIDE_COMMUNE_KM, KM_PER_DEGREE, Around, haversine_km
from coupdepouce.partners.places.shown import Shown, all_shown

# Its rank, its key, and the distance to show: None when nobody knows it.
Near = tuple[float, int, float | None]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a person asks of the directory; an empty choice asks nothing."""

    reach_km: float
    kind: str = ""
    service: str = ""
    access: str = ""
    language: str = ""
    open_only: bool = False

    @property
    def codes(self) -> frozenset[str]:
        """Give what a place must say of itself."""
        return frozenset(filter(None, (self.service, self.access, self.language)))


@dataclass(frozen=True, kw_only=True)
class Found:
    """A place, how far it is, and whether it is open now; None when nobody knows."""

    place: Shown
    distance_km: float | None
    now: Now | None


@dataclass(frozen=True, kw_only=True)
class Findings:
    """Some of the places found, and how many there are."""

    total: int
    places: tuple[Found, ...]


def find_places(
    *, around: Around, wanted: Wanted, at: datetime, start: int = 0, size: int
) -> Findings:
    """Give the places that answer, in a fixed number of queries whatever the number of places."""
    candidates = _candidates(around, wanted)
    if wanted.codes or wanted.open_only:
        rows = list(candidates)
        near = _by_distance(((one.pk, *_coordinates(one)) for one in rows), around, wanted)
        found = _found(near, rows, candidates, at)
        answering = [one for one in found if _answers(one, wanted)]
        return Findings(total=len(answering), places=tuple(answering[start : start + size]))
    light = candidates.values_list("pk", "latitude", "longitude")
    near = _by_distance(light, around, wanted)
    page = candidates.filter(pk__in=[pk for _, pk, _ in near[start : start + size]])
    places = _found(near[start : start + size], page, page, at)
    return Findings(total=len(near), places=tuple(places))


def _candidates(around: Around, wanted: Wanted) -> QuerySet[Place]:
    places = Place.objects.filter(is_open=True, same_as__isnull=True)
    if wanted.kind:
        places = places.filter(kind=wanted.kind)
    if around.point is None:
        return places.filter(commune_code=around.commune_code)
    latitude, longitude = around.point
    north = wanted.reach_km / KM_PER_DEGREE
    east = north / cos(radians(latitude))
    inside = Q(
        latitude__range=(latitude - north, latitude + north),
        longitude__range=(longitude - east, longitude + east),
    )
    return places.filter(inside | Q(commune_code=around.commune_code, latitude__isnull=True))


def _coordinates(place: Place) -> tuple[float | None, float | None]:
    return place.latitude, place.longitude


def _by_distance(
    places: Iterable[tuple[int, float | None, float | None]], around: Around, wanted: Wanted
) -> list[Near]:
    measured = (
        (INSIDE_COMMUNE_KM, pk, None)
        if around.point is None or latitude is None or longitude is None
        else (distance := haversine_km(around.point, (latitude, longitude)), pk, distance)
        for pk, latitude, longitude in places
    )
    # The box has corners; those of the commune without a point count as near.
    return sorted(one for one in measured if one[0] <= max(wanted.reach_km, INSIDE_COMMUNE_KM))


def _found(
    near: Sequence[Near], rows: Iterable[Place], among: QuerySet[Place], at: datetime
) -> list[Found]:
    by_pk = {row.pk: row for row in rows}
    places = all_shown([by_pk[pk] for _, pk, _ in near], among=among)
    return [
        Found(
            place=place,
            distance_km=None if distance is None else round(distance, 1),
            now=hours.now(place.hours, at=at),
        )
        for (_, _, distance), place in zip(near, places, strict=True)
    ]


def _answers(one: Found, wanted: Wanted) -> bool:
    if wanted.open_only and not (one.now and one.now.is_open):
        return False
    return wanted.codes <= set(one.place.said.codes)
