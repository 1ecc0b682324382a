"""From what a provider answers to what is written of the message, and whom it is told to."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Case, Value, When

from coupdepouce.connect.messages.model import Answer, Channel, Report
from coupdepouce.core.messages.states import Outcome, State, calls_for_somebody
from coupdepouce.outreach.delivery import settle
from coupdepouce.outreach.models import Message

Fields = dict[str, object]


def _nobody(message: Message, /) -> None:
    """Tell nobody."""


@dataclass(frozen=True, kw_only=True)
class Around:
    """What the caller knows of a message: whether it is still wanted, whom to tell of it."""

    is_wanted: Callable[[Message], bool] = field(default=lambda _: True)
    lost: Callable[[Message], None] = field(default=_nobody)
    found: Callable[[Message], None] = field(default=_nobody)  # it was thought lost, and arrived


def after_try(message: Message, answer: Answer, channel: Channel, *, at: datetime) -> Fields:
    """Give what is written of a message after one try."""
    common: Fields = {
        "provider_answer": answer.detail,
        "next_try_at": None,
        "provider": channel.name,
    }
    if answer.outcome is Outcome.TAKEN:
        return common | {"state": State.SENT, "sent_at": at, "reference": answer.reference}
    if answer.outcome is Outcome.PERMANENT:
        return common | {"state": State.FAILED, "reason": answer.reason or "refused", "cost": 0}
    is_doubtful = answer.outcome is Outcome.UNKNOWN
    again = channel.patience.next_try(
        tries=message.attempts, since=message.created_at, at=at, asked=answer.after
    )
    if is_doubtful and not channel.repeats:
        return common | _doubt(again, channel)
    common |= {} if is_doubtful else {"cost": 0}
    if again:
        return common | {"state": State.WAITING, "next_try_at": again}
    return common | {
        "state": State.UNKNOWN if is_doubtful else State.FAILED,
        "reason": "no_answer" if is_doubtful else "given_up",
    }


def after_question(
    message: Message, report: Report | None, channel: Channel, *, at: datetime
) -> Fields:
    """Give what is written of a message in doubt, once the provider was asked about it."""
    common: Fields = {"provider": channel.name}
    if report is None:
        again = channel.patience.next_try(tries=message.attempts, since=message.created_at, at=at)
        return common | _doubt(again, channel)
    if report.state is State.WAITING:
        return common | {"state": State.WAITING, "reason": "", "next_try_at": at}
    return common | settle(message, report, at=at)


def _doubt(again: datetime | None, channel: Channel) -> Fields:
    """Give what is kept of a message that may have left: it is asked about, never sent again."""
    return {
        "state": State.UNKNOWN,
        "reason": "no_answer",
        "next_try_at": again if channel.ask else None,
    }


@transaction.atomic
def keep(results: Sequence[tuple[Message, Fields]], around: Around) -> None:
    """Write what became of some messages, in the order of their numbers."""
    results = sorted(results, key=lambda one: one[0].pk)
    plain = [one for one in results if _is_plain(*one)]
    _keep_taken(plain)
    for message, result in results:
        if not _is_plain(message, result):
            _keep_one(message, result, around)


def _is_plain(message: Message, result: Fields) -> bool:
    return (message.state, result.get("state")) == (State.LEAVING, State.SENT)


def _keep_taken(taken: Sequence[tuple[Message, Fields]]) -> None:
    """Write those that were simply taken: most of them, one statement for each number of tries."""
    by_tries = defaultdict(list)
    for message, result in taken:
        by_tries[message.attempts].append((message, result))
    for tries, rows in by_tries.items():
        names = [When(pk=one.pk, then=Value(said["reference"])) for one, said in rows]
        same = Message.objects.filter(
            pk__in=[one.pk for one, _ in rows], attempts=tries, state=State.LEAVING
        )
        same.update(**{**rows[0][1], "reference": Case(*names)})


def _keep_one(message: Message, result: Fields, around: Around) -> None:
    # Another worker may have taken it since, a receipt may have come, or its household may be
    # forgotten: theirs wins.
    same = Message.objects.filter(pk=message.pk, attempts=message.attempts, state=message.state)
    if not same.update(**result):
        return
    for name, value in result.items():
        setattr(message, name, value)
    if message.next_try_at is None and calls_for_somebody(message.state, message.reason):
        around.lost(message)
    elif message.state in {State.SENT, State.DELIVERED}:
        around.found(message)
