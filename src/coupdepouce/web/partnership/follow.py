"""A structure follows its candidature through its signed link: the thread, a correction, an end."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from coupdepouce.core.partners.joining import step_named
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.outreach.joining import move_on, opened
from coupdepouce.partners.operations.joining import Move
from coupdepouce.partners.queries.joining import ApplicationView
from coupdepouce.web.partnership.forms import CorrectionForm, MoveForm
from coupdepouce.web.partnership.screen import structure
from coupdepouce.web.partnership.shown import facts, thread
from coupdepouce.web.public.screen import show
from coupdepouce.web.steps import refuse

INVALID = 422


@structure
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Show where a candidature stands and its thread, and write in it."""
    view = opened(token=token)
    form = MoveForm(_given(request), step=step_named("answer"))
    if form.is_valid() and _moved(view, form, name="answer"):
        return redirect("partnership:follow", token)
    steps = {choice.step.name for choice in view.choices}
    return show(
        request,
        "partnership/follow.html",
        status=INVALID if form.is_bound else 200,
        view=view,
        facts=facts(view),
        thread=thread(view, mine="Vous"),
        form=form if "answer" in steps else None,
        correct_url=_url(token, "correct") if "correct" in steps else "",
        withdraw_url=_url(token, "withdraw") if "withdraw" in steps else "",
    )


@structure
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, token: str) -> HttpResponse:
    """Correct a candidature as the programme asked."""
    view = opened(token=token)
    form = CorrectionForm(_given(request), application=view.application)
    if form.is_valid() and _moved(view, form, name="correct", details=form.details):
        return redirect("partnership:follow", token)
    asked = [one for one in view.events if one.step == "ask_correction"]
    return show(
        request,
        "partnership/correct.html",
        status=INVALID if form.is_bound else 200,
        form=form,
        asked=asked[-1].words if asked else "",
        back_url=reverse("partnership:follow", args=[token]),
    )


@structure
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Withdraw a candidature, once it is said what it means."""
    view = opened(token=token)
    form = MoveForm(_given(request), step=step_named("withdraw"))
    if form.is_valid() and _moved(view, form, name="withdraw"):
        return redirect("partnership:follow", token)
    return show(
        request,
        "partnership/withdraw.html",
        status=INVALID if form.is_bound else 200,
        form=form,
        back_url=reverse("partnership:follow", args=[token]),
    )


def _given(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _url(token: str, name: str) -> str:
    return reverse(f"partnership:{name}", args=[token])


def _moved(view: ApplicationView, form: Any, *, name: str, **more: Any) -> bool:
    move = Move(
        name=name,
        role=Role.APPLICANT,
        at=timezone.now(),
        once=form.cleaned_data["once"],
        words=form.cleaned_data["words"],
        **more,
    )
    try:
        move_on(reference=view.application.reference, move=move)
    except Refusal as refusal:
        refuse(form, refusal, fields={"words_missing": "words"})
        return False
    return True
