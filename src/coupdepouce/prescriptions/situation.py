"""What the core needs to know of a prescription to judge a step."""

from datetime import date, datetime
from typing import Any, TypedDict

from django.db import connection

from coupdepouce.core.calendar import day_of
from coupdepouce.core.journey.model import NONE, Part, Situation
from coupdepouce.core.journey.part_steps import UNDER_WAY
from coupdepouce.core.journey.visit_steps import BOOK_VISIT
from coupdepouce.core.roles import Role
from coupdepouce.equipment.queries.holding import own_machine
from coupdepouce.equipment.queries.stock import is_free_for, reserved_for
from coupdepouce.households.models import Consent, HardshipClaim
from coupdepouce.partners.queries.agreements import rights
from coupdepouce.partners.queries.briefings import may_act
from coupdepouce.prescriptions.actors import Actor
from coupdepouce.prescriptions.events import given_by
from coupdepouce.prescriptions.models import Prescription, Voucher
from coupdepouce.prescriptions.shops import is_received
from coupdepouce.programmes.queries import programme_of
from coupdepouce.training.queries import sessions_attended
from coupdepouce.visits.queries import visit_of

FIELDS = {
    Part.PRESCRIPTION: "state",
    Part.LINE: "line_state",
    Part.COMPUTER: "computer_state",
    Part.TRAINING: "training_state",
}
DUE = {
    Part.LINE: "line_due_on",
    Part.COMPUTER: "computer_due_on",
    Part.TRAINING: "training_due_on",
}
HARDSHIP = {None: "waiting", True: "approved", False: "refused"}


def states_of(prescription: Prescription) -> dict[Part, str]:
    """Give the state of the prescription and of each part."""
    return {part: getattr(prescription, field) for part, field in FIELDS.items()}


def live_voucher(prescription: Prescription) -> Voucher | None:
    """Give the voucher that works, if one was issued."""
    return prescription.vouchers.filter(replaced_at__isnull=True).first()


# Read at every step and every page: one statement, where the same reads by models were a third
# of the time of a step. It runs after the lock: joined to it, PostgreSQL would give what it read
# before it waited.
WRITTEN = """
SELECT verdict.answer, verdict.certain, verdict.certain_until, voucher.last_day,
       claim.id, claim.approved, claimer.user_id,
       EXISTS (SELECT 1 FROM households_consent AS consent
               WHERE consent.household_id = prescription.household_id
                 AND consent.purpose = %s AND consent.withdrawn_at IS NULL),
       EXISTS (SELECT 1 FROM partners_membership AS other
               WHERE other.user_id = %s AND other.until IS NULL
                 AND other.organisation_id = CASE WHEN prescription.state = 'draft'
                     THEN prescription.suggested_shop_id ELSE prescription.organisation_id END),
       (SELECT team.is_active FROM partners_organisation AS team
        WHERE team.id = prescription.organisation_id),
       EXISTS (SELECT 1 FROM partners_membership AS own
               WHERE own.id = %s AND own.until IS NOT NULL)
FROM prescriptions_prescription AS prescription
LEFT JOIN households_recordedverdict AS verdict ON verdict.id = prescription.verdict_id
LEFT JOIN prescriptions_voucher AS voucher
       ON voucher.prescription_id = prescription.id AND voucher.replaced_at IS NULL
LEFT JOIN households_hardshipclaim AS claim
       ON claim.id = (SELECT max(id) FROM households_hardshipclaim
                      WHERE household_id = prescription.household_id
                        AND claimed_at >= prescription.created_at)
LEFT JOIN partners_membership AS claimer ON claimer.id = claim.claimed_by_id
WHERE prescription.id = %s
"""


def situation_of(prescription: Prescription, *, actor: Actor, at: datetime) -> Situation:
    """Gather what the guards look at, with one query whatever the step."""
    row = _written(prescription, actor)
    answer, certain, until, last_day, claim, approved, claimant, consent, both, *who = row
    day, until = day_of(at), _day(until)
    organisation = actor.organisation.pk if actor.organisation else None
    return Situation(
        day=day,
        states=states_of(prescription),
        entitled=answer == "yes",
        certain=bool(answer == "yes" and certain and (until is None or day < until)),
        consent=bool(consent),
        hardship=NONE if claim is None else HARDSHIP[approved],
        last_day=_day(last_day),
        is_own_organisation=organisation == prescription.organisation_id,
        is_on_both_sides=bool(both),
        is_back_office=actor.role in {Role.BACK_OFFICE, Role.WORKER},
        overdue=overdue_parts(prescription, day),
        sessions_attended=_sessions_attended(prescription),
        is_holding_shop=organisation is not None and organisation == prescription.shop_id,
        is_suggested_shop=organisation is not None
        and organisation == prescription.suggested_shop_id,
        is_expected=actor.role is Role.RECEIVER
        and prescription.events.order_by("number").values_list("step", flat=True).last()
        == "expect",
        **_of_actor(actor, claimant, *who),
        **_of_visits(prescription, actor, at),
        **_of_computer(prescription),
        **_of_partner(prescription, actor, day),
    )


