"""What a provider says later: its signature checked, then each receipt read by its file."""

import hmac
import json
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from coupdepouce.connect.messages.gateway_file import SECRET, Receipts, Replies, Signed
from coupdepouce.connect.messages.model import Report
from coupdepouce.core.messages.states import State
from coupdepouce.core.refusal import Refusal

LONGEST = 120
REPORTED = {
    "sent": (State.SENT, ""),
    "delivered": (State.DELIVERED, ""),
    "undelivered": (State.FAILED, "undelivered"),
    "number_invalid": (State.FAILED, "number_invalid"),
    "address_invalid": (State.FAILED, "address_invalid"),
}


def at_path(value: Any, path: str) -> str:
    """Give what stands at "messages.0.id" as text, empty when nothing does."""
    found = inside(value, path) if path else None
    return str(found)[:LONGEST] if isinstance(found, str | int | float) else ""


def inside(value: Any, path: str) -> Any:
    """Give the piece of a document at a path of names and numbers, or None."""
    for step in path.split(".") if path else ():
        if isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def reader(described: Receipts) -> Callable[[Mapping[str, str], bytes], Sequence[Report]]:
    """Give what reads the receipts of a provider."""

    def read(headers: Mapping[str, str], body: bytes) -> Sequence[Report]:
        reports = (_report(described, row) for row in _rows(described, headers, body))
        return [one for one in reports if one]

    return read


def stops_reader(described: Replies) -> Callable[[Mapping[str, str], bytes], Sequence[str]]:
    """Give what reads, from the answers of people, who says STOP."""
    words = {word.upper() for word in described.words}

    def read(headers: Mapping[str, str], body: bytes) -> Sequence[str]:
        return [
            at_path(row, described.sender)
            for row in _rows(described, headers, body)
            if _first_word(at_path(row, described.text)) in words
        ]

    return read


def _first_word(text: str) -> str:
    return "".join(sign if sign.isalnum() else " " for sign in text.upper()).strip().split(" ")[0]


def _rows(
    described: Signed, headers: Mapping[str, str], body: bytes
) -> Sequence[Mapping[str, Any]]:
    _check(described, headers, body)
    found = inside(_document(body), described.list)
    rows = found if isinstance(found, list) else [found]
    return [row for row in rows if isinstance(row, dict)]


def _check(described: Signed, headers: Mapping[str, str], body: bytes) -> None:
    """Make sure that it comes from the provider.

    Raises:
        Refusal: the signature is missing, or is not of this body.
    """
    name = SECRET.fullmatch(described.secret[1:-1])
    secret = os.environ.get(name[1], "") if name else ""
    if described.signature == "token":
        right = secret
    else:
        right = hmac.new(
            secret.encode(), body, described.signature.removeprefix("hmac-")
        ).hexdigest()
    given = headers.get(described.header, "")
    if not secret or not hmac.compare_digest(f"{described.prefix}{right}".encode(), given.encode()):
        raise Refusal(
            "signature_wrong", "La signature ne convient pas : vérifiez le secret partagé."
        )


def _document(body: bytes) -> Any:
    try:
        text = body.decode()
        return json.loads(text) if text[:1] in "[{" else dict(parse_qsl(text))
    except ValueError:  # not UTF-8, or not JSON
        raise Refusal(
            "receipt_malformed", "Cet accusé ne se lit pas : du JSON ou un formulaire est attendu."
        ) from None


def _report(described: Receipts, row: Mapping[str, Any]) -> Report | None:
    said = at_path(row, described.state)
    state, reason = REPORTED.get(described.states.get(said, "ignored"), (None, ""))
    if state is None:
        return None
    return Report(
        state=state,
        said=said,
        reason=reason,
        reference=at_path(row, described.id),
        key=at_path(row, described.key),
    )
