"""Marks by which one person, one dwelling or one line is known twice, however it is written.

A name is compared without accents, case, hyphens, apostrophes or spaces; a particle may be left
out, and one half of a double name is enough. First names are compared whole: twins are often
called Mohamed-Amine and Mohamed-Ali. What two spellings can still hide is found by the search.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date

# Letters that Unicode does not split into a letter and its accent.
LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i"})
PARTICLES = frozenset(
    {
        "d", "da", "das", "de", "del", "della", "den", "der", "des", "di", "do", "dos", "du",
        "al", "ben", "el", "ibn", "l", "la", "le", "les", "van", "von",
    }
)  # fmt: skip
SHORTEST_WITH_TYPO = 3  # one letter out of two would match half of the country


def words(text: str) -> tuple[str, ...]:
    """Split a text into words without accents, case or punctuation."""
    split = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    bare = "".join(char for char in split if not unicodedata.combining(char))
    return tuple(re.findall(r"[^\W_]+", bare))


def name_readings(*, first: str, last: str) -> frozenset[str]:
    """Give the ways a full name may be read; two names are one person's if they share a way."""
    given = "".join(words(first))
    return frozenset(f"{given} {reading}" for reading in _last_readings(last) if given)


def _last_readings(last: str) -> Iterator[str]:
    parts = list(_parts(words(last)))
    if not parts:
        return
    # Sorted: the two halves of a double name are written in either order.
    yield "".join(sorted("".join(part) for part in parts))
    yield "".join(word for part in parts for word in part)
    for part in parts:
        yield "".join(part)
        yield part[-1]


def _parts(last: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Give the parts of a last name, each with the particles before it."""
    particles: tuple[str, ...] = ()
    for word in last:
        if word in PARTICLES:
            particles += (word,)
        else:
            yield (*particles, word)
            particles = ()
    if particles:
        yield particles


def person_keys(*, first: str, last: str, birth_date: date) -> frozenset[str]:
    """Give the marks of a person; sharing one with somebody means being the same person."""
    readings = name_readings(first=first, last=last)
    return frozenset(f"{reading} {birth_date.isoformat()}" for reading in readings)


def name_keys(*, first: str, last: str) -> frozenset[str]:
    """Give the marks of a name for the search: its parts, and each of them less one letter."""
    return part_keys(searched_parts(first) | searched_parts(last))


def searched_parts(name: str) -> frozenset[str]:
    """Give the parts a name is searched by: its words, and the whole in one word."""
    found = words(name)
    whole = {"".join(found)} if found else set()
    return frozenset({word for word in found if word not in PARTICLES} | whole)


def part_keys(parts: Iterable[str]) -> frozenset[str]:
    """Give each part and the same part less one letter.

    Two words one typo apart (a letter added, lost, changed, or two swapped) share one of these.
    """
    keys: set[str] = set()
    for part in parts:
        keys.add(part)
        if len(part) >= SHORTEST_WITH_TYPO:
            keys.update(part[:at] + part[at + 1 :] for at in range(len(part)))
    return frozenset(keys)


def phone_key(phone: str) -> str:
    """Give the mark of a telephone number written as E.164.

    Raises:
        ValueError: the number is written otherwise.
    """
    if not re.fullmatch(r"\+[1-9][0-9]{6,14}", phone):
        raise ValueError("a phone number is compared as E.164: +33…")
    return phone
