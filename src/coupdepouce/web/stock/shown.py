"""The computer of a request as the counter reads it."""

from datetime import date

from django.urls import reverse

from coupdepouce.prescriptions.counter import CounterView
from coupdepouce.web.templatetags.ui import in_words


def computer_facts(view: CounterView) -> list[dict[str, str]]:
    """Give what is known of it: its place on the list, the machine, the guarantee."""
    one = view.computer
    if one is None:
        return []
    coming = in_words(one.expected_on) if one.expected_on else "pas encore connue"
    receipt = reverse("stock:receipt", args=[view.prescription.reference])
    known: list[dict[str, str]] = [
        {"name": "Place sur la liste", "value": str(one.position or "")},
        {"name": "Date prévue", "value": coming if one.position else ""},
        {"name": "Ordinateur", "value": ", ".join(filter(None, (one.machine, one.serial)))},
        {"name": "Où il est", "value": one.place},
        {"name": "Réservé jusqu’au", "value": _day(one.reserved_until)},
        {"name": "Premier jour sans garantie", "value": _day(one.guarantee_until)},
    ]
    if one.has_receipt:
        known.append({"name": "Reçu", "value": "Remis", "href": receipt, "change": "Voir le reçu"})
    return [fact for fact in known if fact["value"]]


def _day(day: date | None) -> str:
    return in_words(day) if day else ""
