"""The operator's file on the lines: one row says where one order or one line stands on one day.

A CSV of ours, since operators publish none: order_number, status, date, and when the status needs
them cut_on, reason, appointment_at. The statuses are in `core.line.reports`; TMF622's words too.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from coupdepouce.connect.places.model import RowProblem, Severity, shortened
from coupdepouce.connect.places.table import Line, read_table
from coupdepouce.core.calendar import PARIS
from coupdepouce.core.line.orders import as_one
from coupdepouce.core.line.reports import Status, status_named
from coupdepouce.core.refusal import Refusal

COLUMNS = ("order_number", "status", "date")
OPTIONAL = ("cut_on", "reason", "appointment_at")
DAYS = ("%Y-%m-%d", "%d/%m/%Y")
MOMENTS = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M")
LONGEST_NUMBER, LONGEST_REASON = 60, 40
LARGEST = 60 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Report:
    """What one row says of one order."""

    line: int
    order_number: str
    status: Status
    on: date
    cut_on: date | None = None
    appointment_at: datetime | None = None
    reason: str = ""

    @property
    def order(self) -> str:
        """Give the number as lines are known by: the file may write it in other letters."""
        return as_one(self.order_number)

    @property
    def digest(self) -> str:
        """Give the mark of what is said: the same row in another file says nothing new."""
        said = (
            self.order_number, self.status.name, self.on, self.cut_on, self.appointment_at,
            self.reason,
        )  # fmt: skip
        return hashlib.sha256(repr([str(one) for one in said]).encode()).hexdigest()


class _Unfit(Exception):
    """A row that cannot be read."""

    def __init__(self, column: str, sentence: str, remedy: str) -> None:
        super().__init__(sentence)
        self.column, self.sentence, self.remedy = column, sentence, remedy


def read_reports(data: bytes, *, name: str) -> Iterator[Report | RowProblem]:
    """Read the operator's file, row by row; a bad row never stops the rest.

    Raises:
        Refusal: the file cannot be read, or one of its three columns is missing.
    """
    table = read_table(data, name=name, largest=LARGEST, from_excel=True)
    if missing := [column for column in COLUMNS if column not in table.header]:
        raise Refusal(
            "operator_columns",
            f"« {name} » n’est pas un fichier de suivi des lignes : il lui manque "
            f"{', '.join(missing)}. Ses colonnes sont {', '.join((*COLUMNS, *OPTIONAL))}.",
            missing=missing,
        )
    return (one if isinstance(one, RowProblem) else _read(one) for one in table.lines)


def _read(line: Line) -> Report | RowProblem:
    try:
        return _report(line)
    except _Unfit as unfit:
        return RowProblem(
            line=line.number,
            column=unfit.column,
            value=shortened(line.cells.get(unfit.column, "")),
            sentence=unfit.sentence,
            remedy=unfit.remedy,
            severity=Severity.REFUSED,
        )


def _report(line: Line) -> Report:
    number = _text(line, "order_number", LONGEST_NUMBER)
    if not number:
        raise _Unfit("order_number", "Il manque le numéro de commande.", "Remplissez cette case.")
    try:
        status = status_named(line.cells.get("status", ""))
    except Refusal as refusal:
        sentence, _, remedy = refusal.sentence.partition(" : ")
        raise _Unfit("status", f"{sentence}.", f"{remedy[:1].upper()}{remedy[1:]}") from None
    on = _day(line, "date")
    if on is None:
        raise _Unfit("date", "Il manque la date de ce statut.", "Écrivez-la comme 2026-12-04.")
    report = Report(
        line=line.number,
        order_number=number,
        status=status,
        on=on,
        cut_on=_day(line, "cut_on"),
        appointment_at=_moment(line, "appointment_at"),
        reason=_text(line, "reason", LONGEST_REASON),
    )
    for column in status.needs:
        if not getattr(report, column):
            sentence = f"Le statut « {status.name} » demande la colonne « {column} »."
            raise _Unfit(column, sentence, "Remplissez-la.")
    return report


def _text(line: Line, column: str, longest: int) -> str:
    text = line.cells.get(column, "").strip()
    if len(text) > longest or not text.isprintable():
        raise _Unfit(
            column, f"Ce texte n’a pas sa place ici ({longest} signes au plus).", "Vérifiez-le."
        )
    return text


def _day(line: Line, column: str) -> date | None:
    found = _parsed(line, column, DAYS, "un jour comme 2026-12-04")
    return found.date() if found else None


def _moment(line: Line, column: str) -> datetime | None:
    return _parsed(line, column, MOMENTS, "un jour et une heure comme 2026-12-04 14:30")


def _parsed(line: Line, column: str, formats: tuple[str, ...], like: str) -> datetime | None:
    text = line.cells.get(column, "").strip()
    if not text:
        return None
    for pattern in formats:
        try:
            return datetime.strptime(text, pattern).replace(tzinfo=PARIS)
        except ValueError:
            continue
    raise _Unfit(column, "Cette date ne se lit pas.", f"Écrivez {like}.")
