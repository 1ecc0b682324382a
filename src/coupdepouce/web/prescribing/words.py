"""What staff read where the database keeps codes: a verdict keeps no figure to repeat."""

from coupdepouce.core.journey.model import Part
from coupdepouce.core.programme.vocabulary import STATUSES

ANSWERS = {
    "yes": "Le ménage y a droit.",
    "no": "Le ménage n’y a pas droit aujourd’hui.",
    "not_yet": "On ne peut pas encore dire si le ménage y a droit.",
}
NOT_CERTAIN = "Le ménage y a droit, mais aucun papier valable ne le prouve encore."
NOT_JUDGED = "Personne n’a encore regardé si le ménage y a droit."
TONES = {"yes": "yes", "no": "no", "not_yet": "wait"}

ROUTES = {
    "quotient_familial": "par le quotient familial",
    "status": "par une aide qu’il reçoit",
    "hardship": "par une situation difficile, approuvée",
}

REASONS = {
    "quotient_at_or_under_ceiling": "Le quotient familial ne dépasse pas la limite.",
    "quotient_over_ceiling": (
        "Le quotient familial dépasse la limite. Si la situation change, "
        "la personne demande un nouveau calcul à la CAF ou à la MSA."
    ),
    "quotient_zero_doubt": (
        "Un quotient familial de 0 ne permet pas de décider : demandez un papier à jour."
    ),
    "status_held": "La personne reçoit une aide qui ouvre le droit.",
    "no_status_held": "La personne ne reçoit aucune des aides qui ouvrent le droit.",
    "hardship_approved": "La situation difficile est approuvée.",
    "hardship_refused": "La situation difficile n’a pas été approuvée.",
    "hardship_waiting": "La situation difficile attend la réponse de votre responsable.",
    "outside_territory": "La commune est hors du territoire du programme.",
    "programme_not_open": "Le programme n’est pas ouvert ce jour-là.",
    "proof_too_old": "Le papier vu est trop ancien : demandez-en un récent.",
    "proof_not_accepted": "Le papier vu n’est pas celui qu’il faut.",
    "proof_in_the_future": "Le papier vu porte une date à venir : vérifiez-la.",
}

# Whatever paper comes, these stay.
SHUT = frozenset({"outside_territory", "programme_not_open"})

MISSING = {
    "commune": "La commune du logement.",
    "quotient_familial": "Le quotient familial, écrit sur le papier de la CAF ou de la MSA.",
    "statuses": "Les aides que la personne reçoit, ou qu’elle n’en reçoit aucune.",
    "hardship": "La réponse de votre responsable sur la situation difficile.",
}

PROOFS = {
    "attestation_qf": "Papier de la CAF ou de la MSA avec le quotient familial",
    "attestation_droits": "Papier qui montre l’aide reçue",
    "api_particulier": "Réponse de l’administration",
}

PARTS = {
    Part.LINE: "Une ligne internet à la maison",
    Part.COMPUTER: "Un ordinateur",
    Part.TRAINING: "Des ateliers",
}

# FEATURES row 19: what a person who checks a paper looks at, written where they need it.
POLICY = (
    "Le nom est celui de la personne, ou de quelqu’un de son foyer.",
    "L’organisme est écrit : CAF, MSA, ou celui qui verse l’aide.",
    "La date est celle du papier, pas celle d’aujourd’hui.",
    "Rendez le papier : ni copie, ni photo, ni numéro d’allocataire.",
)

# Read aloud before the boxes are ticked; one sentence per purpose.
CONSENTS = {
    "programme": "J’accepte que ma demande soit enregistrée et suivie par le programme.",
    "contact": "J’accepte de recevoir des nouvelles par le moyen que je choisis.",
    "check": "J’accepte que l’on demande à l’administration si j’y ai droit.",
}

NO_CONSENT = "Sans son accord, rien n’est enregistré."

# By field and by fault: what to write, beside the field.
ERRORS = {
    "first_name": {"required": "Écrivez le prénom."},
    "last_name": {"required": "Écrivez le nom."},
    "birth_date": {"required": "Écrivez la date de naissance."},
    "postcode": {"required": "Écrivez le code postal."},
    "adults": {"required": "Écrivez le nombre d’adultes.", "min_value": "Au moins 1 adulte."},
    "children": {
        "required": "Écrivez le nombre d’enfants, 0 s’il n’y en a pas.",
        "min_value": "Écrivez 0 s’il n’y a pas d’enfant.",
    },
    "preference": {"required": "Choisissez comment la prévenir."},
    "parts": {"required": "Cochez au moins une demande."},
    "consents": {"required": NO_CONSENT},
    "quotient_familial": {
        "min_value": "Écrivez 0 ou plus.",
        "max_value": "Recopiez le quotient écrit sur le papier.",
    },
    "birth_name": {"required": "Écrivez le nom de naissance."},
    "first_names": {"required": "Écrivez les prénoms."},
    "birth_country": {"required": "Écrivez le code du pays : 99100 pour la France."},
}
NO_NEWS = "Cochez aussi « recevoir des nouvelles », ou choisissez « Par moi »."
USED = "Ce bon a déjà servi en boutique : il ne sert qu’une fois."
NO_VOUCHER = {
    "draft": "Le bon n’est pas encore remis : la suite est sur le dossier.",
    "presented": USED,
    "accepted": USED,
    "closed": USED,
}
VOUCHER_OVER = "La demande est finie : son bon ne marche plus."
STILL_CERTAIN = "Le papier déjà vu vaut encore : vous pouvez laisser « Le papier vu » vide."
NOTE_AGAIN = "La commune change la décision : notez le papier de nouveau."
UNVERIFIED = "Chiffres à vérifier :"
FIGURES = {
    "eligibility.quotient_familial.ceiling": "limite du quotient familial",
    "eligibility.quotient_familial.proof_months": "âge du papier de la CAF ou de la MSA",
    "eligibility.status.proof_months": "âge du papier qui montre une aide",
}


def status_label(code: str) -> str:
    """Give the name of a status with a capital letter, as a choice in a list."""
    label = STATUSES[code].removeprefix("le ").removeprefix("la ").removeprefix("l’")
    label = label.removeprefix("une ")
    return label[:1].upper() + label[1:]
