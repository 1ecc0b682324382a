"""A household forgotten: its requests end, and what they said of it is emptied with it."""

import secrets
from datetime import datetime
from uuid import uuid5

from django.db import transaction

from coupdepouce.core.journey.reasons import ERASURES
from coupdepouce.core.journey.states import OPEN_PRESCRIPTION
from coupdepouce.equipment import operations as equipment
from coupdepouce.households import operations as households
from coupdepouce.lines.operations import forget_lines
from coupdepouce.outreach import operations as outreach
from coupdepouce.prescriptions.actors import HOUSEHOLD, WORKER, Actor
from coupdepouce.prescriptions.models import Prescription, Share, Unreached, Voucher
from coupdepouce.prescriptions.operations import take_step
from coupdepouce.recourse import operations as recourse
from coupdepouce.training import operations as training
from coupdepouce.visits import operations as visits

# By the calendar after years of silence, or by the household itself, which gives no reason.
STEPS = {WORKER: ("forget", ""), HOUSEHOLD: ("erase", ERASURES[0].code)}


@transaction.atomic
def forget_household(*, household_id: int, at: datetime, by: Actor = WORKER) -> None:
    """Erase a household and what its requests say of it, all or nothing; counts and dates stay.

    Raises:
        Refusal: no such household.
    """
    # The requests are locked before the household, in the order of every step.
    requests = Prescription.objects.select_for_update(of=("self",)).order_by("pk")
    for request in requests.filter(household=household_id):
        _forget(request, by=by, at=at)
    forget_lines(household_id=household_id)
    equipment.forget_household(household_id=household_id, at=at)
    training.forget(household_id=household_id, at=at)
    visits.forget(household_id=household_id, at=at)
    recourse.forget_household(household_id=household_id, at=at)
    households.erase_household(household_id=household_id, at=at)


def _forget(request: Prescription, *, by: Actor, at: datetime) -> None:
    name, reason = STEPS[by]
    if request.state in OPEN_PRESCRIPTION:
        take_step(
            prescription_id=request.pk,
            name=name,
            actor=by,
            at=at,
            once=uuid5(request.reference, name),
            reason=reason,
        )
    Share.objects.filter(prescription=request).delete()
    Unreached.objects.filter(prescription=request).delete()
    Prescription.objects.filter(pk=request.pk).update(referent="")
    for voucher in Voucher.objects.filter(prescription=request).only("pk"):
        # A random mark: the old one would find the request again from a paper left in a drawer.
        voucher.code, voucher.code_hash = "", secrets.token_hex(16)
        voucher.save(update_fields=["code", "code_hash"])
    outreach.forget_about(f"prescription:{request.reference}")
