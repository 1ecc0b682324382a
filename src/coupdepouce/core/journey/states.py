"""The states of the prescription and of its parts, named for each audience."""

from coupdepouce.core.journey.model import NONE, WANTED_PARTS, Part, State
from coupdepouce.core.roles import Role

STATES = (
    State(
        name="draft",
        part=Part.PRESCRIPTION,
        staff="Brouillon",
        household="Votre demande est en préparation.",
        waits_for=Role.PRESCRIBER,
    ),
    State(
        name="issued",
        part=Part.PRESCRIPTION,
        staff="Bon remis",
        household="Votre bon est prêt. Vous pouvez aller en boutique.",
        waits_for=Role.HOUSEHOLD,
    ),
    State(
        name="presented",
        part=Part.PRESCRIPTION,
        staff="Reçu en boutique",
        household="La boutique a reçu votre bon.",
        waits_for=Role.SHOP_ADVISOR,
    ),
    State(
        name="accepted",
        part=Part.PRESCRIPTION,
        staff="Accepté",
        household="La boutique a accepté votre demande.",
        waits_for=Role.SHOP_ADVISOR,
    ),
    State(
        name="closed",
        part=Part.PRESCRIPTION,
        staff="Terminé",
        household="Votre demande est terminée.",
        final=True,
    ),
    State(
        name="refused",
        part=Part.PRESCRIPTION,
        staff="Refusé en boutique",
        household="La boutique n’a pas pu accepter votre demande.",
        final=True,
    ),
    State(
        name="withdrawn",
        part=Part.PRESCRIPTION,
        staff="Retiré",
        household="Votre demande est arrêtée.",
        final=True,
    ),
    State(
        name="expired",
        part=Part.PRESCRIPTION,
        staff="Expiré",
        household="La date de votre bon est passée.",
        final=True,
    ),
    State(
        name="wanted",
        part=Part.LINE,
        staff="Ligne demandée",
        household="Vous demandez une ligne internet à la maison.",
        waits_for=Role.SHOP_ADVISOR,
    ),
    State(
        name="available",
        part=Part.LINE,
        staff="Ligne possible à l’adresse",
        household="La ligne est possible à votre adresse.",
        waits_for=Role.SHOP_ADVISOR,
    ),
    State(
        name="ordered",
        part=Part.LINE,
        staff="Ligne commandée",
        household="Votre ligne est commandée.",
        waits_for=Role.SHOP_ADVISOR,
    ),
    State(
        name="appointment",
        part=Part.LINE,
        staff="Rendez-vous pris avec le technicien",
        household="Un technicien vient chez vous.",
        waits_for=Role.SHOP_ADVISOR,
    ),
    State(
        name="active",
        part=Part.LINE,
        staff="Ligne active",
        household="Votre ligne internet marche.",
        final=True,
    ),
    State(
        name="late",
        part=Part.LINE,
        staff="Paiement en retard",
        household="Un paiement de votre ligne est en retard. On peut vous aider.",
        waits_for=Role.PRESCRIBER,
    ),
    State(
        name="suspended",
        part=Part.LINE,
        staff="Ligne suspendue",
        household="Votre ligne est coupée pour le moment. On peut vous aider.",
        waits_for=Role.PRESCRIBER,
    ),
    State(
        name="ended",
        part=Part.LINE,
        staff="Ligne arrêtée",
        household="Votre ligne du programme est arrêtée.",
        final=True,
    ),
    State(
        name="not_available",
        part=Part.LINE,
        staff="Ligne impossible à l’adresse",
        household="La ligne n’est pas possible à votre adresse.",
        final=True,
    ),
    State(
        name="failed",
        part=Part.LINE,
        staff="Commande en échec",
        household="Votre ligne n’a pas pu être installée. La boutique cherche une solution.",
        waits_for=Role.SHOP_ADVISOR,
    ),
    State(
        name="cancelled",
        part=Part.LINE,
        staff="Ligne annulée",
        household="La demande de ligne est annulée.",
        final=True,
    ),
    State(
        name="declined",
        part=Part.LINE,
        staff="Ligne abandonnée",
        household="Vous ne demandez plus la ligne.",
        final=True,
    ),
    State(
        name="wanted",
        part=Part.COMPUTER,
        staff="Ordinateur demandé",
        household="Vous demandez un ordinateur.",
        waits_for=Role.SHOP_ADVISOR,
    ),
    State(
        name="waiting",
        part=Part.COMPUTER,
        staff="Sur la liste d’attente",
        household="Vous êtes sur la liste pour un ordinateur.",
        waits_for=Role.SHOP_ADVISOR,
    ),
    State(
        name="reserved",
        part=Part.COMPUTER,
        staff="Ordinateur réservé",
        household="Un ordinateur vous est réservé.",
        waits_for=Role.SHOP_ADVISOR,
    ),
    State(
        name="ready",
        part=Part.COMPUTER,
        staff="Ordinateur prêt en boutique",
        household="Votre ordinateur vous attend à la boutique.",
        waits_for=Role.HOUSEHOLD,
    ),
    State(
        name="handed_over",
        part=Part.COMPUTER,
        staff="Ordinateur remis",
        household="Vous avez votre ordinateur.",
        final=True,
    ),
    State(
        name="on_loan",
        part=Part.COMPUTER,
        staff="Prêt pendant la réparation",
        household="La boutique vous prête un ordinateur. Le vôtre est en réparation.",
        waits_for=Role.SHOP_ADVISOR,
    ),
    State(
        name="returned",
        part=Part.COMPUTER,
        staff="Ordinateur rendu",
        household="Vous avez rendu l’ordinateur.",
        final=True,
    ),
    State(
        name="declined",
        part=Part.COMPUTER,
        staff="Ordinateur abandonné",
        household="Vous ne demandez plus d’ordinateur.",
        final=True,
    ),
    State(
        name="wanted",
        part=Part.TRAINING,
        staff="Atelier demandé",
        household="Vous demandez un atelier.",
        waits_for=Role.SHOP_ADVISOR,
    ),
    State(
        name="waiting",
        part=Part.TRAINING,
        staff="En attente d’une place",
        household="Vous êtes sur la liste pour une place à l’atelier.",
        waits_for=Role.TRAINER,
    ),
    State(
        name="booked",
        part=Part.TRAINING,
        staff="Inscrit à une séance",
        household="Votre place à l’atelier est réservée.",
        waits_for=Role.HOUSEHOLD,
    ),
    State(
        name="attended",
        part=Part.TRAINING,
        staff="Séance suivie",
        household="Vous avez suivi une séance.",
        waits_for=Role.TRAINER,
    ),
    State(
        name="absent",
        part=Part.TRAINING,
        staff="Absent à la séance",
        household="Vous n’avez pas pu venir à la séance. Vous pouvez en choisir une autre.",
        waits_for=Role.HOUSEHOLD,
    ),
    State(
        name="excused",
        part=Part.TRAINING,
        staff="Absence prévenue",
        household="Vous avez prévenu de votre absence. Vous pouvez choisir une autre séance.",
        waits_for=Role.HOUSEHOLD,
    ),
    State(
        name="done",
        part=Part.TRAINING,
        staff="Ateliers terminés",
        household="Vous avez terminé vos ateliers.",
        final=True,
    ),
    State(
        name="declined",
        part=Part.TRAINING,
        staff="Atelier abandonné",
        household="Vous ne demandez plus d’atelier.",
        final=True,
    ),
)

