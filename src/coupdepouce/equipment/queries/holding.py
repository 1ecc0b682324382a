"""What a household has in its hands, and the receipt it was given."""

from collections.abc import Iterable
from uuid import UUID

from coupdepouce.equipment.models import HandOver


def machines_held(given: Iterable[UUID]) -> list[HandOver]:
    """Give what a household still has of what one request gave: its own first, then the loan."""
    mine = HandOver.objects.filter(once__in=given, returned_at__isnull=True)
    rows = mine.select_related("computer", "shop__place", "by__user", "version")
    return sorted(rows, key=lambda one: (one.kind == HandOver.Kind.LOAN, -one.pk))


def own_machine(given: Iterable[UUID]) -> HandOver | None:
    """Give the machine that is a household's own, with its guarantee."""
    return next((one for one in machines_held(given) if one.kind != HandOver.Kind.LOAN), None)
