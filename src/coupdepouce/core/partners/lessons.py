"""The lessons of the short training, each with its question; `{days}` is the programme's."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is read, what is asked, the right answer, and why it is."""

    name: str
    title: str
    lesson: tuple[str, ...]
    label: str
    choices: tuple[tuple[str, str], ...]
    right: str
    why: str


QUOTIENT = "Le quotient familial est de {ceiling} € au plus, cette valeur comprise."
STATUSES = "Certaines aides ouvrent aussi l’offre : la page les demande."
LESSONS = (
    Question(
        name="entitled",
        title="Qui a droit à l’offre",
        lesson=("Vous ne calculez rien : la page donne la décision et dit pourquoi.",),
        label="Qui décide si une personne a droit à l’offre ?",
        choices=(
            ("me", "Moi, selon ce que je sais de la personne"),
            ("shop", "La boutique, quand elle reçoit le bon"),
            ("rules", "Les règles du programme, que la page applique"),
        ),
        right="rules",
        why="La page applique les mêmes règles à tout le monde, sans choisir.",
    ),
    Question(
        name="paper",
        title="Le papier se voit, il ne se garde pas",
        lesson=(
            "Regardez le justificatif, notez sa sorte et sa date, puis rendez-le.",
            "Ni copie, ni photo, ni scan : le programme n’en a pas besoin.",
        ),
        label="La personne vous tend son attestation. Que faites-vous ?",
        choices=(
            ("seen", "Je la regarde, je note ce que j’ai vu, je la rends"),
            ("copy", "J’en garde une photocopie dans son dossier"),
            ("photo", "Je la prends en photo, au cas où"),
        ),
        right="seen",
        why="Le justificatif est vu et rendu : il n’est jamais gardé.",
    ),
    Question(
        name="zero",
        title="Un quotient de 0 est un doute",
        lesson=(
            "Un quotient de 0 veut souvent dire que le calcul n’est pas fait.",
            "Ce n’est ni un oui ni un non : la page demande un autre papier.",
        ),
        label="L’attestation montre un quotient familial de 0. Qu’est-ce que cela veut dire ?",
        choices=(
            ("yes", "Oui : c’est le quotient le plus bas"),
            ("doubt", "Un doute : il faut un autre papier"),
            ("no", "Non : la personne n’a pas droit à l’offre"),
        ),
        right="doubt",
        why="Le quotient de 0 est un doute : un autre papier permet de décider.",
    ),
    Question(
        name="household",
        title="Un foyer, une offre",
        lesson=(
            "L’offre est pour le foyer : deux personnes du même foyer la partagent.",
            "Cherchez d’abord le foyer : il est peut-être déjà connu.",
        ),
        label="Un couple vit ensemble. Chacun demande l’offre. Combien de demandes ?",
        choices=(
            ("two", "Deux : une par personne"),
            ("choose", "Deux, si les deux noms sont différents"),
            ("one", "Une seule, pour le foyer"),
        ),
        right="one",
        why="Un foyer a une seule offre à la fois.",
    ),
    Question(
        name="shop",
        title="Ce que voit la boutique",
        lesson=(
            "La boutique voit le nom et ce que le bon ouvre.",
            "Elle ne voit ni revenu, ni quotient, ni justificatif, ni vos notes.",
        ),
        label="Que voit la boutique quand elle lit le bon ?",
        choices=(
            ("name", "Le nom et ce que le bon ouvre"),
            ("quotient", "Aussi le quotient familial, pour vérifier"),
            ("all", "Tout le dossier"),
        ),
        right="name",
        why="La boutique n’a pas besoin de savoir pourquoi la personne a droit à l’offre.",
    ),
    Question(
        name="consent",
        title="L’accord de la personne",
        lesson=(
            "Lisez chaque phrase à voix haute, et cochez seulement si la personne dit oui.",
            "Elle peut dire non, et retirer son accord plus tard.",
        ),
        label="La personne ne donne pas son accord au programme. Que faites-vous ?",
        choices=(
            ("tick", "Je coche quand même : c’est dans son intérêt"),
            ("stop", "Je ne remets pas de bon, et je lui dis qu’elle peut revenir"),
            ("later", "Je remets le bon, l’accord viendra après"),
        ),
        right="stop",
        why="Sans accord, aucun bon ne part.",
    ),
    Question(
        name="voucher",
        title="La vie d’un bon",
        lesson=(
            "Un bon se donne en boutique dans les {days} jours. Sa date est écrite dessus.",
            "Après sa date, il ne marche plus : il faut une nouvelle demande.",
            "Perdu avant sa date, il se remplace : l’ancien ne marche plus.",
        ),
        label="La personne a perdu son bon, encore valable. Que faites-vous ?",
        choices=(
            ("replace", "Je le remplace : l’ancien ne marche plus"),
            ("again", "J’ouvre une deuxième demande pour le même foyer"),
            ("nothing", "Rien : un bon perdu est perdu"),
        ),
        right="replace",
        why="Un bon perdu se remplace depuis le dossier, sans nouvelle demande.",
    ),
    Question(
        name="call",
        title="Qui appeler",
        lesson=(
            "Pour une question, demandez d’abord au responsable de votre structure.",
            "Une fuite ou une erreur sur les données se dit au programme le jour même.",
            "Un refus se conteste : montrez à la personne comment faire.",
        ),
        label="Vous avez imprimé le bon d’une autre personne par erreur. "
        "Qui prévenez-vous, et quand ?",
        choices=(
            ("shop", "La boutique, quand la personne y va"),
            ("nobody", "Personne, si le papier est jeté"),
            ("today", "Mon responsable et le programme, le jour même"),
        ),
        right="today",
        why="Une erreur dite le jour même se répare.",
    ),
)
