"""An HTTP gateway as its file describes it: a text is sent, an answer is read, a state is asked."""

import json
import os
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx

from coupdepouce.connect.messages.gateway_file import HOLE, SECRET, Ask, Gateway, Row
from coupdepouce.connect.messages.model import Answer, Channel, Letter, Report
from coupdepouce.connect.messages.receipts import REPORTED, at_path, reader, stops_reader
from coupdepouce.core.messages.patience import Patience
from coupdepouce.core.messages.states import Outcome, State

# Nothing has left: another try cannot double the message.
NOT_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
OURS = frozenset({401, 402, 403, 404, 405, 408})  # a key, a credit, an address: not this message
BUSY = frozenset({425, 429, 503})
LONGEST_AFTER = timedelta(hours=1)
PHASES = 4  # the library counts its seconds for each of: a connection, writing, reading, waiting
ERROR, SERVER_ERROR = 400, 500


def gateway(described: Gateway) -> Channel:
    """Give the channel that a file describes."""
    client = httpx.Client(timeout=described.request.seconds, follow_redirects=False)
    wait, ask, receipts = described.retry, described.ask, described.receipts
    return Channel(
        name=described.name,
        send=lambda letter: _sent(letter, described=described, client=client),
        repeats=described.repeats_safely,
        patience=Patience(
            first=timedelta(seconds=wait.first_seconds),
            longest=timedelta(seconds=wait.longest_seconds),
            give_up=timedelta(hours=wait.give_up_hours),
        ),
        lease=timedelta(seconds=PHASES * described.request.seconds),
        receipts=reader(receipts) if receipts else None,
        replies=stops_reader(described.replies) if described.replies else None,
        ask=(lambda key, reference: _asked(key, reference, ask=ask, client=client))
        if ask
        else None,
    )


def filled(value: Any, given: Mapping[str, str]) -> Any:
    """Fill the braces of every text of a table; what is filled in is never read again."""
    if isinstance(value, dict):
        return {name: filled(one, given) for name, one in value.items()}
    if isinstance(value, list):
        return [filled(one, given) for one in value]
    return HOLE.sub(lambda hole: _value(hole[1], given), value) if isinstance(value, str) else value


def _value(name: str, given: Mapping[str, str]) -> str:
    secret = SECRET.fullmatch(name)
    return os.environ.get(secret[1], "") if secret else given[name]


def _sent(letter: Letter, *, described: Gateway, client: httpx.Client) -> Answer:
    asked = described.request
    given = {
        "to": letter.recipient, "text": letter.text, "subject": letter.subject,
        "sender": letter.sender, "key": letter.key,
    }  # fmt: skip
    place = {"GET": "params"}.get(asked.method, {"json": "json", "form": "data"}[asked.body])
    try:
        got = client.request(
            asked.method,
            filled(asked.url, given),
            headers=filled(asked.headers, given),
            **{place: filled(asked.fields, given)},
        )
    except NOT_LEFT as problem:
        return Answer(outcome=Outcome.TEMPORARY, detail=type(problem).__name__, is_down=True)
    except (httpx.HTTPError, httpx.InvalidURL) as problem:
        return Answer(outcome=Outcome.UNKNOWN, detail=type(problem).__name__)
    return _read(got, described)


def _read(got: httpx.Response, described: Gateway) -> Answer:
    body = _json(got)
    row = next((row for row in described.answer.rows if _fits(row, got, body)), None)
    outcome = row.outcome if row else _usual(got.status_code)
    return Answer(
        outcome=outcome,
        detail=f"HTTP {got.status_code}",
        reason=row.reason if row else "refused" if outcome is Outcome.PERMANENT else "",
        reference=at_path(body, described.answer.id) if outcome is Outcome.TAKEN else "",
        after=_after(got),
        is_down=row is None and got.status_code in OURS | BUSY,
    )


def _json(got: httpx.Response) -> Any:
    try:
        return got.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        return None


def _fits(row: Row, got: httpx.Response, body: Any) -> bool:
    status = str(got.status_code)
    if row.status and row.status not in {status, f"{status[0]}xx"}:
        return False
    return row.field is None or at_path(body, row.field) in row.values


def _usual(status: int) -> Outcome:
    """Give what a status means when the file says nothing of it (RFC 9110 §15)."""
    if status in OURS | BUSY:
        return Outcome.TEMPORARY
    if status >= SERVER_ERROR:
        return Outcome.UNKNOWN  # it broke after the message had come: before or after taking it?
    if status >= ERROR:
        return Outcome.PERMANENT
    return Outcome.TAKEN if status // 100 == 2 else Outcome.TEMPORARY  # noqa: PLR2004


def _after(got: httpx.Response) -> timedelta:
    said = got.headers.get("Retry-After", "")
    wait = timedelta(seconds=int(said)) if said.isascii() and said.isdigit() else timedelta()
    return min(wait, LONGEST_AFTER)


def _asked(key: str, reference: str, *, ask: Ask, client: httpx.Client) -> Report | None:
    given = {"key": key, "reference": reference}
    try:
        got = client.get(filled(ask.url, given), headers=filled(ask.headers, given))
    except (httpx.HTTPError, httpx.InvalidURL):
        return None
    status = str(got.status_code)
    if {status, f"{status[0]}xx"} & set(ask.never_came):
        # It never had it: the message is as it was before it left.
        return Report(state=State.WAITING, said=f"HTTP {status}", key=key)
    said = at_path(_json(got), ask.state)
    state, reason = REPORTED.get(ask.states.get(said, "ignored"), (None, ""))
    return Report(state=state, said=said, reason=reason, key=key) if state else None
