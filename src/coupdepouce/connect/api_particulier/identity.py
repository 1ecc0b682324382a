"""The civil identity to ask about, under the specification's names; never kept, never shown."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import TypeAlias

from coupdepouce.connect.api_particulier.parameters import MISSPELT, Endpoint, canonical, parameters
from coupdepouce.core.refusal import Refusal

LONGEST_NAME = 100
MOST_FIRST_NAMES = 3
_LEAP_YEAR = 2000
Value: TypeAlias = str | tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who is asked about, by the specification's names; its `repr` shows nothing."""

    values: Mapping[str, Value] = field(repr=False)
    warnings: tuple[str, ...] = field(default=(), compare=False)

    @property
    def recipient(self) -> str | None:
        """Give the SIRET written with the identity, if any."""
        return next(iter(self._items("recipient")), None)

    def query(self, endpoint: Endpoint, *, recipient: str) -> list[tuple[str, str]]:
        """List what is sent to an endpoint: the parameters it takes, and no other."""
        names = [name for name in parameters(endpoint) if name != "recipient"]
        known = [(name, item) for name in names for item in self._items(canonical(name))]
        return [("recipient", recipient), *known]

    def _items(self, name: str) -> tuple[str, ...]:
        value = self.values.get(name, ())
        return (value,) if isinstance(value, str) else value


def read_identity(raw: object) -> Identity:
    """Read an identity written with the specification's parameter names.

    Raises:
        Refusal: a key is unknown, missing, given twice or malformed; the value is never repeated.
    """
    if not isinstance(raw, Mapping):
        raise Refusal("identity_malformed", "L’identité est un objet JSON : écrivez {…}.")
    known: dict[str, Value] = {}
    warnings = []
    for key, value in raw.items():
        name = _name(str(key))
        if name in known:
            raise _malformed(name, "La clé est donnée deux fois : gardez-en une.")
        if value not in (None, ""):
            known[name] = READERS[name](name, value)
        if key in MISSPELT:
            warnings.append(f"« {key} » est lu comme « {name} » : corrigez la clé.")
    _check_needed(known)
    _check_birth(known)
    return Identity(values=known, warnings=tuple(warnings))


def _name(key: str) -> str:
    name = canonical(key)
    if name in READERS:
        return name
    near = get_close_matches(name, READERS, n=1)
    remedy = f"Vouliez-vous dire « {near[0]} » ?" if near else f"Clés connues : {_known_keys()}."
    raise Refusal("identity_unknown_key", f"Clé inconnue : « {key[:60]} ». {remedy}", key=key[:60])


def _known_keys() -> str:
    return ", ".join(READERS)


def _malformed(key: str, remedy: str) -> Refusal:
    return Refusal("identity_malformed", f"« {key} » est mal écrit. {remedy}", key=key)


def _check_needed(known: Mapping[str, object]) -> None:
    for key in ("nomNaissance", "prenoms", "sexeEtatCivil"):
        if key not in known:
            raise Refusal("identity_missing_key", f"Il manque « {key} » : ajoutez-le.", key=key)


def _check_birth(known: Mapping[str, object]) -> None:
    year = int(str(known.get("anneeDateNaissance", _LEAP_YEAR)))
    month = int(str(known.get("moisDateNaissance", 1)))
    try:
        date(year, month, int(str(known.get("jourDateNaissance", 1))))
    except ValueError:
        remedy = "Ce jour n’existe pas : vérifiez la date."
        raise _malformed("jourDateNaissance", remedy) from None


def _text(key: str, value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if not text or len(text) > LONGEST_NAME or not text.isprintable():
        raise _malformed(key, f"Écrivez un texte de {LONGEST_NAME} caractères au plus.")
    return text


def _first_names(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_FIRST_NAMES:
        raise _malformed(key, 'Écrivez une liste de un à trois prénoms : ["Ada", "Lou"].')
    return tuple(_text(key, item) for item in value)


def _number(low: int, high: int) -> Callable[[str, object], str]:
    def read(key: str, value: object) -> str:
        text = str(value).strip() if isinstance(value, str | int) else ""
        if not re.fullmatch("[0-9]{1,4}", text) or not low <= int(text) <= high:
            remedy = f"Écrivez un nombre de {low} à {high}, ou retirez la clé."
            raise _malformed(key, remedy)
        return str(int(text))

    return read


def _code(pattern: str, width: int, example: str) -> Callable[[str, object], str]:
    def read(key: str, value: object) -> str:
        # A number has lost the zero in front: 8480 is 08480.
        text = str(value).strip().upper() if isinstance(value, str | int) else ""
        text = text.zfill(width)
        if not re.fullmatch(pattern, text):
            raise _malformed(key, f"Écrivez par exemple « {example} ».")
        return text

    return read


READERS: dict[str, Callable[[str, object], Value]] = {
    "nomNaissance": _text,
    "nomUsage": _text,
    "prenoms": _first_names,
    "anneeDateNaissance": _number(1850, 2100),
    "moisDateNaissance": _number(1, 12),
    "jourDateNaissance": _number(1, 31),
    "sexeEtatCivil": _code("[MF]", 1, "F"),
    "codeCogInseePaysNaissance": _code("[0-9]{5}", 5, "99100"),
    "codeCogInseeCommuneNaissance": _code("[0-9][0-9AB][0-9]{3}", 5, "59350"),
    "nomCommuneNaissance": _text,
    "codeCogInseeDepartementNaissance": _code("[0-9][0-9AB][0-9]?", 2, "59"),
    "annee": _number(2000, 2100),
    "mois": _number(1, 12),
    "recipient": _code("[0-9]{14}", 1, "12345678901234"),
}
