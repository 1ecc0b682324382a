"""Writes of `visits`: hours declared and removed, a place taken, moved, given back."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from coupdepouce.core.calendar import PARIS
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.visits import Hours, check_hours
from coupdepouce.partners.models import Membership, Organisation
from coupdepouce.visits.models import Visit, VisitHours
from coupdepouce.visits.queries import coming

TAKEN = "Ce moment n’est plus libre : choisissez-en un autre."


@transaction.atomic
def declare_hours(hours: Hours, *, by: Membership) -> VisitHours:
    """Add hours to those of the member's shop.

    Raises:
        Refusal: they are not hours, or the shop already receives then.
    """
    # The shop's own row: two colleagues who add at once see each other's hours.
    shops = Organisation.objects.select_for_update(of=("self",), no_key=True)
    shop = shops.get(pk=by.organisation_id)
    check_hours(hours, [one.hours for one in VisitHours.objects.filter(shop=shop)])
    return VisitHours.objects.create(shop=shop, **vars(hours))


def remove_hours(pk: int, *, by: Membership) -> None:
    """Stop giving appointments at these hours; those that were taken stay."""
    VisitHours.objects.filter(pk=pk, shop=by.organisation_id).delete()


@transaction.atomic
def take(
    *, household_id: int, shop_id: int, starts_at: datetime, at: datetime, once: UUID
) -> Visit:
    """Take a place at a moment of a shop; the appointment it replaces is given back.

    Raises:
        Refusal: the shop does not receive then, it is over, or every place is taken.
    """
    places = _places(shop_id, starts_at) if starts_at > at else 0
    release(household_id=household_id, at=at)
    here = Visit.objects.filter(shop=shop_id, starts_at=starts_at, ended_at__isnull=True)
    taken = set(here.values_list("place", flat=True))
    free = next((place for place in range(1, places + 1) if place not in taken), None)
    if free is None:
        raise Refusal("visit_taken", TAKEN, field="slot")
    return Visit.objects.create(
        once=once, household_id=household_id, shop_id=shop_id, starts_at=starts_at, place=free
    )


def _places(shop_id: int, starts_at: datetime) -> int:
    """Lock the hours of a moment: two people who want its last place come one after the other."""
    day = starts_at.astimezone(PARIS).date()
    rows = VisitHours.objects.select_for_update(of=("self",)).order_by("pk")
    for row in rows.filter(shop=shop_id, weekday=day.weekday(), shop__is_active=True):
        if starts_at in row.hours.starts_on(day):
            return row.places
    return 0


def release(*, household_id: int, at: datetime) -> bool:
    """Give back the appointment of a household; say whether it had one."""
    mine = Visit.objects.filter(household=household_id, ended_at__isnull=True)
    return bool(mine.update(ended_at=at))


def mark_reminded(visit: Visit, *, at: datetime) -> None:
    """Write that the household was reminded."""
    visit.reminded_at = at
    visit.save(update_fields=["reminded_at"])


@transaction.atomic
def forget(*, household_id: int, at: datetime) -> None:
    """Cut a household from its appointments; they stay counted."""
    release(household_id=household_id, at=at)
    for one in Visit.objects.filter(household=household_id):
        # Its key is that of a step of the journal: a new one leads to no request.
        one.household, one.once = None, uuid4()
        one.save(update_fields=["household", "once"])


@transaction.atomic
def move(*, kept_id: int, absorbed_id: int, at: datetime) -> None:
    """Bring along the appointments of a household that is made one with another."""
    is_kept = coming(at=at).filter(household=kept_id).exists()
    release(household_id=absorbed_id if is_kept else kept_id, at=at)
    Visit.objects.filter(household=absorbed_id).update(household=kept_id)
