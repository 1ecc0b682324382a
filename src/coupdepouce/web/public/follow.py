"""The way of one's own request: the door, where it stands, and stopping."""

import functools
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coupdepouce.accounts.operations import check_attempts, count_attempt
from coupdepouce.accounts.sealing import keyed_hash
from coupdepouce.core.journey.steps import BY_NAME
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.voucher import read_code
from coupdepouce.prescriptions.actors import HOUSEHOLD
from coupdepouce.prescriptions.counter import FollowView, followed
from coupdepouce.prescriptions.operations import take_step
from coupdepouce.web.public import session
from coupdepouce.web.public.forms import FollowForm, WithdrawForm
from coupdepouce.web.public.screen import PRIVATE, household, show
from coupdepouce.web.public.standing import followed_page, kept
from coupdepouce.web.public.words import refusal_in_words

INVALID = 422
WITHDRAW = BY_NAME["withdraw"]
# A person mistypes a few times. A whole town hall has one address: there, only failures count.
TRIES, FAILURES, WINDOW = 10, 60, 600


@household(cache=PRIVATE)
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest) -> HttpResponse:
    """Ask for the code and the year of birth."""
    form = FollowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code, birth_year = form.cleaned_data["code"], form.cleaned_data["birth_year"].strip()
        try:
            _try(request, code=code, birth_year=birth_year)
        except Refusal as refusal:
            form.add_error(None, refusal_in_words(refusal))
        else:
            return session.opened(redirect("public:followed"), code=code, birth_year=birth_year)
    return show(
        request, "public/follow.html", status=INVALID if form.errors else 200, form=form, action=""
    )


def _try(request: HttpRequest, *, code: str, birth_year: str) -> None:
    """Try a code and a year; count the tries of a code, and the failures of an address.

    Raises:
        Refusal: too many, or they open nothing.
    """
    at = timezone.now()
    address: dict[str, Any] = {
        "kind": "follow:address",
        "who": get_adapter().get_client_ip(request),
        "at": at,
        "limit": FAILURES,
        "seconds": WINDOW,
    }
    check_attempts(**address)
    try:
        who = keyed_hash("voucher", read_code(code))
        count_attempt(kind="follow:code", who=who, at=at, limit=TRIES, seconds=WINDOW)
        followed(text=code, birth_year=birth_year, at=at)
    except Refusal:
        count_attempt(**address)
        raise


def _open(request: HttpRequest) -> FollowView:
    code, birth_year = session.key_of(request)
    return followed(text=code, birth_year=birth_year, at=timezone.now())


def with_code(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a page the request whose code is open here; without one, ask for the code."""

    @functools.wraps(page)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            view = _open(request)
        except Refusal as refusal:
            return back_to_door(request, refusal)
        return page(request, view, *args, **kwargs)

    return opened


@household(cache=PRIVATE)
@require_safe
@with_code
def followed_request(request: HttpRequest, view: FollowView) -> HttpResponse:
    """Show where the request stands, and what is next."""
    return show(request, "public/followed.html", **followed_page(view))


def back_to_door(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Ask for the code again, and say why."""
    form = FollowForm({})
    form.errors.clear()
    form.add_error(None, refusal_in_words(refusal))
    return session.closed(show(request, "public/follow.html", status=403, form=form, action=""))


@household(cache=PRIVATE)
@require_http_methods(["GET", "HEAD", "POST"])
@with_code
def withdraw(request: HttpRequest, view: FollowView) -> HttpResponse:
    """Stop the request, once it is said what it means."""
    reasons = [(reason.code, gettext(reason.own_words)) for reason in WITHDRAW.reasons]
    if request.method == "POST":
        form = WithdrawForm(request.POST, reasons=reasons)
        if form.is_valid() and _stopped(view, form):
            return redirect("public:followed")
    else:
        form = WithdrawForm(reasons=reasons)
    return show(
        request,
        "public/withdraw.html",
        status=INVALID if form.errors else 200,
        form=form,
        back_url=reverse("public:followed"),
        closed=kept(view),
        consequences=[
            gettext("Votre bon ne marchera plus."),
            gettext("Vous pourrez refaire une demande quand vous voudrez."),
        ],
    )


def _stopped(view: FollowView, form: WithdrawForm) -> bool:
    try:
        take_step(
            prescription_id=view.prescription.pk,
            name=WITHDRAW.name,
            actor=HOUSEHOLD,
            at=timezone.now(),
            once=form.cleaned_data["once"],
            reason=form.cleaned_data["reason"],
        )
    except Refusal as refusal:
        form.add_error(None, refusal_in_words(refusal))
        return False
    return True


@household(cache=PRIVATE)
@require_POST
def leave(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Close the page: the next person on this screen finds the door closed."""
    return session.closed(redirect("public:home"))
