"""The two rounds of the same questions: before the workshops, then after."""

from dataclasses import dataclass

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.skills import Comparison, Phase, compare
from coupdepouce.training.models import SkillsAnswer
from coupdepouce.training.queries import attendances

TOO_EARLY = "Ces questions s’ouvrent après une séance suivie : notez d’abord sa présence."
TOO_LATE = "Les questions d’après ont leur réponse : celles d’avant ne changent plus."


@dataclass(frozen=True, kw_only=True)
class Progress:
    """The two rounds of a person, and what they compare to."""

    before: SkillsAnswer | None
    after: SkillsAnswer | None

    @property
    def comparison(self) -> Comparison | None:
        """Compare, once both rounds are there."""
        if self.before is None or self.after is None:
            return None
        return compare(before=self.before.answers, after=self.after.answers)


def progress_of(household_id: int) -> Progress:
    """Give what a person said they can do, before and after."""
    found = {row.phase: row for row in SkillsAnswer.objects.filter(household=household_id)}
    return Progress(before=found.get(Phase.BEFORE), after=found.get(Phase.AFTER))


def check_round(household_id: int, phase: str) -> None:
    """Make sure that a round compares what it says: nothing before comes after, or the reverse.

    Raises:
        Refusal: this round is not open yet, or no longer.
    """
    if phase == Phase.AFTER and not attendances(household_id).exists():
        raise Refusal("round_too_early", TOO_EARLY)
    if phase == Phase.BEFORE and progress_of(household_id).after is not None:
        raise Refusal("round_too_late", TOO_LATE)


def why_closed(household_id: int, phase: str) -> str:
    """Say why a round is not open, empty when it is."""
    try:
        check_round(household_id, phase)
    except Refusal as refusal:
        return refusal.sentence
    return ""
