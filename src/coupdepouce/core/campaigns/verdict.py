"""What a comparison of two texts says, in a sentence that does not say too much."""

from dataclasses import dataclass
from datetime import date

from coupdepouce.core.campaigns.waves import A, B
from coupdepouce.core.stats.comparison import Interval, Share, difference
from coupdepouce.core.stats.disclosure import is_small

UNSURE = "On ne peut pas dire lequel est meilleur."


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The sentence, and the figures when they may be shown: points of 100, A minus B."""

    sentence: str
    gap: float | None = None
    interval: Interval | None = None
    is_short: bool = False  # fewer letters than planned: a real difference may be missed


def not_yet(*, missing: int, day: date) -> Verdict:
    """Say what is missing before the result is read."""
    lacks = f"Il manque {missing} lettres pour chaque texte. " if missing else ""
    return Verdict(sentence=f"{lacks}Le résultat se lit à partir du {day:%d/%m/%Y}.")


def judge(first: Share | None, second: Share | None, *, needed: int) -> Verdict:
    """Say which text brought more people, or that nobody can tell.

    A count too small to be shown is not shown by its share either.
    """
    if first is None or second is None:
        lacks, *others = [text for text, share in ((A, first), (B, second)) if share is None]
        lack = "Aucune lettre n’est partie" if others else f"Le texte {lacks} n’a aucune lettre"
        return Verdict(sentence=f"{lack} : il n’y a rien à comparer.")
    is_short = min(first.total, second.total) < needed
    if is_small(first.count) or is_small(second.count):
        return Verdict(
            sentence=f"{UNSURE} Un des deux comptes est trop petit pour être montré.",
            is_short=is_short,
        )
    found = difference(first, second)
    best = A if first.rate > second.rate else B
    sentence = UNSURE if found.holds(0) else f"Le texte {best} amène plus de monde."
    return Verdict(
        sentence=sentence,
        gap=100 * (first.rate - second.rate),
        interval=Interval(low=100 * found.low, high=100 * found.high),
        is_short=is_short,
    )
