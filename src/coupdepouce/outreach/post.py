"""Reads of the letters: those that wait, the batches in the folder, one as it would be printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from coupdepouce.connect.messages import folder
from coupdepouce.connect.messages.model import Letter
from coupdepouce.core.messages.states import State
from coupdepouce.core.refusal import Refusal
from coupdepouce.outreach.channels import folder_of
from coupdepouce.outreach.letters import draw_letters
from coupdepouce.outreach.models import Message

MOST = 60
KINDS = frozenset({"pdf", "csv"})


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Letters drawn together."""

    name: str
    at: datetime
    count: int


def has_folder() -> bool:
    """Say whether letters are left in a folder here."""
    return _folder() is not None


def count_waiting() -> int:
    """Count the letters that are not drawn yet."""
    return Message.objects.filter(channel=Message.Channel.LETTER, state=State.WAITING).count()


def count_not_drawn() -> int:
    """Count the letters that left their batch because a sign of theirs cannot be printed."""
    return Message.objects.filter(
        channel=Message.Channel.LETTER, state=State.FAILED, reason="not_drawn"
    ).count()


def batches() -> Sequence[Batch]:
    """Give the batches that are whole, the newest first."""
    return [
        Batch(
            name=one.stem,
            at=datetime.fromtimestamp(one.stat().st_mtime, UTC),
            count=folder.count(one),
        )
        for one in _lists()[:MOST]
    ]


def batch(name: str, kind: str) -> bytes:
    """Give a file of a batch.

    Raises:
        Refusal: no such batch.
    """
    # By the names that are there: what the address says never becomes a path.
    found = next((one for one in _lists() if one.stem == name), None)
    if found is None or kind not in KINDS:
        raise Refusal("not_found", "Ce lot n’existe pas : choisissez-le dans la liste.")
    return found.with_suffix(f".{kind}").read_bytes()


def letter_pdf(pk: int) -> bytes:
    """Draw one letter as it would be printed.

    Raises:
        Refusal: no such letter, it was emptied, or it cannot be printed.
    """
    found = Message.objects.filter(pk=pk, channel=Message.Channel.LETTER).first()
    if found is None or not found.text:
        raise Refusal("not_found", "Cette lettre n’existe pas, ou son texte est effacé.")
    letter = Letter(
        sender="",
        recipient=found.recipient,
        subject=found.subject,
        text=found.text,
        language=found.language,
    )
    try:
        return draw_letters([letter]).pdf
    except folder.NotDrawn:
        raise Refusal(
            "not_drawn", "Un signe de cette lettre ne s’imprime pas : changez son texte."
        ) from None


def _folder() -> Path | None:
    return folder_of(settings.LETTER_URL)


def _lists() -> Sequence[Path]:
    found = _folder()
    return folder.batches(found) if found else []
