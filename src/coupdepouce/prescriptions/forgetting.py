"""A household forgotten: its requests end, and what they said of it is emptied with it."""

import secrets
from datetime import datetime
from uuid import uuid5

from django.db import transaction

from coupdepouce.core.journey.states import OPEN_PRESCRIPTION
from coupdepouce.equipment import operations as equipment
from coupdepouce.households import operations as households
from coupdepouce.lines.operations import forget_lines
from coupdepouce.outreach import operations as outreach
from coupdepouce.prescriptions.actors import WORKER
from coupdepouce.prescriptions.models import Prescription, Voucher
from coupdepouce.prescriptions.operations import take_step
from coupdepouce.recourse import operations as recourse
from coupdepouce.training import operations as training
from coupdepouce.visits import operations as visits


@transaction.atomic
def forget_household(*, household_id: int, at: datetime) -> None:
    """Erase a household and what its requests say of it, all or nothing; counts and dates stay.

    Raises:
        Refusal: no such household.
    """
    # The requests are locked before the household, in the order of every step.
    requests = Prescription.objects.select_for_update(of=("self",)).order_by("pk")
    for request in requests.filter(household=household_id):
        _forget(request, at=at)
    forget_lines(household_id=household_id)
    equipment.forget_household(household_id=household_id, at=at)
    training.forget(household_id=household_id, at=at)
    visits.forget(household_id=household_id, at=at)
    recourse.forget_household(household_id=household_id, at=at)
    households.erase_household(household_id=household_id, at=at)


def _forget(request: Prescription, *, at: datetime) -> None:
    if request.state in OPEN_PRESCRIPTION:
        once = uuid5(request.reference, "forget")
        take_step(prescription_id=request.pk, name="forget", actor=WORKER, at=at, once=once)
    Prescription.objects.filter(pk=request.pk).update(referent="")
    for voucher in Voucher.objects.filter(prescription=request).only("pk"):
        # A random mark: the old one would find the request again from a paper left in a drawer.
        voucher.code, voucher.code_hash = "", secrets.token_hex(16)
        voucher.save(update_fields=["code", "code_hash"])
    outreach.forget_about(f"prescription:{request.reference}")
