"""Lots: announced, received, reconciled and closed."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.equipment.operations.lots import (
    announce_lot,
    close_lot,
    differences_of,
    receive_lot,
)
from coupdepouce.equipment.queries import workshop as reads
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.refurbishing.forms import CloseForm, LotForm, ReceiveForm
from coupdepouce.web.refurbishing.sections import READERS, workshop
from coupdepouce.web.refurbishing.shown import machine_line
from coupdepouce.web.steering.tables import Line, table
from coupdepouce.web.steps import refuse

if TYPE_CHECKING:
    from coupdepouce.equipment.models import Lot

COUNTS = ("Annoncées", "Arrivées", "Entrées ici", "À préparer")


@audience(*READERS)
@require_GET
def show_all(request: StaffRequest) -> HttpResponse:
    """List the lots, those that are open first."""
    lots = reads.latest_lots(request.member)
    return workshop(
        request,
        "refurbishing/lots.html",
        lots=table(
            caption="Lots",
            columns=("Lot", "Reconditionneur", *COUNTS, "État"),
            lines=[_line(lot) for lot in lots],
            numbers=COUNTS,
        ),
    )


def _line(lot: Any) -> Line:
    return Line(
        head=title_of(lot),
        href=reverse("refurbishing:lot", args=[lot.reference]),
        values=(
            lot.refurbisher.name,
            lot.announced_count,
            "–" if lot.received_count is None else lot.received_count,
            lot.entered,
            lot.to_prepare,
            _badge(lot),
        ),
    )


def title_of(lot: "Lot") -> str:
    """Name a lot as people do: who gave it, and when."""
    return f"{lot.donor.name}, {lot.announced_on:%d/%m/%Y}"


def _badge(lot: "Lot") -> tuple[str, str]:
    if lot.closed_at is not None:
        return ("yes", "Clos")
    return ("info", "Arrivé") if lot.received_count is not None else ("wait", "Annoncé")


@audience(Role.REFURBISHER)
@require_http_methods(["GET", "POST"])
def announce(request: StaffRequest) -> HttpResponse:
    """Open the lot that a donor announces."""
    today = timezone.localdate()
    form = LotForm(request.POST or None, initial={"announced_on": today})
    if form.is_valid() and (lot := _announced(request, form)):
        return redirect("refurbishing:lot", reference=lot.reference)
    return page(
        request,
        "layouts/form.html",
        status=422 if form.is_bound else 200,
        heading="Annoncer un lot",
        lead="Un lot, ce sont des machines données ensemble.",
        form=form,
        action=request.path,
        submit="Ouvrir le lot",
        cancel_url=reverse("refurbishing:lots"),
    )


def _announced(request: StaffRequest, form: LotForm) -> "Lot | None":
    try:
        return announce_lot(**form.cleaned_data, by=request.member, at=timezone.now())
    except Refusal as refusal:
        refuse(form, refusal)
        return None


@audience(*READERS)
@require_GET
def show(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Show a lot: what was announced, what came, its machines."""
    return lot_page(request, reads.lot_of(request.member, reference))


def lot_page(request: StaffRequest, lot: Any, **bound: Any) -> HttpResponse:
    """Render a lot, with the form that was refused if there is one."""
    rows = reads.machines_of(lot)
    receive = bound.get("receive") or ReceiveForm(
        initial={
            "received_count": lot.received_count,
            "received_on": lot.received_on or timezone.localdate(),
        }
    )
    return workshop(
        request,
        "refurbishing/lot.html",
        status=422 if bound else 200,
        lot=lot,
        title=title_of(lot),
        badge=_badge(lot),
        facts=_facts(lot),
        differences=differences_of(lot, entered=lot.entered),
        receive=receive,
        close=bound.get("close") or CloseForm(),
        bound=next(iter(bound.values()), None),
        machines=table(
            caption="Machines du lot",
            columns=("Machine", "Numéro de série", "État", "Reste à faire"),
            lines=[machine_line(row) for row in rows],
        ),
    )


def _facts(lot: Any) -> Sequence[Mapping[str, object]]:
    public = "organisme public, prix plafonné" if lot.donor.is_public_body else "donneur privé"
    came = "pas encore compté"
    if lot.received_on:
        came = f"{lot.received_count}, le {lot.received_on:%d/%m/%Y}"
    rows = [
        ("Donneur", f"{lot.donor.name} ({public})"),
        ("Annoncées", f"{lot.announced_count}, le {lot.announced_on:%d/%m/%Y}"),
        ("Arrivées", came),
        ("Entrées ici", lot.entered),
    ]
    if lot.closed_at:
        rows.append(("Clos par", str(lot.closed_by.user)))
        rows.append(("Explication", lot.note or "aucune différence"))
    return [{"name": name, "value": value} for name, value in rows]


@audience(Role.REFURBISHER)
@require_POST
def receive(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Write how many machines came."""
    lot = reads.lot_of(request.member, reference)
    form = ReceiveForm(request.POST)
    if form.is_valid():
        try:
            receive_lot(
                lot_id=lot.pk,
                received_count=form.cleaned_data["received_count"],
                received_on=form.cleaned_data["received_on"],
                by=request.member,
                at=timezone.now(),
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "L’arrivée est écrite.")
            return redirect("refurbishing:lot", reference=reference)
    return lot_page(request, lot, receive=form)


@audience(Role.REFURBISHER)
@require_POST
def close(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Close a lot, its differences explained."""
    lot = reads.lot_of(request.member, reference)
    form = CloseForm(request.POST)
    if form.is_valid():
        try:
            close_lot(
                lot_id=lot.pk,
                note=form.cleaned_data["note"],
                by=request.member,
                at=timezone.now(),
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "Le lot est clos.")
            return redirect("refurbishing:lot", reference=reference)
    return lot_page(request, lot, close=form)
