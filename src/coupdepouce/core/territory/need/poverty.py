"""Poor households of each commune: a published rate where there is one, else the estimated one.

A household is taken to be poor as often as a person of its commune. Each department is then scaled
to its published rate: to the rate itself for the count, to one that rounds to it in each draw. The
error of an estimated rate is that of the model on communes whose rate is published, one in five
held out at a time, on the scale of logits, and chance in its few households; a published rate is
that of its own households, rounded to the whole per cent.
"""

import numpy as np
from scipy.special import expit, logit

from coupdepouce.core.territory.data.composition import Composition
from coupdepouce.core.territory.need.chance import centred, realised
from coupdepouce.core.territory.numbers import Floats

ROUNDING = 0.005
DEPARTMENT_ROUNDING = 0.0005
WIDE = 2.0  # a commune whose income is hidden too knows its department only: twice the error
EDGE = 1e-3


def poverty_rates(places: Composition, draws: int, chance: np.random.Generator) -> Floats:
    """Draw the poverty rate of each commune, (communes, 1 + draws), the first as told."""
    shape = (len(places.codes), draws)
    spread = places.poverty_error * np.where(places.income_told, 1.0, WIDE)[:, None]
    rate = np.clip(places.poverty, EDGE, 1 - EDGE)
    rounded = rate[:, None] + chance.uniform(-ROUNDING, ROUNDING, shape)
    moved = expit(logit(rate)[:, None] + spread * chance.standard_normal(shape))
    drawn = np.where(places.poverty_told[:, None], np.clip(rounded, EDGE, 1), moved)
    return np.concatenate([rate[:, None], drawn], axis=1)


def poor_of(
    places: Composition, rates: Floats, households: Floats, chance: np.random.Generator
) -> Floats:
    """Draw the poor households of each commune, scaled to what its department publishes."""
    found = realised(rates, households, chance)
    found = np.where(places.poverty_told[:, None], rates * households, found)
    return _scaled(centred(found), households, places, chance)


def _scaled(
    poor: Floats, households: Floats, places: Composition, chance: np.random.Generator
) -> Floats:
    """Scale each department, column by column; one without a rate is left as it is."""
    names, group = np.unique(places.departments, return_inverse=True)
    published = np.zeros(len(names))
    published[group] = places.department_poverty
    rounding = chance.uniform(-1, 1, (len(names), poor.shape[1])) * DEPARTMENT_ROUNDING
    rounding[:, 0] = 0.0
    order = np.argsort(group, kind="stable")
    starts = np.searchsorted(group[order], np.arange(len(names)))
    reached = np.add.reduceat(poor[order], starts, axis=0)
    whole = np.add.reduceat(households[order], starts, axis=0)
    factor = (published[:, None] + rounding) * whole / np.maximum(reached, EDGE)
    return poor * np.where(np.isnan(factor), 1.0, factor)[group]
