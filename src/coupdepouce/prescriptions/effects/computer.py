"""What the steps of the computer do besides moving it."""

from collections.abc import Callable

from coupdepouce.prescriptions.effects.taken import Taken

EFFECTS: dict[str, Callable[[Taken], None]] = {}


def let_go(taken: Taken) -> None:
    """Free what the computer of a request that ended early still holds."""
