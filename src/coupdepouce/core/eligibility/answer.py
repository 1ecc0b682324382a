"""From the states of the rules to the answer, and to what could still change it."""

from enum import StrEnum

from coupdepouce.core.eligibility.routes import GATES, OPEN, ROUTES, RULES, Rule, State, States


class Answer(StrEnum):
    """The three answers; unknown is not no."""

    YES = "yes"
    NO = "no"
    NOT_YET = "not_yet"


def answer_of(states: States) -> Answer:
    """Give the answer that follows from where the rules stand."""
    gates = [states[gate.name] for gate in GATES]
    routes = [states[route.name] for route in ROUTES]
    if State.FAILS in gates:
        return Answer.NO
    if State.HOLDS in routes:
        return Answer.YES if State.UNKNOWN not in gates else Answer.NOT_YET
    return Answer.NOT_YET if OPEN.intersection(routes) else Answer.NO


def missing(states: States) -> tuple[Rule, ...]:
    """Give the rules whose fact could still change the answer, most decisive first."""
    if answer_of(states) is not Answer.NOT_YET:
        return ()
    route_holds = any(states[route.name] is State.HOLDS for route in ROUTES)
    asked = GATES if route_holds else RULES
    return _ranked([rule for rule in asked if states[rule.name] in OPEN], states)


def decisiveness(rule: Rule, states: States) -> float:
    """Give the share of a fact's outcomes after which the answer is final."""
    after = [answer_of({**states, rule.name: outcome}) for outcome in rule.outcomes]
    return sum(answer is not Answer.NOT_YET for answer in after) / len(after)


def _ranked(rules: list[Rule], states: States) -> tuple[Rule, ...]:
    """Put first the most decisive, then the most decisive once that one has settled nothing."""
    if len(rules) <= 1:
        return tuple(rules)
    first = max(rules, key=lambda rule: decisiveness(rule, states))  # of equals, the first row
    answered = ({**states, first.name: outcome} for outcome in first.outcomes)
    after = next(known for known in answered if answer_of(known) is Answer.NOT_YET)
    return first, *_ranked([rule for rule in rules if rule is not first], after)
