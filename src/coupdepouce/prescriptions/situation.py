"""What the core needs to know of a prescription to judge a step."""

from datetime import datetime

from coupdepouce.core.calendar import day_of
from coupdepouce.core.journey.model import NONE, Part, Situation
from coupdepouce.households.models import Consent, HardshipClaim
from coupdepouce.prescriptions.actors import Actor
from coupdepouce.prescriptions.models import Prescription, Voucher

FIELDS = {
    Part.PRESCRIPTION: "state",
    Part.LINE: "line_state",
    Part.COMPUTER: "computer_state",
    Part.TRAINING: "training_state",
}
HARDSHIP = {None: "waiting", True: "approved", False: "refused"}


def states_of(prescription: Prescription) -> dict[Part, str]:
    """Give the state of the prescription and of each part."""
    return {part: getattr(prescription, field) for part, field in FIELDS.items()}


def live_voucher(prescription: Prescription) -> Voucher | None:
    """Give the voucher that works, if one was issued."""
    return prescription.vouchers.filter(replaced_at__isnull=True).first()


def hardship_of(prescription: Prescription) -> tuple[str, int | None]:
    """Say where the last hardship claim of this request stands, and which person claimed it."""
    claim = (
        HardshipClaim.objects.filter(
            household=prescription.household_id, claimed_at__gte=prescription.created_at
        )
        .select_related("claimed_by")
        .last()
    )
    return (HARDSHIP[claim.approved], claim.claimed_by.user_id) if claim else (NONE, None)


def situation_of(prescription: Prescription, *, actor: Actor, at: datetime) -> Situation:
    """Gather what the guards look at, with three queries whatever the step."""
    day = day_of(at)
    verdict = prescription.verdict
    voucher = live_voucher(prescription)
    hardship, claimant = hardship_of(prescription)
    organisation = actor.organisation.pk if actor.organisation else None
    return Situation(
        day=day,
        states=states_of(prescription),
        certain=bool(
            verdict
            and verdict.answer == "yes"
            and verdict.certain
            and (verdict.certain_until is None or day < verdict.certain_until)
        ),
        consent=_has_consent(prescription),
        hardship=hardship,
        last_day=voucher.last_day if voucher else None,
        is_claimant=bool(actor.member and actor.member.user_id == claimant),
        is_own_organisation=organisation == prescription.organisation_id,
        is_holding_shop=organisation is not None and organisation == prescription.shop_id,
    )


def _has_consent(prescription: Prescription) -> bool:
    return Consent.objects.filter(
        household=prescription.household_id,
        purpose=Consent.Purpose.PROGRAMME,
        withdrawn_at__isnull=True,
    ).exists()
