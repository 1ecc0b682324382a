"""Where a request stands, in the household's words: now, next, who to ask, what happened."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from coupdepouce.core.journey.model import Part
from coupdepouce.core.journey.states import IN_SERVICE, WENT_WRONG, state_of
from coupdepouce.core.sharing import State
from coupdepouce.prescriptions.counter import FollowView
from coupdepouce.prescriptions.own_history import Told
from coupdepouce.prescriptions.queries import PartView
from coupdepouce.prescriptions.shared import of_request
from coupdepouce.recourse.queries import of_household
from coupdepouce.web.public import computer, line, workshop
from coupdepouce.web.public.hours import hours_in_words
from coupdepouce.web.public.recourse_shown import complaint_rows
from coupdepouce.web.public.visit_shown import my_visit
from coupdepouce.web.public.words import well_set
from coupdepouce.web.templatetags.ui import hour, in_words
from coupdepouce.web.training.mine import my_sessions

# The tone and the one word beside the sentence, which is the state's own.
STANDINGS = {
    "draft": ("wait", gettext_noop("En préparation")),
    "issued": ("info", gettext_noop("À vous")),
    "presented": ("wait", gettext_noop("En boutique")),
    "accepted": ("info", gettext_noop("En cours")),
    "closed": ("yes", gettext_noop("Terminé")),
    "refused": ("no", gettext_noop("Pas accepté")),
    "withdrawn": ("info", gettext_noop("Arrêté")),
    "expired": ("wait", gettext_noop("Date passée")),
}
COMING = {
    "draft": gettext_noop("La personne qui vous suit termine votre demande."),
    "issued": gettext_noop("Allez dans une boutique avec votre bon et une pièce d’identité."),
    "presented": gettext_noop("La boutique vous donne sa réponse."),
    "expired": gettext_noop("Demandez un nouveau bon à la personne qui vous l’a remis."),
    "withdrawn": gettext_noop("Vous pourrez refaire une demande quand vous voudrez."),
}
COMING_OF_LINE = {
    "wanted": gettext_noop("La boutique vérifie que la ligne est possible chez vous."),
    "available": gettext_noop("La boutique commande votre ligne."),
    "ordered": gettext_noop("L’opérateur prépare votre ligne. La boutique vous dit la suite."),
    "failed": gettext_noop("La boutique cherche une solution avec vous."),
    "not_available": gettext_noop("Demandez à la boutique les autres façons de se connecter."),
    "active": gettext_noop("Votre ligne marche : il n’y a plus rien à faire."),
    "late": gettext_noop("Parlez-en vite à la personne qui vous suit : elle peut vous aider."),
    "suspended": gettext_noop("La personne qui vous suit cherche une solution avec vous."),
    "ended": gettext_noop("Vous pouvez demander une autre offre à la personne qui vous suit."),
}
PARTS = {
    Part.LINE: ("house-line", gettext_noop("La ligne internet")),
    Part.COMPUTER: ("computer", gettext_noop("L’ordinateur")),
    Part.TRAINING: ("workshop", gettext_noop("L’atelier")),
}
TONES = {
    "active": ("yes", gettext_noop("C’est fait")),
    "handed_over": ("yes", gettext_noop("C’est fait")),
    "done": ("yes", gettext_noop("C’est fait")),
    "late": ("wait", gettext_noop("En retard")),
    "suspended": ("no", gettext_noop("Coupée")),
    "ended": ("info", gettext_noop("Arrêté")),
    "waiting": ("wait", gettext_noop("Sur la liste")),
    "ready": ("info", gettext_noop("Prêt")),
    "returned": ("info", gettext_noop("Rendu")),
    "not_available": ("no", gettext_noop("Pas possible")),
    "failed": ("wait", gettext_noop("Un problème")),
    "cancelled": ("info", gettext_noop("Arrêté")),
    "declined": ("info", gettext_noop("Arrêté")),
}
YOURS = STANDINGS["issued"]
WORKED = IN_SERVICE | {"ended"}
WAY = (
    (gettext_noop("Le bon vous est remis"), {"issued", "presented", "accepted", "closed"}),
    (gettext_noop("La boutique reçoit votre bon"), {"presented", "accepted", "closed"}),
    (gettext_noop("La boutique accepte votre demande"), {"accepted", "closed"}),
)
LINE_WAY = (
    (gettext_noop("La ligne est commandée"), {"ordered", "appointment"} | WORKED),
    (gettext_noop("La ligne marche"), WORKED),
)
STOPPED = frozenset({"refused", "withdrawn", "expired"})
ENDED = STOPPED | {"closed"}


def followed_page(view: FollowView) -> dict[str, Any]:
    """Give what the page of a request shows; no name."""
    tone, word, sentence = _standing(view)
    parts = [part for part in view.parts if part.part is not Part.PRESCRIPTION]
    return {
        "standing": {
            "tone": tone,
            "word": gettext(word),
            "sentence": gettext(sentence),
        },
        "coming": _coming(view),
        "steps": _way(view),
        "line_sections": line.sections(view),
        "parts": [_part(part, of=view) for part in parts],
        "visit": my_visit(view),
        "training": my_sessions(view),
        "contact": _contact(view),
        "events": [_event(one) for one in view.told if one.sentence],
        "complaints": complaint_rows(of_household(view.prescription.household_id)),
        "complain_url": reverse("public:complain"),
        "who_url": reverse("public:who"),
        "asked": sum(one.state == State.ASKED for one in of_request(view.prescription)),
        "withdraw_url": reverse("public:withdraw") if view.withdraw else "",
        "kept": kept(view),
        "leave_url": reverse("public:leave"),
    }


def _event(one: Told) -> dict[str, Any]:
    why = gettext("Pourquoi : %(why)s.") % {"why": one.why.rstrip(".")} if one.why else ""
    return {"day": one.at, "sentence": gettext(one.sentence), "by": one.by, "note": why}


def _standing(view: FollowView) -> tuple[str, str, str]:
    """Give the tone, the word and the sentence: those of the line once the shop works on it."""
    prescription = view.prescription
    here, state = prescription.line_state, prescription.state
    # A place waits for an answer until its hour: nothing else is as short, but a bill.
    if workshop.is_offered(view) and not _at_risk(prescription):
        return *YOURS, workshop.OFFERED
    for part, its, speaks in _others(prescription):
        if speaks:
            tone, word = TONES.get(its, STANDINGS[state])
            return tone, word, state_of(part, its).household
    known = COMING_OF_LINE | {"appointment": ""}
    if (state == "accepted" and here in known and here != "wanted") or _at_risk(prescription):
        tone, word = TONES.get(here, STANDINGS[state])
        return tone, word, state_of(Part.LINE, here).household
    return *STANDINGS[state], state_of(Part.PRESCRIPTION, state).household


def _others(prescription: Any) -> Sequence[tuple[Part, str, bool]]:
    """Give the parts that may speak before the line, which speaks first when it is at risk."""
    if _at_risk(prescription):
        return ()
    return (
        (Part.COMPUTER, prescription.computer_state, computer.speaks(prescription)),
        (Part.TRAINING, prescription.training_state, workshop.speaks(prescription)),
    )


def _at_risk(prescription: Any) -> bool:
    """Say whether the line calls for the household, even once its request is over."""
    return prescription.state in {"accepted", "closed"} and prescription.line_state in WENT_WRONG


def _coming(view: FollowView) -> dict[str, Any] | None:
    prescription = view.prescription
    if view.next_offer and prescription.state in STOPPED:
        return {"sentence": gettext(view.next_offer)}
    if prescription.state == "accepted" and prescription.line_state == "appointment":
        return {"sentence": _appointment(view)}
    for part, its, speaks in _others(prescription):
        if speaks:
            return _said_of(part, its, view)
    of_line = prescription.state == "accepted" or _at_risk(prescription)
    table = COMING_OF_LINE if of_line else COMING
    key = prescription.line_state if of_line else prescription.state
    if key not in table:
        return None
    until = view.last_day if prescription.state == "issued" else None
    return {"sentence": gettext(table[key]), "until": until}


def _said_of(part: Part, its: str, view: FollowView) -> dict[str, Any] | None:
    if part is Part.COMPUTER:
        return {"sentence": gettext(computer.COMING[its])}
    # The place that is offered is the page's first card.
    if workshop.is_offered(view):
        return None
    return {"sentence": gettext(workshop.coming(view.prescription))}


def _appointment(view: FollowView) -> str:
    known = view.prescription.line
    if known is None or known.appointment_at is None:
        return gettext("Un technicien vient chez vous.")
    return gettext("Un technicien vient chez vous %(day)s à %(hour)s.") % {
        "day": in_words(known.appointment_at),
        "hour": hour(known.appointment_at),
    }


def _way(view: FollowView) -> list[dict[str, str]]:
    prescription = view.prescription
    reached = [(label, prescription.state in states) for label, states in WAY]
    if prescription.line_state not in {"none", "declined", "cancelled", "not_available"}:
        reached += [(label, prescription.line_state in states) for label, states in LINE_WAY]
    if prescription.state in STOPPED:
        return []
    first = next((at for at, (_, done) in enumerate(reached) if not done), len(reached))
    return [
        {"label": gettext(label), "state": "done" if at < first else _later(at, first)}
        for at, (label, _) in enumerate(reached)
    ]


def _later(at: int, first: int) -> str:
    return "now" if at == first else "later"


def kept(view: FollowView) -> str:
    """Say why the request cannot be stopped now, and who to ask; nothing when it can."""
    if view.withdraw is None or view.withdraw.refusal is None:
        return ""
    if view.prescription.line_state in IN_SERVICE:
        return gettext(
            "Vous voulez arrêter votre ligne ? Appelez l’opérateur. Lui seul peut le faire."
        )
    return well_set(gettext(view.withdraw.refusal.sentence))


def _part(view: PartView, *, of: FollowView) -> dict[str, str]:
    icon, title = PARTS[view.part]
    over = of.prescription.state
    # What the end of the request left undone ended with it.
    if over in ENDED and not view.state.final and view.state.name not in WENT_WRONG:
        tone, word = STANDINGS[over]
        return {"title": gettext(title), "icon": icon, "tone": tone, "word": gettext(word)}
    tone, word = TONES.get(view.state.name, ("info", gettext_noop("En cours")))
    text = view.state.household
    if view.part is Part.TRAINING and workshop.is_offered(of):
        (tone, word), text = YOURS, workshop.OFFERED
    more = computer.details(of) if view.part is Part.COMPUTER else ""
    return {
        "title": gettext(title),
        "icon": icon,
        "tone": tone,
        "word": gettext(word),
        "text": " ".join(filter(None, (gettext(text), more))),
    }


def _contact(view: FollowView) -> dict[str, str]:
    # A bill is not the shop's matter: the one who follows the household helps.
    shop = None if _at_risk(view.prescription) else view.shop
    if shop is None and not view.prescriber.is_active:
        # It closed, and nobody took over yet: the programme's team answers what is written here.
        said = gettext("Elle suit votre demande. Écrivez-lui avec « Dire ce qui ne va pas ».")
        return {"name": gettext("L’équipe du programme"), "role": well_set(said)}
    who = shop or view.prescriber
    role = gettext("votre boutique") if shop else gettext("qui suit votre demande")
    place = who.place
    town = f"{place.postcode} {place.commune_name}".strip() if place else ""
    address: Sequence[str] = (place.address, town) if place else ()
    return {
        "name": who.name,
        "role": role,
        "address": ", ".join(filter(None, address)),
        "hours": hours_in_words(place.opening_hours) if place else "",
    }
