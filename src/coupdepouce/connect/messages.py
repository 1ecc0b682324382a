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
    host = parts.hostname or "localhost"
    port = parts.port or (465 if parts.scheme == "smtps" else 25)

    def send(letter: Letter) -> str:
        mail = _mail(letter)
        try:
            with _open(parts.scheme, host, port) as server:
                if parts.username:
                    server.login(unquote(parts.username), unquote(parts.password or ""))
                _hand_over(server, mail)
        except (OSError, smtplib.SMTPException) as problem:
            # The server or its password, not this message: it leaves once that is mended.
            raise NotSent(type(problem).__name__, for_good=False) from None
        return "accepted"

    return send


def _mail(letter: Letter) -> EmailMessage:
    mail = EmailMessage()
    try:
        mail["From"], mail["To"], mail["Subject"] = letter.sender, letter.recipient, letter.subject
    except ValueError:
        raise NotSent("address malformed", for_good=True) from None
    mail.set_content(letter.text)
    return mail


def _hand_over(server: smtplib.SMTP, mail: EmailMessage) -> None:
    try:
        server.send_message(mail)
    except smtplib.SMTPResponseException as problem:
        raise _refused(problem.smtp_code) from None
    except smtplib.SMTPRecipientsRefused as problem:
        raise _refused(max(code for code, _ in problem.recipients.values())) from None
    except smtplib.SMTPNotSupportedError:
        # An address with accents, and a server that takes none (RFC 6531): it never will.
        raise NotSent("address not supported", for_good=True) from None


def _refused(code: int) -> NotSent:
    return NotSent(f"SMTP {code}", for_good=code >= FIRST_PERMANENT)


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
    if scheme not in {"smtp", "smtps"}:
        raise Refusal(
            "channel_unknown",
            f"« {scheme}:// » n’est pas connu : écrivez mailbox://, smtp:// ou smtps://.",
        )
    try:
        return smtp(url)
    except ValueError:
        raise Refusal(
            "channel_unknown", "Le port n’est pas un nombre : écrivez smtp://hôte:25."
        ) from None
