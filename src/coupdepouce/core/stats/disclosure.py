"""Small counts are hidden: behind one of them, somebody may recognise a household.

A count from 1 to 4 reads "moins de 5". Counts that add up to a total shown beside them could give a
hidden one back by subtraction: then others are hidden too, or the total is (primary and
complementary suppression: Eurostat and ESSnet, Handbook on Statistical Disclosure Control, chapter
4, tables of frequencies). Nought is shown: nobody is behind it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 5  # the one place where the threshold is held
SMALL = f"moins de {FEWEST}"
HIDDEN = "masqué"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Counts as they may be read, and their total: numbers, or the word that stands for one."""

    counts: tuple[int | str, ...]
    total: int | str


def is_small(count: int) -> bool:
    """Say whether a count is too small to be shown."""
    return 0 < count < FEWEST


def shown(count: int) -> int | str:
    """Give a count that is part of no total."""
    return SMALL if is_small(count) else count


def protect(counts: Sequence[int]) -> Shown:
    """Hide the small counts of a column, and what would give them back."""
    others, total = _also_hidden(counts)
    return Shown(
        counts=tuple(
            HIDDEN if place in others else shown(count) for place, count in enumerate(counts)
        ),
        total=HIDDEN if total else shown(sum(counts)),
    )


def _also_hidden(counts: Sequence[int]) -> tuple[frozenset[int], bool]:
    """Give the places hidden besides the small ones, and whether the total has to be.

    Whoever knows the total knows the sum of what is hidden. Each small count must still be able to
    be any of 1 to 4: so the others hidden, which are known to be 5 or more, need room to spare.
    """
    small = [count for count in counts if is_small(count)]
    if not small or is_small(sum(counts)):
        return frozenset(), False
    lacks = sum(FEWEST - 1 - count for count in small)
    enough = [place for place, count in enumerate(counts) if count >= FEWEST + lacks]
    nearest = sorted(enough, key=lambda place: counts[place])[:1]
    return frozenset(nearest), not nearest
