"""Complaints at work: who must answer since when, late ones first; the answer; the second look."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from coupdepouce.core.recourse.steps import step_named
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.prescriptions import complaints
from coupdepouce.recourse import queries
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.recourse import shown
from coupdepouce.web.recourse.entering import ENTERERS
from coupdepouce.web.recourse.forms import StepForm
from coupdepouce.web.steps import refuse

if TYPE_CHECKING:
    from coupdepouce.core.recourse.steps import Step
    from coupdepouce.recourse.models import Complaint

# The administrator reads only the second looks that nobody else may give.
MANAGERS = (Role.PARTNER_MANAGER, Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR)
READERS = (*ENTERERS, Role.ADMINISTRATOR)


@audience(*MANAGERS)
@require_GET
def home(request: StaffRequest) -> HttpResponse:
    """List the complaints: who must answer since when, late ones first."""
    request.about = "list"
    found = queries.listed(request.member, at=timezone.now())
    return page(
        request,
        "recourse/home.html",
        lead=shown.lead(found),
        waiting=[shown.row(one) for one in found.waiting],
        ended=[shown.row(one) for one in found.ended],
        more=found.more,
    )


@audience(*READERS)
@require_GET
def show(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Show a complaint: who holds it, what was said, what may be done."""
    one = queries.find(member=request.member, reference=reference)
    request.about = f"complaint:{reference}"
    at = timezone.now()
    choices = queries.choices_for(one, member=request.member, at=at)
    managers = request.member.role in MANAGERS
    return page(
        request,
        "recourse/complaint.html",
        complaint=one,
        **shown.standing(one, at=at),
        facts=shown.facts(one),
        # Only who entered it hands the code over.
        code=one.code if one.entered_by_id == request.member.pk else "",
        acts=[shown.act(one, choice) for choice in choices],
        thread=[shown.event(event) for event in one.events.all()],
        file_url="" if request.member.role == Role.ADMINISTRATOR else shown.file_url(one),
        back_url=reverse("recourse:home" if managers else "home"),
    )


@audience(*READERS)
@require_http_methods(["GET", "POST"])
def step(request: StaffRequest, reference: UUID, name: str) -> HttpResponse:
    """Answer a complaint, give it to the programme, or have it looked at again."""
    row = step_named(name)
    one = queries.find(member=request.member, reference=reference)
    request.about = f"complaint:{reference}"
    form = StepForm(request.POST or None, step=row, language=one.language)
    if form.is_valid() and _taken(request, one.reference, name, form):
        return redirect("recourse:complaint", reference)
    return page(
        request,
        "recourse/step.html",
        status=422 if form.is_bound else 200,
        heading=row.button,
        form=form,
        said=shown.said_first(one),
        warning=shown.ALONE if _is_alone(request, one, row) else "",
        action=request.path,
        submit=row.button,
        cancel_url=reverse("recourse:complaint", args=[reference]),
    )


def _is_alone(request: StaffRequest, one: "Complaint", row: "Step") -> bool:
    first = row.name == "answer"
    return first and queries.needs_second_person(one, member=request.member)


def _taken(request: StaffRequest, reference: UUID, name: str, form: StepForm) -> bool:
    try:
        complaints.take_by_staff(
            member=request.member,
            reference=reference,
            name=name,
            said=form.said,
            at=timezone.now(),
            once=form.cleaned_data["once"],
        )
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    return True
