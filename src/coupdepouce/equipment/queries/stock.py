"""What is free to be given, where, and who is before whom."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from coupdepouce.equipment.models import Computer, WaitingPlace

AT_REFURBISHER = Q(shop__isnull=True, parcel__isnull=True)


def free_machines(*, shop_id: int | None, form: str) -> QuerySet[Computer]:
    """Give the free machines of a shop, or with None those still at the refurbishers'."""
    place = Q(shop=shop_id) if shop_id else AT_REFURBISHER
    free = Computer.objects.filter(place, state=Computer.State.STOCK, form=form)
    return free.order_by("stocked_at", "pk")


def queue(*, shop_id: int | None, form: str) -> QuerySet[WaitingPlace]:
    """Give who waits for that shop, or with None everybody: first in, first served."""
    waiting = WaitingPlace.objects.filter(form=form, ended_at__isnull=True)
    if shop_id:
        waiting = waiting.filter(shop=shop_id)
    return waiting.order_by("since", "pk")


def before(place: WaitingPlace | None) -> Q:
    """Say who is before that place; before a newcomer, everybody is."""
    if place is None:
        return Q()
    return Q(since__lt=place.since) | Q(since=place.since, pk__lt=place.pk)


def open_place(household_id: int) -> WaitingPlace | None:
    """Give the place of a household in a queue, if it waits."""
    return WaitingPlace.objects.filter(household=household_id, ended_at__isnull=True).first()


def is_free_for(*, household_id: int, shop_id: int | None, form: str) -> bool:
    """Say whether a machine is left for that household once those before it are served."""
    place = Q(shop=shop_id) | AT_REFURBISHER if shop_id else AT_REFURBISHER
    free = free_counts(form, at=place)
    if not free:  # one read in a shop that has none
        return False
    everywhere = queue(shop_id=None, form=form).filter(before(open_place(household_id)))
    ahead = everywhere.order_by().aggregate(
        here=Count("pk", filter=Q(shop=shop_id)), everywhere=Count("pk")
    )
    here = shop_id is not None and free.get(shop_id, 0) > ahead["here"]
    return bool(here or free.get(None, 0) > ahead["everywhere"])


def free_counts(form: str, *, at: Q | None = None) -> dict[int | None, int]:
    """Count the free machines of each shop; None counts those at the refurbishers'."""
    free = Computer.objects.filter(
        at or Q(), state=Computer.State.STOCK, form=form, parcel__isnull=True
    )
    return dict(free.order_by().values_list("shop").annotate(count=Count("pk")))


def reserved_for(household_id: int) -> Computer | None:
    """Give the machine kept for a household."""
    kept = Computer.objects.select_related("lot__refurbisher", "shop", "reserved_shop")
    return kept.filter(reserved_for=household_id, state=Computer.State.RESERVED).first()


def heads_of_queues() -> list[int]:
    """Give the households to serve now, in the published order: at most one per free machine."""
    heads: list[tuple[datetime, int, int]] = []
    forms = WaitingPlace.objects.filter(ended_at__isnull=True).order_by().values_list("form")
    for (form,) in forms.distinct():
        free = free_counts(form)
        for shop_id, count in free.items():
            heads += queue(shop_id=shop_id, form=form).values_list("since", "pk", "household")[
                :count
            ]
    return list(dict.fromkeys(household for _, _, household in sorted(heads)))
