"""What the steps of the line do besides moving it."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import uuid5

from coupdepouce.core.calendar import day_of, in_words
from coupdepouce.core.journey.reasons import CALLED_OFF
from coupdepouce.core.line.causes import cause_of_failure
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.lines import operations as lines
from coupdepouce.lines.models import Line, LineCheck
from coupdepouce.prescriptions import stuck
from coupdepouce.prescriptions.availability import networks_refused
from coupdepouce.prescriptions.effects.taken import Taken


def _check_not_before(name: str, taken: Taken, *, first: date | None) -> None:
    if first and date.fromisoformat(taken.answers[name]) < first:
        raise Refusal(
            "day_too_early", f"Ce jour est trop tôt : pas avant le {in_words(first)}.", field=name
        )


def check_activation(taken: Taken) -> None:
    """Refuse a line that works before it was asked for."""
    _check_not_before("activated_on", taken, first=day_of(taken.prescription.created_at))


def check_end(taken: Taken) -> None:
    """Refuse a line that ends before it works."""
    line = taken.prescription.line
    _check_not_before("ended_on", taken, first=line.activated_on if line else None)


def _line(taken: Taken) -> Line:
    if taken.prescription.line is None:
        taken.prescription.line = Line.objects.create(household_id=taken.prescription.household_id)
    return taken.prescription.line


def find_line_available(taken: Taken) -> None:
    """Keep the network found at the address: after a no, another one than those refused."""
    if taken.answers["technology"] in networks_refused(taken.prescription):
        raise Refusal(
            "network_refused",
            "Ce réseau n’est pas possible à cette adresse : choisissez-en un autre.",
            field="technology",
        )
    lines.keep_technology(_line(taken), technology=taken.answers["technology"])


def order_line(taken: Taken) -> None:
    """Keep the operator's order number: one line at a time in a household."""
    if lines.works_elsewhere(_line(taken)):
        raise Refusal(
            "line_already_active",
            "Une ligne du programme marche déjà dans ce foyer : arrêtez-la d’abord.",
        )
    lines.keep_order(_line(taken), order_number=taken.answers["order_number"], on=day_of(taken.at))


def set_appointment(taken: Taken) -> None:
    """Keep when the technician comes, and who confirmed it."""
    lines.keep_appointment(
        _line(taken),
        appointment_at=datetime.fromisoformat(taken.answers["appointment_at"]),
        confirmed_with=taken.answers["confirmed_with"],
    )


def check_missed(taken: Taken) -> None:
    """Refuse that an appointment to come be missed: until its hour, it is moved or called off."""
    line = taken.prescription.line
    meeting = line.appointment_at if line else None
    if taken.reason != CALLED_OFF.code and meeting is not None and taken.at < meeting:
        raise Refusal(
            "appointment_to_come",
            "Le rendez-vous n’a pas encore eu lieu : s’il change, déplacez-le ; "
            "s’il est annulé, choisissez cette raison.",
            field="reason",
        )


def miss_appointment(taken: Taken) -> None:
    """Drop the appointment: nobody is reminded of it."""
    lines.forget_appointment(_line(taken))


def activate_line(taken: Taken) -> None:
    """Keep since when the line works and when it is looked at; end what blocked it."""
    lines.keep_activation(
        _line(taken),
        on=date.fromisoformat(taken.answers["activated_on"]),
        months=taken.programme.delays.line_checks,
    )
    _end_case(taken, outcome="solved")


def fail_order(taken: Taken) -> None:
    """Open the case of an order that failed, so that somebody holds it."""
    lines.forget_appointment(_line(taken))
    stuck.open_after_failure(
        taken.prescription,
        cause_of_failure(taken.reason),
        by=taken.actor.member,
        at=taken.at,
        once=taken.once,
    )


def stop_line(taken: Taken) -> None:
    """End what blocked a line that nobody wants any more."""
    _end_case(taken, outcome="gave_up")


def keep_line(taken: Taken) -> None:
    """Write that the line is kept: what was announced against it is over."""
    line = _line(taken)
    lines.keep_cut(line, cut_on=None)
    _settle(taken, line, status="active", on=taken.answers["checked_on"])


def note_late_payment(taken: Taken) -> None:
    """Keep the day of the cut, and tell the prescriber while something can be done."""
    line = _line(taken)
    cut_on = date.fromisoformat(taken.answers["cut_on"])
    lines.keep_cut(line, cut_on=cut_on)
    _settle(taken, line, status="late", on=day_of(taken.at).isoformat())
    stuck.warn_of_cut(taken.prescription, cut_on=cut_on, once=str(taken.once), at=taken.at)


def note_suspended(taken: Taken) -> None:
    """Write that the line is cut; the day that was announced is over."""
    line = _line(taken)
    lines.keep_cut(line, cut_on=None)
    _settle(taken, line, status="suspended", on=taken.answers["checked_on"])


def end_line(taken: Taken) -> None:
    """Write when the contract ended; nobody asks about the line any more."""
    line = _line(taken)
    ended_on = taken.answers["ended_on"]
    lines.keep_end(line, on=date.fromisoformat(ended_on))
    _settle(taken, line, status="ended", on=ended_on)
    _end_case(taken, outcome="gave_up")


def _settle(taken: Taken, line: Line, *, status: str, on: str) -> None:
    is_file = taken.actor.role is Role.WORKER
    # What is noted by hand is news too: an older row of the file does not undo it.
    lines.keep_news(line, on=date.fromisoformat(on))
    lines.settle_checks(
        line,
        status=status,
        on=date.fromisoformat(on),
        source=LineCheck.Source.FILE if is_file else LineCheck.Source.CALL_BACK,
        by=taken.actor.member,
        at=taken.at,
    )


def _end_case(taken: Taken, *, outcome: str) -> None:
    lines.end_with_line(
        household_id=taken.prescription.household_id,
        outcome=outcome,
        by=taken.actor.member,
        at=taken.at,
        once=uuid5(taken.once, "stuck"),
    )


CHECKS: dict[str, Callable[[Taken], None]] = {
    "activate_line": check_activation,
    "end_line": check_end,
    "miss_appointment": check_missed,
}
EFFECTS: dict[str, Callable[[Taken], None]] = {
    "find_line_available": find_line_available,
    "order_line": order_line,
    "set_appointment": set_appointment,
    "miss_appointment": miss_appointment,
    "activate_line": activate_line,
    "fail_order": fail_order,
    "cancel_line": stop_line,
    "drop_line": stop_line,
    "keep_line": keep_line,
    "note_late_payment": note_late_payment,
    "note_suspended": note_suspended,
    "end_line": end_line,
}


def let_go(taken: Taken) -> None:
    """End what blocked the line of a request that ended early."""
    _end_case(taken, outcome="gave_up")
