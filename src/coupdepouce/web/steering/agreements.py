"""What the programme agrees with a partner: an agreement proposed, units granted."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from coupdepouce.core.calendar import day_of
from coupdepouce.core.partners.quota import calendar_year
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.outreach.agreements import grant, propose
from coupdepouce.partners import queries
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.prescribing.fields import DayField, WordedForm
from coupdepouce.web.steps import refuse

INVALID = 422
MOST_UNITS = 100_000


class ProposeForm(WordedForm):
    """When the agreement starts; its length is the programme's."""

    starts_on = DayField(label="Premier jour", help_text="Comme 01/01/2027.")


class GrantForm(WordedForm):
    """How many vouchers, for which period."""

    units = forms.IntegerField(label="Nombre de bons", min_value=1, max_value=MOST_UNITS)
    starts_on = DayField(label="Premier jour")
    ends_on = DayField(label="Premier jour sans dotation", help_text="La période s’arrête avant.")


@audience(Role.PROGRAMME_MANAGER)
@require_http_methods(["GET", "POST"])
def propose_one(request: StaffRequest, pk: int) -> HttpResponse:
    """Propose an agreement to a partner, whose manager is told."""
    one, at = queries.organisation(member=request.member, pk=pk), timezone.now()
    form = ProposeForm(request.POST if request.method == "POST" else None)
    form.fields["starts_on"].initial = day_of(at)

    def done() -> None:
        starts_on = form.cleaned_data["starts_on"]
        propose(organisation=one, starts_on=starts_on, by=request.member, at=at)
        messages.success(request, "La convention est proposée. Le responsable reçoit un courriel.")

    return _page(
        request, pk, form=form, done=done, submit="Proposer la convention",
        heading=f"Proposer une convention : {one.name}",
    )  # fmt: skip


@audience(Role.PROGRAMME_MANAGER)
@require_http_methods(["GET", "POST"])
def grant_units(request: StaffRequest, pk: int) -> HttpResponse:
    """Grant vouchers to a partner for a period, or add some to a period already granted."""
    one, at = queries.organisation(member=request.member, pk=pk), timezone.now()
    form = GrantForm(request.POST if request.method == "POST" else None)
    form.fields["starts_on"].initial, form.fields["ends_on"].initial = calendar_year(day_of(at))

    def done() -> None:
        said = {name: form.cleaned_data[name] for name in ("units", "starts_on", "ends_on", "once")}
        quota = grant(organisation=one, by=request.member, at=at, **said)
        messages.success(request, f"Il reste {quota.count.left} bons à {one.name}.")

    return _page(
        request, pk, form=form, done=done, submit="Accorder",
        heading=f"Accorder des bons : {one.name}",
    )  # fmt: skip


def _page(request: StaffRequest, pk: int, *, form: Any, done: Any, **shown: Any) -> HttpResponse:
    back = reverse("steering:organisation", args=[pk])
    if form.is_valid():
        try:
            done()
        except Refusal as refusal:
            refuse(form, refusal, fields={"units_wrong": "units", "period_wrong": "ends_on"})
        else:
            return redirect(back)
    return page(
        request,
        "layouts/form.html",
        status=INVALID if form.is_bound else 200,
        form=form,
        action=request.path,
        cancel_url=back,
        **shown,
    )
