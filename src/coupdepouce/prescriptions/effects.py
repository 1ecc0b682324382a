"""What some steps do besides moving a state: one function per step, called under its lock."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from coupdepouce.accounts.sealing import keyed_hash
from coupdepouce.core.calendar import add_days, day_of
from coupdepouce.core.programme import Programme
from coupdepouce.core.voucher import CODES, code_of
from coupdepouce.households import operations as households
from coupdepouce.lines.models import Line
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.actors import Actor
from coupdepouce.prescriptions.models import Prescription, Voucher


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A step being taken: everything an effect may look at."""

    prescription: Prescription
    programme: Programme
    actor: Actor
    at: datetime
    once: UUID
    reason: str
    answers: Mapping[str, str]
    reconciled_at: datetime | None = None  # when a step taken without network became known

    @property
    def member(self) -> Membership:
        """Give the member of staff who takes it; the step's actors make sure there is one."""
        if self.actor.member is None:
            raise TypeError("this step is taken by staff")
        return self.actor.member


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
    """Make the voucher; its last day is counted from today."""
    last_day = add_days(day_of(taken.at), taken.programme.delays.voucher_lifetime)
    _make_voucher(taken.prescription, at=taken.at, last_day=last_day)


def replace_voucher(taken: Taken) -> None:
    """Make a new code with the same last day; the old one stops working."""
    old = taken.prescription.vouchers.select_for_update().get(replaced_at__isnull=True)
    old.replaced_at = taken.at
    old.save(update_fields=["replaced_at"])
    _make_voucher(taken.prescription, at=taken.at, last_day=old.last_day)


def present(taken: Taken) -> None:
    """Tie the prescription to the shop that received it."""
    taken.prescription.shop = taken.actor.organisation


def give_back(taken: Taken) -> None:
    """Let the voucher be used again, in any shop."""
    taken.prescription.shop = None


def turn_away(taken: Taken) -> None:
    """Forget the shop that was suggested."""
    taken.prescription.suggested_shop = None


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


def _line(taken: Taken) -> Line:
    if taken.prescription.line is None:
        taken.prescription.line = Line.objects.create(household_id=taken.prescription.household_id)
    return taken.prescription.line


def find_line_available(taken: Taken) -> None:
    """Keep the network found at the address."""
    line = _line(taken)
    line.technology = taken.answers["technology"]
    line.save(update_fields=["technology"])


def order_line(taken: Taken) -> None:
    """Keep the operator's order number."""
    line = _line(taken)
    line.order_number = taken.answers["order_number"]
    line.ordered_on = day_of(taken.at)
    line.save(update_fields=["order_number", "ordered_on"])


def set_appointment(taken: Taken) -> None:
    """Keep when the technician comes."""
    line = _line(taken)
    line.appointment_at = datetime.fromisoformat(taken.answers["appointment_at"])
    line.save(update_fields=["appointment_at"])


def activate_line(taken: Taken) -> None:
    """Keep since when the line works."""
    line = _line(taken)
    line.activated_on = date.fromisoformat(taken.answers["activated_on"])
    line.save(update_fields=["activated_on"])


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
    "find_line_available": find_line_available,
    "order_line": order_line,
    "set_appointment": set_appointment,
    "activate_line": activate_line,
}
