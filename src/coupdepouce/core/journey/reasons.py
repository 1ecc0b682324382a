"""Why a journey ends or turns back: closed lists, each reason with what is offered next."""

from coupdepouce.core.journey.model import Family, Reason


def _reason(
    code: str, label: str, family: Family, next_offer: str, *, told: str = "", written: str = ""
) -> Reason:
    """Make a row; `written` only where what staff say of the person does not suit a message."""
    return Reason(
        code=code,
        label=label,
        family=family,
        next_offer=next_offer,
        told=told,
        written=written or label,
    )


IT_IS_LOOKED_AFTER = "La boutique s’en occupe."
OTHER_SESSION = "Choisissez une autre séance."
SEE_PRESCRIBER = "Revoyez la personne qui vous a remis le bon."
OTHER_SHOP = "Allez dans une autre boutique du programme avec le même bon."
ASK_AGAIN = "Vous pourrez refaire une demande quand vous voudrez."

MOVED = _reason(
    "moved",
    "La personne a déménagé",
    Family.OURS,
    SEE_PRESCRIBER,
    told="J’ai déménagé",
    written="Vous avez déménagé",
)
CHANGED_MIND = _reason(
    "changed_mind",
    "La personne a changé d’avis",
    Family.NOT_ASKED,
    ASK_AGAIN,
    written="Vous avez changé d’avis",
)
NEED_OVER = _reason(
    "no_need",
    "La personne n’en a plus besoin",
    Family.NOT_ASKED,
    ASK_AGAIN,
    told="Je n’en ai plus besoin",
    written="Vous n’en avez plus besoin",
)
ANOTHER_SHOP = _reason(
    "other_shop",
    "La personne préfère une autre boutique",
    Family.OURS,
    OTHER_SHOP,
    written="Vous préférez une autre boutique",
)

WITHDRAWALS = (
    _reason(
        "no_need",
        "La personne n’en a pas besoin",
        Family.NOT_ASKED,
        ASK_AGAIN,
        told="Je n’en ai pas besoin",
    ),
    _reason("price", "C’est encore trop cher", Family.NOT_ASKED, SEE_PRESCRIBER),
    _reason(
        "trust",
        "La personne n’a pas confiance",
        Family.NOT_ASKED,
        SEE_PRESCRIBER,
        told="Je n’ai pas confiance",
    ),
    _reason(
        "other_offer",
        "La personne a trouvé une autre offre",
        Family.NOT_ASKED,
        ASK_AGAIN,
        told="J’ai trouvé une autre offre",
    ),
    _reason("effort", "C’est trop long ou trop loin", Family.NOT_RECEIVED, SEE_PRESCRIBER),
    MOVED,
    _reason(
        "unsaid",
        "La personne ne souhaite pas le dire",
        Family.NOT_ASKED,
        ASK_AGAIN,
        told="Je ne souhaite pas le dire",
    ),
)

# Nobody has to justify it: the list has one row, so that the end is counted where it belongs.
ERASURES = (_reason("erased", "La personne a demandé l’effacement", Family.NOT_ASKED, ASK_AGAIN),)

# A refusal ends the voucher: what another shop could do is a reversal, in the next list.
DECLINES = (
    _reason(
        "already_equipped",
        "Le foyer a déjà une ligne du programme",
        Family.NOT_RECEIVED,
        "Demandez à la boutique comment changer votre offre actuelle.",
        written="Votre foyer a déjà une ligne du programme",
    ),
    _reason("no_offer", "L’offre ne convient pas au logement", Family.NOT_RECEIVED, SEE_PRESCRIBER),
    CHANGED_MIND,
)

REVERSALS = (
    _reason("mistake", "Nous avons fait une erreur", Family.OURS, OTHER_SHOP),
    _reason("wrong_person", "Ce n’était pas la bonne personne", Family.OURS, OTHER_SHOP),
    ANOTHER_SHOP,
    _reason("too_full", "La boutique ne peut pas servir à temps", Family.NOT_OFFERED, OTHER_SHOP),
)

LOST_VOUCHERS = (
    _reason("lost", "Le bon est perdu", Family.OURS, "Utilisez le nouveau bon."),
    _reason("unreadable", "Le code ne se lit plus", Family.OURS, "Utilisez le nouveau bon."),
    _reason("seen", "Quelqu’un d’autre a vu le code", Family.OURS, "Utilisez le nouveau bon."),
)

TURN_AWAYS = (
    _reason("too_full", "La boutique ne peut pas recevoir à temps", Family.NOT_OFFERED, OTHER_SHOP),
    _reason("closed", "La boutique est fermée à ces dates", Family.NOT_OFFERED, OTHER_SHOP),
    _reason("too_far", "Une autre boutique est plus proche", Family.NOT_OFFERED, OTHER_SHOP),
)

NO_LINE = (
    _reason(
        "no_network",
        "Aucun réseau fixe n’arrive à cette adresse",
        Family.NOT_OFFERED,
        "La boutique regarde avec vous les autres façons de se connecter.",
    ),
    _reason(
        "address_unknown",
        "L’adresse n’est pas connue du réseau",
        Family.NOT_RECEIVED,
        "Demandez à la mairie le numéro exact de votre logement.",
    ),
    _reason(
        "works_needed",
        "Des travaux sont nécessaires dans l’immeuble",
        Family.NOT_RECEIVED,
        "Parlez-en au propriétaire de votre logement.",
    ),
)

