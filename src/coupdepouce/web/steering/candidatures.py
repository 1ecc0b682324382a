"""The candidatures of structures: who waits for whom since when, the file, and each step."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from coupdepouce.core.partners.joining import step_named
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.outreach.joining import move_on
from coupdepouce.partners.operations.joining import Move
from coupdepouce.partners.queries import joining
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.partnership.forms import MoveForm
from coupdepouce.web.partnership.shown import badge, facts, thread, waits
from coupdepouce.web.steering import sections
from coupdepouce.web.steering.invitations import password_link
from coupdepouce.web.steps import refuse

if TYPE_CHECKING:
    from coupdepouce.partners.models import Application

INVALID = 422


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def show_all(request: StaffRequest) -> HttpResponse:
    """List the candidatures, what waits longest first."""
    found = joining.applications(request.member)
    return sections.programme(
        request,
        "steering/candidatures.html",
        waiting=[_row(one) for one in found if one.waits_for],
        over=[_row(one) for one in found if not one.waits_for],
        join_url=request.build_absolute_uri(reverse("partnership:join")),
    )


def _row(one: "Application") -> Mapping[str, Any]:
    tone, word = badge(one)
    return {
        "href": reverse("steering:candidature", args=[one.reference]),
        "name": f"{one.name}, {one.commune_name}",
        "tone": tone,
        "word": word,
        "waits": waits(one, at=timezone.now()),
    }


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def show(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Show a candidature: what it says, what it may double, the thread, the next step."""
    view = joining.application(member=request.member, reference=reference)
    request.about = f"application:{reference}"
    tone, word = badge(view.application)
    steps = [_choice(reference, choice) for choice in view.choices]
    return sections.programme(
        request,
        "steering/candidature.html",
        application=view.application,
        tone=tone,
        word=word,
        waits=waits(view.application, at=timezone.now()),
        facts=facts(view),
        twins=[
            {"name": one.name, "href": reverse("steering:organisation", args=[one.pk])}
            for one in view.twins
            if one.pk != view.application.organisation_id
        ],
        thread=thread(view),
        first=next((step for step in steps if not step["reason"]), None),
        steps=steps,
    )


def _choice(reference: UUID, choice: Any) -> Mapping[str, Any]:
    step = choice.step
    return {
        "key": step.name,
        "label": step.button,
        "href": reverse("steering:candidature_step", args=[reference, step.name]),
        "reason": choice.refusal.sentence if choice.refusal else "",
    }


@audience(Role.PROGRAMME_MANAGER)
@require_http_methods(["GET", "POST"])
def step(request: StaffRequest, reference: UUID, name: str) -> HttpResponse:
    """Show the form of a step of a candidature, and take it."""
    row = step_named(name)
    view = joining.application(member=request.member, reference=reference)
    request.about = f"application:{reference}"
    form = MoveForm(
        request.POST if request.method == "POST" else None,
        step=row,
        teams=[(one.pk, one.name) for one in view.twins],
    )
    back = reverse("steering:candidature", args=[reference])
    if form.is_valid() and _taken(request, reference, form, name):
        messages.success(request, f"C’est fait : le programme {row.journal}.")
        return redirect(back)
    return page(
        request,
        "layouts/form.html",
        status=INVALID if form.is_bound else 200,
        heading=f"{row.button} : {view.application.name}",
        form=form,
        action=request.path,
        submit=row.button,
        cancel_url=back,
    )


def _taken(request: StaffRequest, reference: UUID, form: MoveForm, name: str) -> bool:
    said = form.cleaned_data
    move = Move(
        name=name,
        role=Role(request.member.role),
        member=request.member,
        at=timezone.now(),
        once=said["once"],
        words=said.get("words", ""),
        ground=said.get("ground", ""),
        team_id=said.get("team"),
        receives_public=said.get("receives_public", False),
    )
    try:
        move_on(reference=reference, move=move, link_of=password_link)
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    return True
