"""The need of every commune of metropolitan France."""

import numpy as np

from coupdepouce.core.territory.data.composition import composition
from coupdepouce.core.territory.data.tables import Tables
from coupdepouce.core.territory.need.model import Count, Need

SEED = 20_221_231  # of the kept figures: whoever reads the same tables has the same draws
DRAWS = 200
# Adults in 2022, CREDOC: first rates, the same everywhere.
RATES = {"no_line": (0.156, 0.02), "no_computer": (0.114, 0.02), "far": (0.216, 0.03)}


def need_of(tables: Tables, *, chance: np.random.Generator | None = None) -> Need:
    """Estimate the need of each commune; `chance` draws, that of the kept figures if not given.

    Raises:
        Refusal: the tables are not those expected.
    """
    chance = chance or np.random.default_rng(SEED)
    places = composition(tables)
    flat = np.ones((len(places.codes), DRAWS))
    households = places.households
    poor = households * places.poverty
    found = {
        "households": Count.of(households, (households[:, None] * flat).astype(np.float32)),
        "poor": Count.of(poor, (poor[:, None] * chance.normal(1, 0.1, flat.shape)).astype("f4")),
    }
    for name, (rate, error) in RATES.items():
        draws = households[:, None] * np.clip(chance.normal(rate, error, flat.shape), 0, 1)
        found[name] = Count.of(households * rate, draws.astype(np.float32))
    return Need(codes=places.codes, **found)
