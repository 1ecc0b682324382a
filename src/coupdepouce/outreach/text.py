"""What one template holds, and how a sentence is marked to be translated."""

from dataclasses import dataclass


def gettext_noop(message: str) -> str:
    """Mark a text to translate; Django's own needs settings, and the handbook has none."""
    return message


@dataclass(frozen=True, kw_only=True)
class Text:
    """One template: a short text for SMS, a subject and a longer one for e-mail."""

    sms: str
    subject: str
    email: str
