"""The quality of the directory: how many records miss what, and which to mend first."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from coupdepouce.core.calendar import day_of, in_words
from coupdepouce.core.directory.quality import BY_CODE, CRITERIA
from coupdepouce.core.roles import Role
from coupdepouce.partners.places.worst import QualityPage, quality_page
from coupdepouce.programmes.directory import review_places
from coupdepouce.web.audience import StaffRequest, audience
from coupdepouce.web.steering import sections
from coupdepouce.web.steering.programme import page_number
from coupdepouce.web.steering.tables import Bar, Line, pages, table

if TYPE_CHECKING:
    from coupdepouce.partners.models import Place

PAGE = 20


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def show(request: StaffRequest) -> HttpResponse:
    """Show what the records miss, and those to mend first."""
    missing = request.GET.get("manque", "")
    number = page_number(request)
    found = quality_page(missing=missing, start=(number - 1) * PAGE, size=PAGE)
    return sections.programme(
        request,
        "directory/quality.html",
        found=found,
        sentence=_sentence(found),
        chosen=BY_CODE.get(missing),
        criteria=_criteria(found),
        rows=table(
            caption="À reprendre d’abord",
            columns=("Lieu", "Commune", "Liste", "Ce qui ne va pas", "Que faire d’abord"),
            lines=[_line(place) for place in found.worst],
        ),
        pages=pages(total=found.total, size=PAGE, number=number),
        query=f"manque={missing}&" if missing else "",
    )


def _criteria(found: QualityPage) -> Mapping[str, Any]:
    address = reverse("directory:quality")
    ordered = sorted(CRITERIA, key=lambda one: -found.failing[one.code])
    most = max(found.failing.values(), default=0) or 1
    return table(
        caption="Ce qui manque, et à combien de lieux",
        columns=("Ce qui ne va pas", "Lieux", "Que faire"),
        lines=[
            Line(
                head=one.wrong,
                href=f"{address}?manque={one.code}",
                values=(Bar(count=found.failing[one.code], most=most), one.remedy),
            )
            for one in ordered
        ],
    )


def _line(place: "Place") -> Line:
    judgement = place.judgement
    return Line(
        head=place.name,
        href=reverse("directory:place", args=[place.pk]),
        values=(place.commune_name, place.source, judgement.sentence, judgement.remedy),
    )


def _sentence(found: QualityPage) -> str:
    if not found.judged or found.reviewed_on is None:
        return "Les lieux n’ont pas encore été relus. Relisez-les pour voir quoi reprendre."
    share = round(100 * found.held / found.asked) if found.asked else 0
    new = found.places - found.judged
    since = f" {new} sont arrivés depuis." if new else ""
    return (
        f"{share} % des points regardés sont justes, sur {found.judged} lieux relus "
        f"le {in_words(found.reviewed_on)}.{since}"
    )


@audience(Role.PROGRAMME_MANAGER)
@require_POST
def review(request: StaffRequest) -> HttpResponse:
    """Look at every record again: its quality, and the places written twice."""
    done = review_places(on=day_of(timezone.now()))
    messages.success(request, f"Lieux relus : {done.judged}. Paires à regarder : {done.pairs}.")
    return redirect("directory:pairs" if "pairs" in request.POST else "directory:quality")
