"""From what the queries give to what the pages of a candidature show, on both sides."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from coupdepouce.core.calendar import day_of
from coupdepouce.core.partners.joining import ground_of, step_named
from coupdepouce.core.partners.joining_steps import STATE_NAMED
from coupdepouce.core.roles import NAMES, Role
from coupdepouce.partners.queries import PRESCRIBING_KINDS
from coupdepouce.web.standing import since

if TYPE_CHECKING:
    from coupdepouce.partners.models import Application, ApplicationEvent
    from coupdepouce.partners.queries.joining import ApplicationView

# What a correction may change, in words; the code of the commune goes with its name.
TOLD = {
    "name": "Nom", "kind": "Sorte", "address": "Adresse", "postcode": "Code postal",
    "commune_name": "Commune", "first_name": "Prénom", "last_name": "Nom du référent",
    "function": "Fonction", "email": "Courriel", "households_a_year": "Ménages par an",
}  # fmt: skip
KIND = dict(PRESCRIBING_KINDS)
TONES = {"received": "wait", "to_correct": "wait", "approved": "yes", "refused": "no"}


def facts(view: "ApplicationView") -> Sequence[Mapping[str, str]]:
    """Give what a structure said of itself."""
    one = view.application
    kind = one.get_kind_display()
    rows = {
        "SIRET": one.siret,
        "Sorte": kind[:1].upper() + kind[1:],
        "Adresse": f"{one.address}, {one.postcode} {one.commune_name}",
        "Référent": f"{one.first_name} {one.last_name}, {one.function}".strip(" ,") or "oublié",
        "Courriel": one.email or "oublié",
        "Ménages par an": str(one.households_a_year or "pas dit"),
    }
    if one.team:
        rows["Demande un compte chez"] = one.team.name
    return [{"name": name, "value": value} for name, value in rows.items()]


def thread(view: "ApplicationView", *, mine: str = "") -> Sequence[Mapping[str, Any]]:
    """Give what happened and was said, latest first; `mine` names the side that reads."""
    structure = mine or view.application.name
    return [_event(one, structure) for one in reversed(view.events)]


def _event(one: "ApplicationEvent", structure: str) -> Mapping[str, Any]:
    step = step_named(one.step)
    who = structure if one.role == Role.APPLICANT else "Le programme"
    journal = step.journal.replace("a ", "avez ", 1) if who == "Vous" else step.journal
    ground = ground_of(step, one.ground) if one.ground else None
    return {
        "who": who,
        "did": journal,
        "ground": f"{ground.label}. {ground.next_offer}" if ground else "",
        "text": one.words,
        "changes": [_change(name, *values) for name, values in one.changes.items() if name in TOLD],
        "at": one.at,
    }


def _change(name: str, before: str, after: str) -> Mapping[str, str]:
    if name == "kind":
        before, after = KIND.get(before, before), KIND.get(after, after)
    return {"name": TOLD[name], "before": before or "rien", "after": after or "rien"}


def badge(one: "Application") -> tuple[str, str]:
    """Give the tone and the word of a state."""
    return TONES.get(one.state, "info"), STATE_NAMED[one.state].staff


def waits(one: "Application", *, at: datetime) -> str:
    """Say who must act, and since when."""
    if not one.waits_for or one.waits_since is None:
        return ""
    who = NAMES[Role(one.waits_for)].capitalize()
    return f"{who} doit agir {since((day_of(at) - day_of(one.waits_since)).days)}"
