"""Opening a prescription: at most one open per household, and not too soon after the last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from coupdepouce.core.calendar import add_days, add_months, day_of
from coupdepouce.core.journey.model import NONE, Part
from coupdepouce.core.programme import Programme
from coupdepouce.core.refusal import Refusal
from coupdepouce.equipment import operations as equipment
from coupdepouce.households import operations as households
from coupdepouce.households.models import Household, RecordedVerdict
from coupdepouce.households.operations import (
    Figures,
    NewHousehold,
    Proof,
    StateAnswer,
)
from coupdepouce.households.queries import current_verdict
from coupdepouce.lines.operations import move_lines
from coupdepouce.partners.models import Membership, Organisation
from coupdepouce.prescriptions.actors import Actor, staff
from coupdepouce.prescriptions.briefed import check_briefed
from coupdepouce.prescriptions.models import JourneyEvent, Prescription
from coupdepouce.prescriptions.operations import take_step
from coupdepouce.prescriptions.own_household import check_not_own
from coupdepouce.programmes.queries import current_programme
from coupdepouce.recourse import operations as recourse
from coupdepouce.training import operations as training
from coupdepouce.visits import operations as visits


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the prescriber's form asks for, besides the household."""

    parts: tuple[Part, ...]
    referent: str = ""
    suggested_shop: Organisation | None = None


def open_prescription(
    *, household_id: int, request: Request, by: Membership, at: datetime, once: UUID
) -> Prescription:
    """Open a prescription with the parts wanted; the same key gives the same prescription.

    Raises:
        Refusal: the household has an open one already, or had one too recently.
    """
    if already := _opened(once, household_id=household_id, by=by):
        return already
    version, programme = current_programme()
    _check_may_open(household_id, by=by, at=at)
    _check_renewal(household_id=household_id, programme=programme, day=day_of(at))
    try:
        with transaction.atomic():
            prescription = Prescription.objects.create(
                reference=once,
                programme=programme.id,
                version=version,
                household_id=household_id,
                organisation=by.organisation,
                prescriber=by,
                referent=request.referent,
                suggested_shop=request.suggested_shop,
                state=NONE,
                created_at=at,
            )
            _begin(prescription, parts=request.parts, actor=staff(by), at=at)
    except IntegrityError:
        # Two at the same second: the unique constraint let only the other one through.
        if already := _opened(once, household_id=household_id, by=by):
            return already
        raise _already_open() from None
    prescription.refresh_from_db()
    return prescription


def _check_may_open(household_id: int, *, by: Membership, at: datetime) -> None:
    check_briefed(member=by, at=at)
    check_not_own(household_id=household_id, by=by)


def _opened(once: UUID, *, household_id: int, by: Membership) -> Prescription | None:
    """Give what this key already opened, for this household and this organisation only."""
    already = Prescription.objects.filter(reference=once).first()
    if already and (already.household_id, already.organisation_id) != (
        household_id, by.organisation_id,
    ):  # fmt: skip
        raise Refusal("key_already_used", "Cette page a déjà servi pour autre chose. Rechargez-la.")
    return already


def _begin(
    prescription: Prescription, *, parts: Sequence[Part], actor: Actor, at: datetime
) -> None:
    for name in ("prepare", *(f"want_{part}" for part in parts)):
        take_step(
            prescription_id=prescription.pk,
            name=name,
            actor=actor,
            at=at,
            once=uuid5(prescription.reference, name),
        )


def _check_renewal(*, household_id: int, programme: Programme, day: date) -> None:
    known = Prescription.objects.filter(household=household_id, programme=programme.id)
    if known.exclude(waits_for="").exists():
        raise _already_open()
    # Of all its requests: a merge brings older ones, and one withdrawn since changes nothing.
    closing = (
        JourneyEvent.objects.filter(prescription__in=known, step="close").order_by("at").last()
    )
    if closing is None:
        return
    again = add_days(
        add_months(day_of(closing.at), programme.renewal.cooling_off_months),
        -programme.renewal.window_days,
    )
    if day < again:
        raise Refusal(
            "too_soon",
            f"Ce ménage a déjà eu l’offre. Une nouvelle demande est possible le {again:%d/%m/%Y}.",
        )


def _already_open() -> Refusal:
    return Refusal(
        "already_open",
        "Ce ménage a déjà une demande en cours : suivez-la plutôt que d’en ouvrir une.",
    )


