"""Words that households do not read: each with the plain word that stands in its place.

Kept by hand, from `LOOK.md` ("Words"), the glossary of the house and the rules of easy language
(Inclusion Europe, 2009: known words, one word for one thing). A row is a regular expression on
text without capitals or accents, whole words; the second table is "one word for one thing".
"""

HARD = {
    r"éligib\w*": "vous y avez droit",
    r"bénéficiaires?": "vous",
    r"bénéficie\w*|bénéficier": "recevoir",
    r"justificatifs?|pièces? justificatives?": "papier",
    r"attestations?": "papier",
    r"prescri\w+": "la personne qui vous suit, le bon",
    r"souscri\w+": "prendre",
    r"résili\w+": "arrêter",
    r"domiciles?": "chez vous, la maison",
    r"ménages?": "foyer",
    r"usagers?|allocataires?|assurés?": "vous",
    r"dispositifs?|prestations?": "aide, programme",
    r"procédures?|modalités?|formalités?": "ce qu’il faut faire",
    r"effectue\w*|réalise[rz]|procéde[rz]": "faire",
    r"transmet\w*|communiquez": "envoyer, dire",
    r"notifi\w+|averti\w*": "prévenir, écrire",
    r"sollicit\w+": "demander",
    r"valid(?:er|ez|é|ée|ation)": "accepter",
    r"saisi(?:e|es|r|ssez|ssez-la)?": "écrire",
    r"consentement\w*": "accord",
    r"veuillez|merci de|prière de": "l’impératif",
    r"afin d[e’]|en vue de": "pour",
    r"lors d[e’u]|lorsque|au moment de": "quand",
    r"néanmoins|toutefois|cependant": "mais",
    r"ainsi que": "et",
    r"le cas échéant|éventuel\w*": "si",
    r"au sein d[e’]|au titre d[e’]": "dans",
    r"suite à|en raison d[e’]": "à cause de",
    r"au préalable|préalable\w*|ultérieur\w*": "avant, plus tard",
    r"simple|simples|simplement|facilement|il suffit": "rien : ce n’est pas simple pour tous",
    r"via": "par",
    r"conform\w+ à": "comme le demande",
    r"désormais|dorénavant": "maintenant",
    r"préjudic\w+|litiges?|contentieux": "désaccord",
}
# One word for one thing: the word of the house, and those that would say it again.
SAME = {
    "boutique": r"magasins?|agences?|points? de vente",
    "bon": r"coupons?|vouchers?|bons? d’achat",
    "ordinateur": r"pc|laptops?|machines?|équipements?",
    "ligne": r"abonnements?|connexions?|box|offres? d’accès",
    "atelier": r"formations?|cours|stages?",
    "demande": r"dossiers?|prescriptions?|requêtes?",
    "conseiller": r"vendeurs?|vendeuses?|hôtes?",
    "courriel": r"e-?mails?|mails?|mèls?",
    "papier": r"documents?|paperasse",
    "aide": r"allocations?|subventions?",
    "opérateur": r"fournisseurs?|fai",
}
# Names on the papers people hold, and words that the page explains where it says them.
KEPT = (
    "allocation aux adultes handicapés", "allocation de soutien familial",
    "allocation de solidarité", "attestation de participation", "complémentaire santé solidaire",
    "quotient familial", "accessibilité", "administration", "réclamation",
    "caf", "msa", "rsa", "aah", "aspa", "ass", "cnil", "lille",
    "clavier", "inscription", "internet", "pdf", "sms", "wifi",
    "à l’aise", "aujourd’hui", "en cours", "handicap", "malentendantes",
)  # fmt: skip