FAILED_ORDERS = (
    _reason("dead_socket", "La prise ne marche pas", Family.NOT_RECEIVED, "Un technicien revient."),
    _reason("wrong_address", "L’adresse est fausse", Family.OURS, "La boutique corrige l’adresse."),
    _reason(
        "credit_check",
        "L’opérateur refuse ce moyen de paiement",
        Family.NOT_RECEIVED,
        "La boutique cherche un autre moyen de paiement avec vous.",
    ),
    _reason(
        "building_access",
        "Le technicien n’a pas pu entrer",
        Family.NOT_RECEIVED,
        "La boutique reprend un rendez-vous avec vous.",
    ),
    _reason(
        "missed",
        "La personne n’était pas là",
        Family.NOT_RECEIVED,
        "La boutique vous rappelle.",
        written="Vous n’étiez pas là",
    ),
    _reason(
        "network_fault", "Panne du réseau", Family.OURS, "L’opérateur répare et vous prévient."
    ),
)

DECLINED_PARTS = (
    _reason("no_need", "La personne n’en a pas besoin", Family.NOT_ASKED, ASK_AGAIN),
    _reason("price", "C’est encore trop cher", Family.NOT_ASKED, SEE_PRESCRIBER),
    _reason("later", "La personne préfère attendre", Family.NOT_ASKED, ASK_AGAIN),
)

HARDSHIP = (
    _reason(
        "sudden_loss",
        "Les revenus ont baissé d’un coup",
        Family.OURS,
        "Le responsable du partenaire donne sa réponse.",
    ),
    _reason(
        "left_to_live",
        "Le reste à vivre est trop faible",
        Family.OURS,
        "Le responsable du partenaire donne sa réponse.",
    ),
    _reason(
        "no_file",
        "Aucun organisme n’a de dossier à son nom",
        Family.OURS,
        "Le responsable du partenaire donne sa réponse.",
    ),
)

CALLED_OFF = _reason(
    "called_off",
    "Le rendez-vous est annulé, sans autre date",
    Family.OURS,
    "L’opérateur vous propose un autre jour.",
)
MISSED_APPOINTMENTS = (
    _reason(
        "household_absent",
        "La personne n’était pas là",
        Family.NOT_RECEIVED,
        "La boutique reprend un rendez-vous avec vous.",
        written="Vous n’étiez pas là",
    ),
    _reason(
        "technician_absent",
        "Le technicien n’est pas venu",
        Family.OURS,
        "L’opérateur vous propose un autre jour.",
    ),
    _reason(
        "no_access",
        "Le technicien n’a pas pu entrer",
        Family.NOT_RECEIVED,
        "La boutique reprend un rendez-vous avec vous.",
    ),
    CALLED_OFF,
)

LINE_ENDS = (
    _reason("unpaid", "Des factures ne sont pas payées", Family.NOT_RECEIVED, SEE_PRESCRIBER),
    MOVED,
    _reason(
        "other_offer",
        "La personne a pris une autre offre",
        Family.NOT_ASKED,
        ASK_AGAIN,
        written="Vous avez pris une autre offre",
    ),
    NEED_OVER,
    _reason("offer_over", "L’offre du programme est finie", Family.NOT_OFFERED, SEE_PRESCRIBER),
)

SET_FREE = (
    CHANGED_MIND,
    _reason(
        "not_come",
        "La personne n’est pas venue",
        Family.NOT_RECEIVED,
        SEE_PRESCRIBER,
        written="Personne n’est venu le chercher",
    ),
    ANOTHER_SHOP,
    _reason(
        "machine_fault", "L’ordinateur ne marche pas", Family.OURS, "La boutique en cherche un."
    ),
)

FAULTS = (
    _reason("no_start", "L’ordinateur ne démarre plus", Family.OURS, IT_IS_LOOKED_AFTER),
    _reason("screen", "L’écran ne marche pas", Family.OURS, IT_IS_LOOKED_AFTER),
    _reason("keyboard", "Le clavier ne marche pas", Family.OURS, IT_IS_LOOKED_AFTER),
    _reason(
        "battery",
        "La batterie ou le chargeur ne marche pas",
        Family.OURS,
        IT_IS_LOOKED_AFTER,
    ),
    _reason("wifi", "Le wifi ne marche pas", Family.OURS, IT_IS_LOOKED_AFTER),
    _reason("slow", "L’ordinateur est trop lent", Family.OURS, IT_IS_LOOKED_AFTER),
)

RETURNS = (
    NEED_OVER,
    _reason(
        "broken", "L’ordinateur est en panne, hors garantie", Family.NOT_RECEIVED, SEE_PRESCRIBER
    ),
    MOVED,
)

BOOKING_ENDS = (
    _reason(
        "cannot_come",
        "La personne ne peut pas venir",
        Family.NOT_RECEIVED,
        OTHER_SESSION,
        told="Je ne peux pas venir",
        written="Vous ne pouvez pas venir",
    ),
    NEED_OVER,
    _reason("session_cancelled", "La séance est annulée", Family.OURS, OTHER_SESSION),
    _reason(
        "no_answer",
        "La personne n’a pas répondu",
        Family.NOT_ASKED,
        OTHER_SESSION,
        written="Nous n’avons pas eu votre réponse",
    ),
    _reason("mistake", "Nous avons fait une erreur", Family.OURS, OTHER_SESSION),
)
