"""What the operator's file would change: judged in memory, no transaction, no lock."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import uuid5

from coupdepouce.connect.operator import Report
from coupdepouce.core.journey.steps import BY_NAME
from coupdepouce.core.line.keeping import milestones
from coupdepouce.core.line.reports import NOTHING
from coupdepouce.core.refusal import Refusal
from coupdepouce.lines.models import Line
from coupdepouce.prescriptions.actors import WORKER
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.operations import check_step
from coupdepouce.prescriptions.operator_rows import (
    Outcome,
    Said,
    answers_for,
    applied,
    judged,
    reason_for,
)
from coupdepouce.programmes.queries import programme_of


def foresee(reports: Sequence[Report], prescription: Prescription, *, at: datetime) -> list[Said]:
    """Say what each row of an order would become; the request given is moved in memory alone."""
    line = prescription.line
    if line is None:
        return []
    due: list[date] = [check.due_on for check in getattr(line, "unanswered", ())]
    said: list[Said] = []
    for report in reports:
        if any(one.report.digest == report.digest and not one.refusal for one in said):
            said.append(Said(report=report, outcome=Outcome.KNOWN))
            continue
        try:
            said.append(_foreseen(report, prescription, line, due, at=at))
        except Refusal as no:
            said.append(Said(report=report, outcome=Outcome.REFUSED, refusal=no))
    return said


def _foreseen(
    report: Report, prescription: Prescription, line: Line, due: list[date], *, at: datetime
) -> Said:
    step = judged(
        report,
        line,
        state=prescription.line_state,
        is_due=lambda: any(day <= report.on for day in due),
        at=at,
    )
    if step is None:
        return Said(report=report, outcome=Outcome.PAST)
    said = applied(report, prescription, line, step)
    if step != NOTHING:
        check_step(
            prescription=prescription,
            name=step,
            actor=WORKER,
            at=at,
            once=uuid5(prescription.reference, report.digest),
            reason=reason_for(step, report.reason),
            answers=answers_for(step, report),
        )
        prescription.line_state = BY_NAME[step].target
    _become(report, prescription, line, due, step=step)
    return said


def _become(
    report: Report, prescription: Prescription, line: Line, due: list[date], *, step: str
) -> None:
    line.said_on = report.on
    if step == "set_appointment":
        line.appointment_at = report.appointment_at
    if step == "activate_line":
        line.activated_on = report.on
        months = programme_of(prescription.version).delays.line_checks
        due += [one.due_on for one in milestones(activated_on=report.on, months=months)]
    if step == "keep_line" or report.cut_on:
        line.cut_on = report.cut_on
    if report.status.is_check:
        due[:] = [day for day in due if day > report.on]
