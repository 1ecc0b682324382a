"""A household that leaves, is forgotten, or is found to be another one."""

from datetime import datetime

from django.db import transaction

from coupdepouce.training.models import Booking, NeedsAnswer, SkillsAnswer
from coupdepouce.training.operations.booking import cancel
from coupdepouce.training.operations.locking import TO_COME, State, locked_by_id, recount


@transaction.atomic
def release(*, household_id: int, by: str, at: datetime) -> int:
    """Give back all the places and ranks to come of a household; give their number."""
    rows = Booking.objects.filter(household=household_id, state__in=TO_COME)
    references = rows.order_by("session").values_list("session__reference", flat=True)
    for reference in list(references):
        cancel(reference=reference, household_id=household_id, by=by, at=at)
    return len(references)


@transaction.atomic
def forget(*, household_id: int, at: datetime) -> None:
    """Erase what the workshops know of a household; the places it held stay counted."""
    release(household_id=household_id, by=Booking.By.US, at=at)
    Booking.objects.filter(household=household_id).update(household=None)
    SkillsAnswer.objects.filter(household=household_id).update(household=None, by=None)
    NeedsAnswer.objects.filter(household=household_id).delete()


@transaction.atomic
def move(*, kept_id: int, absorbed_id: int) -> int:
    """Bring along the places of a household made one with another; give their number."""
    twins = Booking.objects.filter(household=kept_id).exclude(state=State.CANCELLED)
    shared = Booking.objects.filter(
        household=absorbed_id, session__in=twins.values("session")
    ).exclude(state=State.CANCELLED)
    for twin in list(shared.order_by("session")):
        session = locked_by_id(twin.session_id)
        twin.state, twin.cancelled_by = State.CANCELLED, Booking.By.US
        twin.offered_until = None
        twin.save()
        recount(session)
    moved = Booking.objects.filter(household=absorbed_id).update(household=kept_id)
    if not NeedsAnswer.objects.filter(household=kept_id).exists():
        NeedsAnswer.objects.filter(household=absorbed_id).update(household=kept_id)
    if SkillsAnswer.objects.filter(household=kept_id).exists():
        SkillsAnswer.objects.filter(household=absorbed_id).update(household=None)
    SkillsAnswer.objects.filter(household=absorbed_id).update(household=kept_id)
    return moved
