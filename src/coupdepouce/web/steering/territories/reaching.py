"""How far the nearest partner is today, beside where to open."""

from collections.abc import Mapping, Sequence
from typing import Any

from coupdepouce.core.territory.data.model import Level
from coupdepouce.core.territory.numbers import Floats
from coupdepouce.core.territory.ranking.said import number
from coupdepouce.core.territory.travel import Way
from coupdepouce.insight.territories import access_said
from coupdepouce.insight.territories.access import Access, AskedAccess, Reached, access
from coupdepouce.insight.territories.loading import Loaded
from coupdepouce.web.steering.tables import Line, table
from coupdepouce.web.steering.territories.shown import between

WHOLE = 100


def today(data: Loaded, within: str) -> Mapping[str, Any]:
    """Give the way to the nearest partner: of departments in a region, of EPCI in a department."""
    inner = Level.EPCI if within.startswith(Level.DEPARTMENT.value) else Level.DEPARTMENT
    found = access(data, AskedAccess(level=inner, within=within))
    return {"today": _table(found), "today_limits": access_said.access(found, page=True)}


def _table(found: Access) -> Mapping[str, Any]:
    near = f"Sans voiture, à moins de {number(found.asked.minutes)} min (%)"
    columns = ("Km à vol d’oiseau", "En voiture (min)", "À pied (min)", near, "Non connu (%)")
    partner = found.reached[0]
    return table(
        caption="Aller au partenaire le plus proche, aujourd’hui",
        columns=("Territoire", *columns),
        numbers=columns,
        lines=[
            Line(head=name, values=_cells(partner, row))
            for row, name in enumerate(found.where.names)
        ],
    )


def _cells(one: Reached, row: int) -> Sequence[str]:
    without = one.by[Way.NO_CAR]
    shares = [WHOLE * end for end in reversed(without.near)]
    return (
        number(float(one.km[row]), 1),
        _span(one.by[Way.CAR].minutes, row),
        _span(one.by[Way.FOOT].minutes, row),
        _span(shares, row),
        number(WHOLE * (1 - float(without.known[row]))),
    )


def _span(three: Sequence[Floats], row: int) -> str:
    low, usual, high = (number(float(one[row])) for one in three)
    return usual + between(low, high)
