"""The queue of a shop: first in, first served, by the date of the request; ties by number."""

from datetime import datetime

from coupdepouce.core.refusal import Refusal
from coupdepouce.equipment.models import WaitingPlace
from coupdepouce.equipment.queries.stock import is_free_for
from coupdepouce.partners.models import Organisation


def join_queue(
    *, household_id: int, shop: Organisation | None, form: str, at: datetime
) -> WaitingPlace:
    """Take a place at the end of a shop's queue; the caller's transaction holds the request.

    Raises:
        Refusal: a machine is free, so nobody should wait for one; or it waits already.
    """
    if is_free_for(household_id=household_id, shop_id=shop.pk if shop else None, form=form):
        raise Refusal("machine_free", "Un ordinateur est libre : réservez-le tout de suite.")
    if WaitingPlace.objects.filter(household=household_id, ended_at__isnull=True).exists():
        raise Refusal("already_waiting", "Ce ménage est déjà sur la liste d’attente.")
    return WaitingPlace.objects.create(household_id=household_id, shop=shop, form=form, since=at)


def leave_queue(*, household_id: int, at: datetime, is_served: bool = False) -> int:
    """End the place of a household, if it has one."""
    waiting = WaitingPlace.objects.filter(household=household_id, ended_at__isnull=True)
    return waiting.update(ended_at=at, is_served=is_served)


def take_place_back(
    *, household_id: int, shop: Organisation | None, form: str, since: datetime
) -> WaitingPlace:
    """Wait again from the day of the request: what was promised did not come.

    `since` is when the machine was reserved; the place it ended, if one did, is older.
    """
    served = WaitingPlace.objects.filter(household=household_id, is_served=True, ended_at=since)
    first = served.values_list("since", flat=True).first() or since
    return WaitingPlace.objects.create(
        household_id=household_id, shop=shop, form=form, since=min(first, since)
    )
