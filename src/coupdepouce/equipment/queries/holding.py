"""What a household has in its hands, and the receipt it was given."""

from collections.abc import Iterable
from uuid import UUID

from coupdepouce.equipment.models import HandOver


def machines_held(given: Iterable[UUID]) -> list[HandOver]:
    """Give what a household still has of what one request gave: its own first, then the loan."""
    mine = HandOver.objects.filter(once__in=given, returned_at__isnull=True)
    rows = mine.select_related("computer", "shop__place", "by__user", "version")
    return sorted(rows, key=lambda one: (one.is_loan, -one.pk))


def replaced_by(given: Iterable[UUID], row: HandOver) -> HandOver | None:
    """Give what was taken back when another machine was given for it."""
    back = HandOver.objects.filter(once__in=given, returned_at=row.at)
    return back.exclude(kind=HandOver.Kind.LOAN).select_related("computer").first()


def own_machine(given: Iterable[UUID]) -> HandOver | None:
    """Give the machine that is a household's own, with its guarantee."""
    return next((one for one in machines_held(given) if not one.is_loan), None)
