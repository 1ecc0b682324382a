"""The candidature of a partner: its states and its steps, each declared once.

Permissions, buttons, refusals, messages and history all come from the rows below, as they do for
a prescription. A step without a target leaves the state as it is: it only adds to the thread.
"""

from dataclasses import dataclass
from enum import StrEnum

from coupdepouce.core import steps
from coupdepouce.core.roles import Role

NONE = "none"


class Words(StrEnum):
    """Whether a step takes a message for the thread."""

    NONE = "none"
    WELCOME = "welcome"
    NEEDED = "needed"


@dataclass(frozen=True, kw_only=True)
class State:
    """Where a candidature stands, said to each side in its own words."""

    name: str
    staff: str
    applicant: str
    waits_for: Role | None = None

    @property
    def final(self) -> bool:
        """Say whether nobody has to act any more."""
        return self.waits_for is None


@dataclass(frozen=True, kw_only=True)
class Situation:
    """All that the guards may look at."""

    state: str
    asks_to_join_team: bool = False  # the person chose a structure that is already a partner
    has_twins: bool = False  # an active partner has the same SIREN in the same department
    is_told_apart: bool = False  # the applicant or the programme said that it is another site


Guard = steps.Guard[Situation]


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Why a candidature is refused, and what the applicant can do."""

    code: str
    label: str
    next_offer: str
    in_words: bool = False  # the reason is in the message: there must be one


@dataclass(frozen=True, kw_only=True)
class Step(steps.Step[Situation]):
    """One move of a candidature."""

    words: Words = Words.NONE
    grounds: tuple[Ground, ...] = ()
    tells: Role | None = None  # who receives a message


APPLICANT = frozenset({Role.APPLICANT})
PROGRAMME = frozenset({Role.PROGRAMME_MANAGER})
OPEN = frozenset({"received", "to_correct"})

STATES = (
    State(
        name="received",
        staff="Reçue",
        applicant="Votre candidature est arrivée. Le programme la lit.",
        waits_for=Role.PROGRAMME_MANAGER,
    ),
    State(
        name="to_correct",
        staff="À corriger",
        applicant="Le programme vous demande une précision.",
        waits_for=Role.APPLICANT,
    ),
    State(
        name="approved",
        staff="Acceptée",
        applicant="Votre candidature est acceptée. Un courriel ouvre votre compte.",
    ),
    State(name="refused", staff="Refusée", applicant="Votre candidature n’est pas retenue."),
    State(name="withdrawn", staff="Retirée", applicant="Vous avez retiré votre candidature."),
    State(
        name="lapsed",
        staff="Restée sans réponse",
        applicant="Votre candidature est close : la précision n’est pas venue.",
    ),
)
STATE_NAMED = {state.name: state for state in STATES}

GROUNDS = (
    Ground(
        code="out_of_scope",
        label="La structure n’accompagne pas de ménages",
        next_offer="Orientez les personnes vers un partenaire proche : la liste est publique.",
    ),
    Ground(
        code="out_of_territory",
        label="La structure est hors du territoire du programme",
        next_offer="Faites une nouvelle candidature si le territoire s’étend.",
    ),
    Ground(
        code="already_there",
        label="La structure est déjà partenaire",
        next_offer="Demandez un compte au responsable de votre structure.",
    ),
    Ground(
        code="not_verified",
        label="La structure n’a pas pu être vérifiée",
        next_offer="Faites une nouvelle candidature depuis l’adresse de votre structure.",
    ),
    Ground(
        code="other",
        label="Une autre raison, écrite dans le message",
        # A candidature that is over takes no answer: nothing here promises one.
        next_offer="Si ce qui manque change, faites une nouvelle candidature.",
        in_words=True,
    ),
)

OWN_STRUCTURE = Guard(
    code="asks_to_join_team",
    holds=lambda situation: not situation.asks_to_join_team,
    sentence="La personne demande à rejoindre une équipe : rattachez-la plutôt.",
)
TOLD_APART = Guard(
    code="twin_not_settled",
    holds=lambda situation: not situation.has_twins or situation.is_told_apart,
    sentence="Une structure du même SIREN est déjà partenaire dans ce département : "
    "rattachez la personne, ou notez que c’est un autre lieu.",
)
SOMEWHERE_TO_JOIN = Guard(
    code="no_team_to_join",
    holds=lambda situation: situation.asks_to_join_team or situation.has_twins,
    sentence="Aucune structure de ce SIREN n’est partenaire ici : acceptez la candidature.",
)

STEPS = (
    Step(
        name="submit",
        sources=frozenset({NONE}),
        target="received",
        actors=APPLICANT,
        button="Envoyer la candidature",
        journal="a envoyé la candidature",
        words=Words.WELCOME,
        tells=Role.PROGRAMME_MANAGER,
    ),
    Step(
        name="approve",
        sources=frozenset({"received"}),
        target="approved",
        actors=PROGRAMME,
        button="Accepter la candidature",
        journal="a accepté la candidature",
        words=Words.WELCOME,
        guards=(OWN_STRUCTURE, TOLD_APART),
        tells=Role.APPLICANT,
    ),
    Step(
        name="attach",
        sources=frozenset({"received"}),
        target="approved",
        actors=PROGRAMME,
        button="Rattacher à une équipe",
        journal="a rattaché la personne à une équipe",
        words=Words.WELCOME,
        guards=(SOMEWHERE_TO_JOIN,),
        tells=Role.APPLICANT,
    ),
    Step(
        name="tell_apart",
        sources=frozenset({"received"}),
        target="",
        actors=PROGRAMME,
        button="C’est un autre lieu",
        journal="a noté que c’est un autre lieu",
        guards=(SOMEWHERE_TO_JOIN,),
    ),
    Step(
        name="ask_correction",
        sources=frozenset({"received"}),
        target="to_correct",
        actors=PROGRAMME,
        button="Demander une correction",
        journal="a demandé une correction",
        words=Words.NEEDED,
        tells=Role.APPLICANT,
    ),
    Step(
        name="correct",
        sources=frozenset({"to_correct"}),
        target="received",
        actors=APPLICANT,
        button="Envoyer la correction",
        journal="a corrigé la candidature",
        words=Words.WELCOME,
        tells=Role.PROGRAMME_MANAGER,
    ),
    Step(
        name="write",
        sources=OPEN,
        target="",
        actors=PROGRAMME,
        button="Écrire un message",
        journal="a écrit",
        words=Words.NEEDED,
        tells=Role.APPLICANT,
    ),
    Step(
        name="answer",
        sources=OPEN,
        target="",
        actors=APPLICANT,
        button="Écrire un message",
        journal="a répondu",
        words=Words.NEEDED,
        tells=Role.PROGRAMME_MANAGER,
    ),
    Step(
        name="refuse",
        sources=OPEN,
        target="refused",
        actors=PROGRAMME,
        button="Refuser la candidature",
        journal="a refusé la candidature",
        words=Words.WELCOME,
        grounds=GROUNDS,
        tells=Role.APPLICANT,
    ),
    Step(
        name="withdraw",
        sources=OPEN,
        target="withdrawn",
        actors=APPLICANT,
        button="Retirer la candidature",
        journal="a retiré la candidature",
        words=Words.WELCOME,
        tells=Role.PROGRAMME_MANAGER,
    ),
    Step(
        name="lapse",
        sources=frozenset({"to_correct"}),
        target="lapsed",
        actors=frozenset({Role.WORKER}),
        button="Clore la candidature restée sans réponse",
        journal="a clos la candidature, restée sans réponse",
        tells=Role.APPLICANT,
    ),
)
STEP_NAMED = {step.name: step for step in STEPS}
