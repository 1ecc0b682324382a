"""Writes of the outbox: a message is added with its cause, and emptied when its time is over."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext, override

from coupdepouce.core.messages.states import State
from coupdepouce.outreach.models import Message
from coupdepouce.outreach.texts import SIGNATURE, STAFF_TEXTS, TEXTS

EMPTY = {"recipient": "", "text": ""}


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
        return _tidy(gettext(row.sms).format_map(context)), ""
    body = gettext(row.email) + gettext(SIGNATURE)
    return _tidy(body.format_map(context)), gettext(row.subject)


def _tidy(text: str) -> str:
    # What is not known is empty: the spaces around it were for it.
    return re.sub(r" +(?=\s|$)", "", text).strip()


def forget_old(*, before: datetime) -> int:
    """Empty the messages sent, or given up and written, before a moment; rows stay for counts."""
    over = Q(next_try_at__isnull=True, created_at__lt=before, sent_at__isnull=True)
    old = Message.objects.filter(Q(sent_at__lt=before) | over)
    return old.exclude(**EMPTY).update(**EMPTY)


def forget_about(about: str, /) -> int:
    """Empty every message about somebody; those that waited never leave."""
    messages = Message.objects.filter(about=about)
    # One that is leaving may arrive: nothing is told of it any more, to anybody.
    messages.filter(state__in=[State.WAITING, State.LEAVING]).update(
        state=State.FAILED, reason="erased"
    )
    return messages.update(next_try_at=None, **EMPTY)


def hold_back(about: str, /) -> int:
    """Keep back what a household no longer wants; what is written to staff still leaves."""
    waiting = Message.objects.filter(about=about, state=State.WAITING, template__in=TEXTS)
    return waiting.update(state=State.FAILED, reason="not_wanted", next_try_at=None)