@transaction.atomic
def start(
    *,
    new: NewHousehold,
    request: Request,
    proof: Proof | None,
    figures: Figures,
    by: Membership,
    at: datetime,
    once: UUID,
) -> Prescription:
    """Enter a household once: file, request, proof seen and verdict, all or nothing.

    Raises:
        Refusal: the household is known already, or a proof is not possible; nothing is written.
    """
    household = households.create_household(new=new, by=by, at=at, once=once)
    return start_again(
        household_id=household.pk,
        request=request,
        proof=proof,
        figures=figures,
        by=by,
        at=at,
        once=once,
    )


@transaction.atomic
def start_again(
    *,
    household_id: int,
    request: Request,
    proof: Proof | None,
    figures: Figures,
    by: Membership,
    at: datetime,
    once: UUID,
) -> Prescription:
    """Open a request for a household that is known, and judge it: all or nothing.

    Left blank, the paper already seen still proves what it proved.

    Raises:
        Refusal: it has an open request or had the offer too recently, or a proof is not possible.
    """
    prescription = open_prescription(
        household_id=household_id, request=request, by=by, at=at, once=once
    )
    known = current_verdict(prescription.household, day=day_of(at))
    is_blank = proof is None and figures == Figures()
    if is_blank and known and known.certain:
        return _keep(locked_draft(prescription), known.recorded)
    return judge(prescription=prescription, proof=proof, figures=figures, by=by, at=at, once=once)


@transaction.atomic
def keep_answer(*, prescription: Prescription, answer: StateAnswer) -> Prescription:
    """Keep on the draft the decision that the administration's answer led to, if any.

    Raises:
        Refusal: it is no longer a draft.
    """
    locked = locked_draft(prescription)
    if answer.decision is not None:
        return _keep(locked, answer.decision.recorded)
    return locked


def _keep(locked: Prescription, verdict: RecordedVerdict) -> Prescription:
    locked.verdict = verdict
    locked.save(update_fields=["verdict"])
    return locked


def ask_state(
    *,
    prescription: Prescription,
    endpoint: str,
    identity: Mapping[str, object],
    by: Membership,
    at: datetime,
    once: UUID,
) -> StateAnswer:
    """Ask the administration about a draft; a right that is held becomes its decision.

    Raises:
        Refusal: not a draft, not a public body, not connected, no agreement, malformed identity.
    """
    if prescription.state != "draft":
        raise Refusal("step_not_now", "Le bon est déjà remis : la décision ne change plus.")
    answer = households.ask_state(
        household_id=prescription.household_id,
        endpoint=endpoint,
        identity=identity,
        by=by,
        at=at,
        once=once,
    )
    keep_answer(prescription=prescription, answer=answer)
    return answer


@transaction.atomic
def judge(
    *,
    prescription: Prescription,
    proof: Proof | None,
    figures: Figures,
    by: Membership,
    at: datetime,
    once: UUID,
) -> Prescription:
    """Record the proof seen, judge, and keep the verdict on the draft; the figures are forgotten.

    Raises:
        Refusal: it is no longer a draft, or the proof is not possible.
    """
    locked = locked_draft(prescription)
    if proof is not None:
        households.record_proof(
            household_id=locked.household_id, proof=proof, by=by, at=at, once=uuid5(once, "proof")
        )
    decided = households.decide(
        household_id=locked.household_id,
        figures=figures,
        by=by,
        at=at,
        once=uuid5(once, "verdict"),
    )
    return _keep(locked, decided.recorded)


def locked_draft(prescription: Prescription) -> Prescription:
    """Lock a request whose decision may still change.

    Raises:
        Refusal: it is no longer a draft.
    """
    locked = Prescription.objects.select_for_update().get(pk=prescription.pk)
    if locked.state != "draft":
        raise Refusal("step_not_now", "Le bon est déjà remis : la décision ne change plus.")
    return locked


def absorb(*, kept: Household, absorbed: Household, at: datetime) -> int:
    """Move the prescriptions of a household that was merged into another; give their number.

    Raises:
        Refusal: both have an open one: one must end first.
    """
    both = Prescription.objects.select_for_update().filter(household__in=[kept, absorbed])
    if len({one.household_id for one in both if one.waits_for}) > 1:
        raise Refusal(
            "both_open", "Les deux ménages ont une demande en cours : arrêtez-en une d’abord."
        )
    move_lines(kept=kept, absorbed=absorbed)
    equipment.move_household(kept_id=kept.pk, absorbed_id=absorbed.pk, at=at)
    training.move(kept_id=kept.pk, absorbed_id=absorbed.pk)
    visits.move(kept_id=kept.pk, absorbed_id=absorbed.pk, at=at)
    recourse.move(kept=kept, absorbed=absorbed)
    return Prescription.objects.filter(household=absorbed).update(household=kept)
