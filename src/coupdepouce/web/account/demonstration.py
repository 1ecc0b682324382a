"""Who can sign in to the demonstration, by role, with what each role does there."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from coupdepouce.core.roles import NAMES, STAFF, Role
from coupdepouce.partners import queries

DOES = {
    Role.PRESCRIBER: "Entre un ménage, voit s’il a droit, remet un bon et le suit.",
    Role.PARTNER_MANAGER: "Ouvre les comptes de sa structure, signe la convention, répond.",
    Role.SHOP_ADVISOR: "Lit le bon en boutique, ouvre la ligne, remet l’ordinateur.",
    Role.TRAINER: "Tient ses ateliers et note qui est venu.",
    Role.REFURBISHER: "Reçoit les lots, essaie, efface et envoie les ordinateurs.",
    Role.BACK_OFFICE: "Commande les lignes et règle celles qui sont bloquées.",
    Role.PROGRAMME_MANAGER: "Règle le programme : partenaires, bons, messages, chiffres.",
    Role.EVALUATOR: "Mesure les besoins des territoires et les effets, sans voir de nom.",
    Role.ADMINISTRATOR: "Ferme un compte, lit le journal des accès, regarde à la place d’un autre.",
}


def accounts_by_role() -> Sequence[Mapping[str, Any]]:
    """Give each role that has an account, in the order of the journey, and who holds it."""
    held = sorted(queries.demo_accounts(), key=_rank)
    return [
        {
            "name": NAMES[STAFF[rank]].capitalize(),
            "does": DOES[STAFF[rank]],
            "people": [
                {"email": one.user.email, "organisation": one.organisation.name} for one in group
            ],
        }
        for rank, group in groupby(held, key=_rank)
    ]


def _rank(one: Any) -> int:
    return STAFF.index(Role(one.role))
