"""The same work by the libraries of the field: PySAL's `access` and `spopt`, and pykdtree."""

import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd
import pulp
from access import Access
from numpy.typing import NDArray
from pykdtree.kdtree import KDTree
from scipy.spatial import cKDTree
from spopt.locate import MCLP, PMedian

from benchmarks.land import Land

Floats = NDArray[np.float64]
RADIUS = 6371.0088
PATIENCE = 120  # seconds given to CBC


def on_sphere(points: Floats) -> Floats:
    """Give points (n, 3) on the unit sphere from degrees (n, 2)."""
    north, east = np.radians(points).T
    flat = np.cos(north)
    return np.stack([flat * np.cos(east), flat * np.sin(east), np.sin(north)], axis=1)


def nearest_km(here: Floats, there: Floats) -> Floats:
    """Ask pykdtree for the nearest; it takes every core there is."""
    chords, _ = KDTree(on_sphere(there)).query(on_sphere(here))
    return np.asarray(2 * RADIUS * np.arcsin(chords / 2))


def catchment(people: Land, places: Land, km: float) -> Floats:
    """Share places by PySAL's two steps; the pairs it asks for are made with SciPy's tree."""
    tree, other = cKDTree(on_sphere(people.points)), cKDTree(on_sphere(places.points))
    chord = 2 * np.sin(km / RADIUS / 2)
    pairs = tree.sparse_distance_matrix(other, chord, output_type="ndarray")
    costs = pd.DataFrame({"origin": pairs["i"], "dest": pairs["j"], "cost": RADIUS * pairs["v"]})
    n, m = len(people.points), len(places.points)
    asked = Access(
        demand_df=pd.DataFrame({"at": np.arange(n), "people": people.weights}),
        demand_index="at", demand_value="people",
        supply_df=pd.DataFrame({"at": np.arange(m), "places": np.ones(m)}),
        supply_index="at", supply_value="places",
        cost_df=costs, cost_origin="origin", cost_dest="dest", cost_name="cost",
    )  # fmt: skip
    found = asked.two_stage_fca(name="found", cost="cost", max_cost=2 * km)
    return found["found_places"].reindex(range(n)).fillna(0.0).to_numpy()


class Solved(NamedTuple):
    """How long spopt and CBC took, and what they found, None when nothing in `PATIENCE`."""

    seconds: float
    value: float | None


def coverage(weights: Floats, km: Floats, *, reach: float, k: int) -> Solved:
    """Cover the demand within reach with k sites."""
    return _solved(lambda: MCLP.from_cost_matrix(km, weights, reach, p_facilities=k))


def p_median(weights: Floats, km: Floats, *, k: int) -> Solved:
    """Find the k sites to which the demand travels least."""
    return _solved(lambda: PMedian.from_cost_matrix(km, weights, p_facilities=k))


def _solved(built: Callable[[], MCLP | PMedian]) -> Solved:
    started = time.perf_counter()
    problem = built().problem
    problem.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=PATIENCE))
    found = pulp.value(problem.objective) if problem.sol_status > 0 else None
    return Solved(time.perf_counter() - started, found)
