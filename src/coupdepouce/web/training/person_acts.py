"""What ends something for a person: a place given back, the workshops finished."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from coupdepouce.core.journey.steps import BY_NAME
from coupdepouce.core.refusal import Refusal
from coupdepouce.prescriptions import workshops
from coupdepouce.prescriptions.actors import staff
from coupdepouce.prescriptions.operations import take_step
from coupdepouce.prescriptions.workshops_told import check_household, give_back
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.once import OnceForm
from coupdepouce.web.steps import refuse
from coupdepouce.web.training.person import TEACHERS, WITH_PEOPLE
from coupdepouce.web.training.shown import moment

FINISH, CANCEL = BY_NAME["finish_training"], BY_NAME["cancel_booking"]


class GiveUpForm(OnceForm):
    """Why a place is given back; the list is the step's own."""

    reason = forms.ChoiceField(
        label="Pourquoi ?",
        choices=[(reason.code, reason.label) for reason in CANCEL.reasons],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une raison."},
    )


@audience(*WITH_PEOPLE)
@require_http_methods(["GET", "POST"])
def give_up(request: StaffRequest, reference: UUID, booking: UUID) -> HttpResponse:
    """Give back a person's place, with the reason."""
    request.about = f"prescription:{reference}"
    row = workshops.request_of(request.member, reference)
    place = check_household(request=row, reference=booking)
    form = GiveUpForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            give_back(
                request=row,
                reference=place.session.reference,
                actor=staff(request.member, request.impersonator),
                reason=form.cleaned_data["reason"],
                at=timezone.now(),
                once=form.cleaned_data["once"],
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return redirect("training:person", reference)
    return _confirm(
        request,
        form,
        heading=CANCEL.button,
        lead=f"{place.session.workshop.title}, {moment(place.session)}.",
        consequences=["La place est proposée à la première personne de la liste d’attente."],
        cancel_url=reverse("training:person", args=[reference]),
    )


@audience(*TEACHERS)
@require_http_methods(["GET", "POST"])
def finish(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Note that a person's workshops are over."""
    request.about = f"prescription:{reference}"
    row = workshops.request_of(request.member, reference)
    form = OnceForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            take_step(
                prescription_id=row.pk,
                name=FINISH.name,
                actor=staff(request.member, request.impersonator),
                at=timezone.now(),
                once=form.cleaned_data["once"],
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return redirect("training:person", reference)
    return _confirm(
        request,
        form,
        kind="primary",
        heading=FINISH.button,
        consequences=[f"La personne lira : « {FINISH.told} »", "Ses places à venir sont rendues."],
        cancel_url=reverse("training:person", args=[reference]),
    )


def _confirm(request: StaffRequest, form: OnceForm, **context: Any) -> HttpResponse:
    return page(
        request,
        "layouts/confirm.html",
        status=422 if form.is_bound else 200,
        form=form,
        action=request.path,
        submit=context["heading"],
        **context,
    )
