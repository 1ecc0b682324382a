"""Names that nobody bears, drawn with the unevenness of real ones, and their typos."""

import random
from itertools import product

STARTS = ("ba", "be", "cha", "co", "da", "fo", "ga", "he", "jo", "la", "le", "ma", "mo", "na", "pe")
MIDDLES = ("", "bi", "do", "fa", "gue", "li", "mi", "no", "ra", "ri", "sse", "ta", "ti", "vi", "zo")
FIRST_ENDS = ("line", "na", "rd", "ne", "lle", "do", "ck", "ria")
LAST_ENDS = (
    "ard", "aux", "ben", "court", "dier", "eau", "fosse", "gny", "ier", "kov", "let", "mont",
    "nel", "oux", "pierre", "quin", "rand", "son", "tier", "ville", "wick", "zac",
)  # fmt: skip
LETTERS = "abcdefghijklmnopqrstuvwxyz"
FIRSTS = ["".join(parts) for parts in product(STARTS, MIDDLES, FIRST_ENDS)]  # 1,800
LASTS = ["".join(parts) for parts in product(STARTS, MIDDLES, MIDDLES, LAST_ENDS)]  # 74,250


def drawn(names: list[str], number: int, chance: random.Random) -> list[str]:
    """Draw names, the first of the list far more often than the last (Zipf)."""
    weights = [1 / (rank + 20) for rank in range(len(names))]
    return chance.choices(names, weights, k=number)


def mistyped(word: str, chance: random.Random) -> str:
    """Add, lose, change or swap one letter."""
    at, letter = chance.randrange(len(word) - 1), chance.choice(LETTERS)
    return chance.choice(
        (
            word[:at] + letter + word[at:],
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )
