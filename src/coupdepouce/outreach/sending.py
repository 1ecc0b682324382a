"""What leaves: a handful at a time is taken, handed over, and said sent, failed or unknown.

That a message leaves is written before it leaves. A worker killed in between leaves it `LEAVING`:
it is tried again where the provider knows our key, and said unknown everywhere else.
"""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import F

from coupdepouce.connect.clock import running_from
from coupdepouce.connect.messages.model import Answer, Channel, Letter, Report
from coupdepouce.core.messages.states import Outcome, State
from coupdepouce.core.refusal import Refusal
from coupdepouce.outreach.addresses import problem_of
from coupdepouce.outreach.channels import SETTINGS, channel_of
from coupdepouce.outreach.delivery import follow_early_receipts
from coupdepouce.outreach.models import Message
from coupdepouce.outreach.operations import EMPTY
from coupdepouce.outreach.opting_out import refusals_of
from coupdepouce.outreach.results import Around, Fields, after_question, after_try, keep
from coupdepouce.outreach.terms import FREE, Terms, tell_managers, terms_at

logger = logging.getLogger(__name__)

HANDS = 16
TURN = timedelta(seconds=20)  # for each channel: the worker has other things to do
GONE: Fields = {"state": State.FAILED, "next_try_at": None, "cost": 0}
NOT_WANTED: Fields = {**EMPTY, **GONE, "reason": "not_wanted"}
NO_MONEY: Fields = {**GONE, "reason": "no_money"}
NOBODY = Around()


def send_due(*, at: datetime, around: Around = NOBODY) -> int:
    """Send what is due; give the number of messages tried.

    What is no longer wanted is emptied instead of being sent.
    """
    now, terms = running_from(at), terms_at(at)
    tell_managers(terms, at=at)
    tried = 0
    with ThreadPoolExecutor(HANDS) as hands:
        for kind in SETTINGS:
            more, terms = _send_kind(kind, now=now, around=around, hands=hands, terms=terms)
            tried += more
    return tried


def _send_kind(
    kind: str,
    *,
    now: Callable[[], datetime],
    around: Around,
    hands: ThreadPoolExecutor,
    terms: Terms,
) -> tuple[int, Terms]:
    """Send what is due by a channel; give the number tried, and the terms that are left."""
    try:
        channel = channel_of(kind)
    except Refusal as refusal:
        # Its address on this machine is wrong: its messages wait, and the other channels go on.
        logger.warning("channel %s: %s", kind, refusal.code)
        return 0, terms
    tried, end, is_down = 0, now() + TURN, False
    while not is_down and now() < end and (handful := take(kind, channel, now(), terms)):
        tried, paid = tried + len(handful), terms.paid(handful)
        is_down = _hand_over(handful, channel, now=now, around=around, hands=hands, terms=terms)
        terms = terms.after(handful, paid=paid)
    follow_early_receipts(provider=channel.name, at=now(), lost=around.lost, found=around.found)
    return tried, terms


@transaction.atomic
def take(kind: str, channel: Channel, at: datetime, terms: Terms = FREE) -> Sequence[Message]:
    """Take the next handful: written as leaving, or as in doubt, before anything leaves."""
    # Leased, not locked: no lock is held while a provider is slow, and two workers never share one.
    # Its sealed fields are read later: one that does not open must not hold up the others.
    due = Message.objects.select_for_update(skip_locked=True).defer("recipient", "text")
    due = terms.may_leave(due.filter(channel=kind, next_try_at__lte=at), kind=kind, at=at)
    rows = list(due.order_by("next_try_at", "pk")[: channel.together])
    for row in rows:
        came_back = row.state == State.LEAVING and not channel.repeats
        in_doubt = came_back or row.state == State.UNKNOWN
        row.state = State.UNKNOWN if in_doubt else State.LEAVING
        row.attempts += 1
    common = {"attempts": F("attempts") + 1, "next_try_at": at + channel.lease}
    cost = {"cost": F("parts") * terms.rate(kind)}  # counted as it leaves
    for state, more in ((State.LEAVING, cost), (State.UNKNOWN, {})):
        if same := [row.pk for row in rows if row.state == state]:
            Message.objects.filter(pk__in=same).update(state=state, **common, **more)
    return rows


