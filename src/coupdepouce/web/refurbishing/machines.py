"""A machine that comes in: its file read, its fields completed, entered once."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from coupdepouce.connect.hardware.reading import read_machine
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.equipment.operations.intake import correct_machine, take_in
from coupdepouce.equipment.queries import workshop as reads
from coupdepouce.equipment.queries.preparing import missing_of
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.refurbishing.lots import title_of
from coupdepouce.web.refurbishing.machine_form import MachineForm, filled, typed
from coupdepouce.web.steps import refuse

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from coupdepouce.equipment.models import Computer

INVALID = 422


@audience(Role.REFURBISHER)
@require_http_methods(["GET", "POST"])
def add(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Enter a machine of a lot: from its file, or typed; a file is shown before it is kept."""
    lot = reads.lot_of(request.member, reference)
    form = MachineForm(request.POST or None, request.FILES or None)
    if file := request.FILES.get("file"):
        return _form_page(request, **_read(form, file), lot=lot)
    if form.is_valid() and (computer := _entered(request, form, lot)):
        messages.success(request, "La machine est entrée. Voici ce qui reste à faire.")
        return redirect("refurbishing:machine", reference=computer.reference)
    return _form_page(request, form=form, lot=lot, status=INVALID if form.is_bound else 200)


def _read(form: MachineForm, file: "UploadedFile[Any]") -> dict[str, Any]:
    """Read the file of the form: what it says is filled in, what was typed besides stays."""
    too_large = form.errors.get("file")
    # What is typed is not judged before the person says that it is ready.
    form.errors.clear()
    if too_large:
        form.errors["file"] = too_large
        return {"form": form, "status": INVALID}
    try:
        hardware = read_machine(file.read(), name=str(file.name))
    except Refusal as refusal:
        form.add_error("file", refusal.sentence)
        return {"form": form, "status": INVALID}
    # A second file is another machine: only what a person typed is kept, never a first file's.
    names = ["once"] if form.data.get("said") else list(form.fields)
    kept = {name: form.data[name] for name in names if form.data.get(name)}
    return {"form": MachineForm(initial={**kept, **filled(hardware)}), "read": file.name}


def _entered(request: StaffRequest, form: MachineForm, lot: Any) -> "Computer | None":
    try:
        return take_in(
            lot_id=lot.pk,
            machine=form.machine(),
            by=request.member,
            at=timezone.now(),
            once=form.cleaned_data["once"],
        )
    except Refusal as refusal:
        refuse(form, refusal)
        return None


def _form_page(request: StaffRequest, *, form: MachineForm, lot: Any, **shown: Any) -> HttpResponse:
    return page(
        request,
        "refurbishing/add.html",
        status=shown.get("status", 200),
        heading="Ajouter une machine",
        lead=f"Lot : {title_of(lot)}.",
        form=form,
        read=shown.get("read", ""),
        action=request.path,
        submit="Ajouter cette machine",
        cancel_url=reverse("refurbishing:lot", args=[lot.reference]),
    )


@audience(Role.REFURBISHER)
@require_http_methods(["GET", "POST"])
def correct(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Correct or complete what a machine is."""
    bench = reads.bench_of(request.member, reference)
    form = MachineForm(request.POST or None, initial=typed(bench.computer))
    if form.is_valid() and _corrected(request, form, bench.computer):
        missing = missing_of(reads.bench_of(request.member, reference).works)
        messages.success(request, f"C’est corrigé. Il manque : {', '.join(missing)}.")
        return redirect("refurbishing:machine", reference=reference)
    return page(
        request,
        "refurbishing/add.html",
        status=INVALID if form.is_bound else 200,
        heading="Corriger cette machine",
        lead="La catégorie et le prix seront à redonner. "
        "Un autre numéro ou d’autres disques : les tests et l’effacement aussi.",
        form=form,
        is_known=True,
        action=request.path,
        submit="Enregistrer",
        cancel_url=reverse("refurbishing:machine", args=[reference]),
    )


def _corrected(request: StaffRequest, form: MachineForm, computer: "Computer") -> bool:
    try:
        correct_machine(
            computer_id=computer.pk, machine=form.machine(), by=request.member, at=timezone.now()
        )
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    return True
