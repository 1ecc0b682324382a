"""The list of places around a commune, on one map, and the page of each place."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from coupdepouce.core.calendar import day_of
from coupdepouce.core.directory import hours
from coupdepouce.core.directory.said import Sort
from coupdepouce.partners.places.finding import Findings, Found
from coupdepouce.partners.places.shown import Shown, place_shown
from coupdepouce.programmes import communes
from coupdepouce.programmes.commune_search import Found as Towns
from coupdepouce.programmes.commune_search import How, find
from coupdepouce.programmes.directory import places_around
from coupdepouce.programmes.queries import point_of
from coupdepouce.web.directory import words
from coupdepouce.web.directory.forms import REACHES, DirectoryForm
from coupdepouce.web.numbers import page_number
from coupdepouce.web.public.hours import hours_in_words
from coupdepouce.web.public.screen import PRIVATE, household, show
from coupdepouce.web.public.towns import not_found, town_label
from coupdepouce.web.steering.tables import pages
from coupdepouce.web.ui import SmallMap, small_map

PAGE = 10
FARTHEST = REACHES[-1][0]  # km


@household(cache=PRIVATE)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show the places around a commune, or ask which."""
    typed = _typed(request)
    code = typed.get("commune", "")
    if code:
        typed["ville"] = typed.get("ville") or communes.commune(code).name
    form = DirectoryForm(typed if "ville" in typed else None)
    towns = find(form.cleaned_data["ville"]) if form.is_valid() and not code else None
    if towns is not None and towns.how is How.SURE:
        code = towns.communes[0].code
    elif towns is not None and not towns.communes:
        form.add_error("ville", not_found(towns))
    found = _found(request, form, code) if code else {}
    return show(
        request,
        "directory/listing.html",
        status=422 if form.errors else 200,
        form=form,
        towns=_choices(towns, typed) if not code else [],
        **found,
    )


def _typed(request: HttpRequest) -> dict[str, str]:
    # A choice given twice counts once, the last.
    return {name: str(text) for name, text in request.GET.items()}


def _choices(towns: Towns | None, typed: dict[str, str]) -> list[dict[str, str]]:
    rest = {name: text for name, text in typed.items() if name not in {"ville", "page"}}
    return [
        {
            "label": town_label(towns, town) if towns else "",
            "hint": town.department_name,
            "href": f"?{urlencode(rest | {'commune': town.code})}",
        }
        for town in (towns.communes if towns else ())
    ]


def _found(request: HttpRequest, form: DirectoryForm, code: str) -> dict[str, Any]:
    number = page_number(request.GET.get("page", ""))
    now = timezone.now()
    start = (number - 1) * PAGE
    found = places_around(commune_code=code, wanted=form.wanted, at=now, start=start, size=PAGE)
    query = {name: text for name, text in _typed(request).items() if name != "page"}
    return {
        "town": communes.commune(code).name,
        "count": _count(found, form.wanted.reach_km),
        "places": [_card(one, at=now) for one in found.places],
        "start": start + 1,
        "map": _map(code, found.places, first=start + 1),
        "pages": pages(total=found.total, size=PAGE, number=number),
        "query": f"{urlencode(query)}&" if query else "",
        "farther": _farther(query, form.wanted.reach_km),
    }


def _count(found: Findings, reach_km: float) -> str:
    values = {"count": found.total, "km": round(reach_km)}
    if found.total == 1:
        return gettext("1 lieu à %(km)s km au plus.") % values
    return gettext("%(count)s lieux à %(km)s km au plus.") % values


def _farther(query: dict[str, str], reach_km: float) -> str:
    return f"?{urlencode(query | {'km': FARTHEST})}" if reach_km < float(FARTHEST) else ""


def _card(one: Found, *, at: Any) -> dict[str, Any]:
    place = one.place
    return {
        "name": place.name,
        "href": reverse("directory:place", args=[place.pk]),
        "what": gettext(words.KINDS[place.kind]),
        "address": words.address(place),
        "distance_km": one.distance_km,
        "hours": "" if one.now else place.hours,
        **words.state(one.now, at=at),
    }


def _map(code: str, found: tuple[Found, ...], *, first: int) -> SmallMap | None:
    here = point_of(code)
    spots = [one.place.point for one in found]
    if here is None or not any(spots):
        return None
    legend = gettext("Votre commune est au centre. Les numéros sont ceux de la liste.")
    return small_map(here=here, places=spots, legend=legend, first=first)


@household(cache=PRIVATE)
@require_safe
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Show all that is known of a place, on one sheet to print."""
    one = place_shown(pk)
    if one.pk != pk:
        return redirect("directory:place", pk=one.pk)
    now = timezone.now()
    today = day_of(now)
    return show(
        request,
        "directory/place.html",
        place=one,
        kind=gettext(words.KINDS[one.kind]),
        address=words.address(one),
        services=[*words.said(one, Sort.SERVICE), *one.said.other],
        welcome=[*words.said(one, Sort.ACCESS)],
        languages=words.said(one, Sort.LANGUAGE),
        visit=words.said(one, Sort.VISIT),
        usual=hours_in_words(one.hours),
        week=words.week(hours.week(one.hours, on=today), today=today),
        map=_where(one),
        list_url=_around(one),
        state=words.state(hours.now(one.hours, at=now), at=now),
    )


def _around(one: Shown) -> str:
    query = f"?commune={one.commune_code}" if one.commune_code else ""
    return reverse("directory:listing") + query


def _where(one: Shown) -> SmallMap | None:
    here = point_of(one.commune_code)
    if here is None or one.point is None:
        return None
    legend = gettext("Le rond est le centre de la commune. Le numéro 1 est le lieu.")
    return small_map(here=here, places=[one.point], legend=legend)
