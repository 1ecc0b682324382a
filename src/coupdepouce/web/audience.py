"""A screen says who it is for; what it shows of a person is written down."""

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation

from coupdepouce.accounts.operations import note_accesses
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import NAMES, Role
from coupdepouce.partners.queries.closing import why_no_role
from coupdepouce.web.acting import opened_for_another
from coupdepouce.web.once import ACTING

if TYPE_CHECKING:
    from coupdepouce.accounts.models import User
    from coupdepouce.partners.models import Membership

View = Callable[..., HttpResponseBase]
PUBLIC = "public"
# It says something about somebody: no cache may keep it, nor a shared computer show it again.
PRIVATE = "private, no-store"


class StaffRequest(HttpRequest):
    """A request once `audience` has let it through."""

    member: "Membership"
    impersonator: "User | None"
    # Whom the page shows, "prescription:<reference>", or how: "list", "search", "export".
    # Set it, and the visit is written.
    about: str
    abouts: Sequence[str]  # when a page shows several people in full


def audience(*roles: Role) -> Callable[[View], View]:
    """Open a screen to these roles, and write down each visit that is about somebody."""

    def mark(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.member is None and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            # The desks are in French, dates and Django's own errors too, whatever the browser asks.
            translation.activate("fr")
            if elsewhere := opened_for_another(request):
                return elsewhere
            _check_role(request, roles)
            _check_writes(request, guarded)
            acting = ACTING.set(request.member.pk)
            try:
                response = view(request, *args, **kwargs)
            finally:
                ACTING.reset(acting)
            response.headers.setdefault("Cache-Control", PRIVATE)
            _note(request)
            return response

        guarded.audience = roles  # type: ignore[attr-defined]
        return guarded

    return mark


def _note(request: Any) -> None:
    abouts = getattr(request, "abouts", [getattr(request, "about", "")])
    if any(abouts) or request.impersonator:
        note_accesses(
            member=request.member,
            impersonator=request.impersonator,
            screen=request.resolver_match.view_name,
            abouts=abouts,
        )


def _check_role(request: Any, roles: tuple[Role, ...]) -> None:
    if request.member is None:
        # Sent to sign in again, a person without a role would come back here for ever.
        raise Refusal("no_role", why_no_role(request.user))
    if Role(request.member.role) not in roles:
        who = ", ".join(NAMES[role] for role in roles)
        raise Refusal("not_your_screen", f"Cette page est réservée à : {who}.")


def even_while_impersonating(view: View) -> View:
    """Let a screen write although somebody looks at it as another person."""
    view.writes_while_impersonating = True  # type: ignore[attr-defined]
    return view


def _check_writes(request: Any, view: View) -> None:
    reads = request.method in {"GET", "HEAD", "OPTIONS"}
    if request.impersonator and not (reads or getattr(view, "writes_while_impersonating", False)):
        raise Refusal(
            "impersonating_reads_only",
            "Vous regardez à la place d’une autre personne : revenez à votre compte pour agir.",
        )


def public(view: View) -> View:
    """Open a screen to everybody."""
    view.audience = PUBLIC  # type: ignore[attr-defined]
    return view


def page(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """Render a page; the context is what the query gave, nothing is computed here."""
    return render(request, template, context, status=status)
