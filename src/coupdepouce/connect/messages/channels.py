"""From the address written in the settings to the channel behind it."""

from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from coupdepouce.connect.messages import mail
from coupdepouce.connect.messages.gateway import gateway
from coupdepouce.connect.messages.gateway_file import read_gateway
from coupdepouce.connect.messages.model import Answer, Channel, Letter
from coupdepouce.core.messages.states import Outcome
from coupdepouce.core.refusal import Refusal

KNOWN = "mailbox://, smtp://, smtp+tls://, smtps:// ou gateway:/chemin/du/fichier.toml"


def _kept(letter: Letter) -> Answer:  # noqa: ARG001  the row of the outbox is the mailbox
    return Answer(outcome=Outcome.TAKEN, detail="mailbox")


MAILBOX = Channel(name="mailbox", send=_kept, repeats=True)


@lru_cache(maxsize=16)
def channel_at(url: str) -> Channel:
    """Give the channel of an address; its file is read once.

    Raises:
        Refusal: no channel is known at this kind of address, or its file has errors.
    """
    parts = urlsplit(url)
    if parts.scheme == "mailbox":
        return MAILBOX
    if parts.scheme == "gateway":
        return gateway(read_gateway(Path(unquote(parts.path))))
    if parts.scheme not in mail.SCHEMES:
        raise Refusal(
            "channel_unknown", f"« {parts.scheme}:// » n’est pas connu : écrivez {KNOWN}."
        )
    try:
        return mail.smtp(url)
    except ValueError:
        raise Refusal(
            "channel_unknown", "Le port n’est pas un nombre : écrivez smtp://hôte:25."
        ) from None
