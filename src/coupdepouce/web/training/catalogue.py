"""The catalogue of the workshops."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.training import operations, queries
from coupdepouce.training.printing import lasting
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.steering.tables import Line, table
from coupdepouce.web.steps import refuse
from coupdepouce.web.training.plan import RUNNERS
from coupdepouce.web.training.workshop_form import WorkshopForm

WRITERS = (Role.TRAINER, Role.PROGRAMME_MANAGER)


@audience(*RUNNERS)
@require_safe
def show(request: StaffRequest) -> HttpResponse:
    """Show the catalogue."""
    may_write = Role(request.member.role) in WRITERS
    rows = table(
        caption="Le catalogue des ateliers",
        columns=("Atelier", "Thème", "Niveau", "Durée", "Matériel", "État"),
        lines=[
            Line(
                head=one.title,
                href=reverse("training:workshop", args=[one.pk]) if may_write else "",
                values=(
                    one.get_theme_display(),
                    one.get_level_display(),
                    lasting(one.minutes),
                    one.get_material_display(),
                    ("yes", "Proposé") if one.is_offered else ("info", "Retiré"),
                ),
            )
            for one in queries.workshops()
        ],
    )
    return page(request, "training/catalogue.html", rows=rows, may_write=may_write)


@audience(*WRITERS)
@require_http_methods(["GET", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    """Add a workshop to the catalogue."""
    return _write(request, WorkshopForm(request.POST or None), pk=None)


@audience(*WRITERS)
@require_http_methods(["GET", "POST"])
def change(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct a workshop of the catalogue, or take it back."""
    known = queries.workshop(pk)
    return _write(request, WorkshopForm(request.POST or None, workshop=known), pk=pk)


def _write(request: StaffRequest, form: WorkshopForm, *, pk: int | None) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            operations.write_workshop(
                said=form.said,
                workshop=queries.workshop(pk) if pk else None,
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return redirect("training:catalogue")
    return page(
        request,
        "layouts/form.html",
        status=422 if form.is_bound else 200,
        heading="Corriger l’atelier" if pk else "Ajouter un atelier",
        form=form,
        action=request.path,
        submit="Enregistrer",
        cancel_url=reverse("training:catalogue"),
    )
