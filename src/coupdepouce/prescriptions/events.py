"""The journal: what an event's hash covers, and whether a chain still holds."""

from typing import Any

from coupdepouce.core.journey.chain import first_break
from coupdepouce.prescriptions.models import JourneyEvent, Prescription


def content_of(event: JourneyEvent) -> dict[str, Any]:
    """Give what the hash of an event covers: all that was said, nothing of the database."""
    return {
        "prescription": event.prescription_id,
        "number": event.number,
        "step": event.step,
        "at": event.at.timestamp(),
        "role": event.role,
        "member": event.member_id,
        "organisation": event.organisation_id,
        "impersonator": event.impersonator_id,
        "reason": event.reason,
        "data": event.data,
    }


def broken_at(prescription: Prescription) -> int | None:
    """Give the number of the first event that was tampered with, or None."""
    events = list(prescription.events.order_by("number"))
    position = first_break((event.previous_hash, event.hash, content_of(event)) for event in events)
    return None if position is None else events[position].number
