"""Whether a message can have somewhere to go: what cannot exist is never handed over."""

from coupdepouce.core.messages.post import is_complete
from coupdepouce.households.checks import reads_text
from coupdepouce.outreach.models import Message


def problem_of(channel: str, address: str) -> str:
    """Give the code of what is wrong with an address, empty when it can be tried."""
    if channel == Message.Channel.SMS:
        return "" if reads_text(address) else "number_invalid"
    if channel == Message.Channel.LETTER:
        return "" if is_complete(address) else "address_invalid"
    return "" if "@" in address else "address_invalid"
