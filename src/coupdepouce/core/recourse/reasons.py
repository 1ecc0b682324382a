"""Why a household contests or complains, and how an answer can end: each list declared once."""

from dataclasses import dataclass

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role

# Who can hold a complaint: never nobody, never two.
OWNERS = (Role.PARTNER_MANAGER, Role.PROGRAMME_MANAGER)


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One reason, in the words of staff and in those of the household."""

    code: str
    label: str
    told: str
    owner: Role  # who answers first, when a partner follows the household
    of_decision: bool = False  # it contests an answer: who gave it does not answer again


REASONS = (
    Reason(
        code="decision",
        label="Conteste une réponse",
        told="On m’a dit non, et je ne suis pas d’accord",
        owner=Role.PARTNER_MANAGER,
        of_decision=True,
    ),
    Reason(
        code="waiting",
        label="Attend depuis trop longtemps",
        told="J’attends depuis trop longtemps",
        owner=Role.PARTNER_MANAGER,
    ),
    Reason(
        code="price",
        label="Doit payer plus que prévu",
        told="On me demande de payer plus que prévu",
        owner=Role.PROGRAMME_MANAGER,
    ),
    Reason(
        code="faulty",
        label="La ligne, l’ordinateur ou l’atelier ne va pas",
        told="La ligne, l’ordinateur ou l’atelier ne va pas",
        owner=Role.PROGRAMME_MANAGER,
    ),
    # Of the two below, the partner's own manager may be the one complained of.
    Reason(
        code="welcome",
        label="L’accueil s’est mal passé",
        told="L’accueil s’est mal passé",
        owner=Role.PROGRAMME_MANAGER,
    ),
    Reason(
        code="data",
        label="Ses informations sont fausses ou mal utilisées",
        told="Mes informations sont fausses, ou mal utilisées",
        owner=Role.PROGRAMME_MANAGER,
    ),
    Reason(
        code="other",
        label="Autre chose",
        told="Autre chose",
        owner=Role.PARTNER_MANAGER,
    ),
)
BY_CODE = {reason.code: reason for reason in REASONS}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How an answer ends: what the household reads before the words written for it."""

    code: str
    label: str
    told: str
    overturns: bool = False


OUTCOMES = (
    Outcome(
        code="changed",
        label="La réponse change",
        told="La réponse change. La personne qui vous suit reprend votre demande.",
        overturns=True,
    ),
    Outcome(code="repaired", label="Le problème est réglé", told="Le problème est réglé."),
    Outcome(code="kept", label="La réponse reste la même", told="La réponse reste la même."),
    Outcome(code="explained", label="Nous expliquons", told="Nous vous expliquons."),
)
ENDS = {outcome.code: outcome for outcome in OUTCOMES}


def reason_named(code: str) -> Reason:
    """Give a reason of the list.

    Raises:
        Refusal: it is not in the list.
    """
    if code not in BY_CODE:
        raise Refusal("reason_needed", "Choisissez une raison dans la liste.", field="reason")
    return BY_CODE[code]


def first_owner(reason: Reason, *, has_partner: bool) -> Role:
    """Say who answers first: without a partner, the programme."""
    return reason.owner if has_partner else Role.PROGRAMME_MANAGER
