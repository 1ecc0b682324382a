"""The history of a machine: each thing that happens to it is added, and nothing is changed."""

from datetime import datetime

from coupdepouce.equipment.models import Computer, Movement
from coupdepouce.partners.models import Membership, Organisation


def note_move(
    computer: Computer,
    *,
    kind: Movement.Kind,
    at: datetime,
    by: Membership | None,
    origin: Organisation | None = None,
    destination: Organisation | None = None,
    reason: str = "",
) -> Movement:
    """Write one line of a machine's history."""
    return Movement.objects.create(
        computer=computer,
        kind=kind,
        at=at,
        by=by,
        origin=origin,
        destination=destination,
        reason=reason,
    )
