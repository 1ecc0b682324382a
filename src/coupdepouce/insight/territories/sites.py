"""Where to open: the best sites for the poor households of a territory, with the proof."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.access import distance_km
from coupdepouce.core.territory.data import ground
from coupdepouce.core.territory.data.ground import Areas, Placed
from coupdepouce.core.territory.data.model import Level
from coupdepouce.core.territory.listed import Listed, listed, reach
from coupdepouce.core.territory.numbers import Floats, Places
from coupdepouce.core.territory.siting.answers import Limit, Siting
from coupdepouce.core.territory.siting.coverage import cover
from coupdepouce.core.territory.siting.fewest import fewest
from coupdepouce.core.territory.siting.floors import Floor
from coupdepouce.core.territory.siting.median import median
from coupdepouce.insight.territories.loading import Loaded

TOWN_HALLS = "communes"
MOST_PAIRS = 5_000_000


class Method(StrEnum):
    """What the best sites are."""

    COVERAGE = "coverage"  # the most households within reach
    MEDIAN = "median"  # the least kilometres in all
    FEWEST = "fewest"  # the fewest sites for a target


@dataclass(frozen=True, kw_only=True)
class AskedSites:
    """What to open, where, and how far is near."""

    within: str = ""
    method: Method = Method.COVERAGE
    k: int = 0
    km: float = 10.0
    share: float = 0.0  # of the poor households: the target of the fewest
    floor: float = 0.0  # the least share to cover in each department
    candidates: str = TOWN_HALLS  # the middle of communes, or a kind of places
    inhabitants: int = 2_000  # the least of a commune that is a candidate
    existing: str = ""  # a kind of places already open


@dataclass(frozen=True, kw_only=True)
class Site:
    """A site of the answer."""

    code: str
    name: str
    lat: float
    lon: float
    existing: bool


@dataclass(frozen=True, kw_only=True)
class Sites:
    """The sites, what they are worth, and how far from the best they may be."""

    asked: AskedSites
    sites: tuple[Site, ...]
    answer: Siting
    demand: float  # poor households of the territory
    without: float  # of them, in communes without a point: not counted in the demand
    candidates: int


def sites(data: Loaded, asked: AskedSites, *, keep_going: Callable[[], bool]) -> Sites:
    """Choose where to open.

    Raises:
        Refusal: unknown territory or places, k larger than the sites, a floor out of reach.
    """
    where = ground.areas(data.tables, Level.COMMUNE, within=asked.within)
    rows, poor, without = _demand(data, where)
    demand = listed(
        name="communes", codes=[where.communes[row] for row in rows], points=where.points[rows],
        amounts=poor,
    )  # fmt: skip
    known = ground.placed(data.lists, where)
    here = _places(known, asked.existing, where) if asked.existing else None
    there, names = _candidates(known, asked, where)
    both = _joined(here, there)
    opened = len(here.codes) if here else 0
    answer = _answer(data, asked, demand, both, opened=opened, keep_going=keep_going)
    return Sites(
        asked=asked, answer=answer, demand=float(poor.sum()), without=without,
        candidates=len(there.codes),
        sites=tuple(
            Site(
                code=both.codes[at], name=names.get(both.codes[at], ""),
                lat=float(both.points[at, 0]), lon=float(both.points[at, 1]),
                existing=at < opened,
            )
            for at in answer.sites
        ),
    )  # fmt: skip


def _demand(data: Loaded, where: Areas) -> tuple[Places, Floats, float]:
    """Give the communes with poor households, whole ones so that coverage is proved exactly."""
    poor = np.zeros(len(where.communes))
    at = {code: row for row, code in enumerate(where.communes)}
    poor[[at[str(code)] for code in data.need.codes]] = np.rint(data.need.poor.value)
    inside = (where.row_of >= 0) & (poor > 0)
    placed = np.isfinite(where.points).all(axis=1)
    rows = np.flatnonzero(inside & placed)
    return rows, poor[rows], float(poor[inside & ~placed].sum())


def _places(known: Mapping[str, Placed], kind: str, where: Areas) -> Listed:
    """Give the places of a kind inside the territory.

    Raises:
        Refusal: `places_unknown`, none of that kind is loaded there.
    """
    one = known.get(kind)
    inside = np.flatnonzero(where.row_of[one.commune] >= 0) if one else np.zeros(0, int)
    if one is None or not len(inside):
        kinds = ", ".join((TOWN_HALLS, *known))
        raise Refusal(
            "places_unknown",
            f"Aucun lieu « {kind} » n’est chargé dans ce territoire. Il y a : {kinds}.",
        )
    return listed(
        name=kind, codes=[f"{kind}:{one.ids[at]}" for at in inside], points=one.points[inside]
    )


def _candidates(
    known: Mapping[str, Placed], asked: AskedSites, where: Areas
) -> tuple[Listed, dict[str, str]]:
    if asked.candidates != TOWN_HALLS:
        return _places(known, asked.candidates, where), {}
    large = (where.row_of >= 0) & (where.population >= asked.inhabitants)
    rows = np.flatnonzero(large & np.isfinite(where.points).all(axis=1))
    if not len(rows):
        raise Refusal(
            "sites_none",
            f"Aucune commune du territoire n’a {asked.inhabitants} habitants : baissez "
            "--inhabitants.",
        )
    codes = [where.communes[row] for row in rows]
    names = {code: where.names[where.row_of[row]] for code, row in zip(codes, rows, strict=True)}
    return listed(name=TOWN_HALLS, codes=codes, points=where.points[rows]), names


def _joined(here: Listed | None, there: Listed) -> Listed:
    if here is None:
        return there
    return listed(
        name="lieux", codes=(*here.codes, *there.codes),
        points=np.concatenate([here.points, there.points]),
    )  # fmt: skip


def _groups(data: Loaded, demand: Listed) -> Places:
    communes = data.tables.places[Level.COMMUNE]
    homes = dict(zip(communes["code"], communes["department"], strict=True))
    return np.unique([homes[code] for code in demand.codes], return_inverse=True)[1]


def _answer(
    data: Loaded, asked: AskedSites, demand: Listed, both: Listed, *, opened: int,
    keep_going: Callable[[], bool],
) -> Siting:  # fmt: skip
    limit, fixed = Limit(keep_going=keep_going), range(opened)
    if asked.method is Method.MEDIAN:
        return median(
            demand=demand.amounts, distances=_kilometres(demand, both), k=asked.k, fixed=fixed,
            limit=limit,
        )  # fmt: skip
    links, count = reach(demand, both, km=asked.km), len(both.codes)
    if asked.method is Method.FEWEST:
        return fewest(
            demand=demand.amounts, links=links, sites=count, fixed=fixed, limit=limit,
            target=float(np.ceil(asked.share * demand.amounts.sum())),
        )  # fmt: skip
    floor = Floor(groups=_groups(data, demand), share=asked.floor) if asked.floor else None
    return cover(
        demand=demand.amounts, links=links, sites=count, k=asked.k, fixed=fixed, floor=floor,
        limit=limit,
    )  # fmt: skip


def _kilometres(demand: Listed, both: Listed) -> Floats:
    """Give the kilometres (n, m) of each commune to each site, in whole hundred metres.

    Raises:
        Refusal: `sites_too_many`.
    """
    n, m = len(demand.codes), len(both.codes)
    if n * m > MOST_PAIRS:
        raise Refusal(
            "sites_too_many",
            f"{n} communes et {m} sites font trop de distances : prenez un territoire plus petit, "
            "ou montez --inhabitants.",
        )
    pairs = [np.repeat(demand.points, m, axis=0), np.tile(both.points, (n, 1))]
    return np.round(distance_km(*pairs), 1).reshape(n, m)
