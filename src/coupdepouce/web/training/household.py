"""The household and its sessions: choose one, answer an offer, give a place back, keep the day."""

from typing import Any
from uuid import UUID, uuid4, uuid5

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from coupdepouce.core.journey.steps import BY_NAME
from coupdepouce.core.refusal import Refusal
from coupdepouce.prescriptions.actors import HOUSEHOLD
from coupdepouce.prescriptions.counter import FollowView, followed
from coupdepouce.prescriptions.operations import take_step
from coupdepouce.prescriptions.workshops_told import check_household, give_back
from coupdepouce.training import queries
from coupdepouce.training.calendars import of_booking
from coupdepouce.web.public import session as door
from coupdepouce.web.public.follow import back_to_door
from coupdepouce.web.public.forms import WithdrawForm
from coupdepouce.web.public.screen import PRIVATE, household, show
from coupdepouce.web.public.words import refusal_in_words
from coupdepouce.web.training.feeds import calendar_answer
from coupdepouce.web.training.shown import card, moment, title

INVALID = 422
STEPS = frozenset({"book_session", "queue_session"})
REASONS = [reason for reason in BY_NAME["cancel_booking"].reasons if reason.told]


def _opened(request: HttpRequest) -> FollowView:
    code, birth_year = door.key_of(request)
    return followed(text=code, birth_year=birth_year, at=timezone.now())


@household(cache=PRIVATE)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Show the sessions with their places, and take one."""
    try:
        view = _opened(request)
    except Refusal as refusal:
        return back_to_door(request, refusal)
    problem = ""
    if request.method == "POST":
        try:
            _take(request, view)
        except Refusal as refusal:
            problem = refusal_in_words(refusal)
        else:
            return redirect("public:followed")
    request_of_household, at = view.prescription, timezone.now()
    mine = {one.session_id for one in queries.next_of(request_of_household.household_id, at=at)}
    found = queries.of_shop(shop=request_of_household.shop, at=at)
    return show(
        request,
        "training/choose.html",
        status=INVALID if problem else 200,
        problem=problem,
        cards=[card(one) for one in found if one.pk not in mine],
        once=uuid4(),
        back_url=reverse("public:followed"),
    )


def _take(request: HttpRequest, view: FollowView) -> None:
    name, _, reference = request.POST.get("take", "").partition(":")
    try:
        once = UUID(request.POST.get("once", ""))
    except ValueError:
        name = ""
    if name not in STEPS:
        raise Refusal("form_old", "Cette page a changé. Recommencez.")
    take_step(
        prescription_id=view.prescription.pk,
        name=name,
        actor=HOUSEHOLD,
        at=timezone.now(),
        # Two clicks on one button carry the same key; another session is another act.
        once=uuid5(once, f"{name}:{reference}"),
        answers={"session": reference},
    )


@household(cache=PRIVATE)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Give a place back, once it is said what it means."""
    try:
        view = _opened(request)
    except Refusal as refusal:
        return back_to_door(request, refusal)
    booking = check_household(request=view.prescription, reference=reference)
    reasons = [(reason.code, gettext(reason.own_words)) for reason in REASONS]
    if request.method == "POST":
        form = WithdrawForm(request.POST, reasons=reasons)
        if form.is_valid() and _given_back(view, booking.session.reference, form):
            return redirect("public:followed")
    else:
        form = WithdrawForm(reasons=reasons)
    return show(
        request,
        "training/give_back.html",
        status=INVALID if form.errors else 200,
        form=form,
        title=title(booking.session),
        moment=moment(booking.session),
        back_url=reverse("public:followed"),
    )


def _given_back(view: FollowView, session: UUID, form: Any) -> bool:
    try:
        give_back(
            request=view.prescription,
            reference=session,
            actor=HOUSEHOLD,
            reason=form.cleaned_data["reason"],
            at=timezone.now(),
            once=form.cleaned_data["once"],
        )
    except Refusal as refusal:
        form.add_error(None, refusal_in_words(refusal))
        return False
    return True


@household(cache=PRIVATE)
@require_safe
def calendar(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Give one's own session as a file that an agenda reads."""
    view = _opened(request)
    booking = check_household(request=view.prescription, reference=reference)
    written = of_booking(booking, title=title(booking.session), at=timezone.now())
    return calendar_answer(written, name="atelier.ics")
