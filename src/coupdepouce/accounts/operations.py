"""Writes about accounts: what was read, and what was tried too often."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from coupdepouce.accounts.models import AccessLog, Attempt, User
from coupdepouce.accounts.sealing import keyed_hash
from coupdepouce.core.refusal import Refusal


def note_access(*, member: Any, impersonator: User | None, screen: str, about: str) -> None:
    """Write down that a member read or did something about somebody."""
    note_accesses(member=member, impersonator=impersonator, screen=screen, abouts=[about])


def note_accesses(
    *, member: Any, impersonator: User | None, screen: str, abouts: Iterable[str]
) -> None:
    """Write down that a member read or did something about several, one row each."""
    at = timezone.now()
    AccessLog.objects.bulk_create(
        AccessLog(
            at=at,
            user_id=member.user_id,
            impersonator=impersonator,
            organisation_id=member.organisation_id,
            role=member.role,
            screen=screen,
            about=about,
        )
        for about in abouts
    )


def count_attempt(*, kind: str, who: str, at: datetime, limit: int, seconds: int) -> None:
    """Count one try in the current window, all processes together.

    Raises:
        Refusal: more than `limit` tries in the window.
    """
    # The count is committed before the refusal is raised: raised inside, it would be undone.
    if _counted(key=_key(kind, who), at=at, seconds=seconds) > limit:
        raise _too_many(seconds)


def check_attempts(*, kind: str, who: str, at: datetime, limit: int, seconds: int) -> None:
    """Refuse another try without counting one, where only failures are counted.

    Raises:
        Refusal: `limit` were counted in the current window.
    """
    window = _window(at, seconds)
    if Attempt.objects.filter(key=_key(kind, who), window=window, count__gte=limit).exists():
        raise _too_many(seconds)


def _key(kind: str, who: str) -> str:
    return keyed_hash(f"attempt:{kind}", who)


def _window(at: datetime, seconds: int) -> int:
    return int(at.timestamp()) // seconds * seconds


def _too_many(seconds: int) -> Refusal:
    sentence = "Trop d’essais. Attendez quelques minutes, puis recommencez."
    return Refusal("too_many_attempts", sentence, wait=seconds)


def choose_password(*, emails: Collection[str], password: str) -> int:
    """Give the same password to several accounts: those of a demonstration, hashed once."""
    return User.objects.filter(email__in=emails).update(password=make_password(password))


@transaction.atomic
def _counted(*, key: str, at: datetime, seconds: int) -> int:
    attempt, _ = Attempt.objects.get_or_create(key=key, window=_window(at, seconds))
    Attempt.objects.filter(pk=attempt.pk).update(count=F("count") + 1)
    attempt.refresh_from_db(fields=["count"])
    return attempt.count


def forget_attempts(*, before: datetime) -> int:
    """Delete the counters of windows that began before a moment."""
    gone, _ = Attempt.objects.filter(window__lt=int(before.timestamp())).delete()
    return gone


def see_news(*, user: User, at: datetime) -> None:
    """Write down until when a person has read what the others did."""
    user.news_seen_at = at
    user.save(update_fields=["news_seen_at"])
