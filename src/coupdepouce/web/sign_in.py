"""How people sign in: by e-mail, never by sign-up; impersonation is for administrators, traced."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.insight.access import impersonable
from coupdepouce.partners.queries import live_memberships


class Adapter(DefaultAccountAdapter):
    """Accounts are opened by a manager."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Nobody signs up alone."""
        return False


def may_impersonate(*, hijacker: Any, hijacked: Any) -> bool:
    """Say whether an administrator may look as this person: never as another administrator."""
    if Role.ADMINISTRATOR not in {one.role for one in live_memberships(hijacker)}:
        return False
    try:
        impersonable(user_id=hijacked.pk)
    except Refusal:
        return False
    return True
