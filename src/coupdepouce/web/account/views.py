"""Signing in, choosing the organisation one acts for, and the page of the keys."""

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from coupdepouce.core.roles import NAMES, STAFF, Role
from coupdepouce.partners import operations
from coupdepouce.web.account.demonstration import accounts_by_role
from coupdepouce.web.audience import StaffRequest, audience, page, public
from coupdepouce.web.numbers import whole


@public
def log_in(request: HttpRequest) -> HttpResponseBase:
    """Sign in by e-mail; the demonstration shows who can."""
    accounts = accounts_by_role() if settings.DEMO else []
    return LoginView.as_view(extra_context={"accounts": accounts})(request)


@audience(*STAFF)
@require_POST
def switch_membership(request: StaffRequest) -> HttpResponse:
    """Act for another organisation from now on, and start from its first page."""
    chosen = whole(request.POST.get("organisation", ""), default=0)
    member = operations.switch_membership(user=request.member.user, membership_id=chosen)
    role = NAMES[Role(member.role)]
    messages.success(request, f"Vous travaillez pour {member.organisation.name}, comme {role}.")
    return redirect("home")


@audience(*STAFF)
@require_GET
def shortcuts(request: StaffRequest) -> HttpResponse:
    """Say the keys, and let them be switched off."""
    return page(request, "account/shortcuts.html")
