"""How machines and parcels are said to staff."""

from typing import TYPE_CHECKING

from coupdepouce.equipment.queries.places import named

if TYPE_CHECKING:
    from coupdepouce.equipment.models import Computer, Parcel

TONES = {
    "stock": "yes", "reserved": "info", "intake": "wait", "missing": "no", "repair": "wait",
    "handed_over": "yes", "on_loan": "info", "scrapped": "info",
}  # fmt: skip


def badge(computer: "Computer") -> tuple[str, str]:
    """Give the tone and the word of where a machine stands."""
    return TONES[computer.state], str(computer.get_state_display()).capitalize()


def called(computer: "Computer") -> str:
    """Name a machine with its serial."""
    return f"{named(computer)}, {computer.serial}"


def parcel_badge(parcel: "Parcel") -> tuple[str, str]:
    """Give the tone and the word of a parcel."""
    if parcel.received_at is None:
        return "wait", "En route"
    missing = sum(1 for item in parcel.items.all() if not item.is_found)
    if missing:
        return "no", f"Reçu, il en manque {missing}"
    return "yes", "Reçu complet"
