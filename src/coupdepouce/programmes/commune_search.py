"""A commune as a household writes it: a postcode, a name, both, or nearly."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from functools import cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from coupdepouce.programmes import communes
from coupdepouce.programmes.communes import Commune

MOST_SHOWN, MOST_GUESSED = 10, 5
POSTCODE = 5  # digits
LONG_NAME = 8  # letters from which two slips are read through, not one


class How(Enum):
    """How sure what was found is."""

    SURE = auto()  # one commune: its exact name, or a postcode that is its alone
    CHOICE = auto()
    CLOSE = auto()  # nothing matches: the names nearest to what was written
    NO_NAME = auto()
    NO_POSTCODE = auto()


@dataclass(frozen=True, kw_only=True)
class Found:
    """The communes that may be meant, the likeliest first."""

    how: How
    communes: tuple[Commune, ...] = ()
    # By the code of a commune, the former one whose name was written: "Lomme", today in Lille.
    former: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """What a commune may be found by."""

    code: str
    name: str
    bare: str  # the name without its article
    areas: tuple[str, ...]  # its department, then its postcodes
    former: str = ""  # the name of the former commune that it is, today a part of the commune

    def begins(self, words: str) -> bool:
        return self.name.startswith(words) or self.bare.startswith(words)

    def lies(self, number: str) -> bool:
        return any(area.startswith(number) for area in self.areas)


def find(text: str, *, first: Callable[[str], bool] = lambda code: False) -> Found:  # noqa: ARG005
    """Find the communes a text may mean: those that are `first`, then the most inhabited.

    Accents, capitals, hyphens and a leading article do not matter, and "St" is "Saint". A commune
    that became a part of another leads to it, and is never sure: the person chooses.
    The start of a name is never enough to be sure: "Lomme" is not Lommerange.
    """
    name, number = _read(text)
    there = [entry for entry in _entries() if entry.lies(number)] if number else []
    if name:
        return _by_name(name, number, there, first)
    if not there:
        return Found(how=How.NO_POSTCODE if number else How.NO_NAME)
    whole = len(number) == POSTCODE
    # All the communes of a postcode: there is no better word to find the last one with.
    return _found(there, first, sure=whole and len(there) == 1, most=None if whole else MOST_SHOWN)


def _by_name(name: str, number: str, there: list[_Entry], first: Callable[[str], bool]) -> Found:
    named = [entry for entry in _every_name() if entry.begins(name)]
    both = [entry for entry in named if entry.lies(number)] if number else named
    if both:
        today = [entry for entry in both if not entry.former]
        exact = [entry for entry in today if entry.name == name]
        # "Boulogne" alone may be the start of a town of ours: only the household knows.
        rival = not number and any(first(entry.code) for entry in today if entry not in exact)
        sure = len(exact) == 1 and (first(exact[0].code) or not rival)
        return _found(exact if sure else both, first, sure=sure, name=name)
    if there and len(number) == POSTCODE:
        return _found(there, first, name=name)
    if named:
        return _found(named, first, name=name)
    return _close(name, there, first)


def _close(name: str, there: list[_Entry], first: Callable[[str], bool]) -> Found:
    among = there or _every_name()
    slips = 2 if len(name) >= LONG_NAME else 1
    near = extract(
        name, [entry.name for entry in among], scorer=OSA.distance, score_cutoff=slips, limit=None
    )
    found = _found([among[at] for _, _, at in sorted(near, key=lambda one: one[1:])], first)
    guessed = found.communes[:MOST_GUESSED]
    return replace(found, how=How.CLOSE if guessed else How.NO_NAME, communes=guessed)


def _found(
    entries: Iterable[_Entry],
    first: Callable[[str], bool],
    *,
    sure: bool = False,
    name: str = "",
    most: int | None = MOST_SHOWN,
) -> Found:
    ordered = sorted(entries, key=lambda entry: (not first(entry.code), entry.name != name))
    once: dict[str, _Entry] = {}
    for entry in ordered:
        once.setdefault(entry.code, entry)
    shown = list(once.values())[:most]
    return Found(
        how=How.SURE if sure else How.CHOICE,
        communes=tuple(communes.commune(entry.code) for entry in shown),
        former={entry.code: entry.former for entry in shown if entry.former},
    )


_ARTICLE = re.compile(r"^(?:l|la|le|les) ")
_SAINT = re.compile(r"\bst(e?)\b")
# A department of Corsica, or digits that people cut ("59 000") and number ("12e").
_NUMBER = re.compile(r"\b(?:2[ab]\b|\d+)")
_NOISE = re.compile(r"\b(?:2[ab]|\d+[a-z]*|cedex|arrondissement)\b")


def _read(text: str) -> tuple[str, str]:
    """Part the words of a text from its number."""
    plain = _plain(text)
    number = "".join(_NUMBER.findall(plain)).upper()
    return " ".join(_NOISE.sub(" ", plain).split()), number


def _plain(text: str) -> str:
    """Write a name without accents, capitals, ligatures, hyphens or apostrophes."""
    lower = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe"))
    letters = "".join(c if c.isalnum() else " " for c in lower if not unicodedata.combining(c))
    return _SAINT.sub(r"saint\1", " ".join(letters.split()))


@cache
def _entries() -> list[_Entry]:
    """List every commune, the most inhabited first."""
    everywhere = sorted(communes.everywhere(), key=lambda commune: -(commune.population or 0))
    return [_entry(commune, commune.name) for commune in everywhere]


@cache
def _every_name() -> list[_Entry]:
    """List every commune, then the former ones."""
    return _entries() + [
        _entry(commune, name, former=name)
        for commune in communes.everywhere()
        for name in commune.former
    ]


def _entry(commune: Commune, name: str, *, former: str = "") -> _Entry:
    plain = _plain(name)
    return _Entry(
        code=commune.code,
        name=plain,
        bare=_ARTICLE.sub("", plain),
        areas=(commune.department, *commune.postcodes),
        former=former,
    )
