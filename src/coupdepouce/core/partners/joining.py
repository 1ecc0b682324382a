"""What may be done with a candidature now, by whom, and what the numbers of a body say."""

from dataclasses import dataclass
from datetime import date

from coupdepouce.core.calendar import add_days, add_months
from coupdepouce.core.partners.joining_steps import (
    STATE_NAMED,
    STEP_NAMED,
    STEPS,
    Ground,
    Situation,
    Step,
    Words,
)
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.core.steps import check_actor, check_guards, why_closed

SIREN = 9  # the first digits of a SIRET name the body, the others one of its sites
OVERSEAS = "97"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A step an actor can see now; closed when `refusal` says why."""

    step: Step
    refusal: Refusal | None = None


def step_named(name: str) -> Step:
    """Give the step of that name.

    Raises:
        Refusal: no step has that name.
    """
    if name not in STEP_NAMED:
        known = ", ".join(sorted(STEP_NAMED))
        raise Refusal("step_unknown", f"L’étape « {name} » n’existe pas. Étapes connues : {known}.")
    return STEP_NAMED[name]


def check(*, step: Step, situation: Situation, role: Role) -> None:
    """Let the step pass, or say why it cannot be taken now.

    Raises:
        Refusal: wrong role, wrong state, or a guard that fails.
    """
    check_actor(step, role)
    if situation.state not in step.sources:
        state = STATE_NAMED.get(situation.state)
        here = state.staff.lower() if state else "pas encore envoyée"
        raise Refusal(
            "step_not_now",
            f"« {step.button} » n’est pas possible : la candidature est {here}. Rechargez la page.",
            step=step.name,
        )
    check_guards(step, situation)


def choices(*, situation: Situation, role: Role) -> tuple[Choice, ...]:
    """Give the steps that fit the state and the role; those a guard closes say why."""
    return tuple(
        Choice(step=step, refusal=why_closed(step, situation))
        for step in STEPS
        if role in step.actors and situation.state in step.sources
    )


def read_words(step: Step, text: str, *, ground: Ground | None = None) -> str:
    """Give the message of a step, empty for a step that takes none.

    Raises:
        Refusal: the step needs one, or its ground does.
    """
    words = text.strip() if step.words is not Words.NONE else ""
    if step.words is Words.NEEDED and not words:
        raise Refusal("words_missing", "Le message manque : dites ce que l’autre doit savoir.")
    if ground and ground.in_words and not words:
        raise Refusal(
            "words_missing",
            "Écrivez la raison dans le message : la structure la lit.",
            field="words",
        )
    return words


def ground_of(step: Step, code: str) -> Ground | None:
    """Give the ground chosen for a step, or None for a step that takes none.

    Raises:
        Refusal: the step needs one of its list.
    """
    if not step.grounds:
        return None
    for ground in step.grounds:
        if ground.code == code:
            return ground
    labels = ", ".join(ground.label for ground in step.grounds)
    raise Refusal("reason_needed", f"Choisissez une raison parmi : {labels}.", step=step.name)


def siren_of(siret: str) -> str:
    """Give the number of the body that a site belongs to."""
    return siret[:SIREN]


def department_of(commune_code: str) -> str:
    """Give the department of a commune, which begins its code."""
    size = 3 if commune_code.startswith(OVERSEAS) else 2
    return commune_code[:size]


def reply_due(asked_on: date, *, days: int) -> date:
    """Give the first day on which a correction that was asked for is overdue."""
    return add_days(asked_on, days + 1)


def forgotten_on(ended_on: date, *, months: int) -> date:
    """Give the first day on which the referent of a candidature that led nowhere is forgotten."""
    return add_months(ended_on, months)
