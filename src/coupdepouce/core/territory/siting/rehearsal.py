"""A tiny question of each kind: what is compiled then is kept, and no clock runs meanwhile."""

import numpy as np

from coupdepouce.core.territory.siting.coverage import cover
from coupdepouce.core.territory.siting.floors import Floor
from coupdepouce.core.territory.siting.median import median

TOWNS, SITES, OPENED = 12, 8, 2


def rehearse() -> None:
    """Ask them."""
    chance = np.random.default_rng(1)
    demand = chance.integers(1, 9, TOWNS).astype(float)
    distances = chance.random((TOWNS, SITES))
    asked = {"demand": demand, "links": np.argwhere(distances < 0.3), "sites": SITES, "k": OPENED}  # noqa: PLR2004
    cover(**asked)
    cover(**asked, floor=Floor(groups=np.zeros(TOWNS, int), share=0.0))
    cover(**asked, capacities=np.full(SITES, 9))
    median(demand=demand, distances=distances, k=OPENED)
