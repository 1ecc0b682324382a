"""Our places in a published standard, to give back what others gave and share what is ours."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from coupdepouce.connect.places.model import Kind, PlaceRow
from coupdepouce.connect.places.publishing import data_inclusion, mednum
from coupdepouce.connect.places.publishing.writing import (
    Entry,
    Published,
    Remark,
    Target,
    Value,
    publish,
)
from coupdepouce.connect.places.reading import reread
from coupdepouce.core.refusal import Refusal
from coupdepouce.partners.importing import WRITTEN, as_place, digest_of
from coupdepouce.partners.models import Place

DATA_INCLUSION, MEDNUM = "data-inclusion", "mednum"
FORMATS = {DATA_INCLUSION: "application/json", MEDNUM: "text/csv; charset=utf-8"}
CHUNK = 500
# Ours, and the same in a row; the commune's code is ours to complete, and is not compared.
NAMED = {"siret": "pivot"}
NOT_COMPARED = frozenset({"kind", "commune_code", "original", "digest"})


@dataclass(frozen=True, kw_only=True)
class Format:
    """The standard asked for, and its edition where it has several."""

    name: str
    edition: str = "1.0.1"

    def __post_init__(self) -> None:
        """Refuse what nobody publishes.

        Raises:
            Refusal: unknown standard or edition.
        """
        if self.name not in FORMATS:
            names = ", ".join(FORMATS)
            raise Refusal("format_unknown", f"Choisissez un de ces formats : {names}.")
        if self.edition not in mednum.EDITIONS:
            names = ", ".join(mednum.EDITIONS)
            raise Refusal("edition_unknown", f"Choisissez une de ces éditions : {names}.")

    @property
    def target(self) -> Target:
        """Give the columns and the schema of the standard."""
        if self.name == DATA_INCLUSION:
            return data_inclusion.STRUCTURE
        return mednum.EDITIONS[self.edition]


@dataclass(kw_only=True)
class Account:
    """What an export wrote and could not write; filled as the lines go by."""

    written: int = 0
    left_out: int = 0
    remarks: list[Remark] = field(default_factory=list)

    def records(self, published: Iterable[Published]) -> Iterator[Mapping[str, Value]]:
        """Give the records that their schema accepts, and note the rest."""
        for one in published:
            self.remarks.extend(one.remarks)
            if one.record is None:
                self.left_out += 1
            else:
                self.written += 1
                yield one.record

    def counted(self, most: int) -> list[tuple[Remark, int]]:
        """Give the remarks that come back most, each once with its count."""
        alike: dict[tuple[str, str], list[Remark]] = {}
        for one in self.remarks:
            alike.setdefault((one.column, one.sentence), []).append(one)
        counts = [(same[0], len(same)) for same in alike.values()]
        return sorted(counts, key=lambda one: -one[1])[:most]


def places_file(chosen: Format, *, account: Account) -> Iterator[str]:
    """Give the lines of the file of all our open places of help, and fill its account."""
    records = account.records(published(chosen))
    if chosen.name == DATA_INCLUSION:
        return data_inclusion.as_json(records)
    return mednum.as_csv(records, edition=chosen.edition)


def account_of(chosen: Format) -> Account:
    """Give what a file would hold and leave out, without writing it."""
    account = Account()
    for _ in account.records(published(chosen)):
        pass
    return account


def published(chosen: Format) -> Iterator[Published]:
    """Give what becomes of each open place of help in a standard."""
    places = Place.objects.filter(kind=Kind.PLACE, is_open=True).order_by("pk")
    twice = _shared(places) if chosen.name == MEDNUM else frozenset()
    for place in places.iterator(chunk_size=CHUNK):
        yield publish(entry_of(place, shares_id=place.source_id in twice), chosen.target)


def _shared(places: QuerySet[Place]) -> frozenset[str]:
    found = places.order_by().values("source_id").annotate(count=Count("pk")).filter(count__gt=1)
    return frozenset(found.values_list("source_id", flat=True))


def entry_of(place: Place, *, shares_id: bool = False) -> Entry:
    """Give a place as the writers of standards take it."""
    row = PlaceRow(
        line=0,
        source=place.source,
        source_id=place.source_id,
        kind=Kind(place.kind),
        name=place.name,
        address=place.address,
        postcode=place.postcode,
        commune_name=place.commune_name,
        code_insee=place.commune_code or None,
        latitude=place.latitude,
        longitude=place.longitude,
        opening_hours=place.opening_hours,
        services=tuple(place.services),
        labels=tuple(place.labels),
        publics=(),
        access=tuple(place.access.splitlines()),
        website=place.website,
        phone="",
        email="",
        updated_on=place.updated_on,
        pivot=place.siret or None,
        original=place.original,
    )
    return Entry(row=row, changed=_changed(place), shares_id=shares_id)


def _changed(place: Place) -> frozenset[str]:
    """Name the fields that no longer say what the original row said."""
    if not place.original or digest_of(place) == place.digest:
        return frozenset()
    row = reread(place.original)
    then = as_place(row, row.source, lambda *_: None)
    compared = (name for name in (*WRITTEN, "source") if name not in NOT_COMPARED)
    return frozenset(
        NAMED.get(name, name) for name in compared if getattr(then, name) != getattr(place, name)
    )
