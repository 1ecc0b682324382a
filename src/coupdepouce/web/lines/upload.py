"""The operator's file: read and shown first, written once confirmed."""

import zlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from coupdepouce.connect.operator import Report, read_reports
from coupdepouce.connect.places.model import RowProblem, Severity
from coupdepouce.connect.places.table import is_from_excel
from coupdepouce.core.calendar import in_digits, in_words
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.prescriptions.operator_file import import_reports
from coupdepouce.prescriptions.operator_rows import FileReport, Move
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.lines.forms import OperatorFileForm, refused
from coupdepouce.web.once import OnceForm
from coupdepouce.web.steering.tables import Line, table

KEPT_SECONDS = 3600
SHOWN = 100
MOST_ROWS = 1000  # more would keep the page waiting: the command takes files of any length


@audience(Role.BACK_OFFICE)
@require_http_methods(["GET", "POST"])
def upload(request: StaffRequest) -> HttpResponse:
    """Take the operator's file; nothing is written yet."""
    form = OperatorFileForm(request.POST or None, request.FILES or None)
    if form.is_valid() and _is_read(form):
        key, file = form.cleaned_data["once"], form.cleaned_data["file"]
        file.seek(0)
        # Kept in the shared cache: the next request may reach another process.
        cache.set(_name(request, key), (file.name, zlib.compress(file.read())), KEPT_SECONDS)
        return redirect("lines:preview", key=key)
    return page(
        request,
        "layouts/form.html",
        status=422 if form.is_bound else 200,
        heading="Fichier de l’opérateur",
        lead="Vous verrez d’abord ce que le fichier change. Rien n’est écrit avant votre accord.",
        form=form,
        action=request.path,
        submit="Voir ce qui change",
        cancel_url=reverse("lines:operator"),
    )


def _is_read(form: OperatorFileForm) -> bool:
    file = form.cleaned_data["file"]
    try:
        count = sum(1 for _ in read_reports(file.read(), name=file.name))
    except Refusal as refusal:
        refused(form, refusal)
        return False
    if count > MOST_ROWS:
        form.add_error(
            "file",
            f"Ce fichier a plus de {MOST_ROWS} lignes : lancez « coupdepouce import line-status ».",
        )
    return count <= MOST_ROWS


def _name(request: StaffRequest, key: UUID) -> str:
    return f"operator:{request.member.pk}:{key}"


@audience(Role.BACK_OFFICE)
@require_http_methods(["GET", "POST"])
def preview(request: StaffRequest, key: UUID) -> HttpResponse:
    """Show what the operator's file changes, then write it."""
    kept = cache.get(_name(request, key))
    if kept is None:
        raise Refusal("upload_gone", "Ce fichier n’est plus gardé : envoyez-le de nouveau.")
    name, packed = kept
    writes = request.method == "POST" and OnceForm(request.POST).is_valid()
    data = zlib.decompress(packed)
    rows = read_reports(data, name=name)
    report = import_reports(rows=rows, at=timezone.now(), dry_run=not writes)
    if writes:
        cache.delete(_name(request, key))
        messages.success(
            request,
            f"C’est écrit. Lignes du fichier appliquées : {report.added}, "
            f"déjà connues : {report.unchanged}, laissées de côté : {report.refused}.",
        )
        return redirect("lines:left_over" if report.refused else "lines:operator")
    return page(
        request,
        "lines/preview.html",
        name=name,
        report=report,
        facts=_facts(report),
        form=OnceForm(),
        shown=SHOWN,
        is_from_excel=is_from_excel(data),
        moves=_moves(report),
        problems=_problems(report),
    )


def _facts(report: FileReport) -> list[dict[str, object]]:
    return [
        {"name": "À appliquer", "value": report.added},
        {"name": "Déjà connues", "value": report.unchanged},
        {"name": "Laissées de côté", "value": report.refused},
    ]


def _moves(report: FileReport) -> Mapping[str, Any]:
    return table(
        caption="Ce qui change, ligne par ligne",
        columns=("Commande", "Ligne du fichier", "Ce que dit l’opérateur", "Avant", "Après"),
        lines=[_move(one) for one in report.moves[:SHOWN]],
    )


def _problems(report: FileReport) -> Mapping[str, Any]:
    moved = frozenset(one.report.line for one in report.moves)
    return table(
        caption="À vérifier dans le fichier",
        columns=("Ligne", "Valeur", "Pourquoi", "Que faire", "Suite"),
        lines=[_problem(one, moved=moved) for one in report.problems[:SHOWN]],
    )


def _move(one: Move) -> Line:
    return Line(
        head=one.report.order_number,
        href=reverse("lines:line", args=[one.reference]),
        values=(one.report.line, _said(one.report), one.before.staff, one.after.staff),
    )


def _said(report: Report) -> str:
    """Write what a row says: its word, its day, then the day or the moment it announces."""
    coming = (
        f"coupure le {in_words(report.cut_on)}" if report.cut_on else "",
        f"le {in_digits(report.appointment_at)}" if report.appointment_at else "",
    )
    said = f"{report.status.label.capitalize()}, le {in_words(report.on)}"
    return " : ".join(filter(None, (said, *coming)))


def _problem(one: RowProblem, *, moved: frozenset[int]) -> Line:
    suite = ("wait", "Appliquée, à voir") if one.line in moved else ("wait", "Sans effet")
    if one.severity is Severity.REFUSED:
        suite = ("no", "Laissée de côté")
    return Line(head=f"Ligne {one.line}", values=(one.value, one.sentence, one.remedy, suite))
