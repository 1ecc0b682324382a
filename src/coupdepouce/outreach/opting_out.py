"""Fewer messages, or none: by STOP, or by the link of an e-mail."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coupdepouce.accounts.sealing import keyed_hash
from coupdepouce.core.refusal import Refusal
from coupdepouce.households.checks import e164
from coupdepouce.outreach.channels import read_from
from coupdepouce.outreach.models import Message, OptOut
from coupdepouce.outreach.texts import TEXTS


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the receiver of a message wants now; `scope` is empty when all may be sent."""

    channel: str
    language: str
    scope: str


def mark_of(channel: str, address: str) -> str:
    """Give the mark by which an address is found again, and cannot be read."""
    return keyed_hash("opt-out", f"{channel}\0{address.strip().lower()}")


def refusals_of(opened: Sequence[tuple[Message, str]]) -> Mapping[int, str]:
    """Give why messages must not leave, by their number; staff's own mail always does."""
    mine = [(one, mark_of(one.channel, to)) for one, to in opened if one.template in TEXTS]
    if not mine:
        return {}
    rows = OptOut.objects.filter(mark__in={mark for _, mark in mine})
    scopes = dict(rows.values_list("mark", "scope"))
    return {one.pk: reason for one, mark in mine if (reason := _refused(one, scopes.get(mark, "")))}


def _refused(message: Message, scope: str) -> str:
    """Give the code of a refusal: necessary news are then told otherwise, announcements are not."""
    if not TEXTS[message.template].necessary:
        return "not_wanted" if scope else ""
    return "stopped" if scope == OptOut.Scope.ALL else ""


def has_announcements() -> bool:
    """Say whether a household may receive anything but the news of its own request."""
    return not all(text.necessary for text in TEXTS.values())


def wish_of(key: UUID) -> Wish:
    """Give what the receiver of a message wants now.

    Raises:
        Refusal: no such message, or it was emptied since.
    """
    message = _message(key)
    row = OptOut.objects.filter(mark=mark_of(message.channel, message.recipient)).first()
    return Wish(channel=message.channel, language=message.language, scope=row.scope if row else "")


def wish(*, key: UUID, scope: str, at: datetime) -> None:
    """Keep what the receiver of a message wants from now on; an empty scope is everything.

    Raises:
        Refusal: no such message, or it was emptied since.
    """
    message = _message(key)
    _keep(message.channel, message.recipient, scope=scope, at=at, by_reply=False)


def _message(key: UUID) -> Message:
    found = Message.objects.filter(key=key, template__in=TEXTS).first()
    if found is None or not found.recipient:
        raise Refusal(
            "message_old", "Ce lien est trop ancien : dites-le à la personne qui vous suit."
        )
    return found


def _keep(channel: str, address: str, *, scope: str, at: datetime, by_reply: bool) -> bool:
    mark = mark_of(channel, address)
    if not scope:
        return bool(OptOut.objects.filter(channel=channel, mark=mark).delete()[0])
    said = {"scope": OptOut.Scope(scope), "at": at, "by_reply": by_reply}
    _, is_new = OptOut.objects.update_or_create(channel=channel, mark=mark, defaults=said)
    return is_new


def take_replies(*, provider: str, headers: Mapping[str, str], body: bytes, at: datetime) -> int:
    """Follow the STOP among the replies that a provider gives; count those that are new.

    Raises:
        Refusal: no such provider here, a wrong signature, or a body that cannot be read.
    """
    stopping = read_from(provider, lambda channel: channel.replies)(headers, body)
    return sum(_stop(number, at=at) for number in _numbers(stopping))


def _stop(number: str, *, at: datetime) -> bool:
    scope = OptOut.Scope.ALL
    return _keep(Message.Channel.SMS, number, scope=scope, at=at, by_reply=True)


def _numbers(written: Iterable[str]) -> Iterable[str]:
    """Write numbers as ours are; a sender that is not a number stops nothing."""
    for text in written:
        try:
            yield e164(text)
        except Refusal:
            continue
