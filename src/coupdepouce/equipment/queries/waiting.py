"""The queue as people read it: one's place in it, and a date only when it can be computed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from coupdepouce.core.calendar import add_days, day_of
from coupdepouce.equipment.models import Movement, WaitingPlace
from coupdepouce.equipment.queries.stock import before, open_place, queue
from coupdepouce.partners.models import Membership

ARRIVALS_DAYS = 90
# Fewer say nothing of what comes: a date would be a promise made of chance.
FEWEST_ARRIVALS = 3
RULE = (
    "Premier inscrit, premier servi : par date de demande ; à date égale, par numéro d’inscription."
)
FORMULA = (
    f"Date prévue = place sur la liste × {ARRIVALS_DAYS} jours ÷ machines arrivées dans la "
    f"boutique ces {ARRIVALS_DAYS} derniers jours. Moins de {FEWEST_ARRIVALS} arrivées : "
    "pas encore connue."
)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A place in a queue: which, since when, and until when if it is known."""

    place: WaitingPlace
    position: int
    expected_on: date | None


def arrivals(*, shop_id: int | None, form: str, at: datetime) -> int:
    """Count the machines of a form that reached a shop lately."""
    if shop_id is None:
        return 0
    since = at - timedelta(days=ARRIVALS_DAYS)
    arrived = Movement.objects.filter(
        kind=Movement.Kind.RECEIVED, destination=shop_id, at__gt=since, at__lte=at
    )
    return arrived.filter(computer__form=form).values("computer").distinct().count()


def expected_on(*, position: int, arrived: int, day: date) -> date | None:
    """Give the day when a place is likely to be served, or None when nothing says it."""
    if arrived < FEWEST_ARRIVALS:
        return None
    return add_days(day, -(-position * ARRIVALS_DAYS // arrived))


def waiting_of(household_id: int, *, at: datetime) -> Waiting | None:
    """Give the place of a household, if it waits."""
    place = open_place(household_id)
    if place is None:
        return None
    # Without a shop yet, it waits with everybody for what the refurbishers have.
    ahead = queue(shop_id=place.shop_id, form=place.form).filter(before(place)).count()
    arrived = arrivals(shop_id=place.shop_id, form=place.form, at=at)
    return Waiting(
        place=place,
        position=ahead + 1,
        expected_on=expected_on(position=ahead + 1, arrived=arrived, day=day_of(at)),
    )


def waiting_in(member: Membership, *, form: str, at: datetime) -> Sequence[Waiting]:
    """Give the queue of the member's shop, in the published order."""
    shop_id, day = member.organisation_id, day_of(at)
    arrived = arrivals(shop_id=shop_id, form=form, at=at)
    return [
        Waiting(
            place=place,
            position=position,
            expected_on=expected_on(position=position, arrived=arrived, day=day),
        )
        for position, place in enumerate(queue(shop_id=shop_id, form=form), start=1)
    ]
