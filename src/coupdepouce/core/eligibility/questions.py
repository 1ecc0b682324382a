"""What to ask next: only what can still change the answer, the order computed from the rules."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from coupdepouce.core.eligibility.answer import missing
from coupdepouce.core.eligibility.facts import Facts
from coupdepouce.core.eligibility.routes import RULES, Case, Rule, State, States, states_of
from coupdepouce.core.programme.model import Programme
from coupdepouce.core.programme.vocabulary import STATUSES

NOTHING_DECLINED: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question of the public check; `choices` are codes with their French names."""

    asks: str
    sentence: str
    choices: tuple[tuple[str, str], ...] = ()


def next_question(
    facts: Facts,
    programme: Programme,
    *,
    territory: Callable[[str], bool],
    declined: frozenset[str] = NOTHING_DECLINED,
) -> Question | None:
    """Give the most decisive question left, or `None` when no question can change the answer."""
    rule = _next(_states(facts, programme, territory), declined)
    if rule is None:
        return None
    statuses = programme.eligibility.status.statuses if rule.asks == "statuses" else ()
    return Question(
        asks=rule.asks,
        sentence=rule.question,
        choices=tuple((status, STATUSES[status]) for status in statuses),
    )


def remaining_at_most(
    facts: Facts,
    programme: Programme,
    *,
    territory: Callable[[str], bool],
    declined: frozenset[str] = NOTHING_DECLINED,
) -> int:
    """Count the questions left on the longest path, the next one included."""
    return _longest(_states(facts, programme, territory), declined)


def longest_path(programme: Programme) -> int:
    """Count the questions of the longest path of a programme, from the first one."""
    states = {
        rule.name: State.UNKNOWN if rule.question and rule.enabled(programme) else State.ABSENT
        for rule in RULES
    }
    return _longest({**states, "programme": State.HOLDS}, NOTHING_DECLINED)


def _states(facts: Facts, programme: Programme, territory: Callable[[str], bool]) -> States:
    return states_of(Case(facts=facts, programme=programme, on=facts.on, territory=territory))


def _next(states: States, declined: frozenset[str]) -> Rule | None:
    """Give the first missing fact that is public and was never asked: a doubt was asked."""
    for rule in missing(states):
        was_asked = states[rule.name] is not State.UNKNOWN or rule.asks in declined
        if rule.question and not was_asked:
            return rule
    return None


def _longest(states: States, declined: frozenset[str]) -> int:
    return _counted(tuple(states.items()), declined)


@lru_cache(maxsize=4096)  # the states are few, and every page of the check counts what is left
def _counted(known: tuple[tuple[str, State], ...], declined: frozenset[str]) -> int:
    states = dict(known)
    rule = _next(states, declined)
    if rule is None:
        return 0
    answered = [_longest({**states, rule.name: outcome}, declined) for outcome in rule.outcomes]
    return 1 + max(*answered, _longest(states, declined | {rule.asks}))
