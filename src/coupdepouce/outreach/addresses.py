"""Whether a message can have somewhere to go: what cannot exist is never handed over."""

import phonenumbers

from coupdepouce.core.messages.post import is_complete
from coupdepouce.outreach.models import Message

# By SMS or by nothing: a landline or a number with a surcharge reads no text.
READS_NO_TEXT = frozenset(
    {
        phonenumbers.PhoneNumberType.FIXED_LINE,
        phonenumbers.PhoneNumberType.PREMIUM_RATE,
        phonenumbers.PhoneNumberType.SHARED_COST,
    }
)


def problem_of(channel: str, address: str) -> str:
    """Give the code of what is wrong with an address, empty when it can be tried."""
    if channel == Message.Channel.SMS:
        return "" if reads_text(address) else "number_invalid"
    if channel == Message.Channel.LETTER:
        return "" if is_complete(address) else "address_invalid"
    return "" if "@" in address else "address_invalid"


def reads_text(number: str) -> bool:
    """Say whether a number can exist and receive a text."""
    try:
        parsed = phonenumbers.parse(number, "FR")
    except phonenumbers.NumberParseException:
        return False
    # Possible, not "valid": the library's list lags behind new ranges, and lacks those of fiction.
    if not phonenumbers.is_possible_number(parsed):
        return False
    return phonenumbers.number_type(parsed) not in READS_NO_TEXT
