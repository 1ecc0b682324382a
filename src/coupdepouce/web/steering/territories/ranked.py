"""The ranking beside its map, the map alone, and one territory to print."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import mark_safe

from coupdepouce.core.refusal import Refusal
from coupdepouce.insight.territories import maps, remembered
from coupdepouce.insight.territories.loading import Loaded
from coupdepouce.insight.territories.ranking import Asked, explanation
from coupdepouce.web.audience import StaffRequest, page
from coupdepouce.web.steering.territories import folder, shown
from coupdepouce.web.steering.territories.answered import answered
from coupdepouce.web.steering.territories.forms import RankingForm


def home(request: StaffRequest) -> HttpResponse:
    """Rank the territories of a level, with the map and what the order is worth."""
    data = remembered.ready(folder())
    form = RankingForm(request.GET, data=data)
    return answered(request, "home", form, lambda: _answer(data, form))


def _answer(data: Loaded, form: RankingForm) -> Mapping[str, Any]:
    asked, figure = form.asked(), form.cleaned_data["show"] or maps.SCORE
    found = remembered.seen(folder(), asked)
    told = maps.shown(found, figure)
    return {
        **shown.ranking(found, query_of(asked)),
        "unit": told.unit,
        "source": told.source,
        "map": mark_safe(maps.svg(data, found, figure)),  # noqa: S308 (escaped by the map)
        "map_url": map_url(asked, figure),
    }


def chart(request: StaffRequest) -> HttpResponse:
    """Give the map as a picture of its own.

    Raises:
        Refusal: what is asked cannot be drawn.
    """
    data = remembered.ready(folder())
    form = RankingForm(request.GET, data=data)
    if not form.is_valid():
        raise Refusal("map_unknown", "Cette carte n’existe pas : revenez au classement.")
    found = remembered.seen(folder(), form.asked())
    drawn = maps.svg(data, found, form.cleaned_data["show"] or maps.SCORE)
    return HttpResponse(drawn, content_type="image/svg+xml")


def one(request: StaffRequest, code: str) -> HttpResponse:
    """Say why this territory, on paper.

    Raises:
        Refusal: the territory is not among those compared.
    """
    data = remembered.ready(folder())
    form = RankingForm(request.GET, data=data)
    asked = form.asked() if form.is_valid() else Asked()
    found = remembered.seen(folder(), asked)
    return page(
        request,
        "steering/territories/one.html",
        back_url=f"{reverse('territories:home')}?{query_of(asked)}",
        **shown.one(found, explanation(data, found, code)),
    )


def query_of(asked: Asked) -> str:
    """Write a question as the end of an address."""
    weights = {name: f"{100 * weight:.6g}" for name, weight in (asked.weights or {}).items()}
    return urlencode({"level": asked.level.value, "within": asked.within, **weights})


def map_url(asked: Asked, figure: str = maps.SCORE) -> str:
    """Give the address of a map."""
    return f"{reverse('territories:chart')}?{query_of(asked)}&{urlencode({'show': figure})}"
