"""Machines locked in one order, then read as they are."""

from django.db.models import Q

from coupdepouce.equipment.models import Computer


def locked(wanted: Q) -> list[Computer]:
    """Lock machines by number, so that nobody waits for each other, and read them with their place.

    Read after the lock: joined to it, PostgreSQL would give the places of before it waited.
    """
    rows = Computer.objects.select_for_update().filter(wanted).order_by("pk")
    kept = list(rows.values_list("pk", flat=True))
    read = Computer.objects.filter(pk__in=kept).select_related(
        "lot__refurbisher", "shop", "reserved_shop", "parcel__destination"
    )
    return list(read.order_by("pk"))
