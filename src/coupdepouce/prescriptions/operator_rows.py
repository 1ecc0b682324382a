"""The rows of the operator's file: what one says of a line, and what became of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coupdepouce.connect.operator import Report
from coupdepouce.connect.places.model import RowProblem, Severity, shortened
from coupdepouce.core.calendar import PARIS, day_of
from coupdepouce.core.journey.model import Part, State
from coupdepouce.core.journey.states import state_of
from coupdepouce.core.journey.steps import BY_NAME
from coupdepouce.core.line.reports import NOTHING, step_for
from coupdepouce.core.refusal import Refusal
from coupdepouce.lines.models import Line, LineReport
from coupdepouce.partners.importing import ImportReport
from coupdepouce.prescriptions.models import Prescription

Outcome = LineReport.Outcome
SETTLED = frozenset({Outcome.APPLIED, Outcome.KNOWN, Outcome.PAST})
UNKNOWN = Refusal(
    "order_unknown",
    "Aucune ligne n’a ce numéro de commande : vérifiez-le. La ligne est gardée à part.",
)


@dataclass(frozen=True, kw_only=True)
class Move:
    """What one row changes: whose line, from where, to where; the same state for a new cut."""

    report: Report
    reference: UUID
    before: State
    after: State


@dataclass(frozen=True, kw_only=True)
class FileReport(ImportReport):
    """The account of a file, and each thing it changes."""

    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Said:
    """What became of one row."""

    report: Report
    outcome: Outcome
    refusal: Refusal | None = None
    move: Move | None = None


def judged(
    report: Report, line: Line, *, state: str, is_due: Callable[[], bool], at: datetime
) -> str | None:
    """Give the step that a row leads to, NOTHING when it is known, None when newer news is.

    Raises:
        Refusal: its day is to come, or the line cannot go there from its state.
    """
    if report.on > day_of(at):
        # Kept as known, it would silence every true row until that day.
        raise Refusal("report_to_come", "Cette date est à venir : corrigez-la dans le fichier.")
    if line.said_on is not None and report.on < line.said_on:
        return None
    step = step_for(report.status, state=state)
    if step == "set_appointment" and line.appointment_at == report.appointment_at:
        return NOTHING
    if step == NOTHING and report.status.name == "active" and is_due():
        return "keep_line"
    return step


def applied(report: Report, prescription: Prescription, line: Line, step: str) -> Said:
    """Give what becomes of a row that leads to a step, before the step is taken."""
    if step == NOTHING and report.cut_on in {None, line.cut_on}:
        return Said(report=report, outcome=Outcome.KNOWN)
    before = prescription.line_state
    move = Move(
        report=report,
        reference=prescription.reference,
        before=state_of(Part.LINE, before),
        after=state_of(Part.LINE, BY_NAME[step].target if step else before),
    )
    return Said(report=report, outcome=Outcome.APPLIED, move=move)


def reason_for(step: str, written: str) -> str:
    """Give the code of a reason that the file gives by its code or by its label."""
    labels = {reason.label.casefold(): reason.code for reason in BY_NAME[step].reasons}
    return labels.get(written.casefold(), written)


def answers_for(step: str, report: Report) -> Mapping[str, str]:
    """Give what the form of a step would ask, as the row says it."""
    appointment = report.appointment_at
    known = {
        "activated_on": report.on.isoformat(),
        "checked_on": report.on.isoformat(),
        "ended_on": report.on.isoformat(),
        "cut_on": report.cut_on.isoformat() if report.cut_on else "",
        "appointment_at": f"{appointment.astimezone(PARIS):%Y-%m-%dT%H:%M}" if appointment else "",
        "confirmed_with": "operator",
    }
    return {ask.name: known.get(ask.name, "") for ask in BY_NAME[step].asks}


def problems_of(said: Said, *, at: datetime) -> list[RowProblem]:
    """Say what somebody has to look at in a row."""
    cut_on = said.report.cut_on
    if said.move and cut_on and cut_on < day_of(at):
        why, remedy = "La date de coupure est déjà passée.", "Voyez si la ligne marche encore."
        return [_problem(said.report, why, remedy, Severity.WARNING)]
    if said.outcome is Outcome.PAST:
        why = "Une ligne plus récente de cette commande est déjà connue."
        return [_problem(said.report, why, "Rien à faire.", Severity.WARNING)]
    if said.refusal is None:
        return []
    sentence, _, remedy = said.refusal.sentence.partition(" : ")
    remedy = f"{remedy[:1].upper()}{remedy[1:]}" or "Voyez le dossier de la ligne."
    return [_problem(said.report, f"{sentence.rstrip('.')}.", remedy, Severity.REFUSED)]


def _problem(report: Report, sentence: str, remedy: str, severity: Severity) -> RowProblem:
    return RowProblem(
        line=report.line,
        column="order_number" if severity is Severity.REFUSED else "date",
        value=shortened(f"{report.order_number} {report.status.name}"),
        sentence=sentence,
        remedy=remedy,
        severity=severity,
    )
