"""Bring places in from files: same file twice, nothing changes; a bad row never stops the rest."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import models, transaction

from coupdepouce.connect.places.model import PlaceRow, RowProblem, Severity, shortened
from coupdepouce.partners.models import Organisation, Place

BATCH = 500
WRITTEN = [
    "kind", "name", "address", "postcode", "commune_code", "commune_name", "latitude",
    "longitude", "opening_hours", "services", "labels", "access", "website", "siret",
    "updated_on", "original", "digest",
]  # fmt: skip
LIMITS = {
    one.attname: one.max_length
    for one in Place._meta.concrete_fields
    if isinstance(one, models.CharField) and one.max_length is not None
}
SIRET_LENGTH = 14
LONGEST_EMAIL = 254

# From a code, a name and a postcode to the code of today; None when they lead nowhere.
CommuneOf = Callable[[str, str, str], str | None]
Key = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """The account of one import: what was read is what was kept plus what was refused."""

    added: int
    changed: int
    unchanged: int
    problems: tuple[RowProblem, ...] = ()

    @property
    def refused(self) -> int:
        """Count the rows left out, whatever the number of their problems."""
        return len({one.line for one in self.problems if one.severity is Severity.REFUSED})

    @property
    def kept(self) -> int:
        """Count the rows that are now in the database."""
        return self.added + self.changed + self.unchanged

    @property
    def read(self) -> int:
        """Count the rows of the file."""
        return self.kept + self.refused


@transaction.atomic
def import_places(
    *,
    rows: Iterable[PlaceRow | RowProblem],
    commune_of: CommuneOf,
    source_name: str = "",
    is_fictional: bool = False,
    dry_run: bool = False,
) -> ImportReport:
    """Add and change the places that a reader gives; `source_name` replaces the file's own."""
    places, problems = _sorted(rows, source_name, commune_of)
    added, changed = _stored(places, dry_run=dry_run)
    if (added or changed) and not dry_run:
        _open_shops(places, is_fictional=is_fictional)
    return ImportReport(
        added=added,
        changed=changed,
        unchanged=len(places) - added - changed,
        problems=tuple(sorted(problems, key=lambda one: one.line)),
    )


def _sorted(
    rows: Iterable[PlaceRow | RowProblem], source_name: str, commune_of: CommuneOf
) -> tuple[dict[Key, tuple[Place, str]], list[RowProblem]]:
    places: dict[Key, tuple[Place, str]] = {}
    problems: list[RowProblem] = []
    for row in rows:
        if isinstance(row, RowProblem):
            problems.append(row)
            continue
        place = as_place(row, source_name or row.source, commune_of)
        key = (place.source, place.source_id)
        found = _problem(row, place, is_known=key in places)
        if found is not None:
            problems.append(found)
        if found is None or found.severity is Severity.WARNING:
            places[key] = (place, row.email)
    return places, problems


def as_place(row: PlaceRow, source: str, commune_of: CommuneOf) -> Place:
    """Give the place that a row describes, not yet stored."""
    place = Place(
        source=source,
        source_id=row.source_id,
        kind=str(row.kind),
        name=row.name,
        address=row.address,
        postcode=row.postcode,
        commune_code=commune_of(row.code_insee or "", row.commune_name, row.postcode) or "",
        commune_name=row.commune_name,
        latitude=row.latitude,
        longitude=row.longitude,
        opening_hours=row.opening_hours,
        services=list(row.services),
        labels=list(row.labels),
        access="\n".join(row.access),
        website=row.website,
        siret=row.pivot if row.pivot and len(row.pivot) == SIRET_LENGTH else "",
        updated_on=row.updated_on,
        original=dict(row.original),
    )
    place.digest = digest_of(place)
    return place


def digest_of(place: Place) -> str:
    """Give the mark of what a place says: the same one, and nothing changed since its import."""
    # The commune is part of it: a better table of communes mends places at the next import.
    content = [getattr(place, name) for name in WRITTEN if name not in {"original", "digest"}]
    # PostgreSQL gives the keys of a JSON object back in another order.
    content.append(sorted(place.original.items()))
    return hashlib.sha256(repr(content).encode()).hexdigest()


def _problem(row: PlaceRow, place: Place, *, is_known: bool) -> RowProblem | None:
    """Give the first thing that keeps a row out, or that leaves a doubt about it."""
    if is_known:
        remedy = "Donnez un identifiant à chaque lieu."
        return _said(row, "id", row.source_id, "Cet identifiant y est déjà.", remedy)
    # SQLite would take any length and PostgreSQL stop the whole import: said here, for a row.
    texts = {name: getattr(place, name) for name in LIMITS} | {"email": row.email}
    for name, text in texts.items():
        limit = LIMITS.get(name, LONGEST_EMAIL)
        if len(text) > limit:
            sentence = f"Ce texte dépasse {limit} signes."
            return _said(row, name, text, sentence, "Raccourcissez-le.")
    if place.commune_code:
        return None
    return _said(
        row,
        "commune",
        f"{place.postcode} {place.commune_name}".strip(),
        "Cette commune n’est pas au Code officiel géographique.",
        "Corrigez son nom et son code postal, ou donnez son code INSEE.",
        # With a point the place can still be found; without one it is nowhere.
        severity=Severity.REFUSED if place.latitude is None else Severity.WARNING,
    )


def _said(
    row: PlaceRow,
    column: str,
    value: str,
    sentence: str,
    remedy: str,
    *,
    severity: Severity = Severity.REFUSED,
) -> RowProblem:
    return RowProblem(
        line=row.line,
        column=column,
        value=shortened(value),
        sentence=sentence,
        remedy=remedy,
        severity=severity,
    )


def _stored(places: dict[Key, tuple[Place, str]], *, dry_run: bool) -> tuple[int, int]:
    known = {
        (source, source_id): digest
        for source, source_id, digest in Place.objects.filter(
            source__in={source for source, _ in places}
        )
        .values_list("source", "source_id", "digest")
        .iterator()
    }
    new = [place for key, (place, _) in places.items() if key not in known]
    changed = [
        place for key, (place, _) in places.items() if known.get(key, place.digest) != place.digest
    ]
    if not dry_run and (new or changed):
        Place.objects.bulk_create(
            [*new, *changed],
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["source", "source_id"],
            # A record that changed is to be looked at again, as a new one is.
            update_fields=[*WRITTEN, "reviewed_on"],
        )
    return len(new), len(changed)


def _open_shops(places: dict[Key, tuple[Place, str]], *, is_fictional: bool) -> None:
    """Give each new shop its organisation, so that it can receive vouchers and their links."""
    alone = Place.objects.filter(kind=Place.Kind.SHOP, organisations__isnull=True)
    Organisation.objects.bulk_create(
        [
            Organisation(
                name=place.name[:200],
                kind=Organisation.Kind.SHOP,
                siret=place.siret,
                email=places[place.source, place.source_id][1],
                place=place,
                is_fictional=is_fictional,
            )
            for place in alone
            if (place.source, place.source_id) in places
        ],
        batch_size=BATCH,
    )
