"""Who acts in this request, and how a refusal reaches a person."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from coupdepouce.accounts.models import User
from coupdepouce.core.refusal import Refusal
from coupdepouce.insight.access import impersonator
from coupdepouce.partners.queries import current_membership

IMPERSONATOR_HASH = "impersonator_hash"
STATUS = {
    "not_found": 404,
    "not_your_screen": 403,
    "impersonating_reads_only": 403,
    "administrator_not_impersonated": 403,
    "no_role": 403,
    "not_your_step": 403,
    "too_many_attempts": 429,
}


class MemberMiddleware:
    """Gives every request `member` (or None) and `impersonator` (or None)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set both, once per request."""
        user = request.user
        request.member = current_membership(user) if user.is_authenticated else None  # type: ignore[attr-defined]
        try:
            request.impersonator = _impersonator(request)  # type: ignore[attr-defined]
        except Refusal:
            # An administrator shut out leaves at once, from the other person's pages too.
            logout(request)
            return redirect("account_login")
        return self.get_response(request)


def _impersonator(request: HttpRequest) -> User | None:
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
        return render(
            request,
            "refusal.html",
            {"refusal": exception},
            status=STATUS.get(exception.code, 409),
        )
