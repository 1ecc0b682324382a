"""Who calls: a key made by a partner acts for one membership, with its rights and no more."""

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from coupdepouce.accounts.operations import count_attempt, note_access
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import NAMES, Role
from coupdepouce.partners.queries import membership_by_key

if TYPE_CHECKING:
    from coupdepouce.partners.models import Membership

WRONG_KEYS, WINDOW = 20, 300


class KeyRequest(HttpRequest):
    """A request once its key was recognised."""

    member: "Membership"


class Key(HttpBearer):
    """`Authorization: Bearer <key>`."""

    def __call__(self, request: HttpRequest) -> Any:
        """Refuse a missing key like a wrong one, with a code.

        Raises:
            Refusal: no key, or a key that opens nothing.
        """
        member = super().__call__(request)
        if member is None:
            raise Refusal("key_unknown", "La clé manque : écrivez « Authorization: Bearer clé ».")
        return member

    def authenticate(self, request: HttpRequest, token: str) -> "Membership":
        """Give the membership of the key; the session of a browser counts for nothing.

        Raises:
            Refusal: the key opens nothing, or too many wrong ones came from this address.
        """
        try:
            member = membership_by_key(token)
        except Refusal:
            count_attempt(
                kind="api_key",
                who=get_adapter().get_client_ip(request),
                at=timezone.now(),
                limit=WRONG_KEYS,
                seconds=WINDOW,
            )
            raise
        request.member = member  # type: ignore[attr-defined]
        request.impersonator = None  # type: ignore[attr-defined]
        return member


def roles(*allowed: Role) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Open an address to the keys of these roles."""

    def mark(view: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
            if Role(request.member.role) not in allowed:
                who = ", ".join(NAMES[role] for role in allowed)
                raise Refusal("not_your_screen", f"Cette adresse est réservée à : {who}.")
            return view(request, *args, **kwargs)

        guarded.audience = allowed  # type: ignore[attr-defined]
        return guarded

    return mark


def note(request: KeyRequest, reference: object) -> None:
    """Write down that a key read or did something about somebody."""
    note_access(
        member=request.member,
        impersonator=None,
        screen=f"api:{request.method} {request.path}"[:80],
        about=f"prescription:{reference}",
    )
