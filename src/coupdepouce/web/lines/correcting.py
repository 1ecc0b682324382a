"""An order number typed wrong, corrected by the operator or by the shop that typed it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.prescriptions import queries
from coupdepouce.prescriptions.order_numbers import correct_order, exchange_orders, twin_of
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.lines.cases import back_of
from coupdepouce.web.lines.forms import OrderNumberForm, refused


@audience(Role.SHOP_ADVISOR, Role.BACK_OFFICE)
@require_http_methods(["GET", "POST"])
def order_number(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Correct the order number of a line."""
    form = _form(request, reference)
    request.about = f"prescription:{reference}"
    if form.is_valid():
        act = exchange_orders if form.cleaned_data.get("exchange") else correct_order
        try:
            act(
                member=request.member,
                reference=reference,
                order_number=form.cleaned_data["order_number"],
                at=timezone.now(),
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, "Le numéro de commande est corrigé.")
            return redirect(back_of(request, reference))
    return page(
        request,
        "layouts/form.html",
        status=422 if form.is_bound else 200,
        heading="Corriger le numéro de commande",
        lead="L’ancien numéro reste dans l’histoire de la ligne.",
        form=form,
        action=request.path,
        submit="Corriger",
        cancel_url=back_of(request, reference),
    )


def _form(request: StaffRequest, reference: UUID) -> OrderNumberForm:
    line = queries.find(request.member, reference).line
    typed = request.POST.get("order_number", "")
    twin = twin_of(member=request.member, reference=reference, order_number=typed)
    return OrderNumberForm(
        request.POST if request.method == "POST" else None,
        order_number=line.order_number if line else "",
        has_twin=twin is not None,
    )
