"""Appointments at the shop, for a request: where, when, what is written, the day before."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Model, QuerySet

from coupdepouce.core.calendar import add_days, day_of, midnight
from coupdepouce.core.journey import machine
from coupdepouce.core.journey.model import NONE, WANTED_PARTS, Part
from coupdepouce.core.journey.states import state_of
from coupdepouce.core.journey.steps import BY_NAME
from coupdepouce.core.messages.patience import JUST_SAID
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.actors import HOUSEHOLD
from coupdepouce.prescriptions.models import JourneyEvent, Prescription
from coupdepouce.prescriptions.shops import shops_for
from coupdepouce.prescriptions.situation import situation_of, states_of
from coupdepouce.prescriptions.told import Words
from coupdepouce.programmes.queries import current_programme, programme_of
from coupdepouce.visits import queries
from coupdepouce.visits.models import Visit
from coupdepouce.visits.operations import mark_reminded

Row = TypeVar("Row", bound=Model)
Each = Callable[[QuerySet[Row], Callable[[Row], bool]], int]
OF_VISIT = frozenset({BY_NAME["book_visit"].message, "visit_reminder"})


def slots_for(prescription: Prescription, *, at: datetime) -> Sequence[queries.Slot]:
    """Give the moments that a household may choose."""
    return queries.free_slots(shops_for(prescription), at=at)


def visit_of(prescription: Prescription, *, at: datetime) -> Visit | None:
    """Give the appointment of a request; none is read once the voucher was received."""
    is_coming = prescription.state == "issued"
    return queries.visit_of(prescription.household_id, at=at) if is_coming else None


@dataclass(frozen=True, kw_only=True)
class VisitShown:
    """What a household reads of its appointment, and whether it may take or move one."""

    visit: Visit | None
    may_take: bool


def visit_shown(prescription: Prescription, *, at: datetime) -> VisitShown:
    """Give the appointment of a request; none is read once the voucher was received."""
    if prescription.state != "issued":
        return VisitShown(visit=None, may_take=False)
    choices = machine.choices(
        situation=situation_of(prescription, actor=HOUSEHOLD, at=at),
        role=Role.HOUSEHOLD,
        switched_off=programme_of(prescription.version).steps_off,
    )
    is_open = any(one.step.name == "book_visit" and not one.refusal for one in choices)
    return VisitShown(
        visit=queries.visit_of(prescription.household_id, at=at),
        may_take=is_open,
    )


def visit_context(
    prescription: Prescription | None, *, words: Words, at: datetime
) -> dict[str, str]:
    """Give what a message says of an appointment: when and where."""
    visit = queries.visit_of(prescription.household_id, at=at) if prescription else None
    if visit is None:
        return {"visit": "", "shop": ""}
    place = visit.shop.place
    address = (place.address, f"{place.postcode} {place.commune_name}".strip()) if place else ()
    return {
        "visit": words.moment(visit.starts_at),
        "shop": ", ".join(filter(None, (visit.shop.name, *address))),
    }


def expected_today(member: Membership, *, at: datetime) -> Sequence[tuple[Visit, Sequence[Part]]]:
    """Give today's appointments of the member's shop, with what is asked for; nobody's name."""
    visits = queries.visits_on(at, shop=member.organisation)
    households = [one.household_id for one in visits if one.household_id]
    requests = Prescription.objects.filter(household__in=households, state="issued")
    asked = {one.household_id: _asked(one) for one in requests}
    return [(one, asked.get(one.household_id or 0, ())) for one in visits]


def _asked(prescription: Prescription) -> Sequence[Part]:
    states = states_of(prescription)
    return [
        part
        for part in WANTED_PARTS
        if states[part] != NONE and not state_of(part, states[part]).final
    ]


def remind(
    *,
    at: datetime,
    each: Each[Visit],
    tell: Callable[..., bool],
) -> int:
    """Remind, once, who has an appointment the next day."""
    _, programme = current_programme()
    until = midnight(add_days(day_of(at), programme.delays.appointment_reminder + 1))

    def remind_one(visit: Visit) -> bool:
        mark_reminded(visit, at=at)
        request = Prescription.objects.filter(household=visit.household_id, state="issued").first()
        if request is None:
            return False
        return tell(request, template="visit_reminder", once=f"{visit.once}:reminder", at=at)

    # `once` of an appointment is that of the step that took it.
    just_taken = JourneyEvent.objects.filter(step="book_visit", at__gt=at - JUST_SAID)
    due = queries.to_remind(at=at, until=until).exclude(once__in=just_taken.values("once"))
    return each(due, remind_one)
