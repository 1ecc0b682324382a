"""E-mail by SMTP: smtp://host:port, smtp+tls:// to encrypt before the password, smtps://."""

import smtplib
import ssl
from contextlib import closing, suppress
from email.message import EmailMessage
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from coupdepouce.connect.messages.model import Answer, Channel, Letter
from coupdepouce.core.messages.states import Outcome

SECONDS = 20
FIRST_PERMANENT = 500  # SMTP: 4xx is for later, 5xx is for good (RFC 5321 §4.2.1)
SCHEMES = frozenset({"smtp", "smtp+tls", "smtps"})


class _Unsure(Exception):
    """The line was cut while the text was leaving: the server may have kept it."""


class _Plain(smtplib.SMTP):
    """A line that tells a cut before the text from a cut once it is leaving."""

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Hand the text over."""
        try:
            return super().data(msg)
        except smtplib.SMTPResponseException:
            raise  # it answered, and refuses: nothing is in doubt
        except (OSError, smtplib.SMTPServerDisconnected) as problem:
            # RFC 5321 §6.1: whoever never hears the reply to the last dot cannot know.
            raise _Unsure(type(problem).__name__) from None


class _Sealed(_Plain, smtplib.SMTP_SSL):
    """The same, encrypted from the start."""


def smtp(url: str) -> Channel:
    """Send by the mail server at this address.

    Raises:
        ValueError: the port is not a number.
    """
    parts = urlsplit(url)
    port = parts.port or {"smtps": 465, "smtp+tls": 587}.get(parts.scheme, 25)

    def send(letter: Letter) -> Answer:
        try:
            mail = _mail(letter)
        except ValueError:
            return _lost("address malformed")
        try:
            with closing(_open(parts, port)) as server:
                _sign_in(server, parts)
                answer = _handed_over(server, mail)
                _leave(server)
                return answer
        except _Unsure as problem:
            return Answer(outcome=Outcome.UNKNOWN, detail=str(problem))
        except (OSError, smtplib.SMTPException) as problem:
            # The server or its password, not this message: it leaves once that is mended.
            return Answer(outcome=Outcome.TEMPORARY, detail=type(problem).__name__, is_down=True)

    return Channel(name="smtp", send=send)


def _mail(letter: Letter) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = letter.sender, letter.recipient, letter.subject
    if letter.key:
        # One name for every try: a mail box may then show a doubled letter once.
        mail["Message-ID"] = f"<{letter.key}@{letter.sender.rpartition('@')[2]}>"
    mail.set_content(letter.text)
    return mail


def _handed_over(server: smtplib.SMTP, mail: EmailMessage) -> Answer:
    try:
        server.send_message(mail)
    except smtplib.SMTPSenderRefused as problem:
        # Our own address, or a server that is busy: the next message would meet the same.
        return Answer(outcome=Outcome.TEMPORARY, detail=f"SMTP {problem.smtp_code}", is_down=True)
    except smtplib.SMTPResponseException as problem:
        return _refused(problem.smtp_code, reason="refused")
    except smtplib.SMTPRecipientsRefused as problem:
        return _refused(max(code for code, _ in problem.recipients.values()))
    except smtplib.SMTPNotSupportedError:
        # An address with accents, and a server that takes none (RFC 6531): it never will.
        return _lost("address not supported")
    return Answer(outcome=Outcome.TAKEN, detail="accepted")


def _lost(detail: str, *, reason: str = "address_invalid") -> Answer:
    return Answer(outcome=Outcome.PERMANENT, detail=detail, reason=reason)


def _refused(code: int, *, reason: str = "address_invalid") -> Answer:
    if code >= FIRST_PERMANENT:
        return _lost(f"SMTP {code}", reason=reason)
    return Answer(outcome=Outcome.TEMPORARY, detail=f"SMTP {code}")


def _open(parts: SplitResult, port: int) -> smtplib.SMTP:
    host = parts.hostname or "localhost"
    if parts.scheme == "smtps":
        return _Sealed(host, port, timeout=SECONDS, context=ssl.create_default_context())
    return _Plain(host, port, timeout=SECONDS)


def _sign_in(server: smtplib.SMTP, parts: SplitResult) -> None:
    if parts.scheme == "smtp+tls":
        server.starttls(context=ssl.create_default_context())
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))


def _leave(server: smtplib.SMTP) -> None:
    # The answer is known: whatever is said to our good-bye must not have the text sent again.
    with suppress(OSError, smtplib.SMTPException):
        server.quit()
