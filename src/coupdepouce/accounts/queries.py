"""Reads about accounts: who read what, about whom."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from coupdepouce.accounts.models import AccessLog, User

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class AccessPage:
    """One page of the access log, the newest first."""

    rows: list[AccessLog]
    number: int
    has_next: bool


def access_log(
    *,
    about: str = "",
    user_id: int | None = None,
    organisation_id: int | None = None,
    page: int = 1,
) -> AccessPage:
    """Give who read what: about somebody, by somebody, or within an organisation."""
    found = AccessLog.objects.select_related("user", "impersonator")
    if about:
        found = found.filter(about=about)
    if user_id is not None:
        found = found.filter(user=user_id)
    if organisation_id is not None:
        found = found.filter(organisation_id=organisation_id)
    number = max(page, 1)
    start = (number - 1) * PAGE
    # One row more than a page says whether another page follows, without counting them all.
    rows = list(found[start : start + PAGE + 1])
    return AccessPage(rows=rows[:PAGE], number=number, has_next=len(rows) > PAGE)


def people(*, page: int = 1) -> list[User]:
    """Give the accounts with their live roles, a page at a time, by name."""
    start = (max(page, 1) - 1) * PAGE
    return list(
        User.objects.order_by("last_name", "first_name", "pk").prefetch_related(
            "memberships__organisation"
        )[start : start + PAGE]
    )


def people_without_password(emails: Collection[str]) -> int:
    """Count who among these addresses has an account and no password yet."""
    return User.objects.filter(
        email__in=emails, password__startswith=UNUSABLE_PASSWORD_PREFIX
    ).count()
