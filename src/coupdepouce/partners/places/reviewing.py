"""Every record looked at again: its quality by criteria, and the pairs that may be one place."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Prefetch

from coupdepouce.core.directory import quality, twins
from coupdepouce.core.directory.quality import Judgement, Record
from coupdepouce.core.directory.said import Sort
from coupdepouce.partners.models import Organisation, Place, PlacePair
from coupdepouce.partners.nearest import haversine_km
from coupdepouce.partners.places.shown import hours_of, point_of, said_by

BATCH = 500


@dataclass(frozen=True, kw_only=True)
class CommuneFacts:
    """What the tables say of a commune."""

    postcodes: frozenset[str] = frozenset()
    point: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class Review:
    """What looking again gave."""

    judged: int
    pairs: int


def is_due() -> bool:
    """Say whether a record came or changed since the last review."""
    return Place.objects.filter(is_open=True, reviewed_on__isnull=True).exists()


def review(*, on: date, commune: Callable[[str], CommuneFacts]) -> Review:
    """Judge every open record, and propose the pairs that nobody answered yet."""
    desks = Organisation.objects.filter(is_active=True).exclude(email="")
    places = list(
        Place.objects.filter(is_open=True)
        .prefetch_related(Prefetch("organisations", queryset=desks, to_attr="reached_by"))
        .order_by("pk")
    )
    judged = [
        (place, quality.judge(_record(place, commune(place.commune_code)), on=on))
        for place in places
    ]
    # All is thought over before the first write: nobody waits for the seconds it takes.
    pairs = _pairs(places)
    with transaction.atomic():
        for judgement, pks in _alike(judged).items():
            _write(judgement, pks, on)
        proposed = _propose(pairs)
    return Review(judged=len(places), pairs=proposed)


def _alike(judged: Sequence[tuple[Place, Judgement]]) -> dict[Judgement, list[int]]:
    """Put together the records that share a judgement, but those an import changed meanwhile."""
    rows = Place.objects.select_for_update().order_by("pk")
    now = dict(rows.values_list("pk", "digest"))
    alike: dict[Judgement, list[int]] = defaultdict(list)
    for place, judgement in judged:
        if now.get(place.pk) == place.digest:
            alike[judgement].append(place.pk)
    return alike


def _write(judgement: Judgement, pks: list[int], on: date) -> None:
    # Thousands of records share a few hundred judgements: one update each, not one a row.
    for start in range(0, len(pks), BATCH):
        Place.objects.filter(pk__in=pks[start : start + BATCH]).update(
            held=judgement.held,
            asked=judgement.asked,
            failed="".join(f"|{code}|" for code in judgement.failed),
            reviewed_on=on,
        )


def _record(place: Place, commune: CommuneFacts) -> Record:
    point = point_of(place)
    said = said_by(place)
    return Record(
        has_point=point is not None,
        km_from_commune=haversine_km(point, commune.point) if point and commune.point else None,
        address=place.address,
        postcode=place.postcode,
        commune_postcodes=commune.postcodes,
        hours=hours_of(place),
        services=len(said.of(Sort.SERVICE)) + len(said.other),
        access=len(said.of(Sort.ACCESS)) + len(said.of(Sort.LANGUAGE)) + len(said.of(Sort.VISIT)),
        is_reachable=bool(place.website or place.reached_by),  # type: ignore[attr-defined]
        siret=place.siret,
        updated_on=place.updated_on,
    )


def _pairs(places: Sequence[Place]) -> list[PlacePair]:
    return [
        PlacePair(
            one_id=pair.one,
            other_id=pair.other,
            name=pair.likeness.name,
            address=pair.likeness.address,
            distance_km=pair.likeness.distance_km,
        )
        for kind in Place.Kind.values
        for pair in twins.find(_comparable(place) for place in places if place.kind == kind)
    ]


def _propose(pairs: list[PlacePair]) -> int:
    waiting = PlacePair.objects.filter(answer=PlacePair.Answer.PROPOSED)
    found = {(one.one_id, one.other_id) for one in pairs}
    # What a person answered once keeps its trace, even taken back; a pair that still looks alike
    # keeps its page, which somebody may be reading.
    unanswered = waiting.filter(decisions__isnull=True).values_list("pk", "one", "other")
    gone = [pk for pk, one, other in unanswered if (one, other) not in found]
    for start in range(0, len(gone), BATCH):
        PlacePair.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    PlacePair.objects.bulk_create(pairs, batch_size=BATCH, ignore_conflicts=True)
    return waiting.filter(one__same_as__isnull=True, other__same_as__isnull=True).count()


def _comparable(place: Place) -> twins.Record:
    return twins.Record(
        key=place.pk,
        name=twins.folded(place.name),
        address=twins.folded(place.address),
        commune=place.commune_code,
        point=point_of(place),
    )
