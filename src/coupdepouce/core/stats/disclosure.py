"""Small counts are hidden: a person must not be found in a figure, nor by subtraction."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)

SMALLEST = 5  # the smallest count shown; zero is shown, it says nothing of anybody
SMALL, KEPT = f"moins de {SMALLEST}", "caché"


def is_small(count: int) -> bool:
    """Say whether a count is of too few people to be shown."""
    return 0 < count < SMALLEST


def hidden(counts: Mapping[K, int]) -> frozenset[K]:
    """Name the counts to hide where their total is shown; all of them hides the total too."""
    small = [key for key in counts if is_small(counts[key])]
    larger = sorted((key for key in counts if counts[key] >= SMALLEST), key=counts.__getitem__)
    taken = 0
    while small and _found_by_subtraction(counts, small, larger, taken):
        if taken == len(larger):
            return frozenset(counts)
        taken += 1
    return frozenset([*small, *larger[:taken]])


def _found_by_subtraction(
    counts: Mapping[K, int], small: list[K], larger: list[K], taken: int
) -> bool:
    # The reader knows the sum of what is hidden, which are "moins de 5", and that those "caché"
    # are the smallest of the others: a count is found when the sum leaves it one value.
    covers = larger[:taken]
    total = sum(counts[key] for key in (*small, *covers))
    most = counts[larger[taken]] if taken < len(larger) else total
    ends = [(1, SMALLEST - 1)] * len(small) + [(SMALLEST, most)] * len(covers)
    lows, highs = (sum(end) for end in zip(*ends, strict=True))
    return any(
        max(low, total - (highs - high)) == min(high, total - (lows - low))
        for low, high in set(ends)
    )


def hides_total(counts: Mapping[K, int]) -> bool:
    """Say whether the total says too much; every table with that total is then hidden too."""
    total = sum(counts.values())
    return is_small(total) or (total > 0 and hidden(counts) == frozenset(counts))


def in_words(counts: Mapping[K, int], *, whole: bool = False) -> dict[K, str]:
    """Write each count, or why it is not shown; `whole` hides them all."""
    kept = frozenset(counts) if whole else hidden(counts)
    return {
        key: str(count) if key not in kept else SMALL if is_small(count) else KEPT
        for key, count in counts.items()
    }


def total_in_words(counts: Mapping[K, int]) -> str:
    """Write the total of counts, or that it is hidden with all of them."""
    total = sum(counts.values())
    if not hides_total(counts):
        return str(total)
    return SMALL if is_small(total) else KEPT
