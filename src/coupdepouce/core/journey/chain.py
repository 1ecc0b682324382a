"""Events are chained: each carries the hash of the one before it, so that a change shows."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any


def link(previous_hash: str, content: Mapping[str, Any]) -> str:
    """Give the hash of an event: SHA-256 over the previous hash and its content as sorted JSON."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous_hash}\n{text}".encode()).hexdigest()


def first_break(events: Iterable[tuple[str, str, Mapping[str, Any]]]) -> int | None:
    """Give the position (from 0) of the first event that does not hold, or None.

    Each event is (previous hash as stored, hash as stored, content).
    """
    previous = ""
    for position, (stored_previous, stored, content) in enumerate(events):
        if stored_previous != previous or stored != link(previous, content):
            return position
        previous = stored
    return None
