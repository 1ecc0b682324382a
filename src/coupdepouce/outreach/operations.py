"""Writes of the outbox: a message is added with its cause, taken once, sent, said failed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext, override

from coupdepouce.connect.messages import Letter, NotSent, channel_at
from coupdepouce.outreach.models import Message
from coupdepouce.outreach.texts import SIGNATURE, STAFF_TEXTS, TEXTS

ATTEMPTS = 6
FIRST_WAIT = timedelta(minutes=1)  # then 2, 4, 8, 16 minutes
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


def send_due(*, at: datetime, limit: int = 200) -> int:
    """Send what is due; give the number of messages tried."""
    tried = 0
    while tried < limit and (message := _take_one(at)):
        _send(message, at=at)
        tried += 1
    return tried


@transaction.atomic
def _take_one(at: datetime) -> Message | None:
    # Leased, not locked: no lock is held while a provider is slow, and two workers never share one.
    message = (
        Message.objects.select_for_update(skip_locked=True)
        .filter(state=Message.State.WAITING, next_try_at__lte=at)
        .order_by("next_try_at", "pk")
        .first()
    )
    if message is not None:
        message.next_try_at = at + LEASE
        message.attempts += 1
        message.save(update_fields=["next_try_at", "attempts"])
    return message


def _send(message: Message, *, at: datetime) -> None:
    url = settings.SMS_URL if message.channel == Message.Channel.SMS else settings.MAIL_URL
    letter = Letter(
        sender=settings.MAIL_FROM,
        recipient=message.recipient,
        subject=message.subject,
        text=message.text,
    )
    try:
        message.provider_answer = channel_at(url)(letter)
    except NotSent as problem:
        message.provider_answer = problem.answer
        if problem.for_good or message.attempts >= ATTEMPTS:
            message.state = Message.State.FAILED
        else:
            message.next_try_at = at + FIRST_WAIT * 2 ** (message.attempts - 1)
    else:
        message.state, message.sent_at = Message.State.SENT, at
    message.save(update_fields=["provider_answer", "state", "next_try_at", "sent_at"])


def forget_old(*, before: datetime) -> int:
    """Empty the messages sent, or given up and written, before a moment; rows stay for counts."""
    given_up = Q(state=Message.State.FAILED, created_at__lt=before)
    old = Message.objects.filter(Q(sent_at__lt=before) | given_up)
    return old.exclude(text="", recipient="").update(text="", recipient="")


def forget_about(about: str, /) -> int:
    """Empty every message about somebody; those that waited never leave."""
    messages = Message.objects.filter(about=about)
    messages.filter(state=Message.State.WAITING).update(
        state=Message.State.FAILED, provider_answer="erased"
    )
    return messages.update(text="", recipient="")
