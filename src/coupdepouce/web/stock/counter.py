"""The hand-over at the counter: identity, conditions, serial, signature, then the receipt."""

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
from coupdepouce.prescriptions import computers, queries
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.steps import StepForm, take

HAND_OVER = BY_NAME["hand_over"]
INVALID = 422


@audience(Role.SHOP_ADVISOR)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Hand a computer over: identity seen, conditions read, serial scanned, signature."""
    request.about = f"prescription:{reference}"
    form = StepForm(HAND_OVER, request.POST if request.method == "POST" else None)
    prescription = queries.find(request.member, reference)
    if form.is_bound and take(request, prescription_id=prescription.pk, step=HAND_OVER, form=form):
        return redirect("stock:receipt", reference)
    view = computers.to_hand_over(member=request.member, reference=reference)
    closed = [
        choice.refusal.sentence
        for choice in queries.choices_for(prescription, member=request.member, at=timezone.now())
        if choice.step is HAND_OVER and choice.refusal
    ]
    return page(
        request,
        "stock/hand_over.html",
        status=INVALID if form.is_bound else 200,
        view=view,
        form=form,
        is_ready=prescription.computer_state in HAND_OVER.sources,
        closed=closed,
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
    return computers.receipt_of(member=request.member, reference=reference, at=timezone.now())
