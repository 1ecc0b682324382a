"""What a household has in its hands, and the receipt it was given."""

from coupdepouce.equipment.models import HandOver


def machines_held(household_id: int) -> list[HandOver]:
    """Give what a household has: its own machine first, then the one it was lent."""
    mine = HandOver.objects.filter(household=household_id, returned_at__isnull=True)
    rows = mine.select_related("computer", "shop__place", "by__user", "version")
    return sorted(rows, key=lambda one: (one.kind == HandOver.Kind.LOAN, -one.pk))


def own_machine(household_id: int) -> HandOver | None:
    """Give the machine that is a household's own, with its guarantee."""
    return next(
        (one for one in machines_held(household_id) if one.kind != HandOver.Kind.LOAN), None
    )
