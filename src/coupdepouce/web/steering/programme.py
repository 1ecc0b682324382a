"""The programme manager's pages: every prescription, the versions, the zones."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from coupdepouce.core.roles import Role
from coupdepouce.insight.export import prescriptions_csv
from coupdepouce.partners.queries import prescribers
from coupdepouce.prescriptions.links import prescription_path
from coupdepouce.prescriptions.lists import MOST_COUNTED, PAGE, Row, listed
from coupdepouce.programmes import communes
from coupdepouce.programmes import queries as programmes
from coupdepouce.web import numbers
from coupdepouce.web.audience import StaffRequest, audience
from coupdepouce.web.standing import row_badge
from coupdepouce.web.steering import sections
from coupdepouce.web.steering.forms import FilterForm, SearchForm
from coupdepouce.web.steering.tables import Line, day, pages, table
from coupdepouce.web.templatetags.ui import thin

if TYPE_CHECKING:
    from coupdepouce.programmes.models import PriorityZone, ProgrammeVersion

ZONES = 100


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def prescriptions(request: StaffRequest) -> HttpResponse:
    """List every prescription, what waits longest first, with filters."""
    form = _filter(request)
    number = page_number(request)
    found = listed(member=request.member, keep=form.kept, at=timezone.now(), number=number)
    query = _query(request)
    return sections.programme(
        request,
        "steering/prescriptions.html",
        form=form,
        count=_counted(found.total),
        clear_url=request.path if query else "",
        query=f"{query}&" if query else "",
        pages=pages(total=found.total, size=PAGE, number=number),
        rows=table(
            caption="Prescriptions",
            columns=("Dossier", "Où ça en est", "Qui doit agir", "Jours", "Partenaire"),
            lines=[_line(row) for row in found.rows],
            numbers=("Jours",),
        ),
    )


def _counted(total: int) -> str:
    many = f"Plus de {thin(MOST_COUNTED)}" if total > MOST_COUNTED else str(total)
    return (
        f"{many} prescription{'s' * (total > 1)} : "
        "les cas bloqués d’abord, puis ceux qui attendent depuis le plus longtemps."
    )


def _filter(request: StaffRequest) -> FilterForm:
    partners = [(one.pk, one.name) for one in prescribers(request.member)]
    return FilterForm(request.GET, partners=partners)


def _query(request: StaffRequest) -> str:
    kept = {name: value for name, value in request.GET.items() if value and name != "page"}
    return urlencode(kept)


def page_number(request: StaffRequest) -> int:
    """Read the number of a page; anything else is the first."""
    return numbers.page_number(request.GET.get("page", ""))


def _line(row: Row) -> Line:
    prescription = row.prescription
    code = prescription.household.commune_code
    town = communes.commune(code).name if communes.exists(code) else ""
    return Line(
        head=f"{str(prescription.reference)[:8]} · {code} {town}".strip(),
        href=prescription_path(prescription.reference),
        values=(
            row_badge(row),
            row.waits_for.capitalize(),
            row.days if row.waits_for else "",
            prescription.organisation.name,
        ),
    )


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def export(request: StaffRequest) -> StreamingHttpResponse:
    """Export the filtered prescriptions as CSV, without a name."""
    request.about = "export"
    lines = prescriptions_csv(member=request.member, keep=_filter(request).kept, at=timezone.now())
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="prescriptions.csv"'},
    )


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def versions(request: StaffRequest) -> HttpResponse:
    """List the versions of the programme: each decision keeps its own."""
    return sections.programme(
        request,
        "steering/list.html",
        heading="Versions du programme",
        lead="Chaque décision garde la version sous laquelle on l’a prise.",
        rows=table(
            caption="Versions",
            columns=("Empreinte", "Chargée le", "Usage"),
            lines=[_version(one) for one in programmes.versions()],
        ),
    )


def _version(one: "ProgrammeVersion") -> Line:
    return Line(
        head=one.content_hash[:12],
        values=(
            day(one.loaded_at),
            ("yes", "En vigueur") if one.is_current else ("info", "Gardée"),
        ),
    )


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def zones(request: StaffRequest) -> HttpResponse:
    """List the priority neighbourhoods with their communes."""
    form = SearchForm(request.GET)
    found = programmes.zones(text=form.text)
    number = page_number(request)
    return sections.programme(
        request,
        "steering/list.html",
        heading="Quartiers prioritaires",
        form=form,
        count=f"{len(found)} quartiers.",
        clear_url=request.path if form.text else "",
        query=f"{urlencode({'q': form.text})}&" if form.text else "",
        pages=pages(total=len(found), size=ZONES, number=number),
        empty="La liste vient avec « coupdepouce import zones ».",
        rows=table(
            caption="Quartiers",
            columns=("Nom", "Code", "Département", "Communes"),
            lines=[_zone(one) for one in found[(number - 1) * ZONES : number * ZONES]],
        ),
    )


def _zone(one: "PriorityZone") -> Line:
    return Line(head=one.name, values=(one.code, one.department, one.communes))
