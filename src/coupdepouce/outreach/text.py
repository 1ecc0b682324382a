"""What one template holds, and how a sentence is marked to be translated."""

from dataclasses import dataclass

from coupdepouce.core.messages.wording import Words

# What the texts of a family may say, besides the link.
VOUCHER, APPOINTMENT, REASON = ("code", "last_day"), ("appointment",), ("reason", "next_offer")
SESSION = ("session", "place", "workshop", "next_session")


def gettext_noop(message: str) -> str:
    """Mark a text to translate; Django's own needs settings, and the handbook has none."""
    return message


@dataclass(frozen=True, kw_only=True)
class Text(Words):
    """One template as it comes with us: its words are version 0 of its texts."""

    says: tuple[str, ...] = ()  # the values it may say; whoever sends it gives them all
    urgent: bool = False  # it leaves in the quiet hours too
    path: str = "/suivre/"  # where its link leads, for a household: it counts in the SMS
    necessary: bool = True  # news of one's own request; an announcement is not

    @property
    def keys(self) -> tuple[str, ...]:
        """Give every value it may say: all have a link, and a household knows who helps."""
        helps = ("who_helps",) if self.sms else ()
        return ("link", *helps, *self.says)
