"""Ten questions in easy words, two for each of DigComp's five areas, and one scale for all.

The areas are those of the European framework (DigComp 2.2, JRC128415); the wording, the pictures
and the scale are ours. Nothing here is a test: a person says what they can do, on that day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from coupdepouce.core.refusal import Refusal


class Area(StrEnum):
    """The five areas of DigComp."""

    INFORMATION = "information"
    COMMUNICATION = "communication"
    CREATION = "creation"
    SAFETY = "safety"
    SOLVING = "solving"


class Phase(StrEnum):
    """When the questions were asked."""

    BEFORE = "before"
    AFTER = "after"


class How(StrEnum):
    """How they were answered: reading is not what is measured."""

    ALONE = "alone"
    WITH_HELP = "help"  # somebody read aloud, or ticked what the person said
    PAPER = "paper"


@dataclass(frozen=True, kw_only=True)
class Level:
    """One answer of the scale, the same both times."""

    value: int
    label: str
    icon: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """One thing that a person may know how to do."""

    code: str
    area: Area
    sentence: str
    icon: str


AREAS = {
    Area.INFORMATION: "Chercher et comprendre",
    Area.COMMUNICATION: "Écrire aux autres et faire ses démarches",
    Area.CREATION: "Écrire et garder",
    Area.SAFETY: "Se protéger",
    Area.SOLVING: "Se débrouiller quand ça bloque",
}
LEVELS = (
    Level(value=0, label="Je ne sais pas encore le faire", icon="level-none"),
    Level(value=1, label="J’y arrive avec quelqu’un", icon="level-one"),
    Level(value=2, label="J’y arrive sans aide, mais c’est difficile", icon="level-two"),
    Level(value=3, label="J’y arrive sans aide, et c’est facile", icon="level-three"),
)
UNSAID = "Je ne sais pas, ou je ne veux pas dire"
QUESTIONS = (
    Question(
        code="search",
        area=Area.INFORMATION,
        sentence="Trouver un horaire ou une adresse sur internet.",
        icon="search",
    ),
    Question(
        code="trust",
        area=Area.INFORMATION,
        sentence="Voir si une information sur internet est vraie ou fausse.",
        icon="trust",
    ),
    Question(
        code="mail",
        area=Area.COMMUNICATION,
        sentence="Écrire un message à quelqu’un et y joindre un papier.",
        icon="letter",
    ),
    Question(
        code="steps",
        area=Area.COMMUNICATION,
        sentence="Faire une démarche sur le site d’une administration.",
        icon="townhall",
    ),
    Question(
        code="photo",
        area=Area.CREATION,
        sentence="Prendre un papier en photo pour l’envoyer.",
        icon="camera",
    ),
    Question(
        code="write",
        area=Area.CREATION,
        sentence="Taper un texte, le garder, et le retrouver plus tard.",
        icon="pencil",
    ),
    Question(
        code="password",
        area=Area.SAFETY,
        sentence="Choisir un mot de passe solide et le garder en lieu sûr.",
        icon="key",
    ),
    Question(
        code="scam",
        area=Area.SAFETY,
        sentence="Reconnaître un message qui veut me tromper.",
        icon="hook",
    ),
    Question(
        code="connect",
        area=Area.SOLVING,
        sentence="Relier un téléphone ou un ordinateur à internet.",
        icon="waves",
    ),
    Question(
        code="stuck",
        area=Area.SOLVING,
        sentence="Savoir quoi faire quand l’écran ne répond plus.",
        icon="spanner",
    ),
)
CODES = frozenset(question.code for question in QUESTIONS)
VALUES = {str(level.value): level.value for level in LEVELS}
NOT_SAID = "unsaid"


def read_skills(given: Mapping[str, str]) -> dict[str, int | None]:
    """Read what was ticked: a level for each question, or None when it is not said.

    A question left blank is not said: nobody has to answer.

    Raises:
        Refusal: a question or a level that the instrument does not have.
    """
    if unknown := sorted(set(given) - CODES):
        raise Refusal("skills_wrong", f"Ces questions n’existent pas : {', '.join(unknown)}.")
    return {question.code: _level(question, given) for question in QUESTIONS}


def _level(question: Question, given: Mapping[str, str]) -> int | None:
    said = given.get(question.code, "") or NOT_SAID
    if said == NOT_SAID:
        return None
    if said not in VALUES:
        raise Refusal(
            "skills_wrong",
            f"{question.sentence} Choisissez une réponse de la liste.",
            field=question.code,
        )
    return VALUES[said]
