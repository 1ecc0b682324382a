"""Inventories: scan what is there, read what differs, close."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.equipment import operations
from coupdepouce.equipment.queries import inventory as queries
from coupdepouce.equipment.queries.places import serials_of
from coupdepouce.prescriptions.computers import StockRow, with_whose
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.steering.tables import Line, day, table
from coupdepouce.web.steps import refuse
from coupdepouce.web.stock.forms import ClosingForm, ScanForm
from coupdepouce.web.stock.sections import stock
from coupdepouce.web.stock.words import COMING, called

if TYPE_CHECKING:
    from coupdepouce.equipment.models import Inventory

OK, INVALID = 200, 422
KINDS = (
    ("missing", "Manquantes", "no", "Elles devraient être ici et n’ont pas été scannées."),
    (
        "found",
        "Trouvées ici",
        "wait",
        "Elles manquaient, ou une autre boutique les a. À la clôture, elles passent ici.",
    ),
    (
        "elsewhere",
        "À mettre de côté",
        "wait",
        "Elles restent notées ailleurs. À la clôture, cet autre lieu lit que vous les avez.",
    ),
    ("unknown", "Inconnues", "wait", "Aucune machine du programme n’a ce numéro."),
    ("seen", "Vues", "yes", "Elles sont bien ici."),
)


@audience(Role.SHOP_ADVISOR)
@require_http_methods(["GET", "POST"])
def show(request: StaffRequest) -> HttpResponse:
    """List the last inventories of the shop, and begin one."""
    if request.method == "POST":
        opened = operations.open_inventory(by=request.member, at=timezone.now(), once=uuid4())
        return redirect("stock:count", opened.reference)
    rows = queries.inventories_of(request.member)
    return stock(
        request,
        "stock/inventories.html",
        opened=next((one for one in rows if one.closed_at is None), None),
        rows=table(
            caption="Derniers inventaires",
            columns=("Commencé le", "Par", "Manquantes", "Clos le"),
            lines=[
                Line(
                    head=day(one.opened_at),
                    href=reverse("stock:count", args=[one.reference]),
                    values=(
                        str(one.opened_by.user),
                        len(one.result.get("missing", ())),
                        day(one.closed_at) if one.closed_at else ("wait", "En cours"),
                    ),
                )
                for one in rows
            ],
            numbers=("Manquantes",),
        ),
    )


@audience(Role.SHOP_ADVISOR)
@require_http_methods(["GET", "POST"])
def count(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Scan machines, and read what differs from what should be here."""
    form = ScanForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _scanned(request, reference, form):
        return redirect("stock:count", reference)
    one = queries.inventory_of(member=request.member, reference=reference)
    return stock(
        request,
        "stock/count.html",
        status=INVALID if form.is_bound else 200,
        inventory=one,
        form=form,
        groups=_groups(one),
        close_url=reverse("stock:close", args=[reference]),
        unscan_url=reverse("stock:unscan", args=[reference]),
    )


def _groups(one: "Inventory") -> list[dict[str, object]]:
    if one.closed_at:
        lines = {kind: list(serials) for kind, serials in one.result.items()}
    else:
        counted = queries.counted(one)
        lines = {
            "seen": [called(machine) for machine in counted.seen],
            "missing": [called(machine) for machine in counted.missing],
            "found": [called(machine) for machine in counted.found],
            "elsewhere": [f"{called(machine)} : {where}" for machine, where in counted.elsewhere],
            "unknown": list(counted.unknown),
        }
    return [
        {"kind": kind, "title": title, "tone": tone, "help": said, "lines": lines.get(kind, [])}
        for kind, title, tone, said in KINDS
        if lines.get(kind)
    ]


def _scanned(request: StaffRequest, reference: UUID, form: ScanForm) -> bool:
    try:
        operations.scan(
            reference=reference,
            serials=serials_of(form.cleaned_data["serials"]),
            by=request.member,
            at=timezone.now(),
        )
    except Refusal as refusal:
        refuse(form, refusal, fields=dict.fromkeys(("serial_missing", "serial_wrong"), "serials"))
        return False
    return True


def _waits_again(row: StockRow) -> str:
    who = row.whose.name if row.whose else COMING
    return (
        f"{who} : {called(row.computer)} lui était réservée. La personne reprend sa place sur la "
        "liste d’attente, et nous la prévenons."
    )


@audience(Role.SHOP_ADVISOR)
@require_POST
def unscan(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Take a serial out of a count: it was typed wrong."""
    operations.unscan(reference=reference, serial=request.POST.get("serial", ""), by=request.member)
    return redirect("stock:count", reference)


@audience(Role.SHOP_ADVISOR)
@require_http_methods(["GET", "POST"])
def close(request: StaffRequest, reference: UUID) -> HttpResponse:
    """End a count: what was not seen is written down as missing."""
    one = queries.inventory_of(member=request.member, reference=reference)
    form = ClosingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _closed(request, reference, form):
        messages.success(request, "L’inventaire est clos. Ce qui manque est noté.")
        return redirect("stock:count", reference)
    counted = queries.counted(one)
    lost = with_whose(request.member, [m for m in counted.missing if m.reserved_for_id])
    if any(row.whose for row in lost):
        request.about = "list"
    return page(
        request,
        "layouts/confirm.html",
        status=INVALID if form.errors else OK,
        heading="Clore l’inventaire",
        action=request.path,
        form=form if queries.saw_nothing(counted) else None,
        submit="Clore l’inventaire",
        kind="primary",
        cancel_url=reverse("stock:count", args=[reference]),
        consequences=_consequences(counted, lost),
    )


def _closed(request: StaffRequest, reference: UUID, form: ClosingForm) -> bool:
    if not form.is_valid():
        return False
    try:
        operations.close_inventory(
            reference=reference, by=request.member, at=timezone.now(), **form.cleaned_data
        )
    except Refusal as refusal:
        if "field" not in refusal.data:
            raise
        refuse(form, refusal)
        return False
    return True


def _consequences(counted: queries.Counted, lost: Sequence[StockRow]) -> list[str]:
    return [
        f"Machines vues : {len(counted.seen)}.",
        f"Machines notées manquantes : {len(counted.missing)}.",
        *(_waits_again(row) for row in lost),
        f"Machines trouvées ici, qui passent dans votre boutique : {len(counted.found)}.",
        f"Machines à mettre de côté, qui restent à un autre lieu : {len(counted.elsewhere)}.",
        "Un inventaire clos ne se change plus.",
    ]
