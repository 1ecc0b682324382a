"""What is wrong in a programme file, in French, with the line and the remedy."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from difflib import get_close_matches

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from coupdepouce.core.programme.figures import Part
from coupdepouce.core.programme.locate import Locator, Path
from coupdepouce.core.refusal import Refusal

_PLACE = re.compile(r"line (\d+), column (\d+)")

SYNTAX = (
    ("Expected '=' after a key", "après le nom d’une clé, mettez « = » puis sa valeur."),
    ("Expected ']'", "le nom d’une table se ferme par « ] »."),
    ("Expected newline", "il y a du texte en trop : gardez une seule clé par ligne."),
    ("Cannot declare", "cette table y est déjà : gardez-en une seule."),
    ("Cannot overwrite", "cette clé y est déjà : gardez-en une seule."),
    ("Duplicate inline table key", "cette clé y est déjà : gardez-en une seule."),
    ("Unclosed array", "la liste n’est pas fermée : ajoutez « ] »."),
    ("Unclosed inline table", "la table n’est pas fermée : ajoutez « } »."),
    ("Unterminated string", "le texte n’est pas fermé : ajoutez un guillemet droit."),
    ("Illegal character", "un texte tient sur une ligne, entre deux guillemets droits."),
    ("Invalid date", "cette date n’existe pas : écrivez année-mois-jour, comme 2026-11-20."),
    ("Invalid value", "écrivez un texte entre guillemets droits, un nombre, true ou false."),
)
UNREADABLE = "cette ligne ne se lit pas : comparez-la avec le programme livré."

_KIND = {
    "missing": "cette clé manque : ajoutez-la.",
    "string_type": "un texte entre guillemets droits est attendu.",
    "string_too_short": "ce texte est vide : remplissez-le.",
    "int_type": "un nombre entier est attendu.",
    "bool_type": "écrivez true ou false.",
    "date_type": "une date est attendue, comme 2026-11-20, sans guillemets.",
    "tuple_type": "une liste entre crochets est attendue.",
    "too_short": "la liste est vide : mettez-y au moins un élément.",
    "model_type": "une table est attendue, comme { value = 3, source = \"…\", verified = false }.",
    "dict_type": "une table est attendue.",
}  # fmt: skip
_PATTERN = {
    r"\S": "ce texte est vide : remplissez-le.",
    r"^#[0-9A-Fa-f]{6}$": "une couleur s’écrit # puis six chiffres ou lettres : #0B5D5E.",
    r"^[a-z]{2,3}$": "une langue s’écrit par son code, comme fr, en ou ar.",
    r"^[a-z][a-z0-9_-]*$": "un identifiant s’écrit en minuscules, sans accent ni espace.",
}


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing to mend: its line, its key, and a sentence that says how."""

    line: int
    key: str
    sentence: str


def refusal(
    problems: list[Problem], *, code: str = "programme_invalid", what: str = "Le programme"
) -> Refusal:
    """Gather the problems of a file in one refusal."""
    ordered = sorted(problems, key=lambda problem: problem.line)
    first = ordered[0]
    count = f"{len(ordered)} erreurs" if len(ordered) > 1 else "une erreur"
    where = f"Ligne {first.line}, {first.key}" if first.key else f"Ligne {first.line}"
    return Refusal(
        code,
        f"{what} contient {count}. {where} : {first.sentence}",
        problems=[asdict(problem) for problem in ordered],
    )


def of_syntax(text: str, error: ValueError | RecursionError) -> Problem:
    """Say what keeps the text from being read as TOML."""
    message = str(error) if isinstance(error, tomllib.TOMLDecodeError) else ""
    place = _PLACE.search(message)
    line = int(place[1]) if place else max(1, len(text.splitlines()))
    sentence = next((french for start, french in SYNTAX if message.startswith(start)), UNREADABLE)
    return Problem(line=line, key="", sentence=sentence)


def of_content(text: str, error: ValidationError) -> list[Problem]:
    """Say what is wrong in each key of a text that reads well."""
    locator = Locator(text)
    return [_problem(details, locator) for details in error.errors()]


def _problem(details: ErrorDetails, locator: Locator) -> Problem:
    path: Path = tuple(step for step in details["loc"] if step != "[key]")
    return Problem(
        line=locator.line(path),
        key=".".join(str(step) for step in path),
        sentence=_sentence(details),
    )


def _sentence(details: ErrorDetails) -> str:
    kind = details["type"]
    if kind in _WITH_DETAILS:
        return _WITH_DETAILS[kind](details)
    return _KIND.get(kind, "cette valeur n’est pas acceptée : comparez avec le programme livré.")


def _unknown_key(details: ErrorDetails) -> str:
    near = get_close_matches(str(details["loc"][-1]), _known_keys(Part), n=1)
    remedy = f"vouliez-vous écrire « {near[0]} » ?" if near else "retirez-la."
    return f"cette clé n’existe pas : {remedy}"


def _known_keys(part: type[Part]) -> list[str]:
    inner = [key for child in part.__subclasses__() for key in _known_keys(child)]
    return [*part.model_fields, *inner]


def _choice(details: ErrorDetails) -> str:
    choices = details["ctx"]["expected"].replace(" or ", ", ").replace("'", "")
    return f"« {details['input']} » n’est pas connu : choisissez parmi {choices}."


_WITH_DETAILS: dict[str, Callable[[ErrorDetails], str]] = {
    "extra_forbidden": _unknown_key,
    "literal_error": _choice,
    "value_error": lambda details: str(details["ctx"]["error"]),
    "greater_than_equal": lambda details: f"au moins {details['ctx']['ge']} est attendu.",
    "less_than_equal": lambda details: f"au plus {details['ctx']['le']} est attendu.",
    "string_pattern_mismatch": lambda details: _PATTERN.get(
        details["ctx"]["pattern"], "ce code n’est pas celui d’une région, d’un département ou"
        " d’une commune."
    ),
}  # fmt: skip
