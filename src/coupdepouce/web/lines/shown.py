"""From what the queries give to what the components show: words, tones, addresses."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from coupdepouce.core.calendar import add_days, day_of, in_words
from coupdepouce.core.journey.model import Part
from coupdepouce.core.journey.states import IN_SERVICE
from coupdepouce.core.line.causes import BY_CODE, OUTCOMES, OWNER_NAMES, TO_OWNER
from coupdepouce.core.line.keeping import ANSWERS
from coupdepouce.core.line.orders import WORDS
from coupdepouce.core.line.reports import BY_NAME as STATUSES
from coupdepouce.core.roles import NAMES, Role
from coupdepouce.households.checks import phone_in_words
from coupdepouce.web.counter.shown import TECHNOLOGIES, meeting
from coupdepouce.web.standing import cut_said, since

if TYPE_CHECKING:
    from coupdepouce.lines.models import (
        Line,
        LineCheck,
        LineReport,
        OrderCorrection,
        StuckCase,
        StuckMessage,
    )
    from coupdepouce.prescriptions.line_desk import DeskRow, LineFile

Shown = Mapping[str, Any]
TONES = {"active": "yes", "late": "wait", "suspended": "no", "failed": "no", "ended": "info"}
CHECKED = dict(ANSWERS)


def desk_row(row: "DeskRow", *, at: datetime) -> Shown:
    """Give a line of the back office's list."""
    return {
        "href": reverse("lines:line", args=[row.reference]),
        "name": ", ".join(filter(None, (row.name, row.dwelling))),
        "tone": TONES.get(row.state.name, "wait"),
        "word": row.state.staff,
        "waits": _waits(row, at=at),
    }


def _waits(row: "DeskRow", *, at: datetime) -> str:
    if row.case:
        return f"{BY_CODE[row.case.cause].label}. {case_waits(row.case, at=at)}"
    if row.check_due_on:
        phone = phone_in_words(row.phone) or "aucun téléphone donné"
        since_day = f"À rappeler depuis le {in_words(row.check_due_on)}"
        return f"{since_day} : {phone}{_calls(row, at=at)}"
    if row.cut_on:
        return cut_said(row.cut_on)
    if row.waits_since:
        return f"Attend {since((day_of(at) - day_of(row.waits_since)).days)}"
    return ""


def _calls(row: "DeskRow", *, at: datetime) -> str:
    if not row.tries or row.tried_on is None:
        return ""
    calls = "appel" if row.tries == 1 else "appels"
    days = (day_of(at) - row.tried_on).days
    last = "aujourd’hui" if not days else f"le dernier {in_words(row.tried_on)}"
    return f". {row.tries} {calls} sans réponse, {last}"


def case_waits(case: "StuckCase", *, at: datetime) -> str:
    """Say whom a case waits for, since when, and whether it is late."""
    days = (day_of(at) - day_of(case.owned_since)).days
    late = ", en retard" if case.due_on <= day_of(at) else ""
    owner = OWNER_NAMES[Role(case.owner)]
    return f"Attend {owner} {since(days)}{late}"


def case_badge(case: "StuckCase", *, at: datetime) -> tuple[str, str]:
    """Give the tone and the words of where a case stands."""
    if case.closed_at:
        return "info", dict(OUTCOMES)[case.outcome]
    if case.due_on <= day_of(at):
        return "no", "Bloqué, en retard"
    return "wait", "Bloqué"


def case_row(case: "StuckCase", *, at: datetime) -> Shown:
    """Give a case in a list."""
    tone, word = case_badge(case, at=at)
    waits = (
        f"clos le {in_words(day_of(case.closed_at))}" if case.closed_at else case_waits(case, at=at)
    )
    return {
        "href": reverse("lines:case", args=[case.reference]),
        "name": BY_CODE[case.cause].label,
        "tone": tone,
        "word": word,
        "waits": waits,
    }


