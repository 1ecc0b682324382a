"""The computer in the household's words: its place on the list, until when it is kept."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext, gettext_noop

from coupdepouce.core.journey.model import Part
from coupdepouce.core.journey.states import SETTLED
from coupdepouce.prescriptions.counter import FollowView
from coupdepouce.web.templatetags.ui import euros, in_words

if TYPE_CHECKING:
    from coupdepouce.prescriptions.computers import ComputerView
    from coupdepouce.prescriptions.models import Prescription

COMING = {
    "wanted": gettext_noop("La boutique vous réserve un ordinateur."),
    "waiting": gettext_noop("Dès qu’un ordinateur arrive, il est réservé pour vous."),
    "reserved": gettext_noop("La boutique prépare l’ordinateur et vous dit quand venir."),
    "ready": gettext_noop("Allez à la boutique avec une pièce d’identité."),
    "on_loan": gettext_noop("La boutique vous dit quand votre ordinateur est réparé."),
    "handed_over": gettext_noop("Un problème avec l’ordinateur ? La boutique vous aide."),
    "returned": gettext_noop(
        "Vous voulez un autre ordinateur ? Demandez à la personne qui vous suit."
    ),
}
OVER = frozenset({"handed_over", "returned"})  # nothing more to do: what is left speaks first
AFTERWARDS = frozenset({"on_loan", "returned"})  # happens once the request is over, too
LINE_AT_WORK = frozenset({"available", "ordered", "appointment", "failed", "not_available"})


def speaks(prescription: "Prescription") -> bool:
    """Say whether the computer is what matters now: the line asks nothing of anybody."""
    state, of_line = prescription.computer_state, prescription.line_state
    if prescription.state == "closed":
        return state in AFTERWARDS
    if prescription.state != "accepted" or state not in COMING:
        return False
    if state in OVER and prescription.training_state not in SETTLED[Part.TRAINING]:
        return False
    settled_first = state == "wanted" or state in OVER
    return of_line in SETTLED[Part.LINE] if settled_first else of_line not in LINE_AT_WORK


def details(view: FollowView) -> str:
    """Say what the household wants to know of its computer, in one or two short sentences."""
    one = view.computer
    if one is None:
        return ""
    said = _queue(one) if one.position else [_price(one), _kept(one), _guaranteed(one)]
    return " ".join(filter(None, said))


def _queue(one: "ComputerView") -> list[str]:
    place = gettext("Vous êtes à la place %(position)s.") % {"position": one.position}
    if one.expected_on is None:
        return [place, gettext("La date n’est pas encore connue.")]
    day = in_words(one.expected_on)
    return [place, gettext("Date prévue\u00a0: vers le %(day)s.") % {"day": day}]


def _price(one: "ComputerView") -> str:
    if one.price is None or one.has_receipt:
        return ""
    return gettext("Il coûte %(price)s.") % {"price": euros(one.price)}


def _kept(one: "ComputerView") -> str:
    if one.reserved_until is None:
        return ""
    return gettext("Il est gardé jusqu’au %(day)s inclus.") % {"day": in_words(one.reserved_until)}


def _guaranteed(one: "ComputerView") -> str:
    last = one.last_day_of_guarantee
    if last is None or not one.is_guarantee_sure:
        return ""
    return gettext("Il est garanti jusqu’au %(day)s inclus.") % {"day": in_words(last)}
