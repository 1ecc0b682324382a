"""The one interface of every channel: a letter goes in, an answer comes out, nothing is raised."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from coupdepouce.core.messages.patience import USUAL, Patience
from coupdepouce.core.messages.states import Outcome, State


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One text ready to leave; `key` names it for ever, whatever the number of tries."""

    sender: str
    recipient: str
    subject: str
    text: str
    key: str = ""
    language: str = "fr"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What became of one try; `detail` is a technical word and never quotes the person."""

    outcome: Outcome
    detail: str
    reason: str = ""  # a code of `core.messages.states.REASONS`
    reference: str = ""  # the provider's own name of the message
    after: timedelta = timedelta()  # the wait it asks for before another try
    is_down: bool = False  # the provider itself, not this message: the others would fail too


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a provider says later of a message, found by its name of it or by our key."""

    state: State
    said: str
    reason: str = ""
    reference: str = ""
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A way out: how it sends, and what is known of its habits."""

    name: str
    send: Callable[[Letter], Answer]
    # Sends several as one, where that is how it is done; `together` are handed over at once: as
    # many are in doubt when a worker is killed.
    send_all: Callable[[Sequence[Letter]], Sequence[Answer]] | None = None
    together: int = 16
    repeats: bool = False  # the same key twice is one message: a doubtful try can be made again
    patience: Patience = USUAL
    lease: timedelta = timedelta(minutes=5)  # longer than one try can last
    # Reads a receipt from its headers and body; None when the provider sends none.
    receipts: Callable[[Mapping[str, str], bytes], Sequence[Report]] | None = None
    # Reads from the answers of people, in the same way, the numbers that say STOP.
    replies: Callable[[Mapping[str, str], bytes], Sequence[str]] | None = None
    # Asks what became of (key, reference); gives None when it cannot say yet.
    ask: Callable[[str, str], Report | None] | None = None
