"""The journal: what an event's hash covers, and whether a chain still holds."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from coupdepouce.core.calendar import PARIS
from coupdepouce.core.journey.chain import first_break
from coupdepouce.core.journey.model import Part
from coupdepouce.core.journey.steps import BY_NAME
from coupdepouce.core.roles import NAMES, Role
from coupdepouce.prescriptions.models import JourneyEvent, Prescription

# The steps that put a machine in a household's hands.
GIVES = frozenset({"hand_over", "exchange_computer", "lend_computer"})


def given_by(prescription: Prescription) -> Iterable[UUID]:
    """Give the keys of the machines that a request gave, as a query to be joined to another."""
    return prescription.events.filter(step__in=GIVES).order_by().values_list("once", flat=True)


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


def known_later(at: datetime | None) -> dict[str, str]:
    """Give what the journal keeps of a step taken without network: when it became known."""
    return {"reconciled_at": at.isoformat()} if at else {}


def said_later(event: JourneyEvent) -> str:
    """Say, after its sentence, that a step was taken without network and when it became known."""
    if not (at := event.data.get("reconciled_at")):
        return ""
    known = datetime.fromisoformat(at).astimezone(PARIS)
    return f", sans réseau (enregistré le {known:%d/%m/%Y à %H:%M})"


def who_of(event: JourneyEvent) -> str:
    """Give who took a step: an organisation, the person, or a role."""
    if event.organisation:
        return event.organisation.name
    if event.role == Role.HOUSEHOLD:
        return "La personne"
    if event.role == Role.WORKER and BY_NAME[event.step].part is Part.LINE:
        return "Le fichier de l’opérateur"
    return NAMES[Role(event.role)].capitalize()


def did(event: JourneyEvent) -> str:
    """Give what history says of an event after its author's name."""
    step = BY_NAME[event.step]
    is_own = event.role == Role.HOUSEHOLD and step.own
    return step.own if is_own else step.journal


def ends_of(prescriptions: Iterable[Prescription]) -> dict[int, datetime]:
    """Give when each of those that are over ended: its last event."""
    over = [one.pk for one in prescriptions if not one.waits_for]
    last = JourneyEvent.objects.filter(
        prescription__in=over, number=F("prescription__events_count")
    )
    return dict(last.order_by().values_list("prescription", "at"))


def broken_at(prescription: Prescription) -> int | None:
    """Give the number of the first event that was tampered with, or None."""
    events = sorted(prescription.events.all(), key=lambda event: event.number)
    position = first_break((event.previous_hash, event.hash, content_of(event)) for event in events)
    if position is not None:
        return events[position].number
    # A journal cut at its end holds together; only the count knows.
    return None if len(events) == prescription.events_count else len(events) + 1


def broken_journals(*, most: int) -> list[str]:
    """Give the references of the prescriptions, among the last ones, whose journal was changed."""
    last = Prescription.objects.order_by("-pk").prefetch_related("events")[:most]
    return [str(one.reference) for one in last if broken_at(one) is not None]
