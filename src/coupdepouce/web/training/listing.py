"""The workshops to come near a commune: for everybody, nobody's name is asked."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from coupdepouce.core.refusal import Refusal
from coupdepouce.programmes import communes
from coupdepouce.programmes.commune_search import Found, How, find
from coupdepouce.programmes.queries import nearest_places
from coupdepouce.training.queries import near as sessions_near
from coupdepouce.web.public.screen import PRIVATE, household, show
from coupdepouce.web.public.towns import not_found, town_label
from coupdepouce.web.training.shown import card

SHOPS_NEAR = 5


@household(cache=PRIVATE)
@require_safe
def near(request: HttpRequest) -> HttpResponse:
    """Show the next workshops near a commune, with the places left."""
    typed, code = request.GET.get("ville", "").strip(), request.GET.get("commune", "")
    found = find(typed) if typed else None
    if found is not None and found.how is How.SURE:
        code = found.communes[0].code
    return show(
        request,
        "training/listing.html",
        typed=typed,
        town=communes.commune(code).name if code else "",
        towns=_towns(found) if found is not None and not code else [],
        problem=_problem(found) if not code else "",
        cards=[card(one) for one in _sessions(code)],
    )


def _sessions(code: str) -> list[Any]:
    places: list[int] = []
    if code:
        try:
            shops = nearest_places(commune_code=code, kind="shop", limit=SHOPS_NEAR)
        except Refusal:
            shops = []
        places = [shop.place.pk for shop in shops]
    return list(sessions_near(places=places, at=timezone.now()))


def _towns(found: Found) -> list[dict[str, str]]:
    return [
        {
            "label": town_label(found, town),
            "hint": town.department_name,
            "href": f"?commune={town.code}",
        }
        for town in found.communes
    ]


def _problem(found: Found | None) -> str:
    return not_found(found) if found is not None and not found.communes else ""
