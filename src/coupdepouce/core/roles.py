"""Who acts: one name per role, used by memberships, steps, screens and the handbook."""

from enum import StrEnum


class Role(StrEnum):
    """A way of taking part in a programme (DESIGN §1), and four that have no account."""

    PRESCRIBER = "prescriber"
    PARTNER_MANAGER = "partner_manager"
    SHOP_ADVISOR = "shop_advisor"
    TRAINER = "trainer"
    REFURBISHER = "refurbisher"
    BACK_OFFICE = "back_office"  # of the operator: orders, appointments, lines that stop
    PROGRAMME_MANAGER = "programme_manager"
    EVALUATOR = "evaluator"
    ADMINISTRATOR = "administrator"
    HOUSEHOLD = "household"
    RECEIVER = "receiver"  # a shop that answers through a signed link, without an account
    APPLICANT = "applicant"  # a structure that asks to join, through its signed link
    WORKER = "worker"


NAMES = {
    Role.PRESCRIBER: "prescripteur",
    Role.PARTNER_MANAGER: "responsable du partenaire",
    Role.SHOP_ADVISOR: "conseiller en boutique",
    Role.TRAINER: "formateur",
    Role.REFURBISHER: "reconditionneur",
    Role.BACK_OFFICE: "service de l’opérateur",
    Role.PROGRAMME_MANAGER: "responsable du programme",
    Role.EVALUATOR: "évaluateur",
    Role.ADMINISTRATOR: "administrateur",
    Role.HOUSEHOLD: "le ménage",
    Role.RECEIVER: "la boutique, par son lien",
    Role.APPLICANT: "la structure candidate",
    Role.WORKER: "le programme",
}

# The same people, as a household says them; `NAMES` are the words of the trade.
TOLD = {
    Role.PRESCRIBER: "la personne qui vous suit et ses collègues",
    Role.PARTNER_MANAGER: "leur responsable",
    Role.SHOP_ADVISOR: "les conseillers de la boutique",
    Role.TRAINER: "les personnes qui animent vos ateliers",
    Role.REFURBISHER: "l’atelier qui prépare les ordinateurs",
    Role.BACK_OFFICE: "le service de l’opérateur",
    Role.PROGRAMME_MANAGER: "les responsables du programme",
    Role.EVALUATOR: "les personnes qui mesurent le programme",
    Role.ADMINISTRATOR: "les personnes qui réparent ce site",
}

NO_ACCOUNT = frozenset({Role.HOUSEHOLD, Role.RECEIVER, Role.APPLICANT, Role.WORKER})
STAFF = tuple(role for role in Role if role not in NO_ACCOUNT)

# Whoever prescribes neither redeems (DESIGN §5) nor judges, orders or repairs what was prescribed:
# one person never holds a role of each side.
INCOMPATIBLE = (
    frozenset({Role.PRESCRIBER, Role.PARTNER_MANAGER}),
    frozenset({Role.SHOP_ADVISOR, Role.BACK_OFFICE, Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR}),
)
