"""The communes of France: facts of the Code officiel géographique, delivered with the package.

The table is `communes.csv.xz`: codes, names, departments, regions, groupings (EPCI), postcodes,
populations of 2023, and the names of the communes that became a part of each (delegated or
associated communes of 2026, of the same Insee list as packed by Etalab). It holds no point: those
come with `coupdepouce import communes`.
"""

import csv
import io
import lzma
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from coupdepouce.core.programme import Place
from coupdepouce.core.programme.places import PARENT_OF_DISTRICT
from coupdepouce.core.refusal import Refusal

COLUMNS = (
    "code_insee",
    "nom",
    "departement",
    "departement_nom",
    "region",
    "region_nom",
    "epci",
    "epci_nom",
    "codes_postaux",
    "population_municipale_2023",
)
FORMER = "anciennes_communes"  # their names, "|" between them  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Commune:
    """One commune; a few have no grouping, no postcode or no inhabitant counted."""

    code: str
    name: str
    department: str
    department_name: str
    region: str
    region_name: str
    epci: str
    epci_name: str
    postcodes: tuple[str, ...]
    population: int | None
    former: tuple[str, ...] = ()  # the names of the communes that became a part of it


def pack(rows: Iterable[Mapping[str, str]], *, former: Iterable[Mapping[str, str]]) -> bytes:
    """Make the compact table from the national lists of communes and of former ones."""
    names = _former_names(former)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((*COLUMNS, FORMER))
    for row in rows:
        known = sorted(names[row["code_insee"]] - {row["nom"]})
        writer.writerow([*(row[column] for column in COLUMNS), "|".join(known)])
    return lzma.compress(text.getvalue().encode(), preset=9 | lzma.PRESET_EXTREME)


def _former_names(rows: Iterable[Mapping[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[row["code_insee_actuel"]].add(row["nom"])
    return found


def exists(code: str) -> bool:
    """Say whether this is the code of a commune of today."""
    return code in _table()


def commune(code: str) -> Commune:
    """Give a commune by its code.

    Raises:
        Refusal: `commune_unknown`; for a district of Paris, Lyon or Marseille it names the commune.
    """
    if parent := PARENT_OF_DISTRICT.get(code):
        raise Refusal(
            "commune_unknown",
            f"« {code} » est un arrondissement : utilisez le code de la commune, {parent}.",
            commune=code,
            parent=parent,
        )
    if not exists(code):
        raise Refusal(
            "commune_unknown",
            f"« {code} » n’est le code d’aucune commune : vérifiez-le ou cherchez par nom.",
            commune=code,
        )
    return _commune(_table()[code])


def everywhere() -> Iterator[Commune]:
    """Give every commune, by code."""
    return map(_commune, _table().values())


def communes_at(postcode: str) -> list[Commune]:
    """List the communes served by a postcode, the most inhabited first."""
    return [_commune(row) for row in _by_population() if postcode in _postcodes(row)]


def department(code: str) -> str:
    """Give the name of a department.

    Raises:
        Refusal: `department_unknown`.
    """
    return _area("department", code)


def region(code: str) -> str:
    """Give the name of a region.

    Raises:
        Refusal: `region_unknown`.
    """
    return _area("region", code)


def place_exists(place: Place) -> bool:
    """Say whether a place of a programme's territory is a place of today."""
    return exists(place.code) if place.level == "commune" else place.code in _areas()[place.level]


def within(places: Iterable[Place]) -> Callable[[str], bool]:
    """Give the function that says whether the commune of a code lies in one of the places."""
    wanted = {(place.level, place.code) for place in places}

    def contains(code: str) -> bool:
        row = _table().get(code)
        return row is not None and not wanted.isdisjoint(
            {("commune", row[0]), ("department", row[2]), ("region", row[4])}
        )

    return contains


def _area(level: str, code: str) -> str:
    names = _areas()[level]
    if code not in names:
        word = {"department": "département", "region": "région"}[level]
        raise Refusal(f"{level}_unknown", f"« {code} » n’est pas un code de {word} : vérifiez-le.")
    return names[code]


@cache
def _table() -> dict[str, list[str]]:
    packed = files("coupdepouce.programmes").joinpath("communes.csv.xz").read_bytes()
    rows = csv.reader(lzma.decompress(packed).decode().splitlines())
    next(rows)
    return {row[0]: row for row in rows}


@cache
def _by_population() -> tuple[list[str], ...]:
    return tuple(sorted(_table().values(), key=lambda row: -int(row[9] or 0)))


@cache
def _areas() -> dict[str, dict[str, str]]:
    rows = _table().values()
    return {
        "department": {row[2]: row[3] for row in rows},
        "region": {row[4]: row[5] for row in rows},
    }


def _postcodes(row: list[str]) -> tuple[str, ...]:
    return tuple(row[8].split("|")) if row[8] else ()


def _commune(row: list[str]) -> Commune:
    code, name, department_, department_name, region_, region_name, epci, epci_name = row[:8]
    return Commune(
        code=code,
        name=name,
        department=department_,
        department_name=department_name,
        region=region_,
        region_name=region_name,
        epci=epci,
        epci_name=epci_name,
        postcodes=_postcodes(row),
        population=int(row[9]) if row[9] else None,
        former=tuple(row[10].split("|")) if row[10] else (),
    )
