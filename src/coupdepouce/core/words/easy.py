"""Easy French, as far as a machine can see it: it lints, it does not certify.

A text is easy to read once people with an intellectual disability have read and understood it
(Inclusion Europe, 2009): no rule here stands for that. What is precise is checked: the length of
sentences, words few people meet, words of the trade, two words for one thing, and the two turns
of phrase that can be told without a grammar (a passive with its agent, a subjunctive by its
conjunction).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from coupdepouce.core.words.jargon import HARD, KEPT, SAME

LONGEST, MEAN = 20, 12  # words
ACUTE = ("bien que", "afin que", "pour que", "à condition que", "jusqu’à ce que", "avant que")
PASSIVE = r"(?:est|sont|été|sera|seront|était) \w+(?:é|ée|és|ées|it|ite|is|ise|u|ue) par"
VALUE = " X "  # a code, a day, a price: one word, whatever it is
_VALUES = re.compile(r"%\(\w+\)s|\{\w+\}")
_TAGS = re.compile(r"<[^>]+>")
_ENDS = re.compile(r"(?<=[.?!…])\s+|\n+")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_LETTERS = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, kw_only=True)
class Found:
    """What could be easier in a text, and what to write in its place."""

    rule: str
    words: str
    instead: str = ""


def sentences(text: str, /) -> list[str]:
    """Cut a text into sentences; a value counts for one word."""
    bare = _TAGS.sub("", _VALUES.sub(VALUE, text))
    return [part.strip() for part in _ENDS.split(bare) if _WORD.search(part)]


def length(sentence: str, /) -> int:
    """Count the words of a sentence: "l’ordinateur" is two, "rendez-vous" is one."""
    return len(_WORD.findall(sentence))


def mean(texts: Iterable[str], /) -> float:
    """Give the mean length of the sentences of several texts."""
    counts = [length(sentence) for text in texts for sentence in sentences(text)]
    return sum(counts) / len(counts) if counts else 0.0


def lint(text: str, /, *, is_known: Callable[[str], bool] = lambda _: True) -> Sequence[Found]:
    """Say what could be easier in a text; `is_known` says whether most people meet a word."""
    said = sentences(text)
    # An SMS has no accents; a name is taken whole, whatever its words.
    whole = _NAMES.sub(VALUE, plain(" . ".join(said).replace("'", "’")))
    return [
        *(_long(sentence) for sentence in said if length(sentence) > LONGEST),
        *_matches("mot difficile", HARD.items(), whole),
        *_matches("deux mots pour une chose", ((other, one) for one, other in SAME.items()), whole),
        *_matches("voix passive", [(PASSIVE, "dire qui fait, puis ce qu’il fait")], whole),
        *_matches("subjonctif", ((turn, "deux phrases") for turn in ACUTE), whole),
        *_rare(whole, is_known),
    ]


def plain(text: str, /) -> str:
    """Give small letters without their accents."""
    spread = unicodedata.normalize("NFD", text.lower().replace("œ", "oe"))
    return "".join(sign for sign in spread if not unicodedata.combining(sign))


def _long(sentence: str) -> Found:
    return Found(
        rule="phrase longue",
        words=f"{length(sentence)} mots",
        instead=f"{LONGEST} mots au plus : coupez-la en deux",
    )


def _matches(rule: str, rows: Iterable[tuple[str, str]], text: str) -> Iterator[Found]:
    for pattern, instead in rows:
        for found in re.finditer(rf"(?<![\w-])(?:{plain(pattern)})(?![\w-])", text):
            yield Found(rule=rule, words=found[0], instead=instead)


def _rare(text: str, is_known: Callable[[str], bool]) -> Iterator[Found]:
    for word in dict.fromkeys(_LETTERS.findall(text)):
        if not is_known(word):
            yield Found(rule="mot rare", words=word, instead="un mot que tout le monde dit")


_NAMES = re.compile(rf"(?<![\w-])(?:{'|'.join(map(plain, KEPT))})(?![\w-])")
