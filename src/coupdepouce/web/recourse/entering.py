"""A complaint entered for a household that does not write: said aloud, or on paper."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.prescriptions import complaints
from coupdepouce.prescriptions.queries import find
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.recourse.forms import EntryForm
from coupdepouce.web.steps import refuse

ENTERERS = (Role.PRESCRIBER, Role.PARTNER_MANAGER, Role.PROGRAMME_MANAGER)
FIELDS = dict.fromkeys(("phone_malformed", "phone_reads_no_text", "email_malformed"), "address")
KEPT = "La réclamation est gardée. Donnez son code à la personne : elle lira la réponse avec lui."


@audience(*ENTERERS)
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Enter the complaint of a person without a file."""
    request.about = "complaint:new"
    return _entered(request, None, cancel_url=reverse("home"))


@audience(*ENTERERS)
@require_http_methods(["GET", "POST"])
def of_request(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Enter the complaint of a household about its request."""
    find(request.member, reference)
    request.about = f"prescription:{reference}"
    back = reverse("prescribing:file", args=[reference])
    return _entered(request, reference, cancel_url=back)


def _entered(request: StaffRequest, reference: UUID | None, *, cancel_url: str) -> HttpResponse:
    form = EntryForm(request.POST or None, has_file=reference is not None)
    if form.is_valid() and (kept := _kept(request, form, reference)):
        messages.success(request, KEPT)
        return redirect("recourse:complaint", kept.reference)
    return page(
        request,
        "layouts/form.html",
        status=422 if form.is_bound else 200,
        heading="Écrire une réclamation pour un ménage",
        lead="Ce qui est écrit ici est lu par qui doit répondre, pas par tout le monde.",
        form=form,
        action=request.path,
        submit="Garder la réclamation",
        cancel_url=cancel_url,
    )


def _kept(request: StaffRequest, form: EntryForm, reference: UUID | None) -> Any:
    try:
        return complaints.open_by_staff(
            form.told,
            member=request.member,
            reference=reference,
            at=timezone.now(),
            once=form.cleaned_data["once"],
        )
    except Refusal as refusal:
        refuse(form, refusal, fields=FIELDS)
        return None
