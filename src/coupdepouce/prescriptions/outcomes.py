"""What a prescriber learns of the others' work, in words: one line per step, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coupdepouce.core.journey.machine import reason_of
from coupdepouce.core.journey.steps import BY_NAME
from coupdepouce.households.models import Person
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.events import did, who_of
from coupdepouce.prescriptions.models import JourneyEvent
from coupdepouce.prescriptions.queries import outcomes

MOST = 20


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Somebody did something on one of the member's prescriptions."""

    reference: UUID
    name: str
    who: str
    sentence: str
    reason: str
    at: datetime


def news(*, member: Membership, limit: int = MOST) -> Sequence[Outcome]:
    """Give what happened since the member last said they had read the news."""
    events = list(outcomes(member=member, since=member.user.news_seen_at)[:limit])
    people = Person.objects.filter(
        household__in={event.prescription.household_id for event in events},
        role=Person.Role.APPLICANT,
    )
    names = {one.household_id: f"{one.first_name} {one.last_name}" for one in people}
    return [_outcome(event, names.get(event.prescription.household_id, "")) for event in events]


def _outcome(event: JourneyEvent, name: str) -> Outcome:
    step = BY_NAME[event.step]
    reason = reason_of(step, event.reason) if event.reason else None
    return Outcome(
        reference=event.prescription.reference,
        name=name,
        who=who_of(event),
        sentence=did(event),
        reason=reason.label if reason else "",
        at=event.at,
    )
