"""Proofs seen, verdicts given, and the judgement that needs a second person."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from coupdepouce.core import eligibility
from coupdepouce.core.calendar import add_months, day_of
from coupdepouce.core.eligibility import Answer, Facts, Hardship, LineToday, Verdict, judge
from coupdepouce.core.journey import reasons
from coupdepouce.core.programme import Programme
from coupdepouce.core.programme.vocabulary import PROOFS, STATUSES
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.households.entries import Figures, Proof
from coupdepouce.households.models import HardshipClaim, Household, ProofSeen, RecordedVerdict
from coupdepouce.households.operations.entering import locked
from coupdepouce.households.queries import last_claim
from coupdepouce.partners.models import Membership
from coupdepouce.programmes import communes
from coupdepouce.programmes.queries import current_programme

HARDSHIP_REASONS = {reason.code: reason.label for reason in reasons.HARDSHIP}


@dataclass(frozen=True, kw_only=True)
class Decision:
    """The verdict for the screen, and the row that keeps its codes."""

    verdict: Verdict
    recorded: RecordedVerdict


@transaction.atomic
def record_proof(
    *, household_id: int, proof: Proof, by: Membership, at: datetime, once: UUID
) -> ProofSeen:
    """Keep that somebody saw a proof, its kind and its date; the proof itself is given back.

    Raises:
        Refusal: not a proof that a person can show, or dated in the future.
    """
    household = locked(household_id, by=by, at=at)
    kinds = {kind: known.label for kind, known in PROOFS.items() if known.is_brought}
    if proof.kind not in kinds:
        raise Refusal(
            "proof_not_accepted",
            f"Ce justificatif n’est pas accepté. Demandez : {' ou '.join(kinds.values())}.",
        )
    if proof.dated > day_of(at):
        raise Refusal(
            "proof_in_the_future", "La date du justificatif est dans le futur : vérifiez-la."
        )
    return keep_proof(household, proof=proof, by=by, at=at, once=once)


def keep_proof(
    household: Household, *, proof: Proof, by: Membership, at: datetime, once: UUID
) -> ProofSeen:
    """Write a proof once, under the household's lock.

    Raises:
        Refusal: the key was used for another household.
    """
    kept, _ = ProofSeen.objects.get_or_create(
        once=once,
        defaults={
            "household": household,
            "kind": proof.kind,
            "dated": proof.dated,
            "seen_at": at,
            "seen_by": by,
        },
    )
    _check_same(kept, household)
    return kept


def _check_same(row: ProofSeen | RecordedVerdict, household: Household) -> None:
    if row.household_id != household.pk:
        raise Refusal("key_already_used", "Cette page a déjà servi pour autre chose. Rechargez-la.")


@transaction.atomic
def decide(
    *, household_id: int, figures: Figures, by: Membership, at: datetime, once: UUID
) -> Decision:
    """Judge a household under the programme in force, and keep the codes of the verdict.

    The figures are used here and nowhere written.

    Raises:
        Refusal: not open to this member, or a figure that cannot be.
    """
    _check_figures(figures)
    household = locked(household_id, by=by, at=at)
    version, programme = current_programme()
    typed = figures != Figures()
    facts = facts_of(household, figures=figures, day=day_of(at), seen_since=at if typed else None)
    verdict = judge(facts, programme, territory=communes.within(programme.territory))
    until = _certain_until(facts, programme) if verdict.certain else None
    recorded, _ = RecordedVerdict.objects.get_or_create(
        once=once,
        defaults={
            "household": household,
            "version": version,
            "made_at": at,
            "made_by": by,
            "certain_until": until,
            **_codes(verdict),
        },
    )
    _check_same(recorded, household)
    return Decision(verdict=verdict, recorded=recorded)


def _codes(verdict: Verdict) -> dict[str, object]:
    """Give what is kept of a verdict: codes, no figure and no sentence that repeats one."""
    return {
        "answer": verdict.answer.value,
        "route": verdict.route or "",
        "certain": verdict.certain,
        "reasons": [reason.code for reason in verdict.reasons],
        "missing": list(verdict.missing),
        "to_bring": list(verdict.to_bring),
    }


def _check_figures(figures: Figures) -> None:
    if figures.quotient_familial is not None and figures.quotient_familial < 0:
        raise Refusal(
            "quotient_malformed", "Le quotient familial est un nombre entier : recopiez-le."
        )
    if unknown := (figures.statuses or frozenset()) - set(STATUSES):
        raise Refusal(
            "status_unknown",
            f"« {', '.join(sorted(unknown))} » n’est pas connu : choisissez dans la liste.",
        )


def facts_of(
    household: Household, *, figures: Figures, day: date, seen_since: datetime | None = None
) -> Facts:
    """Give what is known of a household on a day, with what its proofs say.

    With figures, only the proofs seen since `seen_since` speak: an older paper showed others.
    """
    claim = last_claim(household)
    return Facts(
        on=day,
        commune=household.commune_code,
        adults=household.adults,
        children=household.children,
        quotient_familial=figures.quotient_familial,
        statuses=figures.statuses,
        hardship=Hardship(approved=claim.approved) if claim else None,
        proofs=tuple(
            eligibility.ProofSeen(kind=kind, date=dated)
            for kind, dated, seen_at in household.proofs.values_list("kind", "dated", "seen_at")
            if seen_since is None or seen_at >= seen_since
        ),
        line=LineToday(
            has=household.has_line,
            monthly_cost=household.monthly_cost,
            ends_on=household.line_ends_on,
            exit_fee=household.exit_fee,
        ),
        computer=household.computer or None,  # type: ignore[arg-type]  # its choices are the core's
        skills=household.skills or None,  # type: ignore[arg-type]
    )


def _certain_until(facts: Facts, programme: Programme) -> date | None:
    """Give the first day on which the same facts are no longer certain, None when none comes."""
    routes = programme.eligibility.quotient_familial, programme.eligibility.status
    ends = {
        add_months(proof.date, route.proof_months.value)
        for proof in facts.proofs
        for route in routes
    }
    if programme.closes_on:
        ends.add(programme.closes_on)
    territory = communes.within(programme.territory)
    for day in sorted(end for end in ends if end > facts.on):
        later = judge(facts, programme, territory=territory, on=day)
        if later.answer is not Answer.YES or not later.certain:
            return day
    return None


@transaction.atomic
def claim_hardship(
    *, household_id: int, reason: str, by: Membership, at: datetime
) -> HardshipClaim:
    """Write a prescriber's judgement, which waits for a second person.

    Raises:
        Refusal: no such reason, or a claim waits or was approved already.
    """
    household = locked(household_id, by=by, at=at)
    if reason not in HARDSHIP_REASONS:
        labels = ", ".join(HARDSHIP_REASONS.values())
        raise Refusal("reason_needed", f"Choisissez une raison parmi : {labels}.")
    last = last_claim(household)
    if last and last.approved is not False:
        raise Refusal(
            "hardship_already_claimed",
            "La situation difficile est déjà signalée : attendez la réponse du responsable.",
        )
    return household.hardship_claims.create(reason=reason, claimed_by=by, claimed_at=at)


@transaction.atomic
def answer_hardship(
    *, household_id: int, approved: bool, by: Membership, at: datetime
) -> HardshipClaim:
    """Answer the claim that waits.

    Raises:
        Refusal: no claim waits, or the answer comes from who claimed it, or not from a manager.
    """
    household = locked(household_id, by=by, at=at)
    claim = last_claim(household)
    if by.role != Role.PARTNER_MANAGER:
        raise Refusal("not_yours", "Le responsable du partenaire répond : demandez-lui.")
    if claim is None or claim.approved is not None:
        raise Refusal("hardship_not_waiting", "Aucune situation difficile n’attend de réponse ici.")
    # The person, not the membership: somebody may prescribe and manage under two memberships.
    if claim.claimed_by.user_id == by.user_id:
        raise Refusal(
            "second_person",
            "Une deuxième personne doit décider : demandez à un autre responsable.",
        )
    claim.approved, claim.decided_by, claim.decided_at = approved, by, at
    claim.save(update_fields=["approved", "decided_by", "decided_at"])
    return claim
