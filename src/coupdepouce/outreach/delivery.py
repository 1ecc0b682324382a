"""Receipts: each is written once, and moves its message forward, whatever the order they come."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from coupdepouce.accounts.sealing import keyed_hash
from coupdepouce.connect.messages.model import Report
from coupdepouce.core.messages.states import State, calls_for_somebody, is_forward
from coupdepouce.outreach.channels import read_from
from coupdepouce.outreach.models import Message, Receipt

Tell = Callable[[Message], None]
EARLY = timedelta(days=2)  # one that found nothing since then is not about a message of ours
MOST = 500
ENDS = frozenset({State.FAILED, State.DELIVERED})


def take_receipts(
    *,
    provider: str,
    headers: Mapping[str, str],
    body: bytes,
    at: datetime,
    lost: Tell,
    found: Tell,
) -> int:
    """Write the receipts of a call, and what they change; a second arrival changes nothing.

    `lost` hears of a message that will not arrive, `found` of one that did after all.

    Raises:
        Refusal: no such provider here, a wrong signature, or a body that cannot be read.
    """
    reports = read_from(provider, lambda channel: channel.receipts)(headers, body)
    return sum(_take(one, provider=provider, at=at, lost=lost, found=found) for one in reports)


@transaction.atomic
def _take(report: Report, *, provider: str, at: datetime, lost: Tell, found: Tell) -> bool:
    message = _message(report, provider=provider)
    mark = f"{provider}\0{report.reference}\0{report.key}\0{report.state}\0{report.said}"
    _, is_new = Receipt.objects.get_or_create(
        digest=keyed_hash("receipt", mark),
        defaults={
            "provider": provider,
            "reference": report.reference,
            "message": message,
            "state": report.state,
            "reason": report.reason,
            "said": report.said,
            "at": at,
        },
    )
    if is_new and message:
        _move(message, report, at=at, lost=lost, found=found)
    return is_new


def _message(report: Report, *, provider: str) -> Message | None:
    """Give the message of a report, locked: by our key when it is told, else by their name."""
    rows = Message.objects.select_for_update(of=("self",)).defer("recipient", "text")
    if report.key:
        try:
            return rows.filter(key=UUID(report.key)).first()
        except ValueError:
            return None
    return rows.filter(provider=provider, reference=report.reference).first()


def settle(message: Message, report: Report, *, at: datetime) -> dict[str, object]:
    """Give what a report changes of its message: nothing, when it only says what is known."""
    if not is_forward(State(message.state), report.state):
        return {}
    return {
        "state": report.state,
        "reason": report.reason,
        "next_try_at": None,
        "sent_at": message.sent_at or at,
        "arrived_at": at if report.state in ENDS else None,
        "reference": message.reference or report.reference,
        "provider_answer": report.said,
    }


def _move(message: Message, report: Report, *, at: datetime, lost: Tell, found: Tell) -> None:
    changes = settle(message, report, at=at)
    for name, value in changes.items():
        setattr(message, name, value)
    if not changes:
        return
    message.save(update_fields=list(changes))
    if calls_for_somebody(message.state, message.reason):
        lost(message)
    elif message.state in {State.SENT, State.DELIVERED}:
        found(message)


def follow_early_receipts(*, provider: str, at: datetime, lost: Tell, found: Tell) -> None:
    """Follow the receipts that came before the provider's name of their message was written."""
    early = Receipt.objects.filter(
        provider=provider, message__isnull=True, at__gte=at - EARLY
    ).exclude(reference="")
    for receipt in early[:MOST]:
        with transaction.atomic():
            said = Report(
                state=State(receipt.state),
                said=receipt.said,
                reason=receipt.reason,
                reference=receipt.reference,
            )
            message = _message(said, provider=provider)
            if message is None:
                continue
            Receipt.objects.filter(pk=receipt.pk).update(message=message)
            _move(message, said, at=receipt.at, lost=lost, found=found)
