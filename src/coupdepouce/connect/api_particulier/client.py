"""Asks API Particulier one question, politely, and forgets the person."""

import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from ipaddress import ip_address
from typing import Self
from urllib.parse import urlencode

import httpx

from coupdepouce.connect.api_particulier.answers import (
    LARGEST_BODY,
    TOO_SLOW,
    UNEXPECTED,
    UNREACHABLE,
    ProofAnswer,
    answer,
    read_answer,
)
from coupdepouce.connect.api_particulier.identity import Identity
from coupdepouce.connect.api_particulier.parameters import Endpoint
from coupdepouce.core.refusal import Refusal

ATTEMPTS = 3
FIRST_WAIT_SECONDS = 0.5
PATIENCE_SECONDS = 3.0
ANSWER_SECONDS = 5.0
CONNECTION_SECONDS = 2.0
LARGEST_PORT = 65535
NO_SIRET = "0" * 14
NUMERIC = re.compile("[0-9]+|0x[0-9a-f]*")

# At DEBUG it writes the answer's headers, and a redirect's Location repeats the identity.
logging.getLogger("httpcore").setLevel(logging.INFO)


@dataclass(frozen=True, kw_only=True)
class _Reply:
    answer: ProofAnswer
    wait_seconds: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Client:
    """One habilitation of a public body: its token, its SIRET, and the pace it must keep.

    The transport is used without httpx's own client: that one writes each URL in the log, and
    the URL is the identity. It also leaves out redirects, cookies and proxies of the environment.
    """

    url: str
    token: str = field(repr=False)
    recipient: str
    pace: Callable[[], None] = field(repr=False)
    transport: httpx.BaseTransport = field(default_factory=httpx.HTTPTransport, repr=False)
    answer_seconds: float = ANSWER_SECONDS
    clock: Callable[[], float] = field(default=time.monotonic, repr=False)
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)

    def __post_init__(self) -> None:
        """Refuse what would send the token in clear, or nowhere.

        Raises:
            Refusal: the address, the token or the SIRET cannot be used.
        """
        check_address(self.url)
        check_token(self.token)
        if not re.fullmatch("[0-9]{14}", self.recipient):
            sentence = "Le SIRET de la structure compte 14 chiffres : corrigez-le."
            raise Refusal("recipient_malformed", sentence)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.transport.close()

    def ask(self, endpoint: Endpoint, identity: Identity, *, on: date, ceiling: int) -> ProofAnswer:
        """Ask, again if need be, and give the verdict of that day, whatever comes back."""
        until = self.clock() + PATIENCE_SECONDS
        for attempt in range(ATTEMPTS):
            self.pace()
            reply = self._once(endpoint, identity, on=on, ceiling=ceiling)
            wait = max(FIRST_WAIT_SECONDS * 2**attempt, reply.wait_seconds)
            # Told to come back later than we can wait, we stop rather than ask too early.
            if not reply.answer.retry or attempt == ATTEMPTS - 1 or self.clock() + wait > until:
                break
            self.sleep(wait)
        return reply.answer

    def _once(self, endpoint: Endpoint, identity: Identity, *, on: date, ceiling: int) -> _Reply:
        timeout = httpx.Timeout(self.answer_seconds, connect=CONNECTION_SECONDS)
        request = httpx.Request(
            "GET",
            self.url.rstrip("/") + endpoint.path,
            params=urlencode(identity.query(endpoint, recipient=self.recipient)),
            headers={"Authorization": f"Bearer {self.token}", "Accept": "application/json"},
            extensions={"timeout": timeout.as_dict()},
        )
        try:
            with _sent(self.transport, request) as response:
                body = self._body(response)
        except httpx.TimeoutException:
            return _Reply(answer=answer(TOO_SLOW, on=on))
        except httpx.TransportError:
            return _Reply(answer=answer(UNREACHABLE, on=on))
        except httpx.DecodingError:
            return _Reply(answer=answer(UNEXPECTED, on=on))
        read = read_answer(endpoint, response.status_code, body, ceiling=ceiling, on=on)
        return _Reply(answer=read, wait_seconds=_retry_after(response))

    def _body(self, response: httpx.Response) -> bytes:
        """Read no more than a fair answer's size, in no more than its time."""
        body = bytearray()
        until = self.clock() + self.answer_seconds
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > LARGEST_BODY:
                break
            if self.clock() > until:
                raise httpx.ReadTimeout("the answer comes drop by drop")
        return bytes(body)


@contextmanager
def _sent(transport: httpx.BaseTransport, request: httpx.Request) -> Iterator[httpx.Response]:
    response = transport.handle_request(request)
    try:
        yield response
    finally:
        response.close()


def _retry_after(response: httpx.Response) -> float:
    # Seconds only: the service documents no HTTP date, and ours would need the wall clock.
    text = response.headers.get("Retry-After", "")
    return float(text) if re.fullmatch("[0-9]{1,9}", text) else 0.0


def check_address(url: str) -> None:
    """Check that an address protects what is sent to it.

    Raises:
        Refusal: not an address, not https and not this machine, or inside a private network.
    """
    parts = _parts(url)
    named = parts.host and (parts.port or 0) <= LARGEST_PORT
    if parts.scheme not in {"http", "https"} or not named or parts.query or parts.userinfo:
        sentence = "L’adresse de l’API n’est pas valable : écrivez https:// puis le nom du serveur."
        raise Refusal("address_malformed", sentence)
    if parts.scheme != "https" and not is_loopback(url):
        sentence = "L’adresse de l’API commence par https:// : sinon l’identité circule en clair."
        raise Refusal("address_not_protected", sentence)
    if _is_private(parts.host):
        sentence = "Cette adresse est celle d’un réseau privé : écrivez le nom d’un service."
        raise Refusal("address_private", sentence)


def _is_private(host: str) -> bool:
    """Say whether a host is a number that leads into a network; this machine is not one."""
    try:
        number = ip_address(host)
    except ValueError:
        # 127.1, 0x7f.1 or 2130706433 are numbers too, written so that filters miss them.
        return bool(NUMERIC.fullmatch(host.rstrip(".").rpartition(".")[2]))
    number = getattr(number, "ipv4_mapped", None) or number
    return not (number.is_global or number.is_loopback)


def check_token(token: str) -> None:
    """Check that a token can be sent.

    Raises:
        Refusal: empty, or with a character that no header takes.
    """
    if not re.fullmatch("[!-~]+", token):
        sentence = "Le jeton de l’API Particulier est vide ou mal copié : collez-le à nouveau."
        raise Refusal("token_malformed", sentence)


def is_loopback(url: str) -> bool:
    """Say whether an address is this very machine."""
    host = _parts(url).host.rstrip(".")
    try:
        number = ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return (getattr(number, "ipv4_mapped", None) or number).is_loopback


def _parts(url: str) -> httpx.URL:
    try:
        return httpx.URL(url)
    except httpx.InvalidURL:
        return httpx.URL()
