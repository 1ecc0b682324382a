"""The computer of a request as the counter reads it."""

from datetime import date

from django.urls import reverse

from coupdepouce.prescriptions.computers import ComputerView
from coupdepouce.prescriptions.counter import CounterView
from coupdepouce.web.templatetags.ui import in_words


def computer_facts(view: CounterView) -> list[dict[str, str]]:
    """Give what is known of it, and its receipt once it is in the household's hands."""
    facts = facts_of(view.computer)
    if view.computer and view.computer.has_receipt:
        receipt = reverse("stock:receipt", args=[view.prescription.reference])
        facts.append({"name": "Reçu", "value": "Remis", "href": receipt, "change": "Voir le reçu"})
    return facts


def facts_of(one: ComputerView | None) -> list[dict[str, str]]:
    """Give its place on the list, the machine, until when it is kept, the guarantee."""
    if one is None:
        return []
    coming = in_words(one.expected_on) if one.expected_on else "pas encore connue"
    known: list[dict[str, str]] = [
        {"name": "Place sur la liste", "value": str(one.position or "")},
        {"name": "Date prévue", "value": coming if one.position else ""},
        {"name": "Ordinateur", "value": ", ".join(filter(None, (one.machine, one.serial)))},
        {"name": "Où il est", "value": one.place},
        {"name": "Prêté", "value": one.lent},
        {"name": "Réservé jusqu’au", "value": _day(one.reserved_until)},
        {"name": "Garanti jusqu’au", "value": _day(one.last_day_of_guarantee)},
    ]
    return [fact for fact in known if fact["value"]]


def _day(day: date | None) -> str:
    return in_words(day) if day else ""