BY_NAME = {(state.part, state.name): state for state in STATES}

OPEN_PRESCRIPTION = tuple(
    state.name for state in STATES if state.part is Part.PRESCRIPTION and not state.final
)

# Impossible by one network: another one is looked for before anything is ended.
LOOKED_FOR = (Part.LINE, "not_available")
# It worked and is lost: the one who follows the household talks with it.
LOST = (Part.LINE, "ended")
# Nothing more to do for each part, or it was not asked for.
SETTLED = {
    part: (
        NONE,
        *(
            state.name
            for state in STATES
            if state.part is part and state.final and (part, state.name) != LOOKED_FOR
        ),
    )
    for part in WANTED_PARTS
}

# Where a line stands, for all who ask: with the operator, badly paid and soon cut, working.
IN_HAND = frozenset({"ordered", "appointment"})
AT_RISK = frozenset({"late", "suspended"})
IN_SERVICE = AT_RISK | {"active"}
NEVER_MORE = frozenset({"not_available", "cancelled", "declined", "ended"})
WENT_WRONG = AT_RISK | {"ended"}  # whoever follows the household helps, not the shop


def state_of(part: Part, name: str) -> State:
    """Give the row of a state.

    Raises:
        KeyError: the part has no such state.
    """
    return BY_NAME[part, name]
