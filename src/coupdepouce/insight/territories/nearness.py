"""Which sites each commune reaches: by kilometres, by hypotheses, or by a file of times."""

from dataclasses import dataclass

import numpy as np

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.access import distance_km
from coupdepouce.core.territory.data.times import Told, between
from coupdepouce.core.territory.listed import Listed, reach
from coupdepouce.core.territory.numbers import Floats, Places
from coupdepouce.insight.territories.asked_sites import AskedSites
from coupdepouce.insight.territories.loading import Loaded

MOST_PAIRS = 5_000_000


@dataclass(frozen=True, kw_only=True)
class Near:
    """Who is near what, and who says so."""

    links: Places  # (L, 2) demand, site
    file: str = ""  # of the times
    told: int = 0  # pairs whose time the file tells
    missing: int = 0  # pairs whose time it does not tell
    doubtful: int = 0  # of these, pairs that the hypotheses put within reach


def near(data: Loaded, asked: AskedSites, demand: Listed, sites: Listed) -> Near:
    """Give the links of demand and site.

    Raises:
        Refusal: the file tells no time of that way.
    """
    if not asked.minutes:
        return Near(links=reach(demand, sites, km=asked.km))
    supposed = reach(demand, sites, km=asked.used.usual.km(asked.minutes, asked.way))
    if data.times is None:
        return Near(links=supposed)
    told = _told(data, asked, demand, sites)
    count = len(sites.codes)
    rest = supposed[~np.isin(_numbers(supposed, count), _numbers(told.pairs, count))]
    links = told.pairs[told.minutes <= asked.minutes]
    return Near(
        links=np.concatenate([links, rest]) if asked.fill else links,
        file=data.times.file, told=len(told.pairs), doubtful=len(rest),
        missing=len(demand.codes) * count - len(told.pairs),
    )  # fmt: skip


def lengths(data: Loaded, asked: AskedSites, demand: Listed, sites: Listed) -> Floats:
    """Give the kilometres or the minutes (n, m) of each commune to each site, to a tenth.

    Raises:
        Refusal: `sites_too_many`, or `times_missing`: the time of a pair is not known.
    """
    n, m = len(demand.codes), len(sites.codes)
    if n * m > MOST_PAIRS:
        raise Refusal(
            "sites_too_many",
            f"{n} communes et {m} sites font trop de distances : prenez un territoire plus petit, "
            "ou montez --inhabitants.",
        )
    pairs = [np.repeat(demand.points, m, axis=0), np.tile(sites.points, (n, 1))]
    found = distance_km(*pairs).reshape(n, m)
    if asked.minutes:
        found = _minutes(data, asked, demand, sites, found)
    return np.round(found, 1)


def _minutes(data: Loaded, asked: AskedSites, demand: Listed, sites: Listed, km: Floats) -> Floats:
    found = asked.used.usual.minutes(km, asked.way)
    if data.times is not None:
        told = _told(data, asked, demand, sites)
        found = found if asked.fill else np.full(km.shape, np.nan)
        found[told.pairs[:, 0], told.pairs[:, 1]] = told.minutes
    missing = int(np.isnan(found).sum())
    if missing:
        raise Refusal(
            "times_missing",
            f"Le temps de {missing} trajets sur {found.size} n’est pas connu, et une moyenne les "
            "demande tous : complétez le fichier (--times), demandez --fill, ou --way car.",
            missing=missing,
        )
    return found


def _told(data: Loaded, asked: AskedSites, demand: Listed, sites: Listed) -> Told:
    assert data.times is not None  # noqa: S101 - the callers ask
    walk = asked.used.usual.foot_minutes
    return between(data.times, demand.codes, sites.codes, asked.way, longest_walk=walk)


def _numbers(pairs: Places, count: int) -> Places:
    return pairs[:, 0] * count + pairs[:, 1]
