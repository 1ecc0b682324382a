"""The plan of the workshops: what comes, what is over, one more, or a series."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from coupdepouce.core.calendar import in_words
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.partners.queries import shops
from coupdepouce.training import operations, queries
from coupdepouce.training.operations import Place
from coupdepouce.training.schedule import Plan, Wish, planned
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.steering.tables import Line, table
from coupdepouce.web.training.forms import SeriesForm
from coupdepouce.web.training.shown import moment, standing, where

if TYPE_CHECKING:
    from coupdepouce.partners.models import Organisation
    from coupdepouce.training.models import Session, Workshop

TEACHERS = frozenset({Role.TRAINER, Role.SHOP_ADVISOR})
RUNNERS = (Role.TRAINER, Role.SHOP_ADVISOR, Role.PROGRAMME_MANAGER)


@audience(*RUNNERS)
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """Show the sessions to come, with the places left."""
    sessions = queries.coming(member=request.member, at=timezone.now())
    return page(
        request,
        "training/home.html",
        rows=_table("Les séances à venir", sessions),
        teaches=request.member.role in TEACHERS,
    )


@audience(*RUNNERS)
@require_safe
def past(request: StaffRequest) -> HttpResponse:
    """Show the sessions that are over, and what remains to be written."""
    sessions = queries.past(member=request.member, at=timezone.now())
    rows = table(
        caption="Les séances passées",
        columns=("Séance", "Quand", "Où", "Bilan"),
        lines=[
            Line(
                head=one.workshop.title,
                href=reverse("training:session", args=[one.reference]),
                values=(moment(one), where(one), _report(one)),
            )
            for one in sessions
        ],
    )
    return page(request, "training/past.html", rows=rows)


def _report(session: "Session") -> tuple[str, str]:
    return ("yes", "Écrit") if hasattr(session, "report") else ("wait", "À écrire")


def _table(caption: str, sessions: Sequence["Session"]) -> Any:
    numbers = ("Inscrits", "Places", "En attente")
    return table(
        caption=caption,
        columns=("Séance", "Quand", "Où", *numbers, "État"),
        lines=[
            Line(
                head=one.workshop.title,
                href=reverse("training:session", args=[one.reference]),
                values=(
                    moment(one), where(one), one.taken, one.capacity, one.waiting, standing(one),
                ),
            )
            for one in sessions
        ],
        numbers=numbers,
    )  # fmt: skip


@audience(*RUNNERS)
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Prepare one session or a series: the days are shown first, then written."""
    form = _form(request)
    plan = _plan(request, form) if form.is_bound and form.is_valid() else None
    if plan is not None and "write" in request.POST and _written(request, form, plan):
        return redirect("training:home")
    return page(
        request,
        "training/new.html",
        status=422 if form.errors else 200,
        form=form,
        plan=[moment(one) for one in _unsaved(plan)] if not form.errors else [],
        skipped=[f"{in_words(one.day)} : {one.why}" for one in plan.skipped] if plan else [],
        heading="Préparer des séances",
        has_catalogue=bool(form.workshops),
    )


def _form(request: StaffRequest) -> SeriesForm:
    where_to = _shops(request)
    chosen = request.POST.get("shop", "")
    shop = next((one for one in where_to if str(one.pk) == chosen), where_to[0])
    return SeriesForm(
        request.POST or None,
        shops=where_to,
        workshops=queries.workshops(offered=True),
        trainers=queries.trainers(shop),
    )


def _shops(request: StaffRequest) -> list["Organisation"]:
    if request.member.role == Role.PROGRAMME_MANAGER:
        return shops() or [request.member.organisation]
    return [request.member.organisation]


def _plan(request: StaffRequest, form: SeriesForm) -> Plan | None:
    said, workshop = form.cleaned_data, _workshop(form)
    shop = form.shops[said["shop"]]
    wish = Wish(
        first=said["first"],
        begins=said["begins"],
        minutes=workshop.minutes,
        every_weeks=said["every_weeks"],
        until=said["until"],
        closed=said["closed"],
    )
    try:
        plan = planned(wish, hours=shop.place.opening_hours if shop.place else "")
        # A second arrival would find in the room what the first one wrote.
        if "write" not in request.POST:
            operations.check_times(
                plan.slots, place=place_of(form, shop=shop), at=timezone.now(), sure=said["sure"]
            )
    except Refusal as refusal:
        form.refuse(refusal)
        return None
    return plan


def _workshop(form: SeriesForm) -> "Workshop":
    return form.workshops[form.cleaned_data["workshop"]]


def place_of(form: Any, *, shop: "Organisation") -> Place:
    """Read where and for how many from a form."""
    said = form.cleaned_data
    return Place(
        shop=shop,
        capacity=said["capacity"],
        trainer=form.trainers.get(said["trainer"]),
        room=said["room"],
        remote_link=said["remote_link"],
        step_free=said["step_free"],
        child_care=said["child_care"],
    )


def _written(request: StaffRequest, form: SeriesForm, plan: Plan) -> bool:
    said, at = form.cleaned_data, timezone.now()
    try:
        made = operations.plan_sessions(
            workshop=_workshop(form),
            plan=plan,
            place=place_of(form, shop=form.shops[said["shop"]]),
            every_weeks=said["every_weeks"],
            by=request.member,
            at=at,
            once=said["once"],
            sure=said["sure"],
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    if request.POST["write"] == "open":
        operations.publish(sessions=made, at=at)
    messages.success(request, f"C’est écrit. Séances préparées : {len(made)}.")
    return True


def _unsaved(plan: Plan | None) -> Sequence[Any]:
    return plan.slots if plan else ()
