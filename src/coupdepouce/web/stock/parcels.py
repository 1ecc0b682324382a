"""Parcels: sent by one place, opened and counted by the other."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.equipment.operations import receive_parcel, send_parcel
from coupdepouce.equipment.queries import shops
from coupdepouce.equipment.queries.places import serials_of
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.steering.tables import Line, day, table
from coupdepouce.web.steps import refuse
from coupdepouce.web.stock.forms import ParcelForm, ReceiveForm
from coupdepouce.web.stock.sections import stock
from coupdepouce.web.stock.words import awaited_elsewhere, badge, called, parcel_badge

if TYPE_CHECKING:
    from coupdepouce.equipment.models import Parcel

SENDERS = (Role.SHOP_ADVISOR, Role.REFURBISHER)
INVALID = 422


@audience(*SENDERS)
@require_GET
def show(request: StaffRequest) -> HttpResponse:
    """List the parcels for this place and from it, those to open first."""
    return stock(
        request,
        "stock/parcels.html",
        to_send=awaited_elsewhere(request.member),
        rows=table(
            caption="Colis",
            columns=("Envoyé le", "De", "Pour", "Machines", "État"),
            lines=[_line(one) for one in shops.parcels_of(request.member)],
            numbers=("Machines",),
        ),
    )


def _line(one: "Parcel") -> Line:
    return Line(
        head=day(one.sent_at),
        href=reverse("stock:parcel", args=[one.reference]),
        values=(one.origin.name, one.destination.name, len(one.items.all()), parcel_badge(one)),
    )


@audience(*SENDERS)
@require_http_methods(["GET", "POST"])
def send(request: StaffRequest) -> HttpResponse:
    """Send machines to another shop or back to their refurbisher."""
    places = shops.destinations(request.member)
    form = ParcelForm(
        request.POST if request.method == "POST" else None,
        places=places,
        awaited=shops.to_send(request.member),
        initial={"to": request.GET.get("pour", ""), "serials": request.GET.get("machine", "")},
    )
    if form.is_bound and form.is_valid() and (sent := _sent(request, form)):
        messages.success(request, f"Le colis pour {sent.destination.name} est noté.")
        return redirect("stock:parcel", sent.reference)
    return page(
        request,
        "layouts/form.html",
        status=INVALID if form.is_bound else 200,
        heading="Envoyer un colis",
        lead="Une machine réservée part pour la boutique où la personne l’attend.",
        form=form,
        action=request.path,
        submit="Noter l’envoi",
        cancel_url=reverse("stock:parcels"),
    )


def _sent(request: StaffRequest, form: ParcelForm) -> "Parcel | None":
    places = {one.pk: one for one in shops.destinations(request.member)}
    try:
        return send_parcel(
            serials=serials_of(form.all_serials),
            to=places[form.cleaned_data["to"]],
            by=request.member,
            at=timezone.now(),
            once=form.cleaned_data["once"],
        )
    except Refusal as refusal:
        refuse(form, refusal, fields=SERIAL_REFUSALS)
        return None


SERIAL_REFUSALS = dict.fromkeys(
    (
        "serial_missing", "serial_wrong", "serial_unknown", "not_here", "does_not_travel",
        "other_refurbisher", "expected_elsewhere", "not_in_parcel",
    ),
    "serials",
)  # fmt: skip


@audience(Role.SHOP_ADVISOR, Role.REFURBISHER, Role.PROGRAMME_MANAGER)
@require_http_methods(["GET", "POST"])
def parcel(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Show a parcel; whom it is for opens it and scans what is inside."""
    form = ReceiveForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _received(request, reference, form):
        messages.success(request, "Le colis est ouvert et compté.")
        return redirect("stock:parcel", reference)
    one = shops.parcel(member=request.member, reference=reference)
    is_mine = one.destination_id == request.member.organisation_id
    tone, word = parcel_badge(one)
    return stock(
        request,
        "stock/parcel.html",
        status=INVALID if form.is_bound else 200,
        parcel=one,
        tone=tone,
        word=word,
        form=form if is_mine and one.received_at is None else None,
        missing=[called(item.computer) for item in one.items.all() if item.is_found is False],
        rows=table(
            caption="Machines du colis",
            columns=("Machine", "Trouvée", "État"),
            lines=[
                Line(
                    head=called(item.computer), values=(_found(item.is_found), badge(item.computer))
                )
                for item in one.items.all()
            ],
        ),
    )


def _found(found: bool | None) -> tuple[str, str]:  # noqa: FBT001 - one word of a table
    return {None: ("wait", "Pas encore comptée"), True: ("yes", "Oui"), False: ("no", "Manquante")}[
        found
    ]


def _received(request: StaffRequest, reference: UUID, form: ReceiveForm) -> bool:
    text = form.cleaned_data["serials"]
    try:
        receive_parcel(
            reference=reference,
            serials=serials_of(text) if text else (),
            by=request.member,
            at=timezone.now(),
        )
    except Refusal as refusal:
        refuse(form, refusal, fields=SERIAL_REFUSALS)
        return False
    return True
