"""The operator's file on the lines: each order in its own transaction, in the order of its days."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from coupdepouce.connect.operator import Report
from coupdepouce.connect.places.model import RowProblem, Severity, shortened
from coupdepouce.core.calendar import PARIS, day_of
from coupdepouce.core.journey.model import Part, State
from coupdepouce.core.journey.states import state_of
from coupdepouce.core.journey.steps import BY_NAME
from coupdepouce.core.line.reports import NOTHING, step_for
from coupdepouce.core.refusal import Refusal
from coupdepouce.lines import operations as lines
from coupdepouce.lines.models import Line, LineCheck, LineReport
from coupdepouce.partners.importing import ImportReport
from coupdepouce.prescriptions.actors import WORKER
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.operations import take_step

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


def import_reports(
    *, rows: Iterable[Report | RowProblem], at: datetime, dry_run: bool = False
) -> FileReport:
    """Apply what the operator says; a row that cannot be applied is kept, and said.

    `added` counts the rows that moved a line, `unchanged` those that said nothing new.
    """
    by_order: dict[str, list[Report]] = defaultdict(list)
    problems: list[RowProblem] = []
    for row in rows:
        if isinstance(row, RowProblem):
            problems.append(row)
        else:
            by_order[row.order_number].append(row)
    counts: Counter[Outcome] = Counter()
    moves: list[Move] = []
    for number, reports in by_order.items():
        for said in _apply_order(number, reports, at=at, dry_run=dry_run):
            counts[said.outcome] += 1
            problems += _problems(said, at=at)
            moves += [said.move] if said.move else []
    return FileReport(
        added=counts[Outcome.APPLIED],
        changed=0,
        unchanged=counts[Outcome.KNOWN] + counts[Outcome.PAST],
        problems=tuple(sorted(problems, key=lambda one: one.line)),
        moves=tuple(sorted(moves, key=lambda one: one.report.line)),
    )


def _apply_order(number: str, reports: list[Report], *, at: datetime, dry_run: bool) -> list[Said]:
    # One transaction an order: a preview of the whole file would hold every line at once.
    with transaction.atomic():
        prescription = _found(number)
        said = [
            _apply(report, prescription, at=at)
            for report in sorted(reports, key=lambda one: (one.on, one.line))
        ]
        transaction.set_rollback(dry_run)
    return said


def _found(number: str) -> Prescription | None:
    """Give the request of an order, locked before its line as every step does."""
    rows = Prescription.objects.select_for_update(of=("self",))
    return rows.filter(line__order_number=number).first()


def _apply(report: Report, prescription: Prescription | None, *, at: datetime) -> Said:
    before = LineReport.objects.filter(digest=report.digest).values_list("outcome", flat=True)
    if SETTLED.intersection(before):
        return Said(report=report, outcome=Outcome.KNOWN)
    if prescription is None or prescription.line_id is None:
        said = Said(report=report, outcome=Outcome.UNKNOWN, refusal=UNKNOWN)
        return _kept(said, line_id=None, at=at)
    try:
        with transaction.atomic():
            said = _moved(report, prescription.pk, at=at)
    except Refusal as no:
        said = Said(report=report, outcome=Outcome.REFUSED, refusal=no)
    return _kept(said, line_id=prescription.line_id, at=at)


def _moved(report: Report, prescription_id: int, *, at: datetime) -> Said:
    prescription = Prescription.objects.select_related("line").get(pk=prescription_id)
    line = prescription.line
    if line is None:
        raise UNKNOWN
    if report.on > day_of(at):
        # Kept as known, it would silence every true row until that day.
        raise Refusal("report_to_come", "Cette date est à venir : corrigez-la dans le fichier.")
    if line.said_on is not None and report.on < line.said_on:
        return Said(report=report, outcome=Outcome.PAST)
    step = _step(report, line, state=prescription.line_state)
    is_new = step != NOTHING or report.cut_on not in {None, line.cut_on}
    if step == NOTHING:
        _said_again(report, line, at=at)
    else:
        take_step(
            prescription_id=prescription.pk,
            name=step,
            actor=WORKER,
            at=at,
            once=uuid5(prescription.reference, report.digest),
            reason=_reason(step, report.reason),
            answers=_answers(step, report),
        )
    Line.objects.filter(pk=line.pk).update(said_on=report.on)
    return Said(
        report=report,
        outcome=Outcome.APPLIED if is_new else Outcome.KNOWN,
        move=_move(report, prescription, step) if is_new else None,
    )


def _step(report: Report, line: Line, *, state: str) -> str:
    step = step_for(report.status, state=state)
    if step == "set_appointment" and line.appointment_at == report.appointment_at:
        return NOTHING
    if step == NOTHING and report.status.name == "active" and _is_due(line, report):
        return "keep_line"
    return step


def _move(report: Report, prescription: Prescription, step: str) -> Move:
    before = prescription.line_state
    after = BY_NAME[step].target if step else before
    return Move(
        report=report,
        reference=prescription.reference,
        before=state_of(Part.LINE, before),
        after=state_of(Part.LINE, after),
    )


def _is_due(line: Line, report: Report) -> bool:
    return LineCheck.objects.filter(line=line, status="", due_on__lte=report.on).exists()


def _said_again(report: Report, line: Line, *, at: datetime) -> None:
    """Keep what a known state still adds: an answer to a check that was due, a new day of cut."""
    if report.status.is_check:
        lines.settle_checks(
            line, status=report.status.name, on=report.on, source="file", by=None, at=at
        )
    if report.status.name == "late" and report.cut_on:
        lines.keep_cut(line, cut_on=report.cut_on)


def _reason(step: str, written: str) -> str:
    """Give the code of a reason that the file gives by its code or by its label."""
    labels = {reason.label.casefold(): reason.code for reason in BY_NAME[step].reasons}
    return labels.get(written.casefold(), written)


def _answers(step: str, report: Report) -> Mapping[str, str]:
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


def _kept(said: Said, *, line_id: int | None, at: datetime) -> Said:
    report = said.report
    LineReport.objects.update_or_create(
        digest=report.digest,
        defaults={
            "line_id": line_id,
            "order_number": report.order_number,
            "status": report.status.name,
            "said_on": report.on,
            "cut_on": report.cut_on,
            "reason": report.reason,
            "outcome": said.outcome,
            "refusal": said.refusal.sentence[:300] if said.refusal else "",
            "received_at": at,
        },
    )
    return said


def _problems(said: Said, *, at: datetime) -> list[RowProblem]:
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
