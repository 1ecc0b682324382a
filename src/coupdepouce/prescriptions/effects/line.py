"""What the steps of the line do besides moving it."""

from collections.abc import Callable
from datetime import date, datetime

from coupdepouce.core.calendar import day_of
from coupdepouce.lines.models import Line
from coupdepouce.prescriptions.effects.taken import Taken


def _line(taken: Taken) -> Line:
    if taken.prescription.line is None:
        taken.prescription.line = Line.objects.create(household_id=taken.prescription.household_id)
    return taken.prescription.line


def find_line_available(taken: Taken) -> None:
    """Keep the network found at the address."""
    line = _line(taken)
    line.technology = taken.answers["technology"]
    line.save(update_fields=["technology"])


def order_line(taken: Taken) -> None:
    """Keep the operator's order number."""
    line = _line(taken)
    line.order_number = taken.answers["order_number"]
    line.ordered_on = day_of(taken.at)
    line.save(update_fields=["order_number", "ordered_on"])


def set_appointment(taken: Taken) -> None:
    """Keep when the technician comes."""
    line = _line(taken)
    line.appointment_at = datetime.fromisoformat(taken.answers["appointment_at"])
    line.save(update_fields=["appointment_at"])


def activate_line(taken: Taken) -> None:
    """Keep since when the line works."""
    line = _line(taken)
    line.activated_on = date.fromisoformat(taken.answers["activated_on"])
    line.save(update_fields=["activated_on"])


EFFECTS: dict[str, Callable[[Taken], None]] = {
    "find_line_available": find_line_available,
    "order_line": order_line,
    "set_appointment": set_appointment,
    "activate_line": activate_line,
}


def let_go(taken: Taken) -> None:
    """Free what the line of a request that ended early still holds: nothing yet."""
