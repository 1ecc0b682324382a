"""Who is there to help: partners for 10,000 poor households, their trained helpers, their hours."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coupdepouce.core.territory import access
from coupdepouce.core.territory.data.ground import Areas, Placed
from coupdepouce.core.territory.numbers import Floats, Whole

PER = 10_000.0
BAND_KM = 15.0  # a place helps those within this distance


@dataclass(frozen=True, kw_only=True)
class Capacity:
    """What the places of some kinds offer in each area."""

    places: Floats  # (n,)
    per_poor: Floats  # places for 10,000 poor households
    helpers_per_poor: Floats  # trained helpers for 10,000 poor households
    hours: Floats  # median opening hours a week of the places that say them; NaN: none does
    hours_told: Floats  # share of the places that say them


def capacity(where: Areas, kinds: Sequence[Placed], poor: Floats) -> Capacity:
    """Count places, helpers and hours by area; `poor`: poor households of each area."""
    at = [where.row_of[one.commune] for one in kinds]
    count = len(where.codes)
    places = _counted(at, [np.ones(len(rows)) for rows in at], count)
    helpers = _counted(at, [np.nan_to_num(one.helpers) for one in kinds], count)
    hours = [one.hours for one in kinds]
    told = _counted(at, [np.isfinite(one).astype(float) for one in hours], count)
    each = np.where(poor > 0, poor / PER, np.nan)
    return Capacity(
        places=places,
        per_poor=places / each,
        helpers_per_poor=helpers / each,
        hours=_medians(at, hours, count),
        hours_told=np.divide(told, places, out=np.zeros(count), where=places > 0),
    )


def _counted(at: Sequence[Whole], amounts: Sequence[Floats], count: int) -> Floats:
    total = np.zeros(count)
    for rows, values in zip(at, amounts, strict=True):
        inside = rows >= 0
        total += np.bincount(rows[inside], values[inside], minlength=count)
    return total


def _medians(at: Sequence[Whole], hours: Sequence[Floats], count: int) -> Floats:
    rows = np.concatenate([*at, np.zeros(0, np.int32)])
    values = np.concatenate([*hours, np.zeros(0)])
    told = (rows >= 0) & np.isfinite(values)
    rows, values = rows[told], values[told]
    order = np.argsort(rows, kind="stable")
    parts = np.split(values[order], np.searchsorted(rows[order], np.arange(1, count)))
    middles = [float(np.median(part)) if len(part) else np.nan for part in parts]
    return np.array(middles)


def distance(where: Areas, kinds: Sequence[Placed], poor: Floats) -> Floats:
    """Give the mean kilometres of the poor households of each area to their nearest place.

    As the crow flies, from the middle of the commune; `poor`: poor households of each commune.
    """
    points = np.concatenate([one.points for one in kinds])
    points = points[np.isfinite(points).all(axis=1)]
    known = np.isfinite(where.points).all(axis=1) & (where.row_of >= 0)
    km = np.full(len(where.points), np.nan)
    km[known] = access.nearest(where.points[known], points).km
    return _mean(where, km, poor)


def reach(where: Areas, kinds: Sequence[Placed], poor: Floats, supply: Floats) -> Floats:
    """Give the supply that 10,000 poor households can count on within 15 km of home.

    Two-step floating catchment: what is next door in another area counts, and is shared.
    """
    points = np.concatenate([one.points for one in kinds])
    usable = np.isfinite(points).all(axis=1)
    known = np.isfinite(where.points).all(axis=1) & (poor > 0)
    each = np.full(len(where.points), np.nan)
    each[known] = PER * access.catchment(
        people=where.points[known], demand=poor[known], places=points[usable],
        supply=supply[usable], bands=[access.Band(km=BAND_KM)],
    )  # fmt: skip
    return _mean(where, each, poor)


def _mean(where: Areas, values: Floats, poor: Floats) -> Floats:
    told = np.isfinite(values) & np.isfinite(poor)
    mass = where.summed(np.where(told, poor, 0.0))
    total = where.summed(np.where(told, np.nan_to_num(values) * np.nan_to_num(poor), 0.0))
    found = np.divide(total, mass, out=np.full(len(mass), np.nan), where=mass > 0)
    return np.asarray(found, np.float64)
