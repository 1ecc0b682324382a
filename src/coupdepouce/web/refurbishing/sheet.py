"""Many machines at once: the table is read and shown first, written once confirmed."""

import zlib
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from coupdepouce.connect.hardware.sheet import COLUMNS, read_machines
from coupdepouce.connect.places.model import RowProblem
from coupdepouce.connect.places.table import is_from_excel
from coupdepouce.core.equipment.hardware import FORMS, Form, ram_in_words
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.equipment.operations.intake import NewMachine, SheetReport, take_in_many
from coupdepouce.equipment.queries import workshop as reads
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.once import OnceForm
from coupdepouce.web.refurbishing.forms import SheetForm
from coupdepouce.web.refurbishing.lots import title_of
from coupdepouce.web.refurbishing.sections import workshop
from coupdepouce.web.steering.tables import Line, table
from coupdepouce.web.steps import refuse

KEPT_SECONDS = 3600
SHOWN = 100


@audience(Role.REFURBISHER)
@require_http_methods(["GET", "POST"])
def upload(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Take a table of machines; nothing is written yet."""
    lot = reads.lot_of(request.member, reference)
    form = SheetForm(request.POST or None, request.FILES or None)
    if form.is_valid() and _is_read(request, form, lot):
        key, file = form.cleaned_data["once"], form.cleaned_data["file"]
        file.seek(0)
        # Kept in the shared cache: the next request may reach another process.
        cache.set(_name(request, key), (file.name, zlib.compress(file.read())), KEPT_SECONDS)
        return redirect("refurbishing:sheet_preview", reference=reference, key=key)
    return page(
        request,
        "layouts/form.html",
        status=422 if form.is_bound else 200,
        heading="Ajouter un tableau de machines",
        lead=f"Lot : {title_of(lot)}. Colonnes : {', '.join(COLUMNS)}. Vous verrez d’abord "
        "ce que le tableau ajoute.",
        form=form,
        action=request.path,
        submit="Voir ce qui serait ajouté",
        cancel_url=reverse("refurbishing:lot", args=[reference]),
    )


def _is_read(request: StaffRequest, form: SheetForm, lot: Any) -> bool:
    file = form.cleaned_data["file"]
    try:
        _taken(request, lot, name=file.name, data=file.read(), once=form.cleaned_data["once"])
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    return True


def _name(request: StaffRequest, key: UUID) -> str:
    return f"machines:{request.member.pk}:{key}"


def _taken(
    request: StaffRequest, lot: Any, *, name: str, data: bytes, once: UUID, dry_run: bool = True
) -> SheetReport:
    return take_in_many(
        lot_id=lot.pk,
        rows=read_machines(data, name=name),
        by=request.member,
        at=timezone.now(),
        once=once,
        dry_run=dry_run,
    )


@audience(Role.REFURBISHER)
@require_http_methods(["GET", "POST"])
def preview(request: StaffRequest, reference: UUID, key: UUID) -> HttpResponse:
    """Show the machines that the table adds and what to correct, then write them."""
    lot = reads.lot_of(request.member, reference)
    kept = cache.get(_name(request, key))
    if kept is None:
        raise Refusal("upload_gone", "Ce tableau n’est plus gardé : envoyez-le de nouveau.")
    name, packed = kept
    writes = request.method == "POST" and OnceForm(request.POST).is_valid()
    data = zlib.decompress(packed)
    report = _taken(request, lot, name=name, data=data, once=key, dry_run=not writes)
    if writes:
        cache.delete(_name(request, key))
        messages.success(request, f"C’est écrit. Machines ajoutées : {len(report.added)}.")
        return redirect("refurbishing:lot", reference=reference)
    return workshop(
        request,
        "refurbishing/sheet.html",
        lot=lot,
        name=name,
        report=report,
        form=OnceForm(),
        shown=SHOWN,
        is_from_excel=is_from_excel(data),
        **_tables(report),
    )


def _tables(report: SheetReport) -> dict[str, Any]:
    return {
        "machines": table(
            caption="Machines à ajouter",
            columns=("Numéro de série", "Forme", "Machine", "Processeur", "Mémoire"),
            lines=[_machine(one) for one in report.added[:SHOWN]],
        ),
        "problems": table(
            caption="À corriger dans le tableau",
            columns=("Ligne", "Colonne", "Valeur", "Pourquoi", "Que faire"),
            lines=[_problem(one) for one in report.problems[:SHOWN]],
        ),
    }


def _machine(one: NewMachine) -> Line:
    return Line(
        head=one.serial,
        values=(
            FORMS[Form(one.form)],
            f"{one.brand} {one.model}".strip() or "–",
            one.processor or "–",
            ram_in_words(one.ram_mib) if one.ram_mib else "–",
        ),
    )


def _problem(one: RowProblem) -> Line:
    return Line(head=f"Ligne {one.line}", values=(one.column, one.value, one.sentence, one.remedy))
