"""The stock of every shop, for the programme manager: who runs short, and under which threshold."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.equipment.operations import set_threshold
from coupdepouce.equipment.queries.shops import ShopStock, shop_stocks
from coupdepouce.equipment.queries.stock import free_counts
from coupdepouce.equipment.queries.waiting import FORMULA, RULE
from coupdepouce.partners.queries import organisation
from coupdepouce.programmes.queries import current_programme
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.steering import sections
from coupdepouce.web.steering.tables import Line, table
from coupdepouce.web.steps import refuse
from coupdepouce.web.stock.forms import ThresholdForm

NUMBERS = ("Libres", "Réservées", "En attente", "Seuil")


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def shops(request: StaffRequest) -> HttpResponse:
    """List the shops with their machines and their queue, those that run short first."""
    _, programme = current_programme()
    rules = programme.stock
    rows = shop_stocks(form=rules.form, alert_under=rules.alert_under)
    return sections.programme(
        request,
        "stock/shops.html",
        short=[one for one in rows if one.is_short],
        central=free_counts(rules.form).get(None, 0),
        alert_under=rules.alert_under,
        rule=RULE,
        formula=FORMULA,
        rows=table(
            caption="Ordinateurs par boutique",
            columns=("Boutique", *NUMBERS, "Alerte"),
            lines=[_line(one) for one in rows],
            numbers=NUMBERS,
        ),
    )


def _line(one: ShopStock) -> Line:
    own = "" if one.is_own_minimum else " (programme)"
    return Line(
        head=one.shop.name,
        href=reverse("stock:threshold", args=[one.shop.pk]),
        values=(
            one.free,
            one.reserved,
            one.waiting,
            f"{one.minimum}{own}",
            ("no", "Trop peu") if one.is_short else ("yes", "Assez"),
        ),
    )


@audience(Role.PROGRAMME_MANAGER)
@require_http_methods(["GET", "POST"])
def threshold(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a shop a threshold of its own."""
    shop = organisation(member=request.member, pk=pk)
    form = ThresholdForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            set_threshold(shop=shop, minimum=form.cleaned_data["minimum"], by=request.member)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"Le seuil de {shop.name} est noté.")
            return redirect("stock:shops")
    return page(
        request,
        "layouts/form.html",
        status=422 if form.is_bound else 200,
        heading=f"Seuil d’alerte : {shop.name}",
        lead="En dessous de ce nombre de machines libres, la boutique est signalée.",
        form=form,
        action=request.path,
        submit="Noter le seuil",
        cancel_url=reverse("stock:shops"),
    )
