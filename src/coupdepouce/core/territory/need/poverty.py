"""Poor households of each commune: a published rate where there is one, else the estimated one.

A household is taken to be poor as often as a person of its commune. Each department is then scaled
to its published rate, in every draw, so that its poor households over its households are that rate
exactly. The error of an estimated rate is that of the model on communes whose rate is published,
one in five held out at a time, on the scale of logits; a published rate is rounded to the whole
per cent.
"""

import numpy as np
from scipy.special import expit, logit

from coupdepouce.core.territory.data.composition import Composition
from coupdepouce.core.territory.numbers import Floats

ROUNDING = 0.005
WIDE = 2.0  # a commune whose income is hidden too knows its department only: twice the error
EDGE = 1e-3


def poor_of(places: Composition, draws: int, chance: np.random.Generator) -> Floats:
    """Draw the poor share of each commune's households, (communes, 1 + draws), the first as told.

    The rates are those before the departments are scaled.
    """
    shape = (len(places.codes), draws)
    spread = places.poverty_error * np.where(places.income_told, 1.0, WIDE)[:, None]
    rate = np.clip(places.poverty, EDGE, 1 - EDGE)
    rounded = rate[:, None] + chance.uniform(-ROUNDING, ROUNDING, shape)
    moved = expit(logit(rate)[:, None] + spread * chance.standard_normal(shape))
    drawn = np.where(places.poverty_told[:, None], np.clip(rounded, EDGE, 1), moved)
    return np.concatenate([rate[:, None], drawn], axis=1)


def scaled(poor: Floats, households: Floats, places: Composition) -> Floats:
    """Scale each department to its published rate, column by column; none: left as it is."""
    names, group = np.unique(places.departments, return_inverse=True)
    asked = np.zeros(len(names))
    asked[group] = places.department_poverty
    order = np.argsort(group, kind="stable")
    starts = np.searchsorted(group[order], np.arange(len(names)))
    reached = np.add.reduceat(poor[order], starts, axis=0)
    whole = np.add.reduceat(households[order], starts, axis=0)
    factor = asked[:, None] * whole / np.maximum(reached, EDGE)
    return poor * np.where(np.isnan(factor), 1.0, factor)[group]
