"""The words of one edition in those of another; what has no equal is named, never guessed.

The equalities are those that the national map of places (ANCT) applies to its own data: package
`@gouvfr-anct/lieux-de-mediation-numerique` 2.3.0, and the list of changes of the standard
(`LaMednum/standard-mediation-num`, `descriptif-des-evolutions`).
"""

from collections.abc import Mapping

OUTLINE = "Aide aux démarches administratives"
DAILY = "Maîtrise des outils numériques du quotidien"
WORK = "Insertion professionnelle via le numérique"
ACCESS = "Accès internet et matériel informatique"
WORLD = "Compréhension du monde numérique"
SERVICES: Mapping[str, str] = {
    "Devenir autonome dans les démarches administratives": OUTLINE,
    "Réaliser des démarches administratives avec un accompagnement": OUTLINE,
    "Accompagner les démarches de santé": OUTLINE,
    "Prendre en main un smartphone ou une tablette": DAILY,
    "Prendre en main un ordinateur": DAILY,
    "Utiliser le numérique au quotidien": DAILY,
    "Approfondir ma culture numérique": WORLD,
    "Promouvoir la citoyenneté numérique": WORLD,
    "Favoriser mon insertion professionnelle": WORK,
    "Créer et développer mon entreprise": WORK,
    "Accéder à une connexion internet": ACCESS,
    "Accéder à du matériel": ACCESS,
    "S'équiper en matériel informatique": ("Acquisition de matériel informatique à prix solidaire"),
    "Créer avec le numérique": "Loisirs et créations numériques",
    "Soutenir la parentalité et l'éducation avec le numérique": (
        "Parentalité et éducation avec le numérique"
    ),
}
PUBLICS: Mapping[str, str] = {
    "Seniors (+ 65 ans)": "Seniors",
    "Familles/enfants": "Familles et/ou enfants",
    "Jeunes (16-26 ans)": "Jeunes",
    "Uniquement femmes": "Femmes",
}
CARE: Mapping[str, str] = {
    "Surdité": "Surdité",
    "Déficience visuelle": "Déficience visuelle",
    "Public langues étrangères": "Langues étrangères (autres)",
    "Personnes en situation d'illettrisme": "Illettrisme",
    "Handicaps mentaux : déficiences limitant les activités d'une personne": "Handicaps mentaux",
}
COSTS: Mapping[str, str] = {
    "Gratuit : Je peux accéder gratuitement au lieu et à ses services": "Gratuit",
    "Gratuit sous condition : La gratuité est conditionnée à des critères "
    "(situation familiale, convention avec un organisme social...)": "Gratuit sous condition",
    "Payant : L'accès au lieu et/ou à ses services est payant": "Payant",
    "Adhésion : L'accès au lieu et/ou à ses services nécessite d'y adhérer": "Payant",
    "Accepte le Pass numérique : Il est possible d'utiliser un Pass numérique pour accéder "
    "au lieu": "Gratuit sous condition",
}
PROGRAMMES: Mapping[str, str] = {
    "France Services": "France Services",
    "CNFS": "Conseillers numériques",
    "Aidants Connect": "Aidants Connect",
    "Grandes écoles du numérique": "Grande école du numérique",
    "Point numérique CAF": "Point d'accès numérique CAF",
}
TRAINED: Mapping[str, str] = {"Fabriques de Territoire": "Fabriques de Territoire"}
SUPPORT: Mapping[str, str] = {
    "Seul : j'ai accès à du matériel et une connexion": "En autonomie",
    "Avec de l'aide : je suis accompagné seul dans l'usage du numérique": (
        "Accompagnement individuel"
    ),
    "A ma place : une personne habilitée fait les démarches à ma place": (
        "Accompagnement individuel"
    ),
    "Dans un atelier : j'apprends collectivement à utiliser le numérique": (
        "Dans un atelier collectif"
    ),
}
# Networks of data·inclusion, from the labels of a place in either edition of the other standard.
NETWORKS: Mapping[str, str] = {
    "France Services": "france-service",
    "CNFS": "conseillers-numeriques",
    "Conseillers numériques": "conseillers-numeriques",
    "Aidants Connect": "aidants-connect",
    "Fabriques de Territoire": "fabrique-de-territoire",
    "Grandes écoles du numérique": "grandes-ecoles-du-numerique",
    "Grande école du numérique": "grandes-ecoles-du-numerique",
    "French Tech": "french-tech",
    "Campus connecté": "campus-connecte",
}
