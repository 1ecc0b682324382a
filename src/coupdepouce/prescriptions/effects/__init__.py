"""What some steps do besides moving a state: one function per step, called under its lock."""

from collections.abc import Callable

from coupdepouce.prescriptions.effects import (
    computer,
    following,
    line,
    own,
    prescription,
    training,
    visit,
)
from coupdepouce.prescriptions.effects.taken import Taken

EFFECTS: dict[str, Callable[[Taken], None]] = {
    **prescription.EFFECTS,
    **following.EFFECTS,
    **line.EFFECTS,
    **computer.EFFECTS,
    **training.EFFECTS,
    **visit.EFFECTS,
}

# What a step needs besides its guards: looked at before anything is written.
CHECKS = {**line.CHECKS, **own.CHECKS}


def let_go(taken: Taken) -> None:
    """Free what the parts of a request that ended early still hold: a machine, a place."""
    for part in (line, computer, training, visit):
        part.let_go(taken)
