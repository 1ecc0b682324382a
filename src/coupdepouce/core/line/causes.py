"""Why a line gets stuck, who may hold the case, and the days each cause is given."""

from collections.abc import Iterable
from dataclasses import dataclass

from coupdepouce.core.roles import Role

# Who can hold a case: never nobody, never two.
OWNERS = (Role.PRESCRIBER, Role.SHOP_ADVISOR, Role.BACK_OFFICE)
OWNER_NAMES = {
    Role.PRESCRIBER: "le prescripteur",
    Role.SHOP_ADVISOR: "la boutique",
    Role.BACK_OFFICE: "le service de l’opérateur",
}
TO_OWNER = {
    Role.PRESCRIBER: "au prescripteur",
    Role.SHOP_ADVISOR: "à la boutique",
    Role.BACK_OFFICE: "au service de l’opérateur",
}


@dataclass(frozen=True, kw_only=True)
class Cause:
    """One cause: its clock in the programme file has the same name."""

    code: str
    label: str
    owner: Role  # who holds it first
    remedy: str  # what usually unblocks it, said to staff


CAUSES = (
    Cause(
        code="address",
        label="Adresse fausse ou inconnue du réseau",
        owner=Role.PRESCRIBER,
        remedy="Confirmez l’adresse exacte avec la personne : bâtiment, étage, porte.",
    ),
    Cause(
        code="socket",
        label="Prise absente ou en panne",
        owner=Role.BACK_OFFICE,
        remedy="Le service de l’opérateur envoie un technicien.",
    ),
    Cause(
        code="building",
        label="Accès à l’immeuble ou travaux à autoriser",
        owner=Role.PRESCRIBER,
        remedy="Écrivez au bailleur ou au syndic avec la personne.",
    ),
    Cause(
        code="payment_check",
        label="Dossier de paiement refusé",
        owner=Role.BACK_OFFICE,
        remedy="Le service de l’opérateur propose un autre moyen de paiement.",
    ),
    Cause(
        code="missed_appointment",
        label="Rendez-vous manqué",
        owner=Role.SHOP_ADVISOR,
        remedy="La boutique rappelle la personne et prend une autre date.",
    ),
    Cause(
        code="network_fault",
        label="Panne du réseau",
        owner=Role.BACK_OFFICE,
        remedy="Le service de l’opérateur donne la date de réparation.",
    ),
    Cause(
        code="no_news",
        label="Aucune nouvelle de la commande",
        owner=Role.BACK_OFFICE,
        remedy="Le service de l’opérateur dit où en est la commande.",
    ),
    Cause(
        code="other",
        label="Autre chose",
        owner=Role.BACK_OFFICE,
        remedy="Dites dans le premier message ce qui bloque.",
    ),
)
BY_CODE = {cause.code: cause for cause in CAUSES}

# What a failed order says, in the causes of a case.
OF_FAILURE = {
    "dead_socket": "socket",
    "wrong_address": "address",
    "credit_check": "payment_check",
    "building_access": "building",
    "missed": "missed_appointment",
    "network_fault": "network_fault",
}


def cause_of_failure(reason: str) -> Cause:
    """Give the cause of the case that a failed order opens."""
    return BY_CODE[OF_FAILURE.get(reason, "other")]


FIXED = frozenset({"fibre", "dsl"})


def networks_out(answers: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Give the networks that do not come, of all the no's: each a reason, and what was found.

    An address to be found again or work to be done stops a line for a time, not a network.
    """
    impossible = {found for reason, found in answers if reason == "no_network"}
    return FIXED | (impossible - {""}) if impossible else frozenset()


OUTCOMES = (
    ("solved", "Débloqué : la commande continue"),
    ("other_offer", "Une autre offre est trouvée"),
    ("gave_up", "La personne arrête sa demande de ligne"),
    ("impossible", "Impossible à cette adresse"),
    ("opened_by_mistake", "Ouvert par erreur"),
)
