"""The points of a territory, by the codes that a file of times is read with."""

from dataclasses import dataclass

import numpy as np

from coupdepouce.core.territory.data import ground
from coupdepouce.core.territory.data.model import Level
from coupdepouce.insight.territories.homes import homes
from coupdepouce.insight.territories.loading import Loaded

ORIGIN, PLACE = "origin", "place"


@dataclass(frozen=True, kw_only=True)
class Point:
    """Where people start from, or go to."""

    role: str
    code: str
    name: str
    lat: float
    lon: float


def points(data: Loaded, within: str) -> tuple[Point, ...]:
    """Give the communes as origins, then as places, then the places of each list.

    Raises:
        Refusal: unknown territory.
    """
    where = ground.areas(data.tables, Level.COMMUNE, within=within)
    here = homes(data, where)
    towns = list(zip(here.codes, here.names, here.points, strict=True))
    listed = [
        (f"{kind}:{code}", "", point)
        for kind, one in sorted(ground.placed(data.lists, where).items())
        for code, commune, point in zip(one.ids, one.commune, one.points, strict=True)
        if where.row_of[commune] >= 0 and np.isfinite(point).all()
    ]
    roles = [*((ORIGIN, one) for one in towns), *((PLACE, one) for one in (*towns, *listed))]
    return tuple(
        Point(role=role, code=code, name=name, lat=float(lat), lon=float(lon))
        for role, (code, name, (lat, lon)) in roles
    )
