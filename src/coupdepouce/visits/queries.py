"""Reads of `visits`: the free moments of shops, and who comes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from coupdepouce.core.calendar import add_days, day_of, midnight
from coupdepouce.partners.models import Organisation
from coupdepouce.visits.models import Visit, VisitHours

AHEAD = 14  # days shown


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A moment at which a shop can still receive somebody."""

    shop: Organisation
    starts_at: datetime
    left: int


def receiving(shops: Iterable[Organisation] | None = None) -> QuerySet[VisitHours]:
    """Give the hours of the shops that work, of all or of some."""
    hours = VisitHours.objects.filter(shop__is_active=True)
    return hours if shops is None else hours.filter(shop__in=shops)


def hours_of(shop: Organisation) -> Sequence[VisitHours]:
    """Give the hours of one shop, through the week."""
    return list(VisitHours.objects.filter(shop=shop).order_by("weekday", "opens"))


def free_slots(shops: Iterable[Organisation], *, at: datetime) -> Sequence[Slot]:
    """Give the moments that are free in these shops in the coming days, the first ones first."""
    hours = list(receiving(shops).select_related("shop"))
    last = add_days(day_of(at), AHEAD)
    coming = Visit.objects.filter(
        shop__in={one.shop_id for one in hours},
        ended_at__isnull=True,
        starts_at__gt=at,
        starts_at__lt=midnight(add_days(last, 1)),
    )
    taken = Counter(coming.values_list("shop", "starts_at"))
    days = [add_days(day_of(at), ahead) for ahead in range(AHEAD + 1)]
    found = [
        Slot(shop=one.shop, starts_at=start, left=one.places - taken[one.shop_id, start])
        for one in hours
        for day in days
        for start in one.hours.starts_on(day)
        if start > at
    ]
    return sorted(
        (one for one in found if one.left > 0), key=lambda one: (one.starts_at, one.shop.name)
    )


def coming(*, at: datetime) -> QuerySet[Visit]:
    """Give the appointments of today and later: whoever is a little late still reads theirs."""
    return Visit.objects.filter(ended_at__isnull=True, starts_at__gte=midnight(day_of(at)))


def visit_of(household_id: int, *, at: datetime) -> Visit | None:
    """Give the appointment of a household, if it has one to come."""
    mine = coming(at=at).filter(household=household_id)
    return mine.select_related("shop__place").first()


def visits_on(day_at: datetime, *, shop: Organisation) -> Sequence[Visit]:
    """Give the appointments of a shop on the day of a moment."""
    day = day_of(day_at)
    rows = Visit.objects.filter(
        shop=shop,
        ended_at__isnull=True,
        starts_at__gte=midnight(day),
        starts_at__lt=midnight(add_days(day, 1)),
    )
    return list(rows.order_by("starts_at", "place"))


def to_remind(*, at: datetime, until: datetime) -> QuerySet[Visit]:
    """Give the appointments of the coming days whose household was not reminded."""
    return Visit.objects.filter(
        ended_at__isnull=True, reminded_at__isnull=True, starts_at__gt=at, starts_at__lt=until
    )
