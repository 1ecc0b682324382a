"""A household that leaves, is forgotten, or is found to be another one."""

from datetime import datetime

from django.db import transaction

from coupdepouce.training.models import Booking, NeedsAnswer, SkillsAnswer
from coupdepouce.training.operations.booking import cancel
from coupdepouce.training.operations.locking import TO_COME, State, locked_by_id, recount

# A presence says more than a place, a place more than a rank.
STRENGTH = (
    State.ATTENDED, State.EXCUSED, State.ABSENT, State.BOOKED, State.OFFERED, State.WAITING,
)  # fmt: skip


@transaction.atomic
def release(*, household_id: int, by: str, at: datetime) -> int:
    """Give back all the places and ranks to come of a household; give their number."""
    # What has begun is left to who notes the presences: leaving now is not "did not come".
    rows = Booking.objects.filter(
        household=household_id, state__in=TO_COME, session__starts_at__gt=at
    )
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


def _keep_the_better(one: Booking, other: Booking) -> None:
    """Of two places of the same people in one session, end the one that says less."""
    ended = max(one, other, key=lambda row: STRENGTH.index(State(row.state)))
    ended.state, ended.cancelled_by, ended.offered_until = State.CANCELLED, Booking.By.US, None
    ended.save(update_fields=["state", "cancelled_by", "offered_until"])


@transaction.atomic
def move(*, kept_id: int, absorbed_id: int) -> int:
    """Bring along the places of a household made one with another; give their number."""
    theirs = Booking.objects.filter(household=absorbed_id).exclude(state=State.CANCELLED)
    ours = Booking.objects.filter(household=kept_id, session__in=theirs.values("session"))
    for one in list(ours.exclude(state=State.CANCELLED).order_by("session")):
        session = locked_by_id(one.session_id)
        _keep_the_better(one, theirs.get(session=session))
        recount(session)
    moved = Booking.objects.filter(household=absorbed_id).update(household=kept_id)
    if not NeedsAnswer.objects.filter(household=kept_id).exists():
        NeedsAnswer.objects.filter(household=absorbed_id).update(household=kept_id)
    if SkillsAnswer.objects.filter(household=kept_id).exists():
        SkillsAnswer.objects.filter(household=absorbed_id).update(household=None)
    SkillsAnswer.objects.filter(household=absorbed_id).update(household=kept_id)
    return moved
