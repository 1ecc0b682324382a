"""Whether a proof that was seen makes an answer certain, and if not, why."""

from collections.abc import Iterable
from datetime import date

from coupdepouce.core.calendar import add_months
from coupdepouce.core.eligibility.facts import ProofSeen
from coupdepouce.core.eligibility.reasons import Reason
from coupdepouce.core.eligibility.routes import Case, Rule
from coupdepouce.core.programme.model import QuotientRoute, StatusRoute
from coupdepouce.core.programme.vocabulary import PROOFS


def is_valid(proof: ProofSeen, *, months: int, on: date) -> bool:
    """Say whether a proof is in its age: from its date, up to but not including the last day."""
    return proof.date <= on < add_months(proof.date, months)


def is_certain(route: Rule, case: Case) -> bool:
    """Say whether a route that holds is proven on that day."""
    if route.proven_by is None:
        return True  # hardship has no paper: the approval of the second person is the proof
    asked = route.proven_by(case.programme)
    months = asked.proof_months.value
    return any(
        proof.kind in asked.proofs and is_valid(proof, months=months, on=case.on)
        for proof in case.facts.proofs
    )


def to_bring(route: Rule, case: Case) -> tuple[str, ...]:
    """List the proofs a person can bring to make a route certain; any one of them is enough."""
    if route.proven_by is None or is_certain(route, case):
        return ()
    return tuple(kind for kind in route.proven_by(case.programme).proofs if PROOFS[kind].is_brought)


def objections(routes: Iterable[Rule], case: Case) -> tuple[Reason, ...]:
    """Say why the proofs given make none of these routes certain, each reason once."""
    asked = [(route.name, route.proven_by(case.programme)) for route in routes if route.proven_by]
    # Of two papers with the same fault, the most recent is the one to talk about.
    given = sorted(case.facts.proofs, key=lambda proof: proof.date)
    found = (_objection(proof, asked, on=case.on) for proof in given)
    return tuple({reason.code: reason for reason in found}.values())


def _objection(
    proof: ProofSeen, asked: list[tuple[str, QuotientRoute | StatusRoute]], *, on: date
) -> Reason:
    for name, route in asked:
        if proof.kind in route.proofs:
            if proof.date > on:
                return Reason(code="proof_in_the_future", values={"day": proof.date})
            return Reason(
                code="proof_too_old",
                values={"day": proof.date, "months": route.proof_months.value},
                figures=(f"eligibility.{name}.proof_months",),
            )
    return Reason(code="proof_not_accepted", values={"proof": proof.kind})
