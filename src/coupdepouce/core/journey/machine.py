"""What may be done now, by whom, and what it leads to."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from coupdepouce.core.journey.model import NONE, WANTED_PARTS, Part, Reason, Situation, State, Step
from coupdepouce.core.journey.states import LOOKED_FOR, LOST, OPEN_PRESCRIPTION, state_of
from coupdepouce.core.journey.steps import BY_NAME, STEPS
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.core.steps import check_actor, check_guards

ONCE_REDEEMED = frozenset({"presented", "accepted", "closed"})


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A step an actor can see now; closed when `refusal` says why."""

    step: Step
    button: str
    refusal: Refusal | None = None


def step_named(name: str) -> Step:
    """Give the step of that name.

    Raises:
        Refusal: no step has that name.
    """
    if name not in BY_NAME:
        known = ", ".join(sorted(BY_NAME))
        raise Refusal("step_unknown", f"L’étape « {name} » n’existe pas. Étapes connues : {known}.")
    return BY_NAME[name]


def check(
    *, step: Step, situation: Situation, role: Role, switched_off: Collection[str] = ()
) -> None:
    """Let the step pass, or say why it cannot be taken now.

    Raises:
        Refusal: wrong role, wrong state, switched off in the programme, or a guard that fails.
    """
    check_actor(step, role)
    if step.name in switched_off:
        raise Refusal(
            "step_switched_off",
            f"« {step.button} » n’existe pas dans ce programme. Demandez au responsable.",
            step=step.name,
        )
    _check_state(step, situation)
    check_guards(step, situation)


def _check_state(step: Step, situation: Situation) -> None:
    here = situation.state(Part.PRESCRIPTION)
    if step.name == "present" and here in ONCE_REDEEMED:
        raise Refusal(
            "voucher_already_redeemed",
            "Ce bon a déjà été reçu : il ne sert qu’une fois. Appelez le prescripteur.",
            step=step.name,
        )
    misplaced = bool(step.during) and here not in step.during
    if misplaced or situation.state(step.part) not in step.sources:
        part = Part.PRESCRIPTION if misplaced else step.part
        raise Refusal(
            "step_not_now",
            f"« {step.button} » n’est pas possible maintenant. "
            f"Le dossier est à : {_said(part, situation)}. Rechargez la page.",
            step=step.name,
        )


def _said(part: Part, situation: Situation) -> str:
    name = situation.state(part)
    return "non demandé" if name == NONE else state_of(part, name).staff.lower()


def choices(
    *, situation: Situation, role: Role, switched_off: Collection[str] = ()
) -> tuple[Choice, ...]:
    """Give the steps that fit the state and the role; those a guard closes say why."""
    found = []
    for step in STEPS:
        try:
            check(step=step, situation=situation, role=role, switched_off=switched_off)
        except Refusal as refusal:
            if refusal.code in {guard.code for guard in step.guards}:
                found.append(_choice(step, situation, refusal))
        else:
            found.append(_choice(step, situation))
    return tuple(found)


def _choice(step: Step, situation: Situation, refusal: Refusal | None = None) -> Choice:
    button = step.button_from(situation.state(step.part))
    return Choice(step=step, button=button, refusal=refusal)


def reason_of(step: Step, code: str) -> Reason | None:
    """Give the reason chosen for a step, or None for a step that takes none.

    Raises:
        Refusal: the step needs a reason of its list.
    """
    if not step.reasons:
        return None
    for reason in step.reasons:
        if reason.code == code:
            return reason
    labels = ", ".join(reason.label for reason in step.reasons)
    raise Refusal("reason_needed", f"Choisissez une raison parmi : {labels}.", step=step.name)


def after(step: Step, states: Mapping[Part, str]) -> dict[Part, str]:
    """Give the states once the step is taken."""
    return {**states, step.part: step.target or states[step.part]}


def replay(names: Iterable[str]) -> dict[Part, str]:
    """Give the states that a history of step names leads to.

    Raises:
        ValueError: a step was taken from a state it cannot start from.
    """
    states: dict[Part, str] = {}
    for name in names:
        step = BY_NAME[name]
        source = states.get(step.part, NONE)
        if source not in step.sources:
            raise ValueError(f"{name} cannot be taken from {source}")
        states = after(step, states)
    return states


def standing(states: Mapping[Part, str]) -> State:
    """Give the state that says most: the prescription's until the shop accepted, a part's then.

    Among the parts, the first that is not settled, the line before the others; else the line's.

    Raises:
        KeyError: nothing has begun.
    """
    here = states[Part.PRESCRIPTION]
    asked = [
        state_of(part, name)
        for part in WANTED_PARTS
        if (name := states.get(part, NONE)) not in {NONE, "declined"}
    ]
    if here != "accepted" or not asked:
        return state_of(Part.PRESCRIPTION, here)
    return next((state for state in asked if not state.final), asked[0])


def waits_for(*, states: Mapping[Part, str], hardship: str = NONE) -> Role | None:
    """Say who must act next, or None once the prescription is over."""
    here = states.get(Part.PRESCRIPTION, NONE)
    if here not in OPEN_PRESCRIPTION:
        return None
    if here == "draft" and hardship == "waiting":
        return Role.PARTNER_MANAGER
    waits = state_of(Part.PRESCRIPTION, here).waits_for
    return _part_waits_for(states, otherwise=waits) if here == "accepted" else waits


def _part_waits_for(states: Mapping[Part, str], *, otherwise: Role | None) -> Role | None:
    """Give the shop while a part needs it, else whom the first unsettled part waits for.

    An impossible line is final, and yet the shop looks for another network; one that ended is final
    too, and the prescriber talks with the person, until all is settled and the shop ends it.
    """
    asked = [(part, states.get(part, NONE)) for part in WANTED_PARTS]
    if LOOKED_FOR in asked:
        return Role.SHOP_ADVISOR
    waiting = [state_of(part, name).waits_for for part, name in asked if name != NONE]
    unsettled = [role for role in waiting if role is not None]
    if Role.SHOP_ADVISOR in unsettled:
        return Role.SHOP_ADVISOR
    if unsettled and LOST in asked:
        return Role.PRESCRIBER
    return next(iter(unsettled), otherwise)
