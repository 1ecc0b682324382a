"""From bytes to rows of text, each with the line a person can go to."""

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coupdepouce.connect.places.model import RowProblem, Severity, shortened
from coupdepouce.core.refusal import Refusal

if TYPE_CHECKING:
    import _csv

GZIP = b"\x1f\x8b"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # how Excel's "Texte Unicode" begins; tabs between its cells
# The whole country in the richest standard takes 40 MB; a file that swells further is a trap.
LARGEST_FILE = 512 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row of the file: its columns as text, lists with `|` between their items."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Table:
    """The columns of a file, and its rows as they come."""

    header: frozenset[str]
    lines: Iterator[Line | RowProblem]


def read_table(
    data: bytes, *, name: str, largest: int | None = None, from_excel: bool = False
) -> Table:
    """Open a CSV or a JSON list, compressed or not; with `from_excel`, as Excel saves it too.

    Raises:
        Refusal: the file cannot be read as a whole.
    """
    plain = _plain(data, name=name, largest=largest or LARGEST_FILE)
    text = _from_excel(plain) if from_excel else None
    if text is None:
        text = _text(plain, name=name)
    if not text.strip():
        raise Refusal("places_file_empty", f"Le fichier « {name} » est vide.", file=name)
    if text.lstrip()[0] in "[{":
        return _read_json(text, name=name)
    return _read_csv(text, name=name, delimiters=",;\t" if from_excel else ",;")


def _plain(data: bytes, *, name: str, largest: int) -> bytes:
    if not data.startswith(GZIP):
        return data
    try:
        plain = gzip.GzipFile(fileobj=io.BytesIO(data)).read(largest + 1)
    except (OSError, EOFError, zlib.error):
        sentence = f"Le fichier compressé « {name} » est abîmé : téléchargez-le à nouveau."
        raise Refusal("places_file_damaged", sentence, file=name) from None
    if len(plain) > largest:
        sentence = f"Le fichier « {name} » est trop gros une fois décompressé : coupez-le."
        raise Refusal("places_file_too_large", sentence, file=name)
    return plain


def is_from_excel(data: bytes) -> bool:
    """Say whether a file is in the letters of a French Excel: its accents may have been guessed."""
    # Its mark says UTF-16: nothing was guessed.
    return not data.startswith(UTF_16) and _from_excel(data) is not None


def _from_excel(data: bytes) -> str | None:
    """Read what is not UTF-8 in the letters of Windows; a workbook is not text."""
    if data.startswith(UTF_16):
        with suppress(UnicodeDecodeError):
            return data.decode("utf-16")
        return None
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if b"\0" in data or data.startswith(b"PK"):
            return None
        with suppress(UnicodeDecodeError):
            return data.decode("cp1252")
    return None


def _text(data: bytes, *, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        sentence = (
            f"« {name} » n’est pas en UTF-8 (ligne {line}) : "
            "enregistrez-le au format « CSV UTF-8 »."
        )
        raise Refusal("places_not_utf8", sentence, file=name, line=line) from None


def _read_json(text: str, *, name: str) -> Table:
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        sentence = (
            f"« {name} » n’est pas du JSON (ligne {line}) : corrigez-le ou demandez-le à nouveau."
        )
        raise Refusal("places_not_json", sentence, file=name, line=line) from None
    if not isinstance(items, list):
        sentence = f"« {name} » n’est pas une liste JSON : écrivez [{{…}}, {{…}}]."
        raise Refusal("places_not_json", sentence, file=name)
    header = frozenset(_column(key) for item in items if isinstance(item, dict) for key in item)
    return Table(header=header, lines=_json_lines(items))


def _json_lines(items: list[object]) -> Iterator[Line | RowProblem]:
    for number, item in enumerate(items, start=1):
        if isinstance(item, dict):
            cells = {_column(key): _cell(value) for key, value in item.items()}
            yield Line(number=number, cells=cells)
        else:
            yield _refused(number, str(item), "Cet élément n’est pas un objet.", "Écrivez {…}.")


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "|".join(_cell(item) for item in value)
    # An object has no place in these standards: better missing than printed as code.
    return "" if value is None or isinstance(value, dict) else str(value)


def _read_csv(text: str, *, name: str, delimiters: str) -> Table:
    first = text.partition("\n")[0]
    delimiter = max(delimiters, key=first.count)
    if delimiter not in first:
        sentence = (
            f"Les colonnes de « {name} » ne sont séparées ni par « , » ni par « ; » : "
            "enregistrez-le en CSV."
        )
        raise Refusal("places_wrong_separator", sentence, file=name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        columns = [_column(title) for title in next(reader)]
    except csv.Error:
        raise Refusal(
            "places_header_unreadable",
            f"La première ligne de « {name} » est illisible : mettez-y le nom des colonnes.",
            file=name,
        ) from None
    if twice := {column for column in columns if column and columns.count(column) > 1}:
        sentence = (
            f"« {name} » porte deux fois la colonne {', '.join(sorted(twice))} : gardez-en une."
        )
        raise Refusal("places_column_twice", sentence, file=name)
    return Table(header=frozenset(columns), lines=_csv_lines(reader, columns))


def _csv_lines(reader: "_csv.Reader", columns: list[str]) -> Iterator[Line | RowProblem]:
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield _refused(number, "", "Cette ligne est illisible.", "Vérifiez ses guillemets.")
            continue
        if len(cells) == len(columns):
            yield Line(number=number, cells=dict(zip(columns, cells, strict=True)))
        elif cells:
            yield _wrong_count(number, reader.line_num, cells, wanted=len(columns))


def _wrong_count(number: int, last: int, cells: list[str], *, wanted: int) -> RowProblem:
    # A quotation mark left open swallows the lines that follow: say how far it went.
    until = f" (lignes {number} à {last})" if last > number else ""
    sentence = f"La ligne a {len(cells)} colonnes au lieu de {wanted}{until}."
    return _refused(number, cells[0], sentence, "Vérifiez ses séparateurs et ses guillemets.")


def _column(title: object) -> str:
    return str(title).strip().lower()


def _refused(number: int, value: str, sentence: str, remedy: str) -> RowProblem:
    return RowProblem(
        line=number,
        column="",
        value=shortened(value),
        sentence=sentence,
        remedy=remedy,
        severity=Severity.REFUSED,
    )
