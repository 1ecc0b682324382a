"""A catalogue beside the French texts: what is missing, what fell out of step, who has read it.

The French sentence is the key. When it changes, its translation is no longer found: the page says
the new sentence in French, and the old translation waits here beside it.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}|</?\w+[^>]*>")
LIKENESS = 0.6  # under it, two sentences have nothing in common but small words


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A French sentence, its translation, and who said it is right: nobody, most often."""

    french: str
    text: str
    read_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Change:
    """A French sentence that changed, with its old wording and the translation of that one."""

    french: str
    before: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a language stands beside the French texts of today."""

    sentences: int
    missing: Sequence[str]  # said in French for want of a translation
    changed: Sequence[Change]  # among the missing, those that were translated before they changed
    left_over: Sequence[Entry]  # translated, no longer said
    broken: Sequence[Entry]  # a value or a tag of the French sentence is lost
    unread: Sequence[Entry]  # no native speaker has read it

    @property
    def translated(self) -> int:
        """Count the sentences of today that have their translation."""
        return self.sentences - len(self.missing)


def compare(said: Collection[str], entries: Iterable[Entry]) -> Standing:
    """Set a catalogue beside the sentences said today."""
    known = {entry.french: entry for entry in entries if entry.text}
    missing = [sentence for sentence in said if sentence not in known]
    left_over = [entry for french, entry in known.items() if french not in said]
    kept = [known[sentence] for sentence in said if sentence in known]
    return Standing(
        sentences=len(said),
        missing=missing,
        changed=list(_changes(missing, left_over)),
        left_over=left_over,
        broken=[entry for entry in kept if marks(entry.french) != marks(entry.text)],
        unread=[entry for entry in kept if not entry.read_by],
    )


def marks(text: str) -> Mapping[str, int]:
    """Count the values and the tags that a sentence holds."""
    found = PLACEHOLDER.findall(text)
    return {mark: found.count(mark) for mark in found}


def _changes(missing: Sequence[str], left_over: Sequence[Entry]) -> Iterable[Change]:
    for sentence in missing:
        ranked = [(_likeness(sentence, entry.french), entry) for entry in left_over]
        best = max(ranked, key=lambda row: row[0], default=None)
        if best and best[0] >= LIKENESS:
            yield Change(french=sentence, before=best[1].french, text=best[1].text)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.split(), other.split()).ratio()
