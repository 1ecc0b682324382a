"""Builders of prescriptions with a history, written without the rules: tests of reads need rows."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from coupdepouce.core.journey.machine import replay, waits_for
from coupdepouce.core.journey.model import NONE, Part
from coupdepouce.core.journey.steps import BY_NAME
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.models import JourneyEvent, Prescription
from coupdepouce.prescriptions.situation import FIELDS
from coupdepouce.programmes.defaults import default_text
from coupdepouce.programmes.operations import load_programme
from tests.apps.build import NOW, household, member

ISSUED = ("prepare", "want_line", "issue")
ACCEPTED = (*ISSUED, "present", "accept")
ACTIVE = (*ACCEPTED, "find_line_available", "order_line", "activate_line")


def prescription(
    *names: str,
    by: Membership | None = None,
    since: datetime = NOW,
    apart: timedelta = timedelta(days=1),
    reasons: dict[str, str] | None = None,
    **fields: Any,
) -> Prescription:
    """Make a prescription that took these steps, one every `apart` from `since`."""
    version = load_programme(text=default_text(), at=NOW)
    by = by or member()
    taken = names or ISSUED
    states = replay(taken)
    waits = waits_for(states=states)
    last = since + apart * (len(taken) - 1)
    made = Prescription.objects.create(
        **{
            "reference": uuid4(),
            "programme": version.programme,
            "version": version,
            "household": household(of=by.organisation),
            "organisation": by.organisation,
            "prescriber": by,
            "created_at": since,
            "waits_for": waits or "",
            "waits_since": last if waits else None,
            "events_count": len(taken),
            **{FIELDS[part]: states.get(part, NONE) for part in Part},
            **fields,
        }
    )
    for number, name in enumerate(taken):
        JourneyEvent.objects.create(
            once=uuid4(),
            prescription=made,
            number=number + 1,
            step=name,
            at=since + apart * number,
            role=min(BY_NAME[name].actors),
            reason=(reasons or {}).get(name, ""),
        )
    return made
