"""Sentences of the core, said in the language of the page."""

import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext, gettext_noop

from coupdepouce.core.eligibility import Reason
from coupdepouce.core.money import NO_BREAK_SPACE
from coupdepouce.core.programme.vocabulary import PROOFS, STATUSES
from coupdepouce.core.refusal import Refusal
from coupdepouce.web.templatetags.ui import in_words

_SAID: dict[str, Callable[[Any], str]] = {
    "day": in_words,
    "status": lambda status: gettext(STATUSES[status]),
    "proof": lambda kind: gettext(PROOFS[kind].label),
}

# The refusals a household may meet: their own sentences speak to whoever works there.
HOUSEHOLD_REFUSALS = {
    "code_malformed": gettext_noop(
        "Ce code n’est pas juste. Relisez-le sur votre bon, lettre par lettre."
    ),
    "follow_unknown": gettext_noop(
        "Ce code et cette année de naissance ne vont pas ensemble."
        " Relisez le code sur votre bon, et l’année de naissance de la personne"
        " qui a fait la demande."
    ),
    "voucher_replaced": gettext_noop("Ce bon a été remplacé. Demandez le nouveau."),
    "too_many_attempts": gettext_noop(
        "Trop d’essais. Attendez quelques minutes, puis recommencez."
    ),
    "complaints_many": gettext_noop(
        "Une personne lit déjà ce qui est arrivé d’ici."
        " Écrivez la suite sur papier, ou dites-la à un lieu d’aide."
    ),
    "follow_closed": gettext_noop(
        "La page s’est fermée pour vous protéger. Entrez de nouveau votre code."
    ),
    "answers_unreadable": gettext_noop(
        "Cette adresse n’est pas complète. Recommencez les questions."
    ),
    "session_full": gettext_noop(
        "Cette séance est complète. Prenez la liste d’attente, ou une autre séance."
    ),
    "session_has_places": gettext_noop("Il reste des places : réservez la vôtre."),
    "session_over": gettext_noop("Cette séance est passée. Choisissez-en une autre."),
    "session_cancelled": gettext_noop("Cette séance est annulée. Choisissez-en une autre."),
    "session_unknown": gettext_noop("Cette séance n’existe pas. Choisissez-en une autre."),
    "session_unpublished": gettext_noop("Cette séance n’est pas ouverte. Choisissez-en une autre."),
    "already_booked": gettext_noop("Vous avez déjà votre place dans cette séance."),
    "place_elsewhere": gettext_noop(
        "Vous avez déjà une place à cette heure-là. Choisissez une autre séance."
    ),
    "not_booked": gettext_noop("Vous n’avez plus de place dans cette séance."),
    "reason_needed": gettext_noop("Choisissez une raison dans la liste."),
    "message_empty": gettext_noop("Écrivez quelques mots."),
    "message_long": gettext_noop("C’est trop long. Écrivez au plus 2000 signes."),
    "message_unreadable": gettext_noop("Écrivez sans signe invisible."),
    "address_needed": gettext_noop("Dites-nous où vous répondre."),
    "phone_malformed": gettext_noop(
        "Ce numéro de téléphone n’existe pas : vérifiez les dix chiffres."
    ),
    "phone_reads_no_text": gettext_noop(
        "Ce numéro ne reçoit pas de SMS. Écrivez un portable, ou choisissez une autre réponse."
    ),
    "email_malformed": gettext_noop("Cette adresse de courriel est mal écrite : vérifiez-la."),
    "share_moved": gettext_noop("Cette demande de partage a changé. Rouvrez la page."),
    "request_over": gettext_noop("Cette demande est finie : il n’y a plus rien à partager."),
    "partner_unknown": gettext_noop("Cette structure ne peut pas suivre votre demande."),
    "consent_of_request": gettext_noop(
        "Cet accord porte votre demande : arrêtez-la, ou effacez vos informations."
    ),
    "share_unknown": gettext_noop("Ce partage n’existe pas, ou il est arrêté."),
    "complaint_moved": gettext_noop("Cette réclamation a changé depuis. Rouvrez la page."),
    "receipt_unknown": gettext_noop("Aucune réclamation n’a ce code. Relisez-le."),
    "household_erased": gettext_noop(
        "Vos informations sont effacées : il n’y a plus rien à revoir."
    ),
    "visit_taken": gettext_noop("Ce moment n’est plus libre : choisissez-en un autre."),
    "no_visits": gettext_noop("Aucun rendez-vous n’est libre."),
    "message_old": gettext_noop("Ce lien est trop ancien : dites-le à la personne qui vous suit."),
    "form_old": gettext_noop("Cette page a changé. Recommencez."),
    "not_found": gettext_noop("Ce lieu n’est plus dans la liste : cherchez-en un autre."),
    "step_not_now": gettext_noop("Cette étape n’est plus possible. Revenez à votre demande."),
}


def refusal_in_words(refusal: Refusal) -> str:
    """Write a refusal in the language of the page."""
    return well_set(gettext(HOUSEHOLD_REFUSALS.get(refusal.code, refusal.sentence)))


def reason_in_words(reason: Reason, *, shown: Callable[[str], bool]) -> str:
    """Write a reason, without the figures that may not be shown."""
    values = {name: _SAID.get(name, str)(value) for name, value in reason.values.items()}
    return well_set(gettext(reason.template(shown=shown)) % values)


def sentence(text: str) -> str:
    """Translate a sentence that the core holds, and give it a capital."""
    said = well_set(gettext(text))
    return said[:1].upper() + said[1:]


def well_set(text: str) -> str:
    """Keep French marks on the line of their word."""
    return re.sub(r" (?=[?!:;])", NO_BREAK_SPACE, text)
