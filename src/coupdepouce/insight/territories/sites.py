"""Where to open: the best sites for the poor households of a territory, with the proof."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.data import ground
from coupdepouce.core.territory.data.ground import Areas, Placed
from coupdepouce.core.territory.data.model import Level
from coupdepouce.core.territory.listed import Listed, listed
from coupdepouce.core.territory.numbers import Places
from coupdepouce.core.territory.siting.answers import Limit, Siting
from coupdepouce.core.territory.siting.coverage import cover
from coupdepouce.core.territory.siting.fewest import fewest
from coupdepouce.core.territory.siting.floors import Floor
from coupdepouce.core.territory.siting.median import median
from coupdepouce.insight.territories.asked_sites import TOWN_HALLS, AskedSites, Method, check
from coupdepouce.insight.territories.homes import Homes, homes
from coupdepouce.insight.territories.loading import Loaded
from coupdepouce.insight.territories.nearness import Near, lengths, near


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
    where: Areas
    sites: tuple[Site, ...]
    answer: Siting
    homes: Homes
    covered: NDArray[np.bool_]  # (homes,) some open site is near
    near: Near  # who says what is near
    candidates: int

    @property
    def opened(self) -> tuple[Site, ...]:
        """Give the sites to open, by name: their place here is their number on the map."""
        new = (one for one in self.sites if not one.existing)
        return tuple(sorted(new, key=lambda one: (one.name, one.code)))

    @property
    def existing(self) -> tuple[Site, ...]:
        """Give the sites that are open already."""
        return tuple(one for one in self.sites if one.existing)

    @property
    def demand(self) -> float:
        """Give the poor households of the territory that are counted."""
        return float(self.homes.poor.sum())


def sites(data: Loaded, asked: AskedSites, *, keep_going: Callable[[], bool]) -> Sites:
    """Choose where to open.

    Raises:
        Refusal: unknown territory or places, k larger than the sites, a floor out of reach, what
            the method does not ask for.
    """
    check(data, asked)
    where = ground.areas(data.tables, Level.COMMUNE, within=asked.within)
    here = homes(data, where)
    demand = listed(name="communes", codes=here.codes, points=here.points, amounts=here.poor)
    known = ground.placed(data.lists, where)
    opened = _places(known, asked.existing, where) if asked.existing else None
    there = _candidates(known, asked, where)
    both = _joined(opened, there)
    fixed = len(opened.codes) if opened else 0
    reached = near(data, asked, demand, both)
    limit = Limit(keep_going=keep_going)
    try:
        answer = _answer(
            data, asked, here, demand, both, links=reached.links, fixed=fixed, limit=limit
        )
    except Refusal as refusal:
        raise _named(refusal, data, here) from None
    return Sites(
        asked=asked, where=where, answer=answer, homes=here, near=reached,
        candidates=len(there.codes), covered=_covered(demand, reached, answer),
        sites=tuple(
            Site(
                code=both.codes[at], name=data.names.get(both.codes[at], ""),
                lat=float(both.points[at, 0]), lon=float(both.points[at, 1]), existing=at < fixed,
            )
            for at in answer.sites
        ),
    )  # fmt: skip


def _named(refusal: Refusal, data: Loaded, here: Homes) -> Refusal:
    """Name the department whose floor is out of reach."""
    group = refusal.data.get("group")
    if not isinstance(group, int):
        return refusal
    departments = data.tables.places[Level.DEPARTMENT]
    names = dict(zip(departments["code"], departments["name"], strict=True))
    code = sorted(set(here.departments))[group]
    sentence = refusal.sentence.replace(f"Groupe {group}", f"{names[code]} ({code})")
    return Refusal(refusal.code, sentence, **refusal.data)


def _covered(demand: Listed, reached: Near, answer: Siting) -> NDArray[np.bool_]:
    found = np.zeros(len(demand.codes), bool)
    found[reached.links[np.isin(reached.links[:, 1], answer.sites), 0]] = True
    return found


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


def _candidates(known: Mapping[str, Placed], asked: AskedSites, where: Areas) -> Listed:
    if asked.candidates != TOWN_HALLS:
        return _places(known, asked.candidates, where)
    large = (where.row_of >= 0) & (where.population >= asked.inhabitants)
    rows = np.flatnonzero(large & np.isfinite(where.points).all(axis=1))
    if not len(rows):
        raise Refusal(
            "sites_none",
            f"Aucune commune du territoire n’a {asked.inhabitants} habitants : baissez "
            "--inhabitants.",
        )
    codes = [where.communes[row] for row in rows]
    return listed(name=TOWN_HALLS, codes=codes, points=where.points[rows])


def _joined(here: Listed | None, there: Listed) -> Listed:
    if here is None:
        return there
    return listed(
        name="lieux", codes=(*here.codes, *there.codes),
        points=np.concatenate([here.points, there.points]),
    )  # fmt: skip


def _answer(
    data: Loaded, asked: AskedSites, here: Homes, demand: Listed, both: Listed, *, links: Places,
    fixed: int, limit: Limit,
) -> Siting:  # fmt: skip
    count, opened = len(both.codes), range(fixed)
    if asked.method is Method.MEDIAN:
        return median(
            demand=demand.amounts, distances=lengths(data, asked, demand, both), k=asked.k,
            fixed=opened, limit=limit,
        )  # fmt: skip
    groups = np.unique(here.departments, return_inverse=True)[1]
    floor = Floor(groups=groups, share=asked.floor) if asked.floor else None
    if asked.method is Method.FEWEST:
        return fewest(
            demand=demand.amounts, links=links, sites=count, fixed=opened, floor=floor,
            limit=limit, target=float(np.ceil(asked.share * demand.amounts.sum())),
        )  # fmt: skip
    capacities = np.full(count, asked.capacity) if asked.capacity else None
    return cover(
        demand=demand.amounts, links=links, sites=count, k=asked.k, fixed=opened, floor=floor,
        capacities=capacities, limit=limit,
    )  # fmt: skip
