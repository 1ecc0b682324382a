"""Sites on a map: as an SVG, as a picture, and as GeoJSON for other tools."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from coupdepouce.connect.territory import pictures
from coupdepouce.core.territory.data import ground
from coupdepouce.core.territory.data.model import Level
from coupdepouce.core.territory.maps.outlines import Outlines
from coupdepouce.core.territory.maps.sites_map import ShownSites, sites_map
from coupdepouce.core.territory.numbers import Floats
from coupdepouce.core.territory.ranking.defaults import ESTIMATE
from coupdepouce.core.territory.travel import Way
from coupdepouce.insight.territories import sites_said as said
from coupdepouce.insight.territories.asked_sites import Method
from coupdepouce.insight.territories.loading import Loaded
from coupdepouce.insight.territories.maps import polygons
from coupdepouce.insight.territories.sites import Site, Sites

FAR, UNKNOWN = "plus loin", ", ou non connu"
TITLES = {
    Method.COVERAGE: "Où ouvrir : le plus de ménages pauvres {near}",
    Method.MEDIAN: "Où ouvrir : le moins de chemin pour les ménages pauvres",
    Method.FEWEST: "Où ouvrir : le moins de sites",
}


def svg(data: Loaded, found: Sites) -> str:
    """Draw the map.

    Raises:
        Refusal: the outlines were not loaded.
    """
    return sites_map(shown(found), _outlines(data, found))


def png(data: Loaded, found: Sites) -> bytes:
    """Draw the map as a picture.

    Raises:
        Refusal: the outlines were not loaded.
    """
    return pictures.png(svg(data, found))


def shown(found: Sites) -> ShownSites:
    """Give what the map shows."""
    here, near = found.homes, said.near(found.asked)
    inside = found.where.within or "France métropolitaine"
    # without a car, what is not near may have a bus that nobody tells
    unknown = found.asked.way is Way.NO_CAR or (found.near.missing and not found.asked.fill)
    return ShownSites(
        title=f"{TITLES[found.asked.method].format(near=near)}, {inside}",
        unit="Ménages pauvres", near=near, far=FAR + (UNKNOWN if unknown else ""),
        points=here.points, names=here.names, need=here.poor, covered=found.covered,
        opened=_points(found.opened), existing=_points(found.existing),
        opened_names=tuple(one.name or one.code for one in found.opened),
        km=0.0 if found.asked.minutes else found.asked.km,
        facts=(
            said.worth(found), said.bound(found), said.proof(found), *said.limits(found),
            f"Source des ménages pauvres : {ESTIMATE}.",
        ),
    )  # fmt: skip


def _points(sites: tuple[Site, ...]) -> Floats:
    return np.array([(one.lat, one.lon) for one in sites], np.float64).reshape(-1, 2)


def _outlines(data: Loaded, found: Sites) -> Outlines:
    """Give the outlines of the departments, or of the EPCI that was asked."""
    level, _, code = found.asked.within.rpartition(":")
    if level == Level.EPCI.value:
        where = ground.areas(data.tables, Level.EPCI)
        kept = {code}
    else:
        where = ground.areas(data.tables, Level.DEPARTMENT)
        kept = set(found.homes.departments)
    return {one: rings for one, rings in data.outlines(where).items() if one in kept}


def geojson(data: Loaded, found: Sites) -> dict[str, Any]:
    """Give outlines, and sites and need as points, with what the choice is worth and its proof.

    Raises:
        Refusal: the outlines were not loaded.
    """
    outlines = [
        {"type": "Feature", "properties": {"kind": "outline", "code": code},
         "geometry": {"type": "MultiPolygon", "coordinates": polygons(rings)}}
        for code, rings in _outlines(data, found).items()
    ]  # fmt: skip
    answer = found.answer
    return {
        "type": "FeatureCollection",
        "properties": {
            "method": found.asked.method, "near": said.near(found.asked), "value": answer.value,
            "bound": answer.bound, "gap": answer.gap, "optimal": answer.optimal,
            "said": [said.worth(found), said.proof(found), *said.limits(found)],
            "source": ESTIMATE,
        },
        "features": [*outlines, *_sites(found), *_need(found)],
    }  # fmt: skip


def _sites(found: Sites) -> Iterator[dict[str, Any]]:
    for at, one in enumerate((*found.opened, *found.existing), start=1):
        kind, number = ("existing", None) if one.existing else ("to_open", at)
        yield _feature(one.lat, one.lon, kind=kind, number=number, code=one.code, name=one.name)


def _need(found: Sites) -> Iterator[dict[str, Any]]:
    here = found.homes
    rows = zip(here.codes, here.names, here.points, here.poor, found.covered, strict=True)
    for code, name, (lat, lon), poor, near in rows:
        yield _feature(
            lat, lon, kind="need", code=code, name=name, poor=float(poor), near=bool(near)
        )


def _feature(lat: float, lon: float, **properties: object) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [round(float(lon), 5), round(float(lat), 5)]}
    return {"type": "Feature", "properties": properties, "geometry": point}
