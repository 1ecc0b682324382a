"""A household forgotten, or made one with another: its machines stay counted."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from coupdepouce.equipment.models import Computer, HandOver, WaitingPlace
from coupdepouce.equipment.operations.reserving import free
from coupdepouce.equipment.operations.waiting import leave_queue
from coupdepouce.equipment.queries.stock import open_place, reserved_for


@transaction.atomic
def forget_household(*, household_id: int, at: datetime) -> None:
    """Free what was kept for a household, end its place, and cut it from what it was given."""
    free(household_id=household_id, by=None, at=at)
    leave_queue(household_id=household_id, at=at)
    for one in HandOver.objects.select_for_update().filter(household=household_id):
        # Its key is that of a step of the journal: a new one leads to no request.
        one.household, one.signature, one.once = None, "", uuid4()
        one.save(update_fields=["household", "signature", "once"])


@transaction.atomic
def move_household(*, kept_id: int, absorbed_id: int, at: datetime) -> int:
    """Bring along the machines of a household that is made one with another.

    What may be had only once is kept from the file that wins: the rest goes back to the stock.
    """
    if open_place(kept_id) or reserved_for(kept_id):
        free(household_id=absorbed_id, by=None, at=at)
        leave_queue(household_id=absorbed_id, at=at)
    Computer.objects.filter(reserved_for=absorbed_id).update(reserved_for=kept_id)
    WaitingPlace.objects.filter(household=absorbed_id).update(household=kept_id)
    return HandOver.objects.filter(household=absorbed_id).update(household=kept_id)
