"""The operator's file on the lines: each order in its own transaction, in the order of its days."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import uuid5

from django.db import transaction
from django.db.models import Prefetch

from coupdepouce.connect.operator import Report
from coupdepouce.connect.places.model import RowProblem
from coupdepouce.core.line.keeping import UNANSWERED
from coupdepouce.core.line.reports import NOTHING, status_named
from coupdepouce.core.refusal import Refusal
from coupdepouce.lines import operations as lines
from coupdepouce.lines.models import Line, LineCheck, LineReport
from coupdepouce.lines.queries import kept_apart
from coupdepouce.prescriptions.actors import WORKER
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.operations import take_step
from coupdepouce.prescriptions.operator_preview import foresee
from coupdepouce.prescriptions.operator_rows import (
    SETTLED,
    UNKNOWN,
    FileReport,
    Outcome,
    Said,
    answers_for,
    applied,
    judged,
    problems_of,
    reason_for,
)

AT_ONCE = 5000  # numbers looked up by one query


def import_reports(
    *, rows: Iterable[Report | RowProblem], at: datetime, dry_run: bool = False
) -> FileReport:
    """Apply what the operator says; a row that cannot be applied is kept, and said.

    `added` counts the rows that moved a line, `unchanged` those that said nothing new.
    A dry run writes nothing and holds no lock.
    """
    read = list(rows)
    reports = [row for row in read if isinstance(row, Report)]
    problems = [row for row in read if isinstance(row, RowProblem)]
    said = _said(reports, at=at, dry_run=dry_run)
    counts = Counter(one.outcome for one in said)
    for one in said:
        problems += problems_of(one, at=at)
    return FileReport(
        added=counts[Outcome.APPLIED],
        changed=0,
        unchanged=counts[Outcome.KNOWN] + counts[Outcome.PAST],
        problems=tuple(sorted(problems, key=lambda one: one.line)),
        moves=tuple(
            sorted((one.move for one in said if one.move), key=lambda one: one.report.line)
        ),
    )


def _said(reports: Sequence[Report], *, at: datetime, dry_run: bool) -> list[Said]:
    settled = _settled({one.digest for one in reports})
    said = [Said(report=one, outcome=Outcome.KNOWN) for one in reports if one.digest in settled]
    by_order: dict[str, list[Report]] = defaultdict(list)
    for one in sorted(reports, key=lambda one: (one.on, one.line)):
        if one.digest not in settled:
            by_order[one.order].append(one)
    found = _found(by_order)
    unknown = [
        Said(report=one, outcome=Outcome.UNKNOWN, refusal=UNKNOWN)
        for number, rows in by_order.items()
        if number not in found
        for one in rows
    ]
    if not dry_run:
        _keep(unknown, at=at)
    act: Callable[..., list[Said]] = foresee if dry_run else _apply_order
    for number, prescription in found.items():
        said += act(by_order[number], prescription, at=at)
    return said + unknown


def _batches(values: Collection[str]) -> Iterator[Sequence[str]]:
    every = list(values)
    return (every[at : at + AT_ONCE] for at in range(0, len(every), AT_ONCE))


def _settled(digests: Collection[str]) -> set[str]:
    """Give the rows that an earlier file already said."""
    known = LineReport.objects.filter(outcome__in=SETTLED)
    return {
        digest
        for some in _batches(digests)
        for digest in known.filter(digest__in=some).values_list("digest", flat=True)
    }


def _found(numbers: Collection[str]) -> Mapping[str, Prescription]:
    """Give the request of each order that is known, with the checks that nobody answered."""
    no_answer = LineCheck.objects.filter(status__in=UNANSWERED)
    unanswered = Prefetch("line__checks", no_answer, to_attr="unanswered")
    known = Prescription.objects.select_related("line", "version").defer("version__text")
    return {
        one.line.order_number: one
        for some in _batches(numbers)
        for one in known.filter(line__order_number__in=some).prefetch_related(unanswered)
        if one.line
    }


def _apply_order(reports: Sequence[Report], known: Prescription, *, at: datetime) -> list[Said]:
    # One transaction an order: the whole file at once would hold every line.
    with transaction.atomic():
        # The request before its line, as every step does.
        Prescription.objects.select_for_update(of=("self",)).get(pk=known.pk)
        return [_apply(report, known.pk, at=at) for report in reports]


def _apply(report: Report, prescription_id: int, *, at: datetime) -> Said:
    if LineReport.objects.filter(digest=report.digest, outcome__in=SETTLED).exists():
        return Said(report=report, outcome=Outcome.KNOWN)
    prescription = Prescription.objects.select_related("line").get(pk=prescription_id)
    line = prescription.line
    if line is None or line.order_number != report.order:
        said = Said(report=report, outcome=Outcome.UNKNOWN, refusal=UNKNOWN)
        _keep([said], at=at)
        return said
    try:
        with transaction.atomic():
            said = _moved(report, prescription, line, at=at)
    except Refusal as no:
        said = Said(report=report, outcome=Outcome.REFUSED, refusal=no)
    _keep([said], line_id=line.pk, at=at)
    return said


def apply_kept(prescription_id: int, *, order_number: str, at: datetime) -> None:
    """Apply the rows that waited for an order of that number; called under the request's lock."""
    for row in kept_apart(order_number):
        report = Report(
            line=0,
            order_number=row.order_number,
            status=status_named(row.status),
            on=row.said_on,
            cut_on=row.cut_on,
            appointment_at=row.appointment_at,
            reason=row.reason,
        )
        # Written again under the mark of the number as it is compared.
        row.delete()
        _apply(report, prescription_id, at=at)


