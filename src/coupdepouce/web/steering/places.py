"""Places and shops from a file: read and shown first, written once confirmed."""

import zlib
from uuid import UUID

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from coupdepouce.connect.places.model import RowProblem, Severity
from coupdepouce.connect.places.reading import read_places
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.insight.offered import ServicesAccount, services_file
from coupdepouce.partners.importing import ImportReport, import_places
from coupdepouce.partners.places.pairing import waiting_pairs
from coupdepouce.partners.places.publishing import (
    FORMATS,
    Account,
    Format,
    account_of,
    places_file,
)
from coupdepouce.programmes.commune_names import resolve
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.once import OnceForm
from coupdepouce.web.steering import sections
from coupdepouce.web.steering.forms import PlacesForm, refuse
from coupdepouce.web.steering.tables import Line, table

KEPT_SECONDS = 3600
SHOWN = 100
LABELS = {"data-inclusion": "data·inclusion", "mednum": "lieux de médiation numérique"}
FILES = {"data-inclusion": "lieux-data-inclusion.json", "mednum": "lieux-mediation-numerique.csv"}
# A page answers while somebody waits; the command has no such limit.
LARGEST_UNPACKED = 60 * 1024 * 1024
MOST_ROWS = 100_000


@audience(Role.PROGRAMME_MANAGER)
@require_http_methods(["GET", "POST"])
def upload(request: StaffRequest) -> HttpResponse:
    """Take a file of places or shops; nothing is written yet."""
    form = PlacesForm(request.POST or None, request.FILES or None)
    if form.is_valid() and _is_read(form):
        key = form.cleaned_data["once"]
        file = form.cleaned_data["file"]
        file.seek(0)
        # Kept in the shared cache: the next request may reach another process.
        cache.set(_name(request, key), (file.name, zlib.compress(file.read())), KEPT_SECONDS)
        return redirect("steering:places_preview", key=key)
    return page(
        request,
        "steering/import_places.html",
        status=422 if form.is_bound else 200,
        heading="Importer des lieux",
        pairs=_pairs(waiting_pairs()),
        lead="Vous verrez d’abord ce que le fichier change. Rien n’est écrit avant votre accord.",
        form=form,
        action=request.path,
        submit="Voir ce qui change",
        cancel_url=reverse("steering:organisations"),
    )


def _pairs(count: int) -> str:
    return (
        f"{count} paire{'s' * (count > 1)} à regarder : deux lieux, ou un seul ?" if count else ""
    )


def _is_read(form: PlacesForm) -> bool:
    file = form.cleaned_data["file"]
    try:
        _imported(file.name, file.read(), dry_run=True)
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    return True


def _name(request: StaffRequest, key: UUID) -> str:
    return f"places:{request.member.pk}:{key}"


def _imported(name: str, data: bytes, *, dry_run: bool) -> ImportReport:
    rows = read_places(data, name=name, largest=LARGEST_UNPACKED, most_rows=MOST_ROWS)
    return import_places(rows=rows, commune_of=resolve, dry_run=dry_run)


@audience(Role.PROGRAMME_MANAGER)
@require_http_methods(["GET", "POST"])
def preview(request: StaffRequest, key: UUID) -> HttpResponse:
    """Show what the file changes, line by line, then write it."""
    kept = cache.get(_name(request, key))
    if kept is None:
        raise Refusal("upload_gone", "Ce fichier n’est plus gardé : envoyez-le de nouveau.")
    name, packed = kept
    writes = request.method == "POST" and OnceForm(request.POST).is_valid()
    report = _imported(name, zlib.decompress(packed), dry_run=not writes)
    if writes:
        cache.delete(_name(request, key))
        messages.success(
            request,
            f"C’est écrit. Lieux ajoutés : {report.added}, changés : {report.changed}. "
            "Leur qualité et les doublons sont relus dans quelques minutes.",
        )
        return redirect("steering:organisations")
    return sections.programme(
        request,
        "steering/places.html",
        report=report,
        name=name,
        facts=_facts(report),
        form=OnceForm(),
        shown=SHOWN,
        problems=table(
            caption="À corriger dans le fichier",
            columns=("Ligne", "Colonne", "Valeur", "Pourquoi", "Que faire", "Suite"),
            lines=[_problem(one) for one in report.problems[:SHOWN]],
        ),
    )


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def publish(request: StaffRequest, name: str) -> HttpResponse:
    """Say how many places a file will hold, and what its standard does not take."""
    account = account_of(Format(name=name))
    return sections.programme(
        request,
        "steering/publish.html",
        label=LABELS[name],
        name=name,
        facts=[
            {"name": "Lieux écrits", "value": account.written},
            {"name": "Lieux laissés de côté", "value": account.left_out},
        ],
        remarks=table(
            caption="Ce que le standard ne prend pas tel quel",
            columns=("Pourquoi", "Colonne", "Fois"),
            lines=[
                Line(head=one.sentence, values=(one.column, count))
                for one, count in account.counted(SHOWN)
            ],
            numbers=("Fois",),
        ),
    )


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def export(_: StaffRequest, name: str) -> StreamingHttpResponse:
    """Give the places in a published standard, each line valid in its schema."""
    chosen = Format(name=name)
    return StreamingHttpResponse(
        places_file(chosen, account=Account()),
        content_type=FORMATS[name],
        headers={"Content-Disposition": f'attachment; filename="{FILES[name]}"'},
    )


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def export_services(_: StaffRequest) -> StreamingHttpResponse:
    """Give what partners and shops offer, each service linked to its structure."""
    return StreamingHttpResponse(
        services_file(at=timezone.now(), account=ServicesAccount()),
        content_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="services-data-inclusion.json"'},
    )


def _facts(report: ImportReport) -> list[dict[str, object]]:
    return [
        {"name": "Lieux ajoutés", "value": report.added},
        {"name": "Lieux changés", "value": report.changed},
        {"name": "Lieux inchangés", "value": report.unchanged},
        {"name": "Lignes laissées de côté", "value": report.refused},
    ]


def _problem(one: RowProblem) -> Line:
    refused = one.severity is Severity.REFUSED
    return Line(
        head=f"Ligne {one.line}",
        values=(
            one.column,
            one.value,
            one.sentence,
            one.remedy,
            ("no", "Laissée de côté") if refused else ("wait", "Gardée"),
        ),
    )
