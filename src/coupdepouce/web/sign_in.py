"""How people sign in: by e-mail, never by sign-up; impersonation is for administrators, traced."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import timezone

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.insight.access import impersonable
from coupdepouce.outreach.operations import Recipient, enqueue
from coupdepouce.partners.queries import live_memberships

# The only letters of the library that leave: each becomes a text of ours, sent by the outbox.
LETTERS = {"account/email/password_reset_key": "password"}


class Adapter(DefaultAccountAdapter):
    """Accounts are opened by a manager."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Nobody signs up alone."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: Mapping[str, Any]) -> None:
        """Write the library's letter in our outbox, as every other message."""
        link = str(context.get("password_reset_url", ""))
        enqueue(
            once=f"password:{sha256(link.encode()).hexdigest()}",
            template=LETTERS[template_prefix],
            to=Recipient(channel="email", address=email),
            context={"link": link},
            about="",
            at=timezone.now(),
        )


def may_impersonate(*, hijacker: Any, hijacked: Any) -> bool:
    """Say whether an administrator may look as this person: never as another administrator."""
    if Role.ADMINISTRATOR not in {one.role for one in live_memberships(hijacker)}:
        return False
    try:
        impersonable(user_id=hijacked.pk)
    except Refusal:
        return False
    return True
