"""A session in words: for a list, a card, a choice."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from coupdepouce.training.calendars import location
from coupdepouce.training.printing import title_of
from coupdepouce.training.schedule import Slot
from coupdepouce.web.templatetags.ui import day_in_words, hour, language, listed

if TYPE_CHECKING:
    from coupdepouce.training.models import Session


def hours(session: "Session | Slot") -> str:
    """Say from when to when."""
    return gettext("de %(first)s à %(last)s") % {
        "first": hour(session.starts_at),
        "last": hour(session.ends_at),
    }


def moment(session: "Session | Slot") -> str:
    """Say the day and the hours."""
    return listed([day_in_words(session.starts_at), hours(session)])


def places_left(session: "Session") -> str:
    """Say how many places are left, or that there is none."""
    if not session.left:
        return gettext("Complet")
    if session.left == 1:
        return gettext("1 place libre")
    return gettext("%(count)s places libres") % {"count": session.left}


def where(session: "Session") -> str:
    """Say where to go, or that it is at a distance."""
    return gettext("À distance") if session.is_remote else location(session)


def title(session: "Session") -> str:
    """Give the title of the workshop, in the language of the page."""
    return title_of(session, language=language())


def text(session: "Session") -> str:
    """Give what is done there, in the language of the page."""
    return session.workshop.said("text", language=language())


def card(session: "Session") -> dict[str, Any]:
    """Give what a card of a session shows to a household."""
    return {
        "session": session,
        "title": title(session),
        "text": text(session),
        "moment": moment(session),
        "where": where(session),
        "left": places_left(session),
        "tone": "yes" if session.left else "wait",
        "has": has(session),
    }


def has(session: "Session") -> list[str]:
    """Say what a session offers to who needs it."""
    return [
        *([gettext("Accès sans marche")] if session.step_free else []),
        *([gettext("Garde d’enfant possible")] if session.child_care else []),
    ]


def choice(session: "Session") -> tuple[str, str]:
    """Give a session as one choice of a list: when, what, where, how many places."""
    return (
        str(session.reference),
        " · ".join([moment(session), title(session), where(session), places_left(session)]),
    )


def choices(sessions: Sequence["Session"]) -> list[tuple[str, str]]:
    """Give sessions as the choices of a list."""
    return [choice(one) for one in sessions]


STATES = {
    "booked": ("yes", "Inscrit"),
    "waiting": ("wait", "Sur liste d’attente"),
    "offered": ("wait", "Place proposée"),
    "attended": ("yes", "Venu"),
    "absent": ("no", "Absent"),
    "excused": ("info", "Excusé"),
}


def standing(session: "Session") -> tuple[str, str]:
    """Give the tone and the word of a session, for staff."""
    if session.cancelled_at:
        return "no", "Annulée"
    if not session.published_at:
        return "wait", "Pas encore ouverte"
    return ("info", "Complète") if not session.left else ("yes", "Ouverte")
