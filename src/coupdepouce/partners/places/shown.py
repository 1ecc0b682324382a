"""A place as people read it: its record, and what the records merged into it add."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from coupdepouce.core.directory import said
from coupdepouce.core.directory.said import Said
from coupdepouce.core.refusal import Refusal
from coupdepouce.partners.models import Place

# What the import could not read stays in the row as published, and is better than nothing.
HOURS_AS_WRITTEN = ("horaires", "horaires_accueil")
WELCOME = ("publics_accueillis", "prise_en_charge_specifique")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A place to show: the empty fields of its record are filled from its twins, never changed."""

    pk: int
    kind: str
    name: str
    address: str
    postcode: str
    commune_code: str
    commune_name: str
    point: tuple[float, float] | None
    hours: str
    said: Said
    labels: tuple[str, ...]
    website: str
    updated_on: date | None
    sources: tuple[str, ...]


def shown(place: Place, twins: Sequence[Place] = ()) -> Shown:
    """Give a place as it is shown."""
    records = (place, *twins)
    return Shown(
        pk=place.pk,
        kind=place.kind,
        name=place.name,
        address=_first(one.address for one in records),
        postcode=place.postcode,
        commune_code=place.commune_code,
        commune_name=place.commune_name,
        point=next((point for one in records if (point := point_of(one))), None),
        hours=_first(hours_of(one) for one in records),
        said=said.read(value for one in records for value in _values(one)),
        labels=tuple(dict.fromkeys(label for one in records for label in one.labels)),
        website=_first(one.website for one in records),
        updated_on=max((one.updated_on for one in records if one.updated_on), default=None),
        sources=tuple(dict.fromkeys(one.source for one in records)),
    )


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")


def point_of(place: Place) -> tuple[float, float] | None:
    """Give where a record says that it is."""
    if place.latitude is None or place.longitude is None:
        return None
    return place.latitude, place.longitude


def hours_of(place: Place) -> str:
    """Give the hours of a record: those read, else those its file wrote."""
    return place.opening_hours or _first(place.original.get(name, "") for name in HOURS_AS_WRITTEN)


def said_by(place: Place) -> Said:
    """Give what one record says."""
    return said.read(_values(place))


def _values(place: Place) -> Iterable[str]:
    yield from place.services
    yield from place.access.splitlines()
    for column in WELCOME:
        yield from place.original.get(column, "").replace("|", ";").split(";")


def place_shown(pk: int) -> Shown:
    """Give the place that stands for a record: itself, or the one it was merged into.

    Raises:
        Refusal: it does not exist, or is closed.
    """
    place = Place.objects.filter(pk=pk).select_related("same_as").first()
    while place is not None and place.same_as is not None:
        place = place.same_as
    if place is None or not place.is_open:
        raise Refusal("not_found", "Ce lieu n’est plus dans la liste : cherchez-en un autre.")
    return all_shown([place])[0]


def all_shown(places: Sequence[Place], *, among: QuerySet[Place] | None = None) -> list[Shown]:
    """Give places as they are shown, with their twins, in one query for each step of merging.

    `among` is the query that gave them, when they are too many to be named one by one.
    """
    heads: Any = [place.pk for place in places] if among is None else among.order_by().values("pk")
    twins: dict[int, list[Place]] = {}
    head_of: dict[int, int] = {}
    near = list(Place.objects.filter(same_as__in=heads).order_by("pk"))
    while near:
        for twin in near:
            # A twin of a twin counts for the head of them all, as far as it goes.
            kept = twin.same_as_id or 0
            head = head_of[twin.pk] = head_of.get(kept, kept)
            if twin.is_open:
                twins.setdefault(head, []).append(twin)
        near = list(Place.objects.filter(same_as__in=[one.pk for one in near]).order_by("pk"))
    return [shown(place, twins.get(place.pk, ())) for place in places]
