"""`read_places`: every row of a file, or what to correct in it; a bad row never stops the rest."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from coupdepouce.connect.places.model import PlaceRow, RowProblem, Severity
from coupdepouce.connect.places.row import Row
from coupdepouce.connect.places.standards import (
    CONTACTS,
    DATA_INCLUSION,
    MEDIATION_NUMERIQUE,
    Standard,
    recognise,
)
from coupdepouce.connect.places.table import Line, Table, read_table
from coupdepouce.core.refusal import Refusal

NOWHERE = ("On ne sait pas où est ce lieu.", "Donnez sa commune et son code postal.")
CONTACT_NOT_KEPT = "Ce contact n’est pas gardé : c’est souvent celui d’une personne."
COLUMN_NOT_KEPT = "Cette colonne n’est pas du standard : elle n’est pas gardée."
Resolve: TypeAlias = Callable[[str, str], str | None]


def read_places(
    data: bytes,
    *,
    name: str,
    resolve: Resolve | None = None,
    largest: int | None = None,
    most_rows: int | None = None,
) -> Iterator[PlaceRow | RowProblem]:
    """Read the places of a file; `resolve` finds a commune's code from its postcode and name.

    Raises:
        Refusal: the file as a whole cannot be read; said at once, before the first row. Or, on
            the way, it has more than `most_rows`.
    """
    table = read_table(data, name=name, largest=largest)
    if most_rows is not None:
        table = replace(table, lines=_at_most(most_rows, table.lines, name=name))
    return _rows(table, recognise(table.header, name=name), resolve)


def reread(cells: Mapping[str, str]) -> PlaceRow:
    """Read again the original row of a place, as it was read when it came in."""
    standard = MEDIATION_NUMERIQUE if "pivot" in cells else DATA_INCLUSION
    return _place(Row(line=Line(number=1, cells=dict(cells)), standard=standard), None)


def _at_most(
    most: int, lines: Iterator[Line | RowProblem], *, name: str
) -> Iterator[Line | RowProblem]:
    for count, line in enumerate(lines, start=1):
        if count > most:
            sentence = f"« {name} » a plus de {most} lignes : coupez-le en plusieurs fichiers."
            raise Refusal("places_too_many_rows", sentence, file=name)
        yield line


def _rows(
    table: Table, standard: Standard, resolve: Resolve | None
) -> Iterator[PlaceRow | RowProblem]:
    yield from _not_kept(table, standard)
    seen: dict[tuple[str, str], int] = {}
    for line in table.lines:
        if isinstance(line, RowProblem):
            yield line
            continue
        row = Row(line=line, standard=standard)
        place = _place(row, resolve)
        first = seen.setdefault((place.source, place.source_id), line.number)
        if first != line.number and place.source_id:
            sentence = f"Cet identifiant est déjà celui de la ligne {first}."
            row.refuse("source_id", sentence, "Donnez un identifiant à chaque lieu.")
        yield from row.problems
        if not row.is_refused:
            yield place


def _not_kept(table: Table, standard: Standard) -> Iterator[RowProblem]:
    """Name what a file to give back would lose: contacts, and columns that no schema knows."""
    known = standard.keeps.union(*standard.columns.values(), ("itinerance", ""))
    for column in sorted(table.header - known) if standard.keeps else ():
        is_contact = column in CONTACTS
        yield RowProblem(
            line=1,
            column=column,
            value="",
            sentence=CONTACT_NOT_KEPT if is_contact else COLUMN_NOT_KEPT,
            remedy="Il n’y a rien à faire." if is_contact else "Vérifiez le nom de la colonne.",
            severity=Severity.WARNING,
        )


def _place(row: Row, resolve: Resolve | None) -> PlaceRow:
    postcode, code, commune = row.postcode(), row.code_insee(), row.text("commune_name")
    latitude, longitude = row.point(overseas=(code or postcode).startswith(("97", "98")))
    place = PlaceRow(
        line=row.line.number,
        source=row.text("source") or row.standard.source,
        source_id=row.needed("source_id", "Ce lieu n’a pas d’identifiant."),
        kind=row.standard.kind,
        name=row.needed("name", "Ce lieu n’a pas de nom."),
        address=row.text("address"),
        postcode=postcode,
        commune_name=commune,
        code_insee=code or _resolved(resolve, postcode, commune),
        latitude=latitude,
        longitude=longitude,
        opening_hours=row.opening_hours(),
        services=row.items("services"),
        labels=(*row.standard.labels, *row.items("labels")),
        publics=row.items("publics"),
        access=row.access(),
        website=row.website(),
        phone=row.text("phone"),
        email=row.email(),
        updated_on=row.updated_on(),
        pivot=row.pivot(),
        original=row.original(),
    )
    if not (place.code_insee or (postcode and commune) or latitude is not None):
        row.refuse("commune_name", *NOWHERE)
    return place


def _resolved(resolve: Resolve | None, postcode: str, commune: str) -> str | None:
    return resolve(postcode, commune) if resolve and postcode and commune else None
