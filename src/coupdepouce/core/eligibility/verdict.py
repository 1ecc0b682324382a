"""A verdict, not a file: the answer, the route that opened the door, and why."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from coupdepouce.core.eligibility import proofs
from coupdepouce.core.eligibility.answer import Answer, answer_of, missing
from coupdepouce.core.eligibility.facts import Facts
from coupdepouce.core.eligibility.reasons import Reason, Shown, shown_to_staff
from coupdepouce.core.eligibility.routes import (
    GATES,
    ROUTES,
    Case,
    Rule,
    State,
    States,
    states_of,
)
from coupdepouce.core.household.budget import Saving, saving
from coupdepouce.core.programme.model import Programme


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What is answered to a household, on the facts known, on one day."""

    answer: Answer
    certain: bool
    route: str | None
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    to_bring: tuple[str, ...]
    other_routes: tuple[str, ...]
    saving: Saving | None

    def as_data(self, *, shown: Shown = shown_to_staff) -> dict[str, object]:
        """Give the verdict as the interfaces write it; amounts in euros."""
        kept = self.saving
        return {
            "answer": self.answer.value,
            "certain": self.certain,
            "route": self.route,
            "reasons": [
                {"code": reason.code, "sentence": reason.sentence(shown=shown)}
                for reason in self.reasons
            ],
            "missing": list(self.missing),
            "to_bring": list(self.to_bring),
            "other_routes": list(self.other_routes),
            "saving": kept and {"kind": kept.kind, "per_month": kept.per_month / 100},
        }


def judge(
    facts: Facts,
    programme: Programme,
    *,
    territory: Callable[[str], bool],
    on: date | None = None,
) -> Verdict:
    """Say whether the household is entitled on that day (the day of the facts unless given)."""
    case = Case(facts=facts, programme=programme, on=on or facts.on, territory=territory)
    states = states_of(case)
    answer = answer_of(states)
    opened = _opened(states, case) if answer is Answer.YES else ()
    certain = bool(opened) and proofs.is_certain(opened[0], case)
    return Verdict(
        answer=answer,
        certain=certain,
        route=opened[0].name if opened else None,
        reasons=_reasons(answer, states, case, opened, certain=certain),
        missing=tuple(rule.asks for rule in missing(states)),
        to_bring=proofs.to_bring(opened[0], case) if opened else (),
        other_routes=_other_routes(answer, states, case),
        saving=None
        if answer is Answer.NO
        else saving(facts.line, price=programme.offers.line.price.value),
    )


def _opened(states: States, case: Case) -> tuple[Rule, ...]:
    """Give the routes that hold, a proven one first, then in the order of the table."""
    held = (route for route in ROUTES if states[route.name] is State.HOLDS)
    return tuple(sorted(held, key=lambda route: not proofs.is_certain(route, case)))


def _reasons(
    answer: Answer, states: States, case: Case, opened: tuple[Rule, ...], *, certain: bool
) -> tuple[Reason, ...]:
    if answer is Answer.YES:
        why = tuple(route.reasons[State.HOLDS](case) for route in opened)
        return why if certain else why + proofs.objections(opened, case)
    if answer is Answer.NO:
        closed = [gate for gate in GATES if states[gate.name] is State.FAILS]
        return _explained(sorted(closed or ROUTES, key=lambda rule: rule.change_rank), states, case)
    # What opens comes first, then what is in doubt, then what is closed.
    order = (State.HOLDS, State.DOUBT, State.UNKNOWN, State.FAILS, State.ABSENT)
    return _explained(sorted(ROUTES, key=lambda r: order.index(states[r.name])), states, case)


def _explained(rules: list[Rule], states: States, case: Case) -> tuple[Reason, ...]:
    told = ((rule, states[rule.name]) for rule in rules)
    return tuple(rule.reasons[state](case) for rule, state in told if state in rule.reasons)


def _other_routes(answer: Answer, states: States, case: Case) -> tuple[str, ...]:
    """List the routes that were not claimed, for a household that has no other."""
    in_doubt = answer is Answer.NOT_YET and states["quotient_familial"] is State.DOUBT
    if answer is not Answer.NO and not in_doubt:
        return ()
    return tuple(
        route.name
        for route in ROUTES
        if states[route.name] is State.ABSENT and route.enabled(case.programme)
    )
