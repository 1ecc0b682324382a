"""The table of steps of a complaint: buttons, rights, history and refusals come from its rows."""

from dataclasses import dataclass

from coupdepouce.core import steps
from coupdepouce.core.journey.model import NONE
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role


@dataclass(frozen=True, kw_only=True)
class State:
    """Where a complaint stands, for staff and for the household."""

    name: str
    staff: str
    household: str
    is_open: bool = False  # somebody must act


STATES = (
    State(
        name="received",
        staff="À répondre",
        household="Votre réclamation est reçue.",
        is_open=True,
    ),
    State(name="answered", staff="Répondu", household="Nous vous avons répondu."),
    State(
        name="second_look",
        staff="Deuxième regard",
        household="Une autre personne regarde votre réclamation.",
        is_open=True,
    ),
    State(
        name="closed",
        staff="Clos après un deuxième regard",
        household="Une autre personne vous a répondu.",
    ),
    State(name="withdrawn", staff="Retirée", household="Votre réclamation est retirée."),
)
STATE = {state.name: state for state in STATES}
OPEN = tuple(state.name for state in STATES if state.is_open)


@dataclass(frozen=True, kw_only=True)
class Situation:
    """All that the guards may look at."""

    state: str
    owner: str = ""  # who must act
    is_late: bool = False
    holds: bool = True  # the actor is on the side that must act
    decided: bool = False  # the actor gave the answer that is contested
    answered: bool = False  # the actor gave the first answer to the complaint
    in_time: bool = True  # a second look may still be asked
    speaks: bool = True  # the actor is the household, or entered the complaint for it


Guard = steps.Guard[Situation]
HOLDER = Guard(
    code="not_the_holder",
    holds=lambda one: one.holds,
    sentence="Une autre équipe tient cette réclamation : elle seule répond.",
)
NOT_WHO_DECIDED = Guard(
    code="decided_by_you",
    holds=lambda one: not one.decided,
    sentence="Vous avez donné la réponse contestée : une autre personne doit répondre.",
)
NOT_WHO_ANSWERED = Guard(
    code="answered_by_you",
    holds=lambda one: not one.answered,
    sentence="Vous avez donné la première réponse : une autre personne regarde à son tour.",
)
IN_TIME = Guard(
    code="second_look_late",
    holds=lambda one: one.in_time,
    sentence="La date pour demander un deuxième regard est passée. Faites une autre réclamation.",
)
SILENT = Guard(
    code="answer_not_late",
    holds=lambda one: one.is_late,
    sentence="Le partenaire a encore le temps de répondre : attendez la fin du délai.",
)
ITS_AUTHOR = Guard(
    code="not_its_author",
    holds=lambda one: one.speaks,
    sentence="Le ménage retire sa réclamation, ou la personne qui l’a écrite pour lui.",
)


@dataclass(frozen=True, kw_only=True)
class Step(steps.Step[Situation]):
    """One move of a complaint."""

    told: str  # what the household reads in its own history
    own: str = ""  # the button in the household's words, where it may take the step
    owner: Role | None = None  # who holds it from then on, when that changes
    deadline: str = ""  # delay of the programme that starts
    answers: bool = False  # it takes an outcome and words, and the household is told

    def fits(self, situation: Situation) -> bool:
        """Say whether it starts from here, and moves something: the state, or who holds it."""
        here = (situation.state, situation.owner)
        return situation.state in self.sources and (self.target, self.owner) != here


MANAGERS = frozenset({Role.PARTNER_MANAGER, Role.PROGRAMME_MANAGER})
# The administrator only where no other manager of the programme may: a guard holds it.
SECOND_LOOKERS = frozenset({Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR})
# A person who does not write comes to somebody who does it for them.
ANYBODY = MANAGERS | {Role.HOUSEHOLD, Role.PRESCRIBER}

STEPS = (
    Step(
        name="receive",
        sources=frozenset({NONE}),
        target="received",
        actors=ANYBODY,
        button="Garder la réclamation",
        journal="a envoyé la réclamation",
        told="Votre réclamation est reçue.",
        own="Envoyer ma réclamation",
        deadline="answer",
    ),
    Step(
        name="answer",
        sources=frozenset({"received"}),
        target="answered",
        actors=MANAGERS,
        button="Répondre",
        journal="a répondu",
        told="Nous vous avons répondu.",
        guards=(HOLDER, NOT_WHO_DECIDED),
        answers=True,
    ),
    Step(
        name="hand_over",
        sources=frozenset({"received"}),
        target="received",
        actors=frozenset({Role.PARTNER_MANAGER, Role.WORKER}),  # when the partner closes
        button="Confier au programme",
        journal="a confié la réclamation au programme",
        told="Le programme s’occupe de votre réclamation.",
        guards=(HOLDER,),
        owner=Role.PROGRAMME_MANAGER,
    ),
    Step(
        name="take_over",
        sources=frozenset({"received"}),
        target="received",
        actors=frozenset({Role.PROGRAMME_MANAGER}),
        button="Reprendre la réclamation",
        journal="a repris la réclamation, restée sans réponse",
        told="Le programme s’occupe de votre réclamation.",
        guards=(SILENT,),
        owner=Role.PROGRAMME_MANAGER,
    ),
    Step(
        name="ask_second_look",
        sources=frozenset({"answered"}),
        target="second_look",
        actors=ANYBODY,
        button="Demander un deuxième regard",
        journal="a demandé un deuxième regard",
        told="Vous avez demandé qu’une autre personne regarde.",
        own="Demander qu’une autre personne regarde",
        guards=(IN_TIME,),
        owner=Role.PROGRAMME_MANAGER,
        deadline="second_look",
    ),
    Step(
        name="answer_again",
        sources=frozenset({"second_look"}),
        target="closed",
        actors=SECOND_LOOKERS,
        button="Répondre après un deuxième regard",
        journal="a répondu après un deuxième regard",
        told="Une autre personne vous a répondu.",
        guards=(HOLDER, NOT_WHO_DECIDED, NOT_WHO_ANSWERED),
        answers=True,
    ),
    Step(
        name="take_back",
        sources=frozenset({"received", "second_look"}),
        target="withdrawn",
        actors=ANYBODY | {Role.WORKER},
        button="Retirer la réclamation",
        journal="a retiré la réclamation",
        told="Vous avez retiré votre réclamation.",
        own="Retirer ma réclamation",
        guards=(ITS_AUTHOR,),
    ),
)
BY_NAME = {step.name: step for step in STEPS}


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
    if name not in BY_NAME:
        raise Refusal("not_found", "Cette étape n’existe pas : revenez à la réclamation.")
    return BY_NAME[name]


def check(step: Step, *, situation: Situation, role: Role) -> None:
    """Let the step pass, or say why it cannot be taken now.

    Raises:
        Refusal: wrong role, wrong state, or a guard that fails.
    """
    steps.check_actor(step, role)
    if not step.fits(situation):
        raise Refusal(
            "complaint_moved", "Cette réclamation a changé depuis. Rechargez la page pour la lire."
        )
    steps.check_guards(step, situation)


def choices(*, situation: Situation, role: Role) -> tuple[Choice, ...]:
    """Give the steps that fit the state and the role; those a guard closes say why."""
    return tuple(
        Choice(step=step, refusal=steps.why_closed(step, situation))
        for step in STEPS
        if role in step.actors and step.fits(situation)
    )
