"""The Sirene register's stock of sites (StockEtablissement): of its columns, the few we need.

The file of the whole country has some 40 million rows: it is read as it comes, never held.
The name of the legal unit is in another file; here a site has at most its sign and usual name.
"""

import csv
import gzip
import io
import zipfile
from collections.abc import Collection, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from stdnum.exceptions import ValidationError as NumberError
from stdnum.fr import siret as siret_number

from coupdepouce.connect.places.model import RowProblem, Severity, shortened
from coupdepouce.core.partners.joining import department_of
from coupdepouce.core.refusal import Refusal

SUFFIX = "Etablissement"
STREET = ("numeroVoie", "indiceRepetition", "typeVoie", "libelleVoie")
NEEDED = (
    "siret",
    "statutDiffusionEtablissement",
    "etatAdministratifEtablissement",
    "enseigne1Etablissement",
    "denominationUsuelleEtablissement",
    "complementAdresseEtablissement",
    *(f"{name}{SUFFIX}" for name in STREET),
    "codePostalEtablissement",
    "libelleCommuneEtablissement",
    "codeCommuneEtablissement",
)
OPEN, PUBLIC = "A", "O"
HIDDEN = "[ND]"  # written by the register where it may not say


@dataclass(frozen=True, kw_only=True)
class Site:
    """A site of the register."""

    line: int
    siret: str
    name: str
    address: str
    postcode: str
    commune_code: str
    commune_name: str
    is_open: bool


def read_stock(path: Path, *, departments: Collection[str] = ()) -> Iterator[Site | RowProblem]:
    """Read the sites of a stock file, plain, gzipped or zipped; those of some departments only.

    Raises:
        Refusal: the file cannot be read, or lacks a column.
    """
    with ExitStack() as stack:
        stream = stack.enter_context(_opened(path, stack))
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        reader = csv.DictReader(text)
        try:
            _check_columns(reader.fieldnames or (), name=path.name)
            for number, row in enumerate(reader, start=2):
                if _is_there(row, departments):
                    yield _site(number, row)
        except (UnicodeDecodeError, csv.Error, OSError, EOFError, zipfile.BadZipFile):
            sentence = f"« {path.name} » ne se lit pas jusqu’au bout : téléchargez-le à nouveau."
            raise Refusal("stock_unreadable", sentence, file=path.name) from None


def _opened(path: Path, stack: ExitStack) -> IO[bytes]:
    try:
        if zipfile.is_zipfile(path):
            box = stack.enter_context(zipfile.ZipFile(path))
            return box.open(box.namelist()[0])
        stream = path.open("rb")
    except (OSError, IndexError, zipfile.BadZipFile):
        sentence = f"Le fichier « {path.name} » ne s’ouvre pas : vérifiez son nom."
        raise Refusal("stock_unreadable", sentence, file=path.name) from None
    if stream.read(2) == b"\x1f\x8b":
        stream.close()
        return gzip.open(path, "rb")  # type: ignore[return-value]
    stream.seek(0)
    return stream


def _check_columns(header: object, *, name: str) -> None:
    known = set(header) if isinstance(header, list | tuple) else set()
    if missing := [column for column in NEEDED if column not in known]:
        raise Refusal(
            "column_missing",
            f"« {name} » n’a pas de colonne {', '.join(missing)} : "
            "prenez le fichier StockEtablissement de l’Insee.",
            missing=missing,
        )


def _is_there(row: dict[str, str], departments: Collection[str]) -> bool:
    return not departments or department_of(row["codeCommuneEtablissement"] or "") in departments


def _site(number: int, row: dict[str, str]) -> Site | RowProblem:
    siret = (row["siret"] or "").strip()
    try:
        siret_number.validate(siret)
    except NumberError:
        return RowProblem(
            line=number,
            column="siret",
            value=shortened(siret),
            sentence="Ce SIRET n’existe pas.",
            remedy="Téléchargez le fichier à nouveau.",
            severity=Severity.REFUSED,
        )
    # The register spreads the address of some people only in part: we keep nothing of it.
    is_public = row["statutDiffusionEtablissement"] == PUBLIC
    return Site(
        line=number,
        siret=siret,
        name=_said(row, "enseigne1", "denominationUsuelle")[:200] if is_public else "",
        address=_address(row) if is_public else "",
        postcode=_said(row, "codePostal")[:5] if is_public else "",
        commune_code=_said(row, "codeCommune")[:5],
        commune_name=_said(row, "libelleCommune")[:120],
        is_open=row["etatAdministratifEtablissement"] == OPEN,
    )


def _said(row: dict[str, str], *names: str) -> str:
    found = ((row[f"{name}{SUFFIX}"] or "").strip() for name in names)
    return next((text for text in found if text and text != HIDDEN), "")


def _address(row: dict[str, str]) -> str:
    street = " ".join(filter(None, (_said(row, name) for name in STREET)))
    return ", ".join(filter(None, (_said(row, "complementAdresse"), street)))[:250]
