"""What the steps of the training do besides moving it."""

from collections.abc import Callable

from coupdepouce.prescriptions.effects.taken import Taken

EFFECTS: dict[str, Callable[[Taken], None]] = {}


def let_go(taken: Taken) -> None:
    """Free what the training of a request that ended early still holds."""