class OfActor(TypedDict):
    """What the guards of who acts, and of who follows, look at."""

    is_claimant: bool
    is_followed: bool
    acts: bool


def _of_actor(actor: Actor, claimant: int | None, is_followed: Any, has_left: Any) -> OfActor:
    return {
        "is_claimant": bool(actor.member and actor.member.user_id == claimant),
        "is_followed": bool(is_followed),
        "acts": not has_left,
    }


class OfVisits(TypedDict, total=False):
    """What the guards of the appointment at the shop look at."""

    visits_given: bool
    has_visit: bool


def _of_visits(prescription: Prescription, actor: Actor, at: datetime) -> OfVisits:
    if prescription.state != "issued":
        return {}
    # Looking for shops near is dear: the counter, which receives vouchers, never books.
    return {
        "visits_given": actor.role in BOOK_VISIT.actors and is_received(prescription),
        "has_visit": visit_of(prescription.household_id, at=at) is not None,
    }


def _written(prescription: Prescription, actor: Actor) -> tuple[Any, ...]:
    by = actor.member
    given = (by.user_id, by.pk) if by else (None, None)
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN, [Consent.Purpose.PROGRAMME, *given, prescription.pk])
        found: tuple[Any, ...] = cursor.fetchone()
    return found


class OfComputer(TypedDict, total=False):
    """What the guards of the computer look at."""

    machine_free: bool
    machine_here: bool
    guarantee_until: date | None


def _of_computer(prescription: Prescription) -> OfComputer:
    """Read the stock only where a step of the computer could need it."""
    state, household = prescription.computer_state, prescription.household_id
    if state in {"wanted", "waiting"} and prescription.state in UNDER_WAY:
        form = programme_of(prescription.version).stock.form
        where = prescription.shop_id or prescription.suggested_shop_id
        return {"machine_free": is_free_for(household_id=household, shop_id=where, form=form)}
    if state == "reserved":
        kept = reserved_for(household)
        return {"machine_here": bool(kept and kept.shop_id == prescription.shop_id)}
    if state in {"handed_over", "on_loan"}:
        own = own_machine(given_by(prescription))
        return {"guarantee_until": own.guarantee_until if own else None}
    return {}


class OfPartner(TypedDict, total=False):
    """What the guards of the partner's rights look at."""

    agreement_holds: bool
    quota_left: bool
    is_briefed: bool


def _of_partner(prescription: Prescription, actor: Actor, day: date) -> OfPartner:
    """Read the rights and the training only while a voucher may still be handed out."""
    if prescription.state != "draft":
        return {}
    programme = programme_of(prescription.version)
    may = rights(
        organisation_id=prescription.organisation_id,
        day=day,
        agreement_needed=programme.partners.agreement_needed,
        default_quota=programme.voucher.quota_per_partner,
    )
    return {
        "agreement_holds": may.agreement_holds,
        "quota_left": may.quota_left,
        "is_briefed": actor.member is None
        or may_act(member=actor.member, rules=programme.partners.briefing, day=day),
    }


def _sessions_attended(prescription: Prescription) -> int:
    if prescription.training_state == NONE:
        return 0
    return sessions_attended(prescription.household_id, since=prescription.created_at)


def overdue_parts(prescription: Prescription, day: date) -> frozenset[Part]:
    """Give the parts whose own deadline is past."""
    due = {part: getattr(prescription, name) for part, name in DUE.items()}
    return frozenset(part for part, on in due.items() if on is not None and on <= day)


def _day(written: date | str | None) -> date | None:
    # SQLite keeps days as text, and only models turn them back.
    return date.fromisoformat(written) if isinstance(written, str) else written


def is_hardship_waiting(prescription: Prescription) -> bool:
    """Say whether a claim waits for its second person."""
    return HardshipClaim.objects.filter(
        household=prescription.household_id, approved__isnull=True
    ).exists()
