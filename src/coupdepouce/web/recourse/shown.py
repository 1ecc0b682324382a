"""Complaints in the words of staff."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from coupdepouce.core.calendar import add_days, day_of
from coupdepouce.core.languages import language_of
from coupdepouce.core.recourse.reasons import BY_CODE, ENDS
from coupdepouce.core.recourse.steps import BY_NAME, STATE, Choice
from coupdepouce.core.roles import NAMES, Role
from coupdepouce.prescriptions.complaints import recipient
from coupdepouce.recourse.queries import Lists, Row, holder_of, is_late
from coupdepouce.web.standing import since

if TYPE_CHECKING:
    from coupdepouce.recourse.models import Complaint, ComplaintEvent

TONES = {"received": "wait", "second_look": "wait", "answered": "yes", "closed": "yes"}
ALONE = (
    "Pour un deuxième regard, il faut une deuxième personne : demandez un autre responsable "
    "du programme, ou un administrateur."
)
# The worker takes back what it forgets: the household did not, nor did the programme choose to.
ERASED = ("Le dossier du ménage", "est effacé, et sa réclamation avec lui")
ERASED_ALONE = ("La réclamation", "est effacée : elle est sans dossier")
ALOUD = "Aucun message ne part : dites-lui la réponse, ou imprimez cette page."


def _badge(state: str, *, late: bool) -> tuple[str, str]:
    word = STATE[state].staff
    return ("no", f"{word}, en retard") if late else (TONES.get(state, "info"), word)


def lead(found: Lists) -> str:
    """Say how much waits, what is late first."""
    if not found.waiting:
        return "Personne n’attend de réponse."
    waiting = f"{len(found.waiting)} à répondre"
    return f"{found.late} en retard, {waiting}." if found.late else f"{waiting}."


def row(one: Row) -> Mapping[str, object]:
    """Give a line of the list."""
    tone, word = _badge(one.state.name, late=one.is_late)
    who = f"{one.waits_for[:1].upper()}{one.waits_for[1:]} doit répondre {since(one.days)}"
    return {
        "href": reverse("recourse:complaint", args=[one.reference]),
        "name": one.reason.label,
        "tone": tone,
        "word": word,
        "waits": f"{who}, au plus tard le {_last(one.due_on)}" if one.waits_for else "",
    }


def _last(due_on: Any) -> str:
    return f"{add_days(due_on, -1):%d/%m/%Y}"


def standing(one: "Complaint", *, at: datetime) -> dict[str, Any]:
    """Say where it stands, and who must act since when."""
    day, state = day_of(at), STATE[one.state]
    tone, word = _badge(one.state, late=is_late(one, day=day))
    waits = ""
    if state.is_open:
        days = since((day - day_of(one.owned_since)).days)
        who = holder_of(one)
        waits = (
            f"{who[:1].upper()}{who[1:]} doit répondre {days}, au plus tard le {_last(one.due_on)}."
        )
    return {
        "reason": BY_CODE[one.reason].label,
        "tone": tone,
        "word": word,
        "waits": waits,
        "aloud": ALOUD if state.name in {"answered", "closed"} and not recipient(one) else "",
    }


def facts(one: "Complaint") -> list[dict[str, str]]:
    """Say how it came, and how the answer is read."""
    to, arrived = recipient(one), day_of(one.received_at)
    known = {"sms": "par SMS", "email": "par courriel", "letter": "par lettre"}
    return [
        {"name": "Arrivée", "value": f"{one.get_came_by_display()}, le {arrived:%d/%m/%Y}"},
        {"name": "Partenaire", "value": str(one.organisation or "aucun : sans dossier")},
        {
            "name": "La réponse arrive",
            "value": known.get(to.channel if to else "", "avec son code"),
        },
        {"name": "Langue", "value": language_of(one.language).name},
    ]


def act(one: "Complaint", choice: Choice) -> dict[str, str]:
    """Give a step as a button; a closed one says why."""
    kinds = {"answer": "primary", "answer_again": "primary", "take_back": "quiet"}
    return {
        "label": choice.step.button,
        "href": reverse("recourse:step", args=[one.reference, choice.step.name]),
        "kind": kinds.get(choice.step.name, "secondary"),
        "key": choice.step.name,
        "reason": choice.refusal.sentence if choice.refusal else "",
    }


def event(one: "ComplaintEvent") -> dict[str, Any]:
    """Give one event, in words."""
    who = NAMES[Role(one.role)].capitalize()
    if one.member:
        who = f"{one.member.user} ({one.member.organisation.name})"
    did = BY_NAME[one.step].journal
    if one.step == "take_back" and one.role == Role.WORKER:
        who, did = ERASED if one.complaint.household_id else ERASED_ALONE
    return {
        "who": who,
        "did": did,
        "outcome": ENDS[one.outcome].label if one.outcome else "",
        "text": one.text,
        "own_text": one.own_text,
        "at": one.at,
    }


def said_first(one: "Complaint") -> str:
    """Give what the household said, to read while answering."""
    first = next(iter(one.events.all()), None)
    return first.text if first else ""


def file_url(one: "Complaint") -> str:
    """Give the request it is about, for who may open it."""
    return reverse("prescribing:file", args=[one.prescription]) if one.prescription else ""
