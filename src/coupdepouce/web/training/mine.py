"""The sessions of a household, on the page of its own request."""

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from coupdepouce.prescriptions.counter import FollowView
from coupdepouce.web.public.workshop import is_offered
from coupdepouce.web.templatetags.ui import hour, in_words
from coupdepouce.web.training.shown import moment, title, where

if TYPE_CHECKING:
    from coupdepouce.training.models import Booking

STANDINGS = {
    "booked": ("yes", gettext_noop("Votre place est réservée")),
    "waiting": ("wait", gettext_noop("Vous êtes sur la liste d’attente")),
    "offered": ("info", gettext_noop("Une place est libre pour vous")),
}
MAY_CHOOSE = frozenset({"wanted", "booked", "waiting", "attended", "absent", "excused"})
OPEN = frozenset({"issued", "presented", "accepted"})


def my_sessions(view: FollowView) -> dict[str, Any] | None:
    """Give what the page shows of the workshops, or None when they were not asked for."""
    prescription = view.prescription
    may_choose = prescription.training_state in MAY_CHOOSE and prescription.state in OPEN
    if not (view.sessions or may_choose):
        return None
    # What waits for an answer comes first; the rest stays in the order of the days.
    places = sorted(view.sessions, key=lambda one: one.state != "offered")
    return {
        "places": [_place(one) for one in places],
        "is_offered": is_offered(view),
        "choose_url": reverse("training:choose"),
        "may_choose": may_choose,
        "once": uuid4(),
    }


def _place(one: "Booking") -> dict[str, Any]:
    session = one.session
    tone, word = STANDINGS[one.state]
    is_booked = one.state == "booked"
    return {
        "title": title(session),
        "moment": moment(session),
        "where": where(session),
        "link": session.remote_link if is_booked else "",
        "tone": tone,
        "word": gettext(word),
        "told": _until(one),
        "offer": f"book_session:{session.reference}" if one.state == "offered" else "",
        "calendar_url": reverse("training:calendar", args=[one.reference]) if is_booked else "",
        "cancel_url": reverse("training:give_back", args=[one.reference]),
    }


def _until(one: "Booking") -> str:
    if one.offered_until is None:
        return ""
    return gettext("Répondez avant le %(day)s à %(hour)s.") % {
        "day": in_words(one.offered_until),
        "hour": hour(one.offered_until),
    }
