"""What a text of a message may hold: values by their names, and an SMS within its budget."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import astuple, dataclass
from hashlib import sha256
from string import Formatter

from coupdepouce.core.messages.gsm import Length, measure
from coupdepouce.core.refusal import Refusal

LONGEST_SUBJECT = 200
NAMES = {"sms": "SMS", "subject": "Objet", "email": "Courriel et lettre"}
SPACES, HOLES = re.compile(r" +(?=\s|$)"), re.compile(r"\n{3,}")
LONG = "« {%s} » peut être très long : dites-le dans le courriel, pas dans le SMS."
BEGINS = "Coup de Pouce"  # what a household is told to look for, on the page about scams
KEPT = ("link", "code")  # without them an SMS leads nowhere
BRACES = "Une accolade est seule : écrivez une valeur comme {link}."


@dataclass(frozen=True, kw_only=True)
class Words:
    """One wording of a message: a short text for SMS, a subject, a longer one for the rest."""

    sms: str
    subject: str
    email: str


@dataclass(frozen=True, kw_only=True)
class Key:
    """A value that a text may say; its example is as long as any we meet, unless `is_long`."""

    label: str
    example: str
    is_long: bool = False  # nothing bounds it: it has no place in an SMS


KEYS = {
    "link": Key(label="l’adresse à ouvrir", example="https://coup-de-pouce.example/suivre/"),
    "who_helps": Key(
        label="qui peut aider", example="Qui vous suit : Structure fictive.", is_long=True
    ),
    "code": Key(label="le code du bon", example="AB2 C3D E4FG"),
    "last_day": Key(label="le dernier jour du bon", example="28/09/2027"),
    "appointment": Key(label="le jour du technicien", example="28/09/2027 à 14h30"),
    "reason": Key(label="pourquoi", example="la fibre n’arrive pas à cette adresse", is_long=True),
    "next_step": Key(
        label="ce qui attend à la première connexion",
        example="Votre convention attend : acceptez-la.",
        is_long=True,
    ),
    "next_offer": Key(
        label="ce qui est proposé", example="Revoyez votre conseiller.", is_long=True
    ),
    "session": Key(label="le jour de la séance", example="28/09/2027 à 14h30"),
    "place": Key(
        label="le lieu de la séance", example="Boutique fictive, salle du fond", is_long=True
    ),
    "workshop": Key(label="le nom de l’atelier", example="Premiers pas", is_long=True),
    "next_session": Key(
        label="la séance suivante", example="Prochaine séance : 05/10/2027.", is_long=True
    ),
    "told": Key(
        label="la décision sur la réclamation",
        example="Nous avons regardé de nouveau.",
        is_long=True,
    ),
    "answer": Key(label="la réponse écrite", example="Le bon est de nouveau ouvert.", is_long=True),
    "who": Key(label="qui a agi", example="Boutique fictive"),
    "journal": Key(label="ce qui a été fait", example="a accepté la demande"),
    "detail": Key(label="le détail", example="Raison : autre."),
    "organisation": Key(label="la structure", example="Structure fictive", is_long=True),
    "title": Key(label="ce qui est nouveau", example="Une place est libre à l’atelier"),
    "news": Key(label="ce qu’il faut dire", example="Votre atelier est bientôt.", is_long=True),
    "days": Key(label="le nombre de jours", example="14"),
    "due": Key(label="la date attendue", example="28/09/2027"),
    "cause": Key(label="la cause du blocage", example="adresse introuvable"),
    "owner": Key(label="qui doit agir", example="la boutique"),
    "price": Key(label="le prix de l’ordinateur", example="Prix : 999,99 €."),
    "kept": Key(label="jusqu’à quand il est gardé", example="Dernier jour : 28/09/2027."),
    "expected": Key(label="quand il est attendu", example="Sans doute vers le 28/09/2027."),
    "visit": Key(label="le rendez-vous en boutique", example="28/09/2027 à 14h30"),
    "keeper": Key(label="la boutique qui garde le bon", example="Boutique fictive A"),
    "kept_at": Key(label="quand elle l’a reçu", example="28/09/2027 à 14h30"),
    "refused": Key(label="l’autre boutique", example="Boutique fictive B"),
    "refused_at": Key(label="quand l’autre l’a reçu", example="28/09/2027 à 14h45"),
    "shop": Key(label="la boutique", example="Boutique fictive", is_long=True),
    "received_at": Key(label="quand elle a reçu le bon", example="28/09/2027 à 14h30"),
    "why": Key(label="pourquoi elle ne peut pas", example="le bon était déjà reçu"),
    "cut": Key(label="la date de coupure", example="Coupure le 28/09/2027. "),
    "structure": Key(label="la structure candidate", example="Structure fictive"),
    "state": Key(label="où en est la candidature", example="Le programme la lit."),
    "words": Key(label="ce que le programme écrit", example="Il manque un papier."),
    "role": Key(label="le rôle de la personne", example="prescripteur"),
    "last": Key(label="la dernière visite", example="28 septembre 2026"),
    "closes_on": Key(label="le jour de la fermeture", example="28 octobre 2027"),
    "starts_on": Key(label="le premier jour", example="28/09/2027"),
    "ends_on": Key(label="le dernier jour", example="28/09/2028"),
    "share": Key(label="la part dépensée", example="80"),
    "spent": Key(label="ce qui est dépensé", example="1 250,50 €"),
    "allowance": Key(label="le budget", example="1 500 €"),
    "what_goes_on": Key(label="ce qui part encore", example="Les nouvelles partent toujours."),
    "cut_on": Key(label="le jour de la coupure", example="28/09/2027"),
}
EXAMPLES = {name: key.example for name, key in KEYS.items()}


def digest(words: Words, /) -> str:
    """Give the fingerprint of a wording."""
    return sha256("\0".join((words.sms, words.subject, words.email)).encode()).hexdigest()


def values_in(text: str, /) -> Iterator[str]:
    """Give the values that a text says.

    Raises:
        Refusal: a brace that opens nothing, or more than a name between two of them.
    """
    if "{{" in text or "}}" in text:  # they would leave as signs, with no value in them
        raise Refusal("text_braces", BRACES)
    try:
        pieces = list(Formatter().parse(text))
    except ValueError:
        raise Refusal("text_braces", BRACES) from None
    for _, name, form, turned in pieces:
        if name is None:
            continue
        # A name and nothing else: "{link.x}" or "{link!r}" would reach inside the value.
        if form or turned or not name.isidentifier():
            raise Refusal("text_braces", BRACES)
        yield name


def tidy(text: str, /) -> str:
    """Take out the spaces and the lines that were for a value with nothing to say."""
    return HOLES.sub("\n\n", SPACES.sub("", text)).strip()


def length_of(sms: str, values: Mapping[str, str]) -> Length:
    """Measure an SMS once its values are in their places."""
    return measure(tidy(sms.format_map(values)))


def check(
    words: Words,
    *,
    keys: Collection[str],
    parts: int,
    longest: Mapping[str, str] = EXAMPLES,
    origin: str = "",
) -> None:
    """Make sure that a wording can be sent; `parts` is the budget of its SMS, 0 for none.

    `longest` gives its values as long as they can be; `origin` is the SMS that comes with us.

    Raises:
        Refusal: a part is empty, says a value it has not, or is too long, or an SMS that a
            household would take for a scam; `field` names it.
    """
    for field, text in zip(NAMES, astuple(words), strict=True):
        if field == "sms" and not parts:
            continue
        _check_values(text, field=field, keys=keys)
    if len(words.subject) > LONGEST_SUBJECT or "\n" in words.subject:
        raise Refusal(
            "text_subject", "Un objet tient sur une ligne de 200 signes.", field="subject"
        )
    if parts:
        _check_budget(length_of(words.sms, longest), parts)
        _check_known(words.sms, origin=origin)


def _check_values(text: str, *, field: str, keys: Collection[str]) -> None:
    if not text.strip():
        raise Refusal("text_empty", f"{NAMES[field]} : écrivez un texte.", field=field)
    try:
        said = list(values_in(text))
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.sentence, field=field) from None
    if unknown := [name for name in said if name not in keys]:
        known = ", ".join(f"{{{name}}}" for name in keys)
        raise Refusal(
            "text_value",
            f"« {{{unknown[0]}}} » n’existe pas ici. Vous pouvez écrire : {known}.",
            field=field,
        )
    if field == "sms" and (long := [name for name in said if KEYS[name].is_long]):
        raise Refusal("text_long_value", LONG % long[0], field=field)


def check_begins(sms: str, *, field: str = "sms") -> None:
    """Make sure that an SMS begins with the words that households look for.

    Raises:
        Refusal: it begins otherwise; `field` names it.
    """
    if not sms.startswith(BEGINS):
        raise Refusal(
            "text_name",
            f"Commencez par « {BEGINS} » : les ménages reconnaissent ainsi nos SMS.",
            field=field,
        )


def _check_known(sms: str, *, origin: str) -> None:
    check_begins(sms)
    said, first = set(values_in(sms)), set(values_in(origin))
    if lost := [name for name in KEPT if name in first - said]:
        raise Refusal(
            "text_lost_value",
            f"Gardez {{{lost[0]}}} dans le SMS : sans lui, la personne ne peut rien faire.",
            field="sms",
        )


def _check_budget(length: Length, parts: int) -> None:
    if length.parts <= parts:
        return
    budget = "un SMS" if parts == 1 else f"{parts} SMS"
    why = ""
    if length.outside:
        signs = " ".join(length.outside)
        why = f" Ces signes le doublent, écrivez-le sans eux : {signs}"
    raise Refusal(
        "text_budget",
        f"Avec ses valeurs les plus longues, ce texte prend {length.parts} SMS ; "
        f"le budget est de {budget}. Raccourcissez-le.{why}",
        field="sms",
    )
