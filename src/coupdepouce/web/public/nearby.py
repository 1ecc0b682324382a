"""Where to go from a commune: three places at most, those too far left out or said so."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from coupdepouce.partners.nearest import PARTNER, NearPlace
from coupdepouce.programmes.queries import nearest_places, point_of
from coupdepouce.web.public.hours import hours_in_words
from coupdepouce.web.ui import SmallMap, small_map

PARTNERS, HELPERS, SHOPS = 2, 2, 1
NEAR_KM = 30


def near_places(commune: str) -> dict[str, Any]:
    """Find the nearest partners and the nearest shop, or who else helps, on one map."""
    partners = _near_or_one(nearest_places(commune_code=commune, kind=PARTNER, limit=PARTNERS))
    shops = nearest_places(commune_code=commune, kind="shop", limit=SHOPS)
    helpers: list[NearPlace] = []
    if not any(map(_is_near, partners)):
        others = nearest_places(commune_code=commune, kind="place", limit=HELPERS)
        helpers = [near for near in others if _is_near(near) and near not in partners]
    return {
        "partners": [_place(near) for near in partners],
        "helpers": [_place(near) for near in helpers],
        "helpers_from": len(partners) + 1,
        "shops": [_place(near) for near in shops],
        "shops_from": len(partners) + len(helpers) + 1,
        "all_places_url": f"{reverse('directory:listing')}?commune={commune}",
        "map": _map(commune, [*partners, *helpers, *shops]),
    }


def _is_near(near: NearPlace) -> bool:
    # A distance nobody knows is that of a place of the same commune, or of the nearest one.
    return near.distance_km is None or near.distance_km <= NEAR_KM


def _near_or_one(found: Sequence[NearPlace]) -> list[NearPlace]:
    return [near for near in found if _is_near(near)] or list(found[:1])


def _place(near: NearPlace) -> dict[str, Any]:
    place = near.place
    town = f"{place.postcode} {place.commune_name}".strip()
    shown = {
        "name": place.name,
        "href": reverse("directory:place", args=[place.pk]),
        "address": ", ".join(filter(None, (place.address, town))),
        "hours": hours_in_words(place.opening_hours),
    }
    if _is_near(near) or near.distance_km is None:
        return shown | {"distance_km": near.distance_km}
    far = gettext("C’est le plus proche : il est à %(km)s km de votre commune.")
    return shown | {"distance_km": None, "what": far % {"km": round(near.distance_km)}}


def _map(commune: str, found: Sequence[NearPlace]) -> SmallMap | None:
    here = point_of(commune)
    spots = [
        (near.place.latitude, near.place.longitude)
        for near in found
        if near.place.latitude is not None and near.place.longitude is not None
    ]
    # The numbers of the map are those of the list: a place that cannot be drawn would shift them,
    # and one too far would heap the others in the middle.
    if here is None or not spots or len(spots) < len(found) or not all(map(_is_near, found)):
        return None
    legend = gettext("Votre commune est au centre. Les numéros sont ceux de la liste.")
    return small_map(here=here, places=spots, legend=legend)
