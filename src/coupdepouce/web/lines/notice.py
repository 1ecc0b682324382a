"""What the pages of a request say of its line in one notice, and where it leads."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from coupdepouce.core.calendar import day_of
from coupdepouce.core.journey.states import AT_RISK, IN_SERVICE
from coupdepouce.core.line.causes import BY_CODE, OWNER_NAMES
from coupdepouce.core.roles import Role
from coupdepouce.lines.queries import is_unreachable, open_case_of
from coupdepouce.prescriptions.stuck import NOT_STUCK
from coupdepouce.web.standing import cut_said, since

if TYPE_CHECKING:
    from coupdepouce.lines.models import StuckCase
    from coupdepouce.prescriptions.models import Prescription

Notice = Mapping[str, Any]


def line_notice(prescription: "Prescription") -> Notice:
    """Give what a prescriber reads first of a line: what blocks it, what threatens it, or where."""
    if prescription.line_state in {"none", "declined"}:
        return {}
    case = open_case_of(prescription.household_id)
    if case is not None:
        return _case(case)
    line = prescription.line
    href = reverse("lines:household", args=[prescription.reference])
    if prescription.line_state in AT_RISK:
        return {**_risk(prescription), "href": href, "link": "Ce qui peut être fait"}
    if prescription.line_state in IN_SERVICE and line and is_unreachable(line):
        return {
            "tone": "wait",
            "title": "La personne ne répond pas à l’opérateur.",
            "text": "Demandez-lui si sa ligne marche.",
            "href": href,
            "link": "Voir la ligne",
        }
    return {
        "tone": "info",
        "title": "La ligne",
        "text": "Ce qu’elle coûte, si elle est gardée, ce qui la bloque.",
        "href": href,
        "link": "Voir la ligne",
    }


def _risk(prescription: "Prescription") -> Notice:
    line = prescription.line
    if prescription.line_state == "suspended":
        return {"tone": "no", "title": "La ligne est coupée."}
    said = f"{cut_said(line.cut_on)}." if line and line.cut_on else ""
    return {"tone": "wait", "title": "Une facture n’est pas payée.", "text": said}


def case_notice(prescription: "Prescription") -> Notice:
    """Give what a shop reads of the case of a line it follows, or where to open one."""
    if prescription.line_state in NOT_STUCK or prescription.state != "accepted":
        return {}
    case = open_case_of(prescription.household_id)
    if case is not None:
        return _case(case)
    return {
        "tone": "info",
        "title": "Un problème avec la ligne ?"
        if prescription.line_state in IN_SERVICE
        else "La ligne n’avance pas ?",
        "href": reverse("lines:open", args=[prescription.reference]),
        "link": "Signaler un blocage",
    }


def _case(case: "StuckCase") -> Notice:
    days = (day_of(timezone.now()) - day_of(case.owned_since)).days
    return {
        "tone": "wait",
        "title": f"La ligne est bloquée : {BY_CODE[case.cause].label}.",
        "text": f"Le dossier attend {OWNER_NAMES[Role(case.owner)]} {since(days)}.",
        "href": reverse("lines:case", args=[case.reference]),
        "link": "Lire et répondre",
    }