def _moved(report: Report, prescription: Prescription, line: Line, *, at: datetime) -> Said:
    due = LineCheck.objects.filter(line=line, status__in=UNANSWERED, due_on__lte=report.on)
    step = judged(report, line, state=prescription.line_state, is_due=due.exists, at=at)
    if step is None:
        return Said(report=report, outcome=Outcome.PAST)
    said = applied(report, prescription, line, step)
    if step == NOTHING:
        _said_again(report, line, at=at)
    else:
        take_step(
            prescription_id=prescription.pk,
            name=step,
            actor=WORKER,
            at=at,
            once=uuid5(prescription.reference, report.digest),
            reason=reason_for(step, report.reason),
            answers=answers_for(step, report),
        )
    Line.objects.filter(pk=line.pk).update(said_on=report.on)
    return said


def _said_again(report: Report, line: Line, *, at: datetime) -> None:
    """Keep what a known state still adds: an answer to a check that was due, a new day of cut."""
    if report.status.is_check:
        lines.settle_checks(
            line, status=report.status.name, on=report.on, source="file", by=None, at=at
        )
    if report.status.name == "late" and report.cut_on:
        lines.keep_cut(line, cut_on=report.cut_on)


def _keep(said: Iterable[Said], *, at: datetime, line_id: int | None = None) -> None:
    """Keep rows as they were received; said again in one file, a row is kept once."""
    kept = {one.report.digest: _row(one, line_id=line_id, at=at) for one in said}
    written = [
        field.name for field in LineReport._meta.fields if field.name not in {"id", "digest"}
    ]
    # In one order: two files sent at once would else wait for each other for ever.
    rows = [kept[digest] for digest in sorted(kept)]
    LineReport.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["digest"], update_fields=written
    )


def _row(said: Said, *, line_id: int | None, at: datetime) -> LineReport:
    report = said.report
    return LineReport(
        digest=report.digest,
        line_id=line_id,
        order_number=report.order,
        status=report.status.name,
        said_on=report.on,
        cut_on=report.cut_on,
        appointment_at=report.appointment_at,
        reason=report.reason,
        outcome=said.outcome,
        refusal=said.refusal.sentence[:300] if said.refusal else "",
        received_at=at,
    )