def _hand_over(
    handful: Sequence[Message],
    channel: Channel,
    *,
    now: Callable[[], datetime],
    around: Around,
    hands: ThreadPoolExecutor,
    terms: Terms,
) -> bool:
    """Hand over what may leave, write what became of it; say whether the provider is down."""
    in_doubt = [one for one in handful if one.state == State.UNKNOWN]
    going = [one for one in handful if one.state == State.LEAVING]
    results: list[tuple[Message, Fields]] = [(one, NO_MONEY) for one in going if terms.stop(one)]
    going = [one for one in going if not terms.stop(one)]
    wanted = [one for one in going if around.is_wanted(one)]
    results += [(one, NOT_WANTED) for one in going if one not in wanted]
    answers = _answers(_unless_stopped(wanted, _letters(wanted)), channel, hands)
    asked = list(hands.map(partial(_report, channel=channel), in_doubt))
    at = now()
    for message, answer in zip(wanted, answers, strict=True):
        results.append((message, after_try(message, answer, channel, at=at)))
    for message, report in zip(in_doubt, asked, strict=True):
        results.append((message, after_question(message, report, channel, at=at)))
    keep(results, around)
    return bool(answers) and all(one.is_down for one in answers)


def _answers(
    letters: Sequence[Letter | Answer], channel: Channel, hands: ThreadPoolExecutor
) -> Sequence[Answer]:
    """Send what can be, one by one or as one; what could not be opened has its answer already."""
    going = [one for one in letters if isinstance(one, Letter)]
    if channel.send_all and going:
        sent = iter(channel.send_all(going))
    else:
        sent = iter(hands.map(channel.send, going))
    return [one if isinstance(one, Answer) else next(sent) for one in letters]


def _report(message: Message, *, channel: Channel) -> Report | None:
    return channel.ask(str(message.key), message.reference) if channel.ask else None


def _letters(messages: Sequence[Message]) -> Sequence[Letter | Answer]:
    """Open what is sealed, all at once; one that does not open is looked for alone."""
    rows = Message.objects.filter(pk__in=[one.pk for one in messages])
    try:
        opened = {pk: (to, text) for pk, to, text in rows.values_list("pk", "recipient", "text")}
    except Refusal:
        return [_letter_alone(one) for one in messages]
    return [_letter(one, *opened[one.pk]) for one in messages]


def _unless_stopped(
    messages: Sequence[Message], letters: Sequence[Letter | Answer]
) -> Sequence[Letter | Answer]:
    """Keep back what its receiver no longer wants."""
    opened = [
        (message, letter.recipient)
        for message, letter in zip(messages, letters, strict=True)
        if isinstance(letter, Letter)
    ]
    reasons = refusals_of(opened)
    return [
        Answer(outcome=Outcome.PERMANENT, detail="opt-out", reason=reasons[message.pk])
        if message.pk in reasons
        else letter
        for message, letter in zip(messages, letters, strict=True)
    ]


def _letter_alone(message: Message) -> Letter | Answer:
    try:
        message.refresh_from_db(fields=["recipient", "text"])
    except Refusal as refusal:
        # A key of this machine is missing: for later, and the others still leave.
        logger.warning("message %s: %s", message.pk, refusal.code)
        return Answer(outcome=Outcome.TEMPORARY, detail=refusal.code)
    return _letter(message, message.recipient, message.text)


def _letter(message: Message, recipient: str, text: str) -> Letter | Answer:
    if problem := problem_of(message.channel, recipient):
        return Answer(outcome=Outcome.PERMANENT, detail=problem, reason=problem)
    return Letter(
        sender=settings.MAIL_FROM,
        recipient=recipient,
        subject=message.subject,
        text=text,
        key=str(message.key),
        language=message.language,
    )
