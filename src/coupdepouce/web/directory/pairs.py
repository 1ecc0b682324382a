"""Places written twice: the pairs to look at, both records side by side, then the answer."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.partners.places import pairing
from coupdepouce.partners.places.shown import hours_of
from coupdepouce.web.audience import StaffRequest, audience
from coupdepouce.web.numbers import whole
from coupdepouce.web.steering import sections
from coupdepouce.web.steering.programme import page_number
from coupdepouce.web.steering.tables import Line, hour, pages, table

if TYPE_CHECKING:
    from coupdepouce.partners.models import Membership, PairDecision, Place, PlacePair

PAGE = 50
LABELS = {"proposed": "À regarder", "same": "Réunis", "different": "Laissés à part"}
DONE = {
    "same": "Un seul lieu est affiché. Les exports gardent les deux lignes.",
    "different": "Ce sont deux lieux. Ils ne seront plus proposés.",
    "proposed": "La réponse est reprise. Chaque lieu est affiché comme avant.",
}


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def show(request: StaffRequest) -> HttpResponse:
    """List the pairs of one answer, the likeliest first."""
    answer = request.GET.get("reponse", "proposed")
    answer = answer if answer in LABELS else "proposed"
    number = page_number(request)
    found = pairing.pairs(answer=answer, start=(number - 1) * PAGE, size=PAGE)
    return sections.programme(
        request,
        "directory/pairs.html",
        tabs=[
            {
                "label": f"{label} ({found.counts[one]})",
                "href": f"?reponse={one}",
                "current": one == answer,
            }
            for one, label in LABELS.items()
        ],
        rows=table(
            caption=LABELS[answer],
            columns=("Un lieu", "L’autre", "Commune", "Noms", "Adresses", "Distance"),
            lines=[_line(one) for one in found.pairs],
            numbers=("Noms", "Adresses", "Distance"),
        ),
        pages=pages(total=found.counts[answer], size=PAGE, number=number),
        query=f"reponse={answer}&",
    )


def _line(pair: "PlacePair") -> Line:
    return Line(
        head=f"{pair.one.name} ({pair.one.source})",
        href=reverse("directory:pair", args=[pair.pk]),
        values=(
            f"{pair.other.name} ({pair.other.source})",
            pair.one.commune_name,
            *_likeness(pair),
        ),
    )


def _likeness(pair: "PlacePair") -> tuple[str, str, str]:
    metres = "" if pair.distance_km is None else f"{round(pair.distance_km * 1000)} m"
    return f"{round(pair.name)} %", f"{round(pair.address)} %", metres or "inconnue"


@audience(Role.PROGRAMME_MANAGER)
@require_http_methods(["GET", "POST"])
def pair(request: StaffRequest, pk: int) -> HttpResponse:
    """Show two records side by side, and take the answer."""
    problem = ""
    if request.method == "POST":
        try:
            done = _answer(request, pk, request.member)
        except Refusal as refusal:
            problem = refusal.sentence
        else:
            messages.success(request, DONE[done.answer])
            return redirect("directory:pairs")
    one = pairing.pair(pk)
    names, addresses, distance = _likeness(one)
    return sections.programme(
        request,
        "directory/pair.html",
        status=409 if problem else 200,
        pair=one,
        problem=problem,
        likeness=[
            {"name": "Ressemblance des noms", "value": names},
            {"name": "Ressemblance des adresses", "value": addresses},
            {"name": "Distance", "value": distance},
        ],
        cards=[_card(place) for place in (one.one, one.other)],
        history=[_decision(decision) for decision in one.decisions.all()],
    )


def _answer(request: HttpRequest, pk: int, by: "Membership") -> "PlacePair":
    now = timezone.now()
    seen = whole(request.POST.get("seen", ""), default=0)
    if "kept" in request.POST:
        kept = whole(request.POST["kept"], default=0)
        return pairing.merge(pk=pk, kept=kept, by=by, at=now, seen=seen)
    if "different" in request.POST:
        return pairing.part(pk=pk, by=by, at=now, seen=seen)
    return pairing.take_back(pk=pk, by=by, at=now, seen=seen)


def _card(place: "Place") -> dict[str, Any]:
    town = f"{place.postcode} {place.commune_name}"
    facts = (
        ("Liste", f"{place.source}, {place.source_id}"),
        ("Adresse", ", ".join(filter(None, (place.address, town.strip())))),
        ("Horaires", hours_of(place)),
        ("Services", ", ".join(place.services)),
        ("Site", place.website),
        ("SIRET", place.siret),
        ("Relu par sa liste", f"{place.updated_on:%d/%m/%Y}" if place.updated_on else ""),
    )
    return {
        "pk": place.pk,
        "name": place.name,
        "facts": [{"name": name, "value": value or "non donné"} for name, value in facts],
    }


def _decision(decision: "PairDecision") -> str:
    words = {"same": "a réuni", "different": "a laissé à part", "proposed": "a repris sa réponse"}
    kept = f", « {decision.kept} » reste affiché" if decision.kept else ""
    who = decision.by.user if decision.by else "Le lieu affiché a fermé : le programme"
    return f"{hour(decision.at)} : {who} {words[decision.answer]}{kept}."
