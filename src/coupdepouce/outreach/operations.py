"""Writes of the outbox: a message is added with its cause, taken once, sent, said failed."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext, override

from coupdepouce.connect.clock import running_from
from coupdepouce.connect.messages import Letter, NotSent, channel_at
from coupdepouce.core.refusal import Refusal
from coupdepouce.outreach.models import Message
from coupdepouce.outreach.texts import SIGNATURE, STAFF_TEXTS, TEXTS

logger = logging.getLogger(__name__)

ATTEMPTS = 6
FIRST_WAIT = timedelta(minutes=1)  # then 2, 4, 8, 16 minutes
EMPTY = {"recipient": "", "text": ""}
CANCELLED = EMPTY | {"state": Message.State.FAILED, "provider_answer": "no longer wanted"}
LEASE = timedelta(minutes=5)  # longer than any channel takes: a killed worker's row comes back


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Where a message goes."""

    channel: str
    address: str
    language: str = "fr"


def enqueue(
    *,
    once: str,
    template: str,
    to: Recipient,
    context: Mapping[str, str],
    about: str,
    at: datetime,
) -> None:
    """Write a message in the outbox, in the transaction of its cause; the same key adds nothing."""
    with override(to.language):
        text, subject = _filled(template, to.channel, context)
    message = Message(
        once=once,
        template=template,
        channel=to.channel,
        language=to.language,
        recipient=to.address,
        subject=subject,
        text=text,
        about=about,
        created_at=at,
        next_try_at=at,
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)


def _filled(template: str, channel: str, context: Mapping[str, str]) -> tuple[str, str]:
    if template in STAFF_TEXTS:
        row = STAFF_TEXTS[template]
        return row.email.format_map(context), row.subject
    row = TEXTS[template]
    if channel == Message.Channel.SMS:
        return gettext(row.sms).format_map(context).strip(), ""
    body = gettext(row.email) + gettext(SIGNATURE)
    return body.format_map(context), gettext(row.subject)


def check_channels() -> None:
    """Make sure that e-mails and SMS have a way out.

    Raises:
        Refusal: the address of a channel is not one we know; the sentence names its setting.
    """
    for name in ("MAIL_URL", "SMS_URL"):
        try:
            channel_at(getattr(settings, name))
        except Refusal as refusal:
            raise Refusal(refusal.code, f"COUPDEPOUCE_{name} : {refusal.sentence}") from None


def send_due(
    *, at: datetime, limit: int = 200, is_wanted: Callable[[Message], bool] = lambda _: True
) -> int:
    """Send what is due; give the number of messages tried.

    What `is_wanted` no longer wants is emptied instead of being sent.
    """
    now, tried = running_from(at), 0
    while tried < limit and (message := _take_one(now())):
        _send(message, now=now, is_wanted=is_wanted)
        tried += 1
    return tried


@transaction.atomic
def _take_one(at: datetime) -> Message | None:
    # Leased, not locked: no lock is held while a provider is slow, and two workers never share one.
    # Its sealed fields are read later: one that does not open must not hold up the others.
    message = (
        Message.objects.select_for_update(skip_locked=True)
        .filter(state=Message.State.WAITING, next_try_at__lte=at)
        .defer("recipient", "text")
        .order_by("next_try_at", "pk")
        .first()
    )
    if message is not None:
        message.next_try_at = at + LEASE
        message.attempts += 1
        message.save(update_fields=["next_try_at", "attempts"])
    return message


def _send(
    message: Message, *, now: Callable[[], datetime], is_wanted: Callable[[Message], bool]
) -> None:
    if not is_wanted(message):
        _keep(message, **CANCELLED)
        return
    try:
        answer = _handed_over(message)
    except NotSent as problem:
        _keep(message, provider_answer=problem.answer, **_next_try(message, problem, at=now()))
    else:
        _keep(message, provider_answer=answer, state=Message.State.SENT, sent_at=now())


def _handed_over(message: Message) -> str:
    try:
        return channel_at(_url(message))(_letter(message))
    except Refusal as refusal:
        # A key or an address of this machine is missing: for later, and the others still leave.
        logger.warning("message %s: %s", message.pk, refusal.code)
        raise NotSent(refusal.code, for_good=False) from None


def _letter(message: Message) -> Letter:
    return Letter(
        sender=settings.MAIL_FROM,
        recipient=message.recipient,
        subject=message.subject,
        text=message.text,
    )


def _url(message: Message) -> str:
    return settings.SMS_URL if message.channel == Message.Channel.SMS else settings.MAIL_URL


def _next_try(message: Message, problem: NotSent, *, at: datetime) -> dict[str, object]:
    if problem.for_good or message.attempts >= ATTEMPTS:
        return {"state": Message.State.FAILED}
    return {"next_try_at": at + FIRST_WAIT * 2 ** (message.attempts - 1)}


def _keep(message: Message, **result: object) -> None:
    # Another worker may have taken it since, or its household may be forgotten: theirs wins.
    same = Message.objects.filter(
        pk=message.pk, attempts=message.attempts, state=Message.State.WAITING
    )
    same.update(**result)


def forget_old(*, before: datetime) -> int:
    """Empty the messages sent, or given up and written, before a moment; rows stay for counts."""
    given_up = Q(state=Message.State.FAILED, created_at__lt=before)
    old = Message.objects.filter(Q(sent_at__lt=before) | given_up)
    return old.exclude(**EMPTY).update(**EMPTY)


def forget_about(about: str, /) -> int:
    """Empty every message about somebody; those that waited never leave."""
    messages = Message.objects.filter(about=about)
    messages.filter(state=Message.State.WAITING).update(
        state=Message.State.FAILED, provider_answer="erased"
    )
    return messages.update(**EMPTY)
