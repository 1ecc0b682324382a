"""The household's appointment at the shop: taken, moved, given back."""

from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from coupdepouce.core.calendar import day_of
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.visits import slot_of
from coupdepouce.prescriptions.actors import HOUSEHOLD
from coupdepouce.prescriptions.counter import FollowView, followed
from coupdepouce.prescriptions.operations import take_step
from coupdepouce.prescriptions.visits import slots_for
from coupdepouce.web.public import session
from coupdepouce.web.public.follow import back_to_door
from coupdepouce.web.public.screen import PRIVATE, household, show
from coupdepouce.web.public.words import refusal_in_words
from coupdepouce.web.templatetags.ui import hour, in_words

INVALID = 422


def _opened(request: HttpRequest) -> FollowView:
    code, birth_year = session.key_of(request)
    return followed(text=code, birth_year=birth_year, at=timezone.now())


@household(cache=PRIVATE)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Show the free moments, a day at a time, and take one."""
    try:
        view = _opened(request)
    except Refusal as refusal:
        return back_to_door(request, refusal)
    problem = ""
    if request.method == "POST":
        slot = request.POST.get("slot", "")
        try:
            _take(request, view, "book_visit", slot=slot)
        except Refusal as refusal:
            problem = refusal_in_words(refusal)
        else:
            return redirect("public:followed")
    return show(
        request,
        "public/visit.html",
        status=INVALID if problem else 200,
        problem=problem,
        once=uuid4(),
        back_url=reverse("public:followed"),
        **_days(view, wanted=request.GET.get("jour", ""), at=timezone.now()),
    )


def _days(view: FollowView, *, wanted: str, at: datetime) -> dict[str, Any]:
    slots = slots_for(view.prescription, at=at)
    by_day: dict[date, list[dict[str, str]]] = {
        day: [
            {
                "value": slot_of(one.shop.pk, one.starts_at),
                "hour": hour(one.starts_at),
                "shop": one.shop.name,
            }
            for one in found
        ]
        for day, found in groupby(slots, key=lambda one: day_of(one.starts_at))
    }
    shown = next((day for day in by_day if day.isoformat() == wanted), next(iter(by_day), None))
    return {
        "days": [
            {
                "href": f"?jour={day.isoformat()}#moments",
                "said": in_words(day),
                "is_shown": day == shown,
            }
            for day in by_day
        ],
        "slots": by_day[shown] if shown else [],
        "day": in_words(shown) if shown else "",
    }


def _take(request: HttpRequest, view: FollowView, name: str, **answers: str) -> None:
    try:
        once = UUID(request.POST.get("once", ""))
    except ValueError:
        raise Refusal("form_old", "Cette page a changé. Recommencez.") from None
    take_step(
        prescription_id=view.prescription.pk,
        name=name,
        actor=HOUSEHOLD,
        at=timezone.now(),
        # Two clicks on one button carry the same key; another moment is another act.
        once=uuid5(once, ":".join((name, *answers.values()))),
        answers=answers,
    )


@household(cache=PRIVATE)
@require_POST
def cancel(request: HttpRequest) -> HttpResponse:
    """Give the appointment back: the voucher works all the same."""
    try:
        _take(request, _opened(request), "cancel_visit")
    except Refusal as refusal:
        if refusal.code != "no_visit":
            return back_to_door(request, refusal)
    return redirect("public:followed")
