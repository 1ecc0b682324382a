"""How far the nearest partner and the nearest shop are: by car, on foot, without a car."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from coupdepouce.core.territory import access as straight
from coupdepouce.core.territory.data import ground
from coupdepouce.core.territory.data.ground import Areas, Placed
from coupdepouce.core.territory.data.lists import SHOPS
from coupdepouce.core.territory.data.model import Level
from coupdepouce.core.territory.data.times import between
from coupdepouce.core.territory.numbers import Floats
from coupdepouce.core.territory.ranking.defaults import partners_of
from coupdepouce.core.territory.travel import OURS, Hypotheses, Way
from coupdepouce.insight.territories.homes import Homes, homes
from coupdepouce.insight.territories.loading import Loaded

PARTNER, SHOP = "partner", "shop"
Three = tuple[Floats, Floats, Floats]  # by the fastest, the usual and the slowest hypotheses


@dataclass(frozen=True, kw_only=True)
class AskedAccess:
    """Which territories, what is near, and what is supposed of the roads."""

    level: Level = Level.DEPARTMENT
    within: str = ""
    minutes: float = 30.0
    fill: bool = False  # hypotheses where the file of times tells nothing
    used: Hypotheses = OURS


@dataclass(frozen=True, kw_only=True)
class Going:
    """The time of the poor households of each area by one way.

    What a file tells has no margin: the three are the same.
    """

    minutes: Three  # mean of those whose time is known, NaN when none is
    near: Three  # share known to be within the minutes asked
    known: Floats  # share whose time is known
    told: Floats  # share whose time a file tells


@dataclass(frozen=True, kw_only=True)
class Reached:
    """The nearest place of one kind."""

    to: str
    places: int
    km: Floats  # straight line, mean of the poor households of each area
    by: Mapping[Way, Going]


@dataclass(frozen=True, kw_only=True)
class Access:
    """The answer, area by area."""

    asked: AskedAccess
    where: Areas
    poor: Floats
    without: float  # poor households of communes without a point
    reached: tuple[Reached, ...]
    file: str  # of the times, "" when there is none


def access(data: Loaded, asked: AskedAccess) -> Access:
    """Say how long the way is to the nearest partner, and to the nearest shop of a file.

    Raises:
        Refusal: unknown territory, no list of partners.
    """
    where = ground.areas(data.tables, asked.level, within=asked.within)
    here, places = homes(data, where), ground.placed(data.lists, where)
    kinds = {PARTNER: partners_of(places)}
    if SHOPS.kind in places:
        kinds[SHOP] = [places[SHOPS.kind]]
    return Access(
        asked=asked, where=where, poor=here.added(here.poor), without=here.without,
        reached=tuple(_reached(data, asked, here, to, found) for to, found in kinds.items()),
        file=data.times.file if data.times else "",
    )  # fmt: skip


def _reached(
    data: Loaded, asked: AskedAccess, here: Homes, to: str, kinds: Sequence[Placed]
) -> Reached:
    points = np.concatenate([one.points for one in kinds])
    codes = [f"{one.kind}:{each}" for one in kinds for each in one.ids]
    km = straight.nearest(here.points, points[np.isfinite(points).all(axis=1)]).km
    return Reached(
        to=to, places=len(codes), km=here.mean(km),
        by={way: _going(asked, here, _told(data, asked, here, codes, way), km, way) for way in Way},
    )  # fmt: skip


def _told(
    data: Loaded, asked: AskedAccess, here: Homes, codes: Sequence[str], way: Way
) -> Floats | None:
    """Give the shortest time that the file tells of each commune; None without a file."""
    if data.times is None:
        return None
    found = np.full(len(here.codes), np.inf)
    if data.times.tells(way):
        walk = asked.used.usual.foot_minutes
        told = between(data.times, here.codes, codes, way, longest_walk=walk)
        np.minimum.at(found, told.pairs[:, 0], told.minutes)
    return np.where(np.isfinite(found), found, np.nan)


def _going(asked: AskedAccess, here: Homes, told: Floats | None, km: Floats, way: Way) -> Going:
    used, unknown = asked.used, np.full(len(km), np.nan)
    ends = (used.fastest, used.usual, used.slowest)
    three = [one.minutes(km, way) for one in ends]
    if told is not None:
        filled = three if asked.fill else [unknown] * len(ends)
        three = [np.where(np.isfinite(told), told, one) for one in filled]
    fast, usual, slow = three
    known = np.isfinite(usual)
    means = (np.where(known, np.fmin(fast, usual), np.nan), usual,
             np.where(known, np.fmax(slow, usual), np.nan))  # fmt: skip
    return Going(
        minutes=tuple(here.mean(one) for one in means),  # type: ignore[arg-type]
        near=tuple(here.share(one <= asked.minutes) for one in three),  # type: ignore[arg-type]
        known=here.share(known),
        told=here.share(np.isfinite(unknown if told is None else told)),
    )
