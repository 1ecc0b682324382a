"""A tiny question of each kind: what is compiled then is kept, and no clock runs meanwhile."""

from functools import partial

import numpy as np

from coupdepouce.core.territory.siting.coverage import cover
from coupdepouce.core.territory.siting.floors import Floor
from coupdepouce.core.territory.siting.median import median

TOWNS, SITES, OPENED, NEAR = 12, 8, 2, 0.3


def rehearse() -> None:
    """Ask them."""
    chance = np.random.default_rng(1)
    demand = chance.integers(1, 9, TOWNS).astype(float)
    distances = chance.random((TOWNS, SITES))
    links = np.argwhere(distances < NEAR)
    asked = partial(cover, demand=demand, links=links, sites=SITES, k=OPENED)
    asked()
    asked(floor=Floor(groups=np.zeros(TOWNS, int), share=0.0))
    asked(capacities=np.full(SITES, 9))
    median(demand=demand, distances=distances, k=OPENED)
