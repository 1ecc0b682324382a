"""Stuck cases: the thread between the prescriber, the shop and the operator's back office."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from coupdepouce.core.line.causes import BY_CODE
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.lines.queries import case as case_of
from coupdepouce.prescriptions import queries, stuck
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.lines import shown
from coupdepouce.web.lines.forms import CloseForm, HandOverForm, MessageForm, OpenForm, refused

SIDES = (Role.PRESCRIBER, Role.PARTNER_MANAGER, Role.SHOP_ADVISOR, Role.BACK_OFFICE)
READERS = (*SIDES, Role.PROGRAMME_MANAGER)
INVALID = 422


@audience(*SIDES)
@require_http_methods(["GET", "POST"])
def open_one(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Open a case on a line that does not go on."""
    queries.find(request.member, reference)
    request.about = f"prescription:{reference}"
    form = OpenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            case = stuck.open_for(
                member=request.member,
                reference=reference,
                cause=form.cleaned_data["cause"],
                text=form.cleaned_data["text"],
                at=timezone.now(),
                once=form.cleaned_data["once"],
            )
        except Refusal as refusal:
            if refusal.code == "case_open":
                return redirect("lines:case", refusal.data["reference"])
            refused(form, refusal)
        else:
            return redirect("lines:case", case.reference)
    return _form(
        request,
        form=form,
        heading="La ligne est bloquée",
        lead="Une seule personne à la fois tient le dossier. Chacun voit qui, et depuis quand.",
        submit="Ouvrir le dossier",
        cancel_url=back_of(request, reference),
    )


def back_of(request: StaffRequest, reference: object) -> str:
    """Give the page of a request for the role that reads it."""
    pages = {Role.SHOP_ADVISOR: "counter:voucher", Role.BACK_OFFICE: "lines:line"}
    return reverse(pages.get(Role(request.member.role), "lines:household"), args=[reference])


@audience(*READERS)
@require_http_methods(["GET", "POST"])
def show(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Show a case and its thread, and write in it."""
    case = case_of(member=request.member, reference=reference)
    request.about = f"case:{reference}"
    form = MessageForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _done(form, stuck.write, request, reference, text=_text(form)):
        return redirect("lines:case", reference)
    at = timezone.now()
    tone, word = shown.case_badge(case, at=at)
    return page(
        request,
        "lines/case.html",
        status=INVALID if form.is_bound else 200,
        case=case,
        cause=BY_CODE[case.cause],
        tone=tone,
        word=word,
        waits="" if case.closed_at else shown.case_waits(case, at=at),
        facts=shown.case_facts(case),
        thread=[shown.message(one) for one in case.messages.all()],
        form=form,
        back_url=_back(request, case.household_id),
        is_open=case.closed_at is None,
    )


def _back(request: StaffRequest, household_id: int) -> str:
    requests = queries.of_household(member=request.member, household_id=household_id)
    return back_of(request, requests[0].reference) if requests else reverse("home")


def _text(form: Any) -> str:
    return str(form.cleaned_data["text"])


def _done(form: Any, act: Any, request: StaffRequest, reference: UUID, **given: str) -> bool:
    try:
        act(
            member=request.member,
            reference=reference,
            at=timezone.now(),
            once=form.cleaned_data["once"],
            **given,
        )
    except Refusal as refusal:
        refused(form, refusal)
        return False
    return True


@audience(*READERS)
@require_http_methods(["GET", "POST"])
def hand_over(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Give a case to whoever must act now."""
    case = case_of(member=request.member, reference=reference)
    request.about = f"case:{reference}"
    form = HandOverForm(
        request.POST if request.method == "POST" else None,
        owner=case.owner,
        has_shop=case.shop_id is not None,
    )
    if form.is_valid() and _done(
        form, stuck.hand_over, request, reference, to=form.cleaned_data["to"], text=_text(form)
    ):
        return redirect("lines:case", reference)
    return _form(
        request,
        form=form,
        heading="Confier le dossier",
        lead="Le délai repart pour la personne qui le reçoit. Elle est prévenue.",
        submit="Confier",
        cancel_url=reverse("lines:case", args=[reference]),
    )


@audience(*READERS)
@require_http_methods(["GET", "POST"])
def close(request: StaffRequest, reference: UUID) -> HttpResponse:
    """End a case with what came of it."""
    case_of(member=request.member, reference=reference)
    request.about = f"case:{reference}"
    form = CloseForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _done(
        form,
        stuck.close,
        request,
        reference,
        outcome=form.cleaned_data["outcome"],
        text=_text(form),
    ):
        return redirect("lines:case", reference)
    return _form(
        request,
        form=form,
        heading="Clore le dossier",
        lead="Un dossier clos reste lisible. S’il bloque de nouveau, ouvrez-en un autre.",
        submit="Clore",
        cancel_url=reverse("lines:case", args=[reference]),
    )


def _form(request: StaffRequest, **context: Any) -> HttpResponse:
    status = INVALID if context["form"].is_bound else 200
    return page(request, "layouts/form.html", status=status, action=request.path, **context)
