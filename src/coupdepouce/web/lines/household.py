"""The line of one household, for those who follow it: kept or not, what it costs, how it ends."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.prescriptions import line_view, queries
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.lines import money, shown
from coupdepouce.web.lines.forms import BillForm, ContractForm, refused
from coupdepouce.web.standing import cut_said

PRESCRIBERS = (Role.PRESCRIBER, Role.PARTNER_MANAGER)
READERS = (*PRESCRIBERS, Role.PROGRAMME_MANAGER)
INVALID = 422


def _view(request: StaffRequest, reference: UUID) -> line_view.LineView:
    request.about = f"prescription:{reference}"
    return line_view.line_view(member=request.member, reference=reference, at=timezone.now())


@audience(*READERS)
@require_GET
def show(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Show a household's line: what threatens it, the three numbers, the bills, the cases."""
    view, at = _view(request, reference), timezone.now()
    return page(
        request,
        "lines/household.html",
        view=view,
        tone=shown.TONES.get(view.state.name, "wait") if view.state else "info",
        cut=cut_said(view.line.cut_on) if view.line and view.line.cut_on else "",
        is_stuck=any(case.closed_at is None for case in view.cases),
        facts=shown.facts(shown.line_facts(view.line)),
        checks=[shown.check_row(check, at=at) for check in view.checks],
        cases=[shown.case_row(case, at=at) for case in view.cases],
        figures=money.budget(view),
        bills=money.bills(view),
        no_exit=money.no_exit(view),
        may_write=request.member.role in PRESCRIBERS,
        may_see_bills=view.line is not None and view.line.activated_on is not None,
    )


@audience(*PRESCRIBERS)
@require_http_methods(["GET", "POST"])
def contract(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Note the contract a household has today: price, end, exit fee, what else it pays for."""
    view = _view(request, reference)
    form = ContractForm(request.POST if request.method == "POST" else None, initial=_noted(view))
    if form.is_valid():
        try:
            line_view.note_contract(
                member=request.member,
                reference=reference,
                contract=form.contract,
                at=timezone.now(),
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, "Le contrat d’aujourd’hui est noté.")
            return redirect("lines:household", reference)
    return _form(
        request,
        reference,
        form=form,
        heading="Le contrat d’aujourd’hui",
        lead="Ce que la personne paie pour sa ligne avant l’offre. Le contrat n’est pas gardé.",
    )


def _noted(view: line_view.LineView) -> Mapping[str, Any]:
    known = {
        "monthly_cost": view.today.monthly_cost,
        "ends_on": view.today.ends_on,
        "exit_fee": view.today.exit_fee,
        "has_mobile": view.contract and view.contract.has_mobile,
        "has_tv": view.contract and view.contract.has_tv,
    }
    return {name: value for name, value in known.items() if value is not None}


@audience(*PRESCRIBERS)
@require_http_methods(["GET", "POST"])
def bill(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Note the amount of a bill: it confirms the price that was announced, or says by how much."""
    queries.find(request.member, reference)
    request.about = f"prescription:{reference}"
    form = BillForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            line_view.see_bill(
                member=request.member,
                reference=reference,
                month=form.cleaned_data["month"],
                amount=form.cleaned_data["amount"],
                at=timezone.now(),
                once=form.cleaned_data["once"],
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, "Le montant est noté.")
            return redirect("lines:household", reference)
    return _form(
        request,
        reference,
        form=form,
        heading="Une facture vue",
        lead="Regardez la facture avec la personne, notez le montant, rendez-la.",
    )


def _form(request: StaffRequest, reference: UUID, **context: Any) -> HttpResponse:
    return page(
        request,
        "layouts/form.html",
        status=INVALID if context["form"].is_bound else 200,
        action=request.path,
        submit="Noter",
        cancel_url=reverse("lines:household", args=[reference]),
        **context,
    )


@audience(*READERS)
@require_GET
def exit_plan(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Show how the offer ends for a household: when, the price after, what to do."""
    view = _view(request, reference)
    if view.exit_plan is None:
        raise Refusal("no_end_known", money.no_exit(view))
    return page(
        request,
        "lines/exit_plan.html",
        view=view,
        facts=money.exit_facts(view, view.exit_plan),
        cheaper=money.cheaper(view.exit_plan),
    )
