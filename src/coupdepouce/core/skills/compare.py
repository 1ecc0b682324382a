"""Before and after, compared only where the person answered both times."""

from collections.abc import Mapping
from dataclasses import dataclass

from coupdepouce.core.skills.instrument import QUESTIONS, Area, Question

Answers = Mapping[str, int | None]


@dataclass(frozen=True, kw_only=True)
class Movement:
    """One question answered both times."""

    question: Question
    before: int
    after: int

    @property
    def change(self) -> int:
        """Give how many levels were gained, or lost when negative."""
        return self.after - self.before


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What changed, question by question; what was not said twice is left out and counted."""

    movements: tuple[Movement, ...]
    left_out: int

    @property
    def gained(self) -> tuple[Movement, ...]:
        """Give the things done better than before."""
        return tuple(one for one in self.movements if one.change > 0)

    @property
    def kept(self) -> tuple[Movement, ...]:
        """Give the things done as before."""
        return tuple(one for one in self.movements if one.change == 0)

    @property
    def lost(self) -> tuple[Movement, ...]:
        """Give the things said to be harder: a person who learns also sees what they lack."""
        return tuple(one for one in self.movements if one.change < 0)

    def of(self, area: Area) -> tuple[Movement, ...]:
        """Give what can be compared in one area."""
        return tuple(one for one in self.movements if one.question.area is area)


def compare(*, before: Answers, after: Answers) -> Comparison:
    """Compare two rounds on the questions answered both times, and on nothing else."""
    movements = []
    for question in QUESTIONS:
        first, then = before.get(question.code), after.get(question.code)
        if first is not None and then is not None:
            movements.append(Movement(question=question, before=first, after=then))
    return Comparison(movements=tuple(movements), left_out=len(QUESTIONS) - len(movements))
