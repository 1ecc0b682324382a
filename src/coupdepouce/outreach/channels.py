"""The way out of each channel, as the settings of this machine say it."""

from pathlib import Path

from django.conf import settings

from coupdepouce.connect.messages.channels import channel_at
from coupdepouce.connect.messages.folder import folder
from coupdepouce.connect.messages.model import Channel
from coupdepouce.core.refusal import Refusal
from coupdepouce.outreach.letters import draw_letters
from coupdepouce.outreach.models import Message

SETTINGS = {
    Message.Channel.EMAIL: "MAIL_URL",
    Message.Channel.SMS: "SMS_URL",
    Message.Channel.LETTER: "LETTER_URL",
}
FOLDER, MAILBOX = "folder:", "mailbox://"


def channel_of(kind: str) -> Channel:
    """Give the way out of a kind of message.

    Raises:
        Refusal: its address is not one we know; the sentence names its setting.
    """
    name = SETTINGS[Message.Channel(kind)]
    address = getattr(settings, name)
    try:
        if kind == Message.Channel.LETTER:
            return _post(address)
        return channel_at(address)
    except Refusal as refusal:
        raise Refusal(refusal.code, f"COUPDEPOUCE_{name} : {refusal.sentence}") from None


def _post(address: str) -> Channel:
    if found := folder_of(address):
        return folder(found, draw=draw_letters)
    if address.startswith(MAILBOX):
        return channel_at(address)
    raise Refusal(
        "channel_unknown", f"« {address} » n’est pas connu : écrivez {MAILBOX} ou folder:/dossier."
    )


def folder_of(address: str) -> Path | None:
    """Give the folder of the letters, None when they are not left in one."""
    return Path(address.removeprefix(FOLDER)) if address.startswith(f"{FOLDER}/") else None


def check_channels() -> None:
    """Make sure that every kind of message has a way out.

    Raises:
        Refusal: an address is not one we know; the sentence names its setting.
    """
    for kind in SETTINGS:
        channel_of(kind)


def provider_named(name: str) -> Channel:
    """Give the provider that sends receipts under this name.

    Raises:
        Refusal: none here has that name, or it sends no receipts.
    """
    found = [one for one in map(channel_of, SETTINGS) if one.name == name and one.receipts]
    if not found:
        raise Refusal("not_found", "Aucun fournisseur de ce nom n’envoie d’accusés ici.")
    return found[0]
