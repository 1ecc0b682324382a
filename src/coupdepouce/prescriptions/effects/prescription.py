"""What the steps of the prescription do besides moving it: vouchers, shops, hardship."""

import secrets
from collections.abc import Callable
from datetime import date, datetime

from coupdepouce.accounts.sealing import keyed_hash
from coupdepouce.core.calendar import add_days, day_of
from coupdepouce.core.journey.steps import VOUCHER_ENDS
from coupdepouce.core.voucher import CODES, code_of
from coupdepouce.households import operations as households
from coupdepouce.lines import operations as lines
from coupdepouce.partners.operations import quotas
from coupdepouce.prescriptions import stuck
from coupdepouce.prescriptions.effects import computer, visit
from coupdepouce.prescriptions.effects.taken import Taken
from coupdepouce.prescriptions.models import Prescription, Voucher


def _make_voucher(prescription: Prescription, *, at: datetime, last_day: date) -> Voucher:
    code = code_of(secrets.randbelow(CODES))
    return Voucher.objects.create(
        prescription=prescription,
        code=code,
        code_hash=keyed_hash("voucher", code),
        issued_at=at,
        last_day=last_day,
    )


def issue(taken: Taken) -> None:
    """Take a unit of the partner's quota, then make the voucher: its last day is from today."""
    taken.prescription.quota = quotas.take_unit(
        organisation_id=taken.prescription.organisation_id,
        day=day_of(taken.at),
        default=taken.programme.voucher.quota_per_partner,
    )
    last_day = add_days(day_of(taken.at), taken.programme.delays.voucher_lifetime)
    _make_voucher(taken.prescription, at=taken.at, last_day=last_day)


def return_unit(taken: Taken) -> None:
    """Return the unit of a voucher that no shop holds; once received, it was used."""
    prescription = taken.prescription
    if prescription.state == "issued" and prescription.quota_id is not None:
        quotas.return_unit(quota_id=prescription.quota_id, day=day_of(taken.at))
        prescription.quota = None


def replace_voucher(taken: Taken) -> None:
    """Make a new code with the same last day; the old one stops working."""
    old = taken.prescription.vouchers.select_for_update().get(replaced_at__isnull=True)
    old.replaced_at = taken.at
    old.save(update_fields=["replaced_at"])
    _make_voucher(taken.prescription, at=taken.at, last_day=old.last_day)


def present(taken: Taken) -> None:
    """Tie the prescription to the shop that received it."""
    taken.prescription.shop = taken.actor.organisation
    computer.follow(taken)
    visit.let_go(taken)
    lines.move_case(household_id=taken.prescription.household_id, shop=taken.prescription.shop)


def give_back(taken: Taken) -> None:
    """Let the voucher be used again, in any shop."""
    taken.prescription.shop = None
    computer.follow(taken)
    stuck.hand_back(taken.prescription, by=taken.actor.member, at=taken.at, once=taken.once)


def turn_away(taken: Taken) -> None:
    """Forget the shop that was suggested."""
    taken.prescription.suggested_shop = None
    computer.follow(taken)
    visit.let_go(taken)


def claim_hardship(taken: Taken) -> None:
    """Write the claim that a second person answers."""
    households.claim_hardship(
        household_id=taken.prescription.household_id,
        reason=taken.reason,
        by=taken.member,
        at=taken.at,
    )


def _answer_hardship(taken: Taken, *, approved: bool) -> None:
    households.answer_hardship(
        household_id=taken.prescription.household_id,
        approved=approved,
        by=taken.member,
        at=taken.at,
    )


def approve_hardship(taken: Taken) -> None:
    """Approve, and judge again: hardship opens the route and is its own proof."""
    _answer_hardship(taken, approved=True)
    taken.prescription.verdict = households.decide(
        household_id=taken.prescription.household_id,
        figures=households.Figures(),
        by=taken.member,
        at=taken.at,
        once=taken.once,
    ).recorded


def refuse_hardship(taken: Taken) -> None:
    """Refuse; the other routes stay as they were judged."""
    _answer_hardship(taken, approved=False)


EFFECTS: dict[str, Callable[[Taken], None]] = {
    "claim_hardship": claim_hardship,
    "approve_hardship": approve_hardship,
    "refuse_hardship": refuse_hardship,
    "issue": issue,
    "replace_voucher": replace_voucher,
    "turn_away": turn_away,
    "present": present,
    "reverse": give_back,
    "release": give_back,
    **dict.fromkeys(VOUCHER_ENDS, return_unit),
}
