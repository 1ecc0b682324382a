"""Where the poor households are: the communes that count in a territory."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coupdepouce.core.territory.data.ground import Areas
from coupdepouce.core.territory.numbers import Floats, Whole
from coupdepouce.insight.territories.loading import Loaded


@dataclass(frozen=True, kw_only=True)
class Homes:
    """The communes of a territory that have a point and poor households."""

    where: Areas
    codes: tuple[str, ...]
    names: tuple[str, ...]
    departments: tuple[str, ...]  # codes
    points: Floats
    poor: Floats
    area: Whole  # the row of their area
    without: float  # poor households of communes without a point: not counted

    def added(self, amounts: Floats) -> Floats:
        """Add up by area."""
        found = np.bincount(self.area, amounts, minlength=len(self.where.codes))
        return np.asarray(found, np.float64)

    def mean(self, values: Floats) -> Floats:
        """Give the mean of the poor households of each area whose value is known."""
        known = np.isfinite(values)
        total = self.added(np.where(known, self.poor * np.nan_to_num(values), 0.0))
        return _divided(total, self.added(np.where(known, self.poor, 0.0)))

    def share(self, which: NDArray[np.bool_]) -> Floats:
        """Give the share of the poor households of each area that are among these."""
        return _divided(self.added(np.where(which, self.poor, 0.0)), self.added(self.poor))


def homes(data: Loaded, where: Areas) -> Homes:
    """Give the communes of some areas; whole households, so that coverage is proved exactly."""
    poor = np.zeros(len(where.communes))
    at = {code: row for row, code in enumerate(where.communes)}
    poor[[at[str(code)] for code in data.need.codes]] = np.rint(data.need.poor.value)
    inside = (where.row_of >= 0) & (poor > 0)
    placed = np.isfinite(where.points).all(axis=1)
    rows = np.flatnonzero(inside & placed)
    names, departments = data.names, data.departments
    codes = tuple(where.communes[row] for row in rows)
    return Homes(
        where=where, codes=codes, names=tuple(names.get(code, code) for code in codes),
        departments=tuple(departments[code] for code in codes),
        points=where.points[rows], poor=poor[rows], area=where.row_of[rows],
        without=float(poor[inside & ~placed].sum()),
    )  # fmt: skip


def _divided(part: Floats, whole: Floats) -> Floats:
    found = np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return np.asarray(found, np.float64)
