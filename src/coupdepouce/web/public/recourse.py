"""A household contests or complains, with its code or without one, and reads the answer."""

from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from coupdepouce.accounts.operations import check_attempts, count_attempt
from coupdepouce.core.recourse.steps import BY_NAME, Choice
from coupdepouce.core.refusal import Refusal
from coupdepouce.prescriptions import complaints
from coupdepouce.prescriptions.counter import FollowView, followed
from coupdepouce.recourse import queries
from coupdepouce.recourse.operations import Said
from coupdepouce.web.public import session
from coupdepouce.web.public.flood import count_complaint
from coupdepouce.web.public.recourse_forms import (
    ActForm,
    ComplaintForm,
    ReceiptForm,
    StepForm,
    reasons,
)
from coupdepouce.web.public.recourse_shown import complaint_page
from coupdepouce.web.public.screen import PRIVATE, household, show
from coupdepouce.web.public.words import refusal_in_words

INVALID = 422
# A whole town hall has one address.
FAILURES, WINDOW = 60, 600
CONSEQUENCES = {
    "ask_second_look": gettext_noop(
        "Une personne qui n’a pas répondu la première fois regarde de nouveau."
    ),
    "take_back": gettext_noop("Personne ne répondra plus. Vous pourrez en écrire une autre."),
}


def _who(request: HttpRequest, kind: str, limit: int) -> dict[str, Any]:
    return {
        "kind": kind,
        "who": get_adapter().get_client_ip(request),
        "at": timezone.now(),
        "limit": limit,
        "seconds": WINDOW,
    }


def _followed(request: HttpRequest) -> FollowView | None:
    """Give the request whose code is open here; without one, a complaint has no file."""
    try:
        code, birth_year = session.key_of(request)
        return followed(text=code, birth_year=birth_year, at=timezone.now())
    except Refusal:
        return None


@household(cache=PRIVATE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Say what is wrong; the receipt has a code."""
    view = _followed(request)
    form = ComplaintForm(request.POST or None, has_file=view is not None)
    if request.method == "POST" and form.is_valid():
        try:
            if not view:
                count_complaint(request, form.told)
            kept = complaints.open_by_household(
                form.told,
                prescription=view.prescription if view else None,
                at=timezone.now(),
                once=form.cleaned_data["once"],
            )
        except Refusal as refusal:
            _refuse(form, refusal)
        else:
            return session.received(redirect("public:complaint", kept.reference), code=kept.code)
    return show(
        request,
        "public/complain.html",
        status=INVALID if form.errors else 200,
        form=form,
        has_file=view is not None,
        back_url=reverse("public:followed" if view else "public:home"),
        follow_url=reverse("public:follow"),
        paper_url=reverse("public:complaint_paper"),
        receipt_url=reverse("public:complaints"),
    )


def _refuse(form: Any, refusal: Refusal) -> None:
    fields = dict.fromkeys(("phone_malformed", "phone_reads_no_text", "email_malformed"), "address")
    name = str(refusal.data.get("field") or fields.get(refusal.code, ""))
    form.add_error(name if name in form.fields else None, refusal_in_words(refusal))


@household(cache=PRIVATE)
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the receipt."""
    form = ReceiptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code, tries = form.cleaned_data["code"], _who(request, "complaint:code", FAILURES)
        try:
            check_attempts(**tries)
            found = _by_receipt(code, tries)
        except Refusal as refusal:
            form.add_error("code", refusal_in_words(refusal))
        else:
            return session.received(redirect("public:complaint", found.reference), code=code)
    return show(
        request,
        "public/complaint_door.html",
        status=INVALID if form.errors else 200,
        form=form,
        follow_url=reverse("public:follow"),
        new_url=reverse("public:complain"),
    )


def _by_receipt(code: str, tries: dict[str, Any]) -> Any:
    try:
        return queries.by_receipt(code)
    except Refusal as refusal:
        count_attempt(**tries)
        if refusal.code != "not_found":
            raise
        raise Refusal("receipt_unknown", "Aucune réclamation n’a ce code. Relisez-le.") from None


def _opened(request: HttpRequest, reference: UUID) -> Any:
    """Give the complaint whose receipt is open here, else one of the request that is.

    Raises:
        Refusal: neither is.
    """
    try:
        mine = queries.by_receipt(session.receipt_of(request))
    except Refusal:
        mine = None
    if mine and mine.reference == reference:
        return mine
    if view := _followed(request):
        household_id = view.prescription.household_id
        return queries.one_of_household(household_id=household_id, reference=reference)
    raise Refusal("follow_closed", "La page s’est fermée pour vous protéger.")


@household(cache=PRIVATE)
@require_safe
def complaint(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Show where a complaint stands, the answer, and what may be done."""
    try:
        one = _opened(request, reference)
    except Refusal:
        return redirect("public:complaints")
    choices = queries.choices_for(one, member=None, at=timezone.now())
    followed_url = reverse("public:followed") if _followed(request) else ""
    return show(
        request,
        "public/complaint.html",
        **complaint_page(one, choices=choices),
        followed_url=followed_url,
        leave_url=reverse("public:leave"),
    )


@household(cache=PRIVATE)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, reference: UUID, name: str) -> HttpResponse:
    """Ask for a second look, or take the complaint back."""
    try:
        one = _opened(request, reference)
    except Refusal:
        return redirect("public:complaints")
    choice = _choice(one, name)
    form = StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _taken(one, name, form):
        return redirect("public:complaint", reference)
    return show(
        request,
        "public/act.html",
        status=INVALID if form.errors else 200,
        form=form,
        heading=gettext(choice.step.own),
        closed=refusal_in_words(choice.refusal) if choice.refusal else "",
        consequences=[gettext(CONSEQUENCES[name])],
        kind="danger" if name == "take_back" else "primary",
        back_url=reverse("public:complaint", args=[reference]),
    )


def _choice(one: Any, name: str) -> Choice:
    for choice in queries.choices_for(one, member=None, at=timezone.now()):
        if choice.step is BY_NAME.get(name):
            return choice
    raise Refusal("complaint_moved", "Cette réclamation a changé depuis. Rouvrez la page.")


def _taken(one: Any, name: str, form: StepForm) -> bool:
    try:
        complaints.take_by_household(
            one,
            name=name,
            said=Said(text=form.cleaned_data["text"]),
            at=timezone.now(),
            once=form.cleaned_data["once"],
        )
    except Refusal as refusal:
        form.add_error(None, refusal_in_words(refusal))
        return False
    return True


@household(cache=PRIVATE)
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Erase a complaint that has no file: its words, and where to answer."""
    try:
        one = _opened(request, reference)
    except Refusal:
        return redirect("public:complaints")
    form = ActForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        complaints.forget_by_household(one, at=timezone.now())
        return session.closed(redirect("public:home"))
    return show(
        request,
        "public/act.html",
        status=INVALID if form.errors else 200,
        form=form,
        heading=gettext("Effacer ma réclamation"),
        closed="",
        consequences=[gettext("Vos mots et votre contact sont effacés. Le code ne marchera plus.")],
        kind="danger",
        back_url=reverse("public:complaint", args=[reference]),
    )


@household(cache=PRIVATE)
@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """Show the sheet on which a complaint is written by hand."""
    return show(
        request,
        "public/complaint_paper.html",
        reasons=reasons(),
        back_url=reverse("public:complain"),
    )
