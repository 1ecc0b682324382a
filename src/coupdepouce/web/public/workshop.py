"""The workshops in the household's words, once the line and the computer ask nothing more."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop

from coupdepouce.core.journey.model import Part
from coupdepouce.core.journey.states import SETTLED
from coupdepouce.prescriptions.counter import FollowView
from coupdepouce.prescriptions.news import recipient_of
from coupdepouce.web.public import computer

if TYPE_CHECKING:
    from coupdepouce.prescriptions.models import Prescription

COMING = {
    "wanted": gettext_noop("Choisissez un atelier : les dates sont plus bas."),
    "waiting": gettext_noop("On vous écrit dès qu’une place se libère."),
    "booked": gettext_noop("Venez à votre séance : la date est plus bas."),
    "attended": gettext_noop("Choisissez une autre séance, ou dites à la boutique que c’est fini."),
    "absent": gettext_noop("Choisissez une autre séance : les dates sont plus bas."),
    "excused": gettext_noop("Choisissez une autre séance : les dates sont plus bas."),
}


# Nothing is written to this household: who follows it says so.
TOLD = {
    "waiting": gettext_noop("Dès qu’une place est libre, la personne qui vous suit vous prévient.")
}
OFFERED = gettext_noop("Une place est libre pour vous.")


def is_offered(view: FollowView) -> bool:
    """Say whether a place waits for the household's answer."""
    return any(one.state == "offered" for one in view.sessions)


def coming(prescription: "Prescription") -> str:
    """Say what comes next, by the way in which the household is told."""
    state = prescription.training_state
    is_written = recipient_of(prescription.household_id) is not None
    return COMING[state] if is_written else TOLD.get(state, COMING[state])


def speaks(prescription: "Prescription") -> bool:
    """Say whether the workshops are what is left."""
    return (
        prescription.state == "accepted"
        and prescription.training_state in COMING
        and prescription.line_state in SETTLED[Part.LINE]
        and not computer.speaks(prescription)
    )
