"""What every table of steps shares: who may take a step, from where, on what conditions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import NAMES, Role

Facts = TypeVar("Facts")


@dataclass(frozen=True, kw_only=True)
class Guard(Generic[Facts]):
    """A condition of a step, with the sentence that says what to do when it fails."""

    code: str
    holds: Callable[[Facts], bool]
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Step(Generic[Facts]):
    """One move: everything that follows from it is read from this row."""

    name: str
    sources: frozenset[str]
    target: str
    actors: frozenset[Role]
    button: str
    journal: str  # what history says after the actor's name, for staff
    guards: tuple[Guard[Facts], ...] = ()


def check_actor(step: Step[Any], role: Role) -> None:
    """Let a role take a step.

    Raises:
        Refusal: the step is somebody else's.
    """
    if role not in step.actors:
        who = ", ".join(sorted(NAMES[actor] for actor in step.actors))
        raise Refusal(
            "not_your_step", f"« {step.button} » revient à : {who}. Demandez-lui.", step=step.name
        )


def why_closed(step: Step[Facts], situation: Facts) -> Refusal | None:
    """Give the first condition that does not hold, as a refusal; None when all do."""
    failed = next((guard for guard in step.guards if not guard.holds(situation)), None)
    return Refusal(failed.code, failed.sentence, step=step.name) if failed else None


def check_guards(step: Step[Facts], situation: Facts) -> None:
    """Let the step pass when each of its conditions holds.

    Raises:
        Refusal: the first that does not.
    """
    if refusal := why_closed(step, situation):
        raise refusal
