"""Writes of the outbox: a message is added with its cause, and emptied when its time is over."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext, override

from coupdepouce.accounts.sealing import keyed_hash
from coupdepouce.core.languages import FRENCH
from coupdepouce.core.messages.gsm import measure
from coupdepouce.core.messages.hours import next_post
from coupdepouce.core.messages.states import State
from coupdepouce.core.messages.wording import Words, check, digest, subject_of, tidy
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.outreach.letters import check_printed, doubt_address, follow_address
from coupdepouce.outreach.models import Message, Wording
from coupdepouce.outreach.queries import (
    InForce,
    budget_of,
    in_force,
    languages_of,
    longest_values,
    origin,
    text_named,
    version,
)
from coupdepouce.outreach.texts import DOUBT, FOLLOW, STOP, TEXTS
from coupdepouce.partners.models import Membership

CHANGED = "Ce texte a changé depuis : relisez-le, puis gardez le vôtre ou le sien."
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
    used = in_force(template, to.language)
    # All its values, whatever this version says: the next version may say them.
    values = {key: context[key] for key in text_named(template).keys}
    key = uuid4()
    subject, text = filled(template, to.channel, used, values | {"stop": stop_address(key)})
    message = Message(
        key=key,
        once=once,
        template=template,
        wording=used.wording,
        channel=to.channel,
        language=used.language,
        recipient=to.address,
        subject=subject,
        text=text,
        parts=measure(text).parts if to.channel == Message.Channel.SMS else 1,
        about=about,
        created_at=at,
        next_try_at=next_post(at) if to.channel == Message.Channel.LETTER else at,
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)


def enqueue_to_all(
    addresses: Iterable[str],
    *,
    once: str,
    template: str,
    context: Mapping[str, str],
    about: str,
    at: datetime,
) -> None:
    """Write one e-mail to each of several people at work; who joins them later is told too."""
    for address in addresses:
        enqueue(
            once=f"{once}:{keyed_hash('told', address.strip().lower())}",
            template=template,
            to=Recipient(channel="email", address=address),
            context=context,
            about=about,
            at=at,
        )


def stop_address(key: UUID | str) -> str:
    """Give where the receiver of a message says that they want no more."""
    return f"{settings.SITE_URL}/messages/arret/{key}/"


def filled(
    template: str, channel: str, used: InForce, values: Mapping[str, str]
) -> tuple[str, str]:
    """Give the subject and the text of a message, its values and `stop` in their places."""
    words = used.words
    if channel == Message.Channel.SMS:
        return "", tidy(words.sms.format_map(values))
    body = words.email
    if template in TEXTS:
        body += "\n\n{who_helps}"
    if template in TEXTS and channel == Message.Channel.EMAIL:  # a letter has its square
        with override(used.language):
            # A text that says where to go is not followed by another address.
            follow = "" if "{link}" in body else gettext(FOLLOW)
            body += f"{follow}\nCoup de Pouce{gettext(DOUBT)}{gettext(STOP)}"
    said = {**values, "follow": follow_address(), "doubt": doubt_address()}
    return subject_of(words.subject, values), tidy(body.format_map(said))


def write_wording(
    *,
    template: str,
    language: str,
    words: Words,
    by: Membership,
    at: datetime,
    meanwhile: str = Wording.Meanwhile.ORIGIN,
    read: int | None = None,
) -> Wording:
    """Put a new version of a text in use; the same words again change nothing.

    `read` is the number of the last version when its author began to write.

    Raises:
        Refusal: not the programme manager, the words cannot be sent, or it changed since.
    """
    check_wording(template=template, language=language, words=words)
    mark = digest(words)
    row = Wording(
        **asdict(words),
        digest=mark,
        of_french="" if language == FRENCH.code else _french_of(template),
        meanwhile=meanwhile,
    )
    return _add(row, template=template, language=language, by=by, at=at, read=read)


def bring_back(
    *, template: str, language: str, number: int, by: Membership, at: datetime
) -> Wording:
    """Put an earlier version in use again; 0 is the text that comes with us.

    Raises:
        Refusal: not the programme manager, no such version, or it can be sent no more.
    """
    row = version(template, language, number) if number else Wording()
    if number:  # the rules may have changed since it was written
        check_wording(template=template, language=language, words=row.words)
    row.pk, row.same_as = None, number
    return _add(row, template=template, language=language, by=by, at=at)


def check_wording(*, template: str, language: str, words: Words) -> None:
    """Make sure that words can be sent as this text.

    Raises:
        Refusal: no such text in that language, a value it has not, an SMS too long or not ours,
            a letter that is not printed.
    """
    text = text_named(template)
    if language not in languages_of(template):
        raise Refusal("not_found", "Ce texte n’existe pas dans cette langue.")
    parts, longest = budget_of(template, language), longest_values(template)
    ours = origin(template, language).sms
    check(words, keys=text.keys, parts=parts, longest=longest, origin=ours)
    if template in TEXTS:
        said = tidy(words.email.format_map(longest))
        check_printed(subject_of(words.subject, longest), said, language=language)


def _french_of(template: str) -> str:
    return digest(in_force(template, FRENCH.code).words)


@transaction.atomic
def _add(
    row: Wording,
    *,
    template: str,
    language: str,
    by: Membership,
    at: datetime,
    read: int | None = None,
) -> Wording:
    if by.role != Role.PROGRAMME_MANAGER:
        raise Refusal(
            "not_your_text", "Le responsable du programme écrit les textes : demandez-lui."
        )
    versions = Wording.objects.filter(template=template, language=language)
    last = versions.first()
    if last and _said_by(last) == _said_by(row):
        return last
    before = last.number if last else 0
    if read is not None and read != before:
        raise Refusal("text_changed", CHANGED)
    row.template, row.language, row.number = template, language, before + 1
    row.written_by, row.written_at = by, at
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refusal("text_changed", CHANGED) from None
    return row


def _said_by(row: Wording) -> tuple[str, ...]:
    """Give all that a version says: another one with the same is not written."""
    return row.digest, row.of_french, row.meanwhile


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