def case_facts(case: "StuckCase") -> Sequence[Shown]:
    """Give who holds a case, until when, and who can hold it."""
    last = in_words(add_days(case.due_on, -1))
    rows = [
        ("Tenu par", "" if case.closed_at else OWNER_NAMES[Role(case.owner)]),
        ("Ouvert le", in_words(day_of(case.opened_at))),
        ("À débloquer au plus tard le", "" if case.closed_at else last),
        ("Prescripteur", case.prescriber.name),
        ("Boutique", case.shop.name if case.shop else ""),
        ("Comment cela a fini", dict(OUTCOMES).get(case.outcome, "")),
    ]
    return facts(rows)


def facts(rows: Sequence[tuple[str, str]]) -> list[Shown]:
    """Give the rows of a summary that have a value."""
    return [{"name": name, "value": value} for name, value in rows if value]


def message(one: "StuckMessage") -> Shown:
    """Give a message of the thread: who, what they did, what they wrote."""
    who = "Le programme"
    if one.member:
        role = NAMES[Role(one.member.role)]
        who = f"{one.member.user} ({role}, {one.member.organisation.name})"
    did = one.get_kind_display()
    if one.to_owner:
        did = f"{did} {TO_OWNER[Role(one.to_owner)]}"
    return {"who": who, "did": did, "text": one.text, "at": one.at}


def line_facts(line: "Line | None") -> list[tuple[str, str]]:
    """Give what is known of a line, in the order of its life."""
    if line is None:
        return []
    return [
        ("Réseau", TECHNOLOGIES.get(line.technology, "")),
        ("Commande", line.order_number),
        ("Rendez-vous", meeting(line)),
        ("Active depuis", in_words(line.activated_on) if line.activated_on else ""),
        ("Coupure annoncée le", in_words(line.cut_on) if line.cut_on else ""),
        ("Terminée le", in_words(line.ended_on) if line.ended_on else ""),
    ]


def line_file(view: "LineFile") -> Sequence[Shown]:
    """Give what the back office needs to act on a line."""
    return facts(
        [
            ("Logement à raccorder", view.dwelling),
            ("Téléphone de la personne", phone_in_words(view.phone)),
            *line_facts(view.prescription.line),
            *[("Numéro corrigé", _corrected(one)) for one in view.corrections if one.before],
            ("Commande chez l’opérateur", WORDS[view.order_state]),
            ("Prescripteur", view.prescriber),
            ("Boutique", view.shop),
        ]
    )


def _corrected(one: "OrderCorrection") -> str:
    day = in_words(day_of(one.corrected_at))
    return f"{one.before} avant, corrigé le {day} par {one.corrected_by.user}"


def check_row(check: "LineCheck", *, at: datetime) -> Shown:
    """Give one day on which the line is looked at."""
    label = f"À {check.months} mois"
    if check.checked_at:
        how = f"{check.get_source_display()}, {day_of(check.checked_at):%d/%m/%Y}"
        return {"name": label, "value": f"{CHECKED[check.status]}{_tries(check)} ({how})"}
    when = "À demander depuis le" if check.due_on <= day_of(at) else "Le"
    return {"name": label, "value": f"{when} {in_words(check.due_on)}{_tries(check)}"}


def _tries(check: "LineCheck") -> str:
    return f", appels sans réponse : {check.tries}" if check.tries else ""


def is_to_call(view: "LineFile", *, at: datetime) -> bool:
    """Say whether the person is to be called about this line."""
    is_due = any(one.status == "" and one.due_on <= day_of(at) for one in view.checks)
    return is_due and view.state.name in IN_SERVICE


def report_row(report: "LineReport") -> Shown:
    """Give a row of the operator's file, as it was received."""
    label = STATUSES[report.status].label.capitalize()
    said = f"{label}, le {in_words(report.said_on)} : {report.get_outcome_display()}"
    return {"name": f"Commande {report.order_number}", "value": f"{said}. {report.refusal}".strip()}


def steps(view: "LineFile") -> Sequence[Shown]:
    """Give the steps the back office may take now, and why the others are closed."""
    reference = view.prescription.reference
    here = reverse("lines:line", args=[reference])
    return [
        {
            "label": choice.button,
            "key": choice.step.name,
            "href": f"{reverse('step', args=[reference, choice.step.name])}?suite={here}",
            "kind": "danger" if choice.step.reasons else "secondary",
            "reason": choice.refusal.sentence if choice.refusal else "",
        }
        for choice in view.choices
        if choice.step.part is Part.LINE
    ]
