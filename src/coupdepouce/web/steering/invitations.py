"""Opening an account from a page: for one's own team, or for any organisation."""

from typing import TYPE_CHECKING

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib import messages
from django.urls import reverse
from django.utils import timezone

from coupdepouce.core.refusal import Refusal
from coupdepouce.outreach.invitations import NewAccount, invite
from coupdepouce.web.audience import StaffRequest
from coupdepouce.web.steering.forms import AccountForm, refuse

if TYPE_CHECKING:
    from coupdepouce.accounts.models import User
    from coupdepouce.partners.models import Organisation


def password_link(user: "User") -> str:
    """Give the address where a person chooses a password; it works once, for some days."""
    key = default_token_generator.make_token(user)
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": key},
    )
    return f"{settings.SITE_URL}{path}"


def opened(request: StaffRequest, *, form: AccountForm, organisation: "Organisation") -> bool:
    """Open the account that the form describes; otherwise leave the errors in the form."""
    if not form.is_valid():
        return False
    said = form.cleaned_data
    new = NewAccount(**{name: said[name] for name in ("email", "first_name", "last_name", "role")})
    try:
        invite(
            new=new,
            organisation=organisation,
            by=request.member,
            at=timezone.now(),
            link_of=password_link,
        )
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    messages.success(request, f"Le compte est ouvert. Un courriel part à {new.email}.")
    return True
