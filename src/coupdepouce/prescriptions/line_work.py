"""What the worker does for the lines: the day before an appointment, and cases past their day."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import uuid5

from django.db.models import Exists, Model, OuterRef, QuerySet

from coupdepouce.core.calendar import add_days, day_of, midnight
from coupdepouce.core.messages.patience import JUST_SAID
from coupdepouce.lines import operations as lines
from coupdepouce.lines.models import StuckCase
from coupdepouce.lines.queries import overdue_cases
from coupdepouce.prescriptions import stuck
from coupdepouce.prescriptions.models import JourneyEvent, Prescription
from coupdepouce.prescriptions.news import tell_household
from coupdepouce.programmes.queries import current_programme

Row = TypeVar("Row", bound=Model)
Each = Callable[[QuerySet[Row], Callable[[Row], bool]], int]


def remind_appointments(*, at: datetime, each: Each[Prescription]) -> int:
    """Remind, once, the households whom a technician visits soon."""
    _, programme = current_programme()
    last = midnight(add_days(day_of(at), programme.delays.appointment_reminder + 1))

    def remind(row: Prescription) -> bool:
        if row.line is None or row.line.appointment_at is None:
            return False
        lines.mark_reminded(row.line, at=at)
        once = f"{row.reference}:{row.line.appointment_at.isoformat()}"
        return tell_household(row, template="line_reminder", once=once, at=at)

    just_set = JourneyEvent.objects.filter(
        prescription=OuterRef("pk"), step="set_appointment", at__gt=at - JUST_SAID
    )
    due = Prescription.objects.filter(
        line_state="appointment",
        line__reminded_at__isnull=True,
        line__appointment_at__gt=at,
        line__appointment_at__lt=last,
    ).exclude(Exists(just_set))
    return each(due, remind)


def remind_owners(*, at: datetime, each: Each[StuckCase]) -> int:
    """Remind whoever holds a case that is past its day."""

    def remind(case: StuckCase) -> bool:
        key = uuid5(case.reference, f"reminded:{case.owned_since.isoformat()}")
        lines.remind_owner(case, at=at, once=key)
        stuck.tell_owner(case, template="stuck_reminder", once=f"{key}", at=at)
        return True

    return each(overdue_cases(day=day_of(at)).filter(reminded_at__isnull=True), remind)


def escalate(*, at: datetime, each: Each[StuckCase]) -> int:
    """Tell the programme of the cases whose owner was reminded and did not move."""
    _, programme = current_programme()
    before = midnight(add_days(day_of(at), 1 - programme.delays.stuck_escalation))

    def tell(case: StuckCase) -> bool:
        key = uuid5(case.reference, f"escalated:{case.owned_since.isoformat()}")
        lines.escalate_case(case, at=at, once=key)
        stuck.tell_programme(case, once=f"{key}", at=at)
        return True

    due = overdue_cases(day=day_of(at)).filter(reminded_at__lt=before, escalated_at__isnull=True)
    return each(due, tell)
