"""A wave: a day, a channel, a text or two; who reads which one is drawn, and can be drawn again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from coupdepouce.core.calendar import add_days
from coupdepouce.core.messages.gsm import Length
from coupdepouce.core.messages.wording import check_begins, length_of, values_in
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.stats.comparison import sample_size

A, B = "A", "B"
LINK = "link"
LONGEST_TEXT = 2000
MOST_DRAWN = 20_000
ANSWER_DAYS = 28  # that a letter needs before it is counted as without an answer


class Channel(StrEnum):
    """How a wave reaches people."""

    MAILING = "mailing"  # by who holds the data: CAF, town hall; a code for each letter
    SMS = "sms"
    EMAIL = "email"
    LETTER = "letter"
    POSTER = "poster"


CHANNELS = {
    Channel.MAILING: "envoi par qui détient la liste",
    Channel.SMS: "SMS des partenaires",
    Channel.EMAIL: "courriel des partenaires",
    Channel.LETTER: "lettre des partenaires",
    Channel.POSTER: "affiche",
}


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a comparison sets before the first letter: the share expected, the gap worth seeing."""

    usual: int  # of 100 letters, those that bring somebody to the page
    gap: int  # in points

    @property
    def needed(self) -> int:
        """Give how many letters each text needs."""
        return sample_size(usual=self.usual / 100, wanted=(self.usual + self.gap) / 100)


def check_plan(plan: Plan) -> Plan:
    """Make sure that a plan can be counted.

    Raises:
        Refusal: a share outside of 1 to 98, or with its gap outside of 99.
    """
    if not 1 <= plan.usual <= 98 or plan.gap < 1 or plan.usual + plan.gap > 99:  # noqa: PLR2004
        raise Refusal(
            "plan_wrong",
            "La part attendue et l’écart restent ensemble entre 1 et 99 sur 100.",
            field="gap",
        )
    return plan


def check_text(text: str, *, channel: str, field: str) -> None:
    """Make sure that a text can be sent: it has its link, no other value, and begins as ours.

    Who holds the data writes in its own name: only the SMS of partners begins as ours.

    Raises:
        Refusal: empty, too long, without {link}, or an unknown SMS; `field` names it.
    """
    if channel == Channel.POSTER and not text:
        return
    try:
        values = list(values_in(text))
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.sentence, field=field) from None
    if set(values) != {LINK}:
        raise Refusal(
            "text_link", "Écrivez {link} à la place du lien, et aucune autre valeur.", field=field
        )
    if len(text) > LONGEST_TEXT:
        raise Refusal("text_long", f"Écrivez au plus {LONGEST_TEXT} signes.", field=field)
    if channel == Channel.SMS:
        check_begins(text, field=field)


def written(text: str, *, link: str) -> str:
    """Write a text with its link in its place."""
    return text.format_map({LINK: link})


def measured(text: str, *, link: str) -> Length:
    """Count the SMS that a text takes with its link."""
    return length_of(text, {LINK: link})


def split(ranks: Sequence[int], *, seed: int) -> dict[int, str]:
    """Draw which text each rank reads, half and half; the same seed draws the same.

    The ranks are put in the order of the SHA-256 of "seed:rank", and the first half reads A: nobody
    chooses, and anybody can do it again.
    """
    drawn = sorted(ranks, key=lambda rank: sha256(f"{seed}:{rank}".encode()).digest())
    half = (len(drawn) + 1) // 2
    return {rank: A if place < half else B for place, rank in enumerate(drawn)}


@dataclass(frozen=True, kw_only=True)
class Draw:
    """Letters drawn on a day: how many for the text that got fewer."""

    day: date
    fewest: int


def missing(draws: Sequence[Draw], *, needed: int) -> int:
    """Give how many letters each text still lacks."""
    return max(needed - sum(one.fewest for one in draws), 0)


def reading_day(draws: Sequence[Draw], *, needed: int, last_day: date) -> date:
    """Give the one day from which the result is read: looked at earlier, chance would decide.

    It is the day after the last one, or as soon as the letters that were planned have all had their
    time to be answered.
    """
    after = add_days(last_day, 1)
    have = 0
    for one in sorted(draws, key=lambda draw: draw.day):
        have += one.fewest
        if have >= needed:
            return min(after, add_days(one.day, ANSWER_DAYS))
    return after
