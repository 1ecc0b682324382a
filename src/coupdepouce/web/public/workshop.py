"""The workshops in the household's words, once the line and the computer ask nothing more."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop

from coupdepouce.core.journey.model import Part
from coupdepouce.core.journey.states import SETTLED
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


def speaks(prescription: "Prescription") -> bool:
    """Say whether the workshops are what is left."""
    return (
        prescription.state == "accepted"
        and prescription.training_state in COMING
        and prescription.line_state in SETTLED[Part.LINE]
        and not computer.speaks(prescription)
    )
