"""The way out of each channel, as the settings of this machine say it."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from coupdepouce.connect.messages.channels import channel_at
from coupdepouce.connect.messages.folder import folder
from coupdepouce.connect.messages.model import Channel
from coupdepouce.core.refusal import Refusal
from coupdepouce.outreach.letters import draw_letters
from coupdepouce.outreach.models import Message

logger = logging.getLogger(__name__)
Read = TypeVar("Read")

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


def read_from(provider: str, reader: Callable[[Channel], Read | None]) -> Read:
    """Give how what a provider sends here is read; `reader` is one of those of its channel.

    Raises:
        Refusal: none here has that name, or it sends nothing of the kind.
    """
    for kind in SETTINGS:
        try:
            channel = channel_of(kind)
        except Refusal as refusal:
            # Its own address is wrong: what the others send is still read.
            logger.warning("channel %s: %s", kind, refusal.code)
            continue
        if channel.name == provider and (found := reader(channel)):
            return found
    raise Refusal("not_found", "Aucun fournisseur de ce nom n’envoie cela ici.")
