"""A machine given at the counter: identity, conditions, serial, signature, then the receipt."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods

from coupdepouce.core.journey.steps import BY_NAME
from coupdepouce.core.roles import Role
from coupdepouce.outreach.receipts import Receipt, receipt_pdf, words_of
from coupdepouce.prescriptions import queries
from coupdepouce.prescriptions.computer_given import Giving, receipt_of, to_hand_over, to_replace
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.steps import StepForm, take
from coupdepouce.web.templatetags.ui import euros

INVALID = 422


@dataclass(frozen=True, kw_only=True)
class Page:
    """How one of the three ways of giving a machine is asked and read."""

    read: Callable[..., Giving]
    take: str  # what to take, before the name of the machine
    closed: str  # why nothing is to be done here now


PAGES = {
    "hand_over": Page(
        read=to_hand_over,
        take="Prenez la machine réservée",
        closed="L’ordinateur n’est pas encore prêt.",
    ),
    "exchange_computer": Page(
        read=to_replace,
        take="Reprenez la machine que la personne a",
        closed="Il n’y a pas d’ordinateur à échanger maintenant.",
    ),
    "lend_computer": Page(
        read=to_replace,
        take="Gardez la machine à réparer",
        closed="Il n’y a pas d’ordinateur à prêter maintenant.",
    ),
}


@audience(Role.SHOP_ADVISOR)
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: StaffRequest, reference: UUID, name: str) -> HttpResponse:
    """Give a machine: identity seen, conditions read, serial scanned, signature."""
    request.about = f"prescription:{reference}"
    step, shown = BY_NAME[name], PAGES[name]
    form = StepForm(step, request.POST if request.method == "POST" else None)
    prescription = queries.find(request.member, reference)
    if form.is_bound and take(request, prescription_id=prescription.pk, step=step, form=form):
        return redirect("stock:receipt", reference)
    view = shown.read(member=request.member, reference=reference)
    return page(
        request,
        "stock/hand_over.html",
        status=INVALID if form.is_bound else 200,
        heading=step.button,
        shown=shown,
        view=view,
        to_pay="Rien à payer" if view.price is None else f"À payer : {euros(view.price)}",
        form=form,
        is_ready=prescription.computer_state in step.sources,
        closed=[
            choice.refusal.sentence
            for choice in queries.choices_for(
                prescription, member=request.member, at=timezone.now()
            )
            if choice.step is step and choice.refusal
        ],
        back_url=reverse("counter:voucher", args=[reference]),
    )


@audience(Role.SHOP_ADVISOR)
@require_GET
def receipt(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Show the receipt as it prints, in the person's language."""
    shown = _receipt(request, reference)
    with override(shown.language):
        return page(
            request,
            "stock/receipt.html",
            said=words_of(shown),
            programme_name=shown.programme,
            back_url=reverse("counter:voucher", args=[reference]),
            pdf_url=reverse("stock:receipt_pdf", args=[reference]),
        )


@audience(Role.SHOP_ADVISOR)
@require_GET
def receipt_pdf_file(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Give the receipt as a PDF."""
    response = HttpResponse(
        receipt_pdf(_receipt(request, reference)), content_type="application/pdf"
    )
    # A neutral name: files stay in download folders.
    response["Content-Disposition"] = 'inline; filename="recu.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def _receipt(request: StaffRequest, reference: UUID) -> Receipt:
    request.about = f"prescription:{reference}"
    return receipt_of(member=request.member, reference=reference, at=timezone.now())
