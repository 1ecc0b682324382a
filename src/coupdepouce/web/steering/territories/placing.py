"""Where to open, and how far from the best that may be."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.safestring import mark_safe

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.ranking.said import number
from coupdepouce.insight.territories import remembered, sites_maps
from coupdepouce.insight.territories import sites_said as said
from coupdepouce.insight.territories.loading import Loaded
from coupdepouce.insight.territories.sites import Site, Sites
from coupdepouce.insight.territories.sites import sites as choose
from coupdepouce.web.audience import StaffRequest
from coupdepouce.web.steering import sections
from coupdepouce.web.steering.forms import refuse
from coupdepouce.web.steering.tables import Line, table
from coupdepouce.web.steering.territories import folder, reaching
from coupdepouce.web.steering.territories.forms import SitesForm

SECONDS = 5  # a page does not wait for the proof any longer; the command does


def sites(request: StaffRequest) -> HttpResponse:
    """Choose the sites of a territory."""
    data = remembered.ready(folder())
    form = SitesForm(request.GET or None, data=data)
    context: Mapping[str, Any] = {}
    if form.is_valid():
        ends = time.monotonic() + SECONDS
        try:
            found = choose(data, form.asked(), keep_going=lambda: time.monotonic() < ends)
            context = {
                **answer(found), **chart(data, found), **reaching.today(data, found.asked.within)
            }  # fmt: skip
        except Refusal as refusal:
            refuse(form, refusal)
    return sections.shared(request, "steering/territories/sites.html", form=form, **context)


def chart(data: Loaded, found: Sites) -> Mapping[str, Any]:
    """Give the map, or say which file of outlines it needs."""
    try:
        drawn = mark_safe(sites_maps.svg(data, found))  # noqa: S308 (escaped by the map)
    except Refusal as refusal:
        return {"no_map": refusal.sentence}
    return {"map": drawn}


def answer(found: Sites) -> Mapping[str, Any]:
    """Say what the sites are worth, the proof, and how to search longer when it is not there."""
    existing = len(found.existing)
    return {
        "share": f"{number(100 * found.answer.value / found.demand, 1)} %",
        "worth": said.worth(found),
        "bound": said.bound(found),
        "proof": said.proof(found),
        "limits": said.limits(found),
        "existing": f"{number(existing)} lieux déjà ouverts comptent aussi." if existing else "",
        "command": _command(found) if found.answer.stopped else "",
        "seconds": SECONDS,
        "rows": _rows(found.opened),
    }


def _rows(opened: Sequence[Site]) -> Mapping[str, Any]:
    points = ("Latitude", "Longitude")
    return table(
        caption="Les sites à ouvrir",
        columns=("Commune", "Sur la carte", "Code", *points),
        numbers=points,
        lines=[
            Line(head=one.name, values=(at, one.code, number(one.lat, 4), number(one.lon, 4)))
            for at, one in enumerate(opened, start=1)
        ],
    )


def _command(found: Sites) -> str:
    asked = found.asked
    told = f"coupdepouce territories sites --within {asked.within} -k {asked.k} --km {asked.km:g}"
    told += f" --existing {asked.existing}" if asked.existing else ""
    told += f" --floor {asked.floor:g}" if asked.floor else ""
    return f"{told} --seconds 120"
