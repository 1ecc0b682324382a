"""The rules: two gates that stand before every household, three routes of which one is enough."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto

from coupdepouce.core.eligibility.facts import Facts
from coupdepouce.core.eligibility.reasons import Reason
from coupdepouce.core.programme.model import Programme, QuotientRoute, StatusRoute

CEILING = "eligibility.quotient_familial.ceiling"


class State(Enum):
    """Where a rule stands for one household."""

    HOLDS = auto()
    FAILS = auto()
    UNKNOWN = auto()  # not asked
    DOUBT = auto()  # asked, and the answer settles nothing yet
    ABSENT = auto()  # not a route here: switched off, or not claimed


OPEN = frozenset({State.UNKNOWN, State.DOUBT})
States = Mapping[str, State]


@dataclass(frozen=True, kw_only=True)
class Case:
    """A household before a programme, on a day."""

    facts: Facts
    programme: Programme
    on: date
    territory: Callable[[str], bool]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One row: what it asks (`label` in French), how it is judged, its reason in each state.

    `outcomes` are the states an answer may lead to, from which decisiveness is computed;
    `change_rank` puts first, in a refusal, what the household can change;
    `question` is what the public check asks, empty when it is never asked in public.
    """

    name: str
    asks: str
    label: str
    judge: Callable[[Case], State]
    reasons: Mapping[State, Callable[[Case], Reason]]
    outcomes: tuple[State, ...] = (State.HOLDS, State.FAILS)
    change_rank: int
    question: str = ""
    enabled: Callable[[Programme], bool] = field(default=lambda programme: True)  # noqa: ARG005
    proven_by: Callable[[Programme], QuotientRoute | StatusRoute] | None = None

    def state(self, case: Case) -> State:
        """Say where this rule stands; one that the programme switched off does not exist."""
        return self.judge(case) if self.enabled(case.programme) else State.ABSENT


def _programme_is_open(case: Case) -> State:
    return State.HOLDS if case.programme.is_open(on=case.on) else State.FAILS


def _in_territory(case: Case) -> State:
    if case.facts.commune is None:
        return State.UNKNOWN
    return State.HOLDS if case.territory(case.facts.commune) else State.FAILS


def _quotient(case: Case) -> State:
    quotient = case.facts.quotient_familial
    if quotient is None:
        return State.UNKNOWN
    if quotient == 0:
        # The body found no file, or no resources yet: a doubt opens nothing and closes nothing.
        return State.DOUBT
    ceiling = case.programme.eligibility.quotient_familial.ceiling.value
    return State.HOLDS if quotient <= ceiling else State.FAILS


def _status(case: Case) -> State:
    if case.facts.statuses is None:
        return State.UNKNOWN
    return State.HOLDS if _statuses_held(case) else State.FAILS


def _hardship(case: Case) -> State:
    if case.facts.hardship is None:
        return State.ABSENT
    approved = case.facts.hardship.approved
    if approved is None:
        return State.DOUBT
    return State.HOLDS if approved else State.FAILS


def _statuses_held(case: Case) -> list[str]:
    held = case.facts.statuses or frozenset()
    return [status for status in case.programme.eligibility.status.statuses if status in held]


def _reason(code: str) -> Callable[[Case], Reason]:
    return lambda case: Reason(code=code)  # noqa: ARG005


def _quotient_reason(code: str) -> Callable[[Case], Reason]:
    return lambda case: Reason(
        code=code,
        values={
            "quotient": case.facts.quotient_familial,
            "ceiling": case.programme.eligibility.quotient_familial.ceiling.value,
        },
        figures=(CEILING,),
    )


GATES: tuple[Rule, ...] = (
    Rule(
        name="programme",
        asks="on",
        label="la date",
        judge=_programme_is_open,
        reasons={
            State.FAILS: lambda case: Reason(code="programme_not_open", values={"day": case.on})
        },
        change_rank=1,
    ),
    Rule(
        name="territory",
        asks="commune",
        label="la commune",
        judge=_in_territory,
        reasons={State.FAILS: _reason("outside_territory")},
        change_rank=2,
        question="Dans quelle commune habitez-vous ?",
    ),
)

ROUTES: tuple[Rule, ...] = (
    Rule(
        name="quotient_familial",
        asks="quotient_familial",
        label="le quotient familial",
        judge=_quotient,
        reasons={
            State.HOLDS: _quotient_reason("quotient_at_or_under_ceiling"),
            State.FAILS: _quotient_reason("quotient_over_ceiling"),
            State.DOUBT: _reason("quotient_zero_doubt"),
        },
        outcomes=(State.HOLDS, State.FAILS, State.DOUBT),
        change_rank=3,  # computed anew when the situation changes
        question="Quel est votre quotient familial ?",
        enabled=lambda programme: programme.eligibility.quotient_familial.enabled,
        proven_by=lambda programme: programme.eligibility.quotient_familial,
    ),
    Rule(
        name="status",
        asks="statuses",
        label="les aides reçues",
        judge=_status,
        reasons={
            State.HOLDS: lambda case: Reason(
                code="status_held", values={"status": _statuses_held(case)[0]}
            ),
            State.FAILS: _reason("no_status_held"),
        },
        change_rank=1,  # a right not claimed can be claimed
        question="Avez-vous une de ces aides ?",
        enabled=lambda programme: programme.eligibility.status.enabled,
        proven_by=lambda programme: programme.eligibility.status,
    ),
    Rule(
        name="hardship",
        asks="hardship",
        label="la situation difficile",
        judge=_hardship,
        reasons={
            State.HOLDS: _reason("hardship_approved"),
            State.FAILS: _reason("hardship_refused"),
            State.DOUBT: _reason("hardship_waiting"),
        },
        change_rank=2,  # a new examination can be asked for
        enabled=lambda programme: programme.eligibility.hardship.enabled,
    ),
)

RULES = (*GATES, *ROUTES)


def states_of(case: Case) -> States:
    """Say where each rule stands for a household."""
    return {rule.name: rule.state(case) for rule in RULES}
