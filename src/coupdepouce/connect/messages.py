"""Channels to people: SMTP for e-mail, and a visible mailbox for the demonstration.

A channel is a function: it sends, or raises `NotSent`, which says whether to try again.
"""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from coupdepouce.core.refusal import Refusal

SMTP_SECONDS = 20
FIRST_PERMANENT = 500  # SMTP: 4xx is for later, 5xx is for good (RFC 5321 §4.2.1)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One text ready to leave."""

    sender: str
    recipient: str
    subject: str
    text: str


class NotSent(Exception):
    """The provider did not take it; `for_good` says that trying again is useless."""

    def __init__(self, answer: str, *, for_good: bool) -> None:
        super().__init__(answer)
        self.answer = answer
        self.for_good = for_good


Channel = Callable[[Letter], str]


def mailbox(letter: Letter) -> str:  # noqa: ARG001  the row of the outbox is the mailbox
    """Keep the message where the demonstration shows it."""
    return "mailbox"


def smtp(url: str) -> Channel:
    """Send by a mail server: smtp://host:port, smtps://user:password@host:port."""
    parts = urlsplit(url)
    host, port = (
        parts.hostname or "localhost",
        parts.port or (465 if parts.scheme == "smtps" else 25),
    )

    def send(letter: Letter) -> str:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = letter.sender, letter.recipient, letter.subject
        mail.set_content(letter.text)
        try:
            with _open(parts.scheme, host, port) as server:
                if parts.username:
                    server.login(unquote(parts.username), unquote(parts.password or ""))
                server.send_message(mail)
        except smtplib.SMTPResponseException as problem:
            raise NotSent(
                f"SMTP {problem.smtp_code}", for_good=problem.smtp_code >= FIRST_PERMANENT
            ) from None
        except smtplib.SMTPRecipientsRefused:
            raise NotSent("recipient refused", for_good=True) from None
        except (OSError, smtplib.SMTPException) as problem:
            raise NotSent(type(problem).__name__, for_good=False) from None
        return "accepted"

    return send


def _open(scheme: str, host: str, port: int) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(
            host, port, timeout=SMTP_SECONDS, context=ssl.create_default_context()
        )
    return smtplib.SMTP(host, port, timeout=SMTP_SECONDS)


def channel_at(url: str) -> Channel:
    """Give the channel of an address.

    Raises:
        Refusal: no channel is known at this kind of address.
    """
    scheme = urlsplit(url).scheme
    if scheme == "mailbox":
        return mailbox
    if scheme in {"smtp", "smtps"}:
        return smtp(url)
    raise Refusal(
        "channel_unknown",
        f"« {scheme}:// » n’est pas connu : écrivez mailbox://, smtp:// ou smtps://.",
    )
