"""Where a message stands, what a provider may answer, and the words for both.

A receipt only moves a message forward, in the order of `State`: late or twice, it undoes nothing.
"""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a message stands, from the outbox to the person."""

    WAITING = "waiting"
    LEAVING = "leaving"  # handed to the provider, whose answer is not written yet
    UNKNOWN = "unknown"  # it left, and nobody said whether it was taken
    SENT = "sent"  # taken by the provider
    FAILED = "failed"
    DELIVERED = "delivered"


ORDER = tuple(State)


def is_forward(before: State, after: State) -> bool:
    """Say whether a receipt may move a message from one state to another."""
    return ORDER.index(after) > ORDER.index(before)


class Outcome(StrEnum):
    """What became of one try; `UNKNOWN` is the one that is never tried again blindly."""

    TAKEN = "taken"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a message is not with the person, and whether somebody must reach them otherwise."""

    why: str
    calls: bool = True


REASONS = {
    "number_invalid": Reason(why="ce numéro ne reçoit pas de SMS"),
    "address_invalid": Reason(why="cette adresse n’existe pas"),
    "refused": Reason(why="l’opérateur l’a refusé"),
    "given_up": Reason(why="l’envoi a échoué plusieurs fois"),
    "not_drawn": Reason(why="un de ses signes ne s’imprime pas"),
    "undelivered": Reason(why="l’opérateur n’a pas pu le remettre"),
    "no_answer": Reason(why="l’opérateur n’a pas confirmé l’envoi"),
    "stopped": Reason(why="la personne ne veut plus de ces messages"),
    "no_money": Reason(why="le budget des messages est dépensé"),
    "not_wanted": Reason(why="le ménage ne veut plus de messages", calls=False),
    "erased": Reason(why="le ménage est effacé", calls=False),
}
NAMES = {"sms": "SMS", "email": "courriel", "letter": "lettre"}
STANDING = {
    State.WAITING: "à envoyer",
    State.LEAVING: "en train de partir",
    State.SENT: "envoyé",
    State.DELIVERED: "bien arrivé",
}
CALL, OTHER_WAYS = "Appelez.", "Appelez, ou imprimez la lettre."


def calls_for_somebody(state: str, reason: str) -> bool:
    """Say whether the person must be reached in another way."""
    lost = state in {State.FAILED, State.UNKNOWN}
    return lost and (reason not in REASONS or REASONS[reason].calls)


def in_words(*, channel: str, state: str, reason: str) -> str:
    """Say where a message stands, and what to do when it does not arrive."""
    name = NAMES.get(channel, channel)
    the, e = ("La", "e") if channel == "letter" else ("Le", "")
    if state in STANDING:
        agreed = e if state in {State.SENT, State.DELIVERED} else ""
        return f"{name[:1].upper()}{name[1:]} {STANDING[State(state)]}{agreed}"
    what = f"{the} {name}"
    verb = f"est peut-être perdu{e}" if state == State.UNKNOWN else "n’arrive pas"
    why = f" : {REASONS[reason].why}" if reason in REASONS else ""
    remedy = CALL if channel == "letter" else OTHER_WAYS
    return f"{what} {verb}{why}. {remedy if calls_for_somebody(state, reason) else ''}".strip()
