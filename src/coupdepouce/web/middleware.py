"""Who acts in this request, and how a refusal reaches a person."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from coupdepouce.core.refusal import Refusal
from coupdepouce.insight.access import impersonator
from coupdepouce.partners.operations.closing import go_on_elsewhere
from coupdepouce.partners.queries import current_membership, live_memberships
from coupdepouce.web.audience import PRIVATE
from coupdepouce.web.counter.marks import forget_other_person
from coupdepouce.web.numbers import whole

if TYPE_CHECKING:
    from coupdepouce.accounts.models import User

IMPERSONATOR_HASH = "impersonator_hash"
# The form refuses over 20 Mo with its own sentence: this is what no form should read.
LARGEST_UPLOAD = 32 * 1024 * 1024
STATUS = {
    "not_found": 404,
    "share_unknown": 404,
    "not_your_screen": 403,
    "impersonating_reads_only": 403,
    "administrator_not_impersonated": 403,
    "no_role": 403,
    "not_your_step": 403,
    "not_briefed": 403,
    "too_many_attempts": 429,
}
# Where a refusal that no form shows sends on: the page, and its words.
REMEDIES = {"not_briefed": ("partnership:briefing", "Suivre la formation")}


class BodyMiddleware:
    """Refuses what is too long before it is read: a file sent to a page that takes none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the length that is announced; no more than that is read."""
        announced = whole(request.META.get("CONTENT_LENGTH") or "0", default=LARGEST_UPLOAD + 1)
        takes_file = request.path.startswith(
            (reverse("steering:places"), reverse("refurbishing:home"), reverse("lines:upload"))
        )
        if announced > (LARGEST_UPLOAD if takes_file else settings.DATA_UPLOAD_MAX_MEMORY_SIZE):
            return HttpResponse(render_to_string("413.html"), status=413)
        return self.get_response(request)


def _say_what_closed(request: HttpRequest) -> None:
    """Say, once, that the organisation chosen last is closed, and for which one to go on."""
    member = request.member  # type: ignore[attr-defined]
    if member and request.method == "GET" and (why := go_on_elsewhere(member)):
        messages.info(request, why)


class MemberMiddleware:
    """Gives every request `member` and `impersonator` (each or None), and `memberships`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set them, once per request."""
        user = request.user
        request.memberships, request.member = [], None  # type: ignore[attr-defined]
        if user.is_authenticated:
            held = live_memberships(user)
            request.memberships = held  # type: ignore[attr-defined]
            request.member = current_membership(user, held)  # type: ignore[attr-defined]
            _say_what_closed(request)
        try:
            request.impersonator = _impersonator(request)  # type: ignore[attr-defined]
        except Refusal:
            # An administrator shut out leaves at once, from the other person's pages too.
            logout(request)
            return redirect("account_login")
        response = self.get_response(request)
        forget_other_person(request, response)
        return response


def _impersonator(request: HttpRequest) -> "User | None":
    """Give who looks as another person, or None when nobody does.

    Raises:
        Refusal: somebody does, who no longer may.
    """
    if not (history := request.session.get("hijack_history")):
        return None
    session_hash = request.session.get(IMPERSONATOR_HASH, "")
    return impersonator(user_id=history[-1], session_hash=session_hash)


class RefusalMiddleware:
    """Turns a Refusal that a view let through into a page that says what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass through."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Render the refusal; anything else is ours and goes on."""
        if not isinstance(exception, Refusal):
            return None
        status = STATUS.get(exception.code, 409)
        name, label = REMEDIES.get(exception.code, ("", ""))
        context = {
            "refusal": exception,
            "remedy": {"href": reverse(name), "label": label} if name else None,
        }
        response = render(request, "refusal.html", context, status=status)
        response.headers["Cache-Control"] = PRIVATE
        return response
