"""What a message says of a computer, in the language that is switched on."""

from datetime import date, datetime

from django.utils.translation import get_language, gettext

from coupdepouce.core.money import in_euros
from coupdepouce.prescriptions.computers import ComputerView, computer_of
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.told import Words

NOTHING = ComputerView()


def computer_context(
    prescription: Prescription | None, *, words: Words, at: datetime
) -> dict[str, str]:
    """Give what a message says of a computer: its price, its last day, when one is expected."""
    known = computer_of(prescription, at=at) if prescription else None
    one = known or NOTHING
    return {
        "price": _price(one.price),
        "kept": _dated(gettext("Dernier jour : %(day)s."), one.reserved_until, words),
        "expected": _dated(gettext("Sans doute vers le %(day)s."), one.expected_on, words),
    }


def _price(cents: int | None) -> str:
    if cents is None:
        return ""
    # Plain spaces: a no-break one is not of the 128 signs of an SMS, which would cost double.
    price = " ".join(in_euros(cents, language=get_language() or "fr").split())
    return gettext("Prix : %(price)s.") % {"price": price}


def _dated(sentence: str, day: date | None, words: Words) -> str:
    return sentence % {"day": words.day(day)} if day else ""
