"""Small siting questions put to HiGHS through SciPy, written from the model, not from our code."""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp


class Model:
    """A mixed-integer model: x_j opens a site, y_ij is the share of demand i served from j."""

    def __init__(self, costs, opened, fixed):
        self.n, self.m = costs.shape
        self.costs, self.rows, self.low, self.high = costs, [], [], []
        self.least = np.zeros(self.m + self.n * self.m)
        self.least[list(fixed)] = 1
        self.add(dict.fromkeys(range(self.m), 1), opened, opened)
        for i in range(self.n):
            for j in range(self.m):
                self.add({self.share(i, j): 1, j: -1}, -np.inf, 0)

    def share(self, i, j):
        return self.m + i * self.m + j

    def add(self, terms, low, high):
        row = np.zeros(len(self.least))
        for at, factor in terms.items():
            row[at] = factor
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)

    def best(self, most):
        found = milp(
            np.concatenate([np.zeros(self.m), self.costs.ravel()]),
            constraints=LinearConstraint(np.array(self.rows), self.low, self.high),
            integrality=np.concatenate([np.ones(self.m), np.zeros(self.n * self.m)]),
            bounds=Bounds(self.least, np.concatenate([np.ones(self.m), most.ravel()])),
            options={"mip_rel_gap": 0},
        )
        return None if found.x is None else found.fun


def coverage(weights, reach, k, fixed=(), *, share=None, groups=None, capacities=None):
    """Give the most demand covered, None when no choice reaches the floors."""
    model = Model(-weights[:, None] * reach, k + len(fixed), fixed)
    for i in range(model.n):
        model.add({model.share(i, j): 1 for j in range(model.m)}, -np.inf, 1)
    for j, most in enumerate([] if capacities is None else capacities):
        taken = {model.share(i, j): weights[i] * reach[i, j] for i in range(model.n)}
        model.add(taken | {j: -most}, -np.inf, 0)
    for g in [] if groups is None else np.unique(groups):
        inside = np.flatnonzero(groups == g)
        served = {
            model.share(i, j): weights[i] * reach[i, j] for i in inside for j in range(model.m)
        }
        model.add(served, share * weights[inside].sum() - 1e-7, np.inf)
    least = model.best(reach.astype(float))
    return None if least is None else -least


def travelled(weights, distances, k, fixed=()):
    """Give the least demand × distance."""
    model = Model(weights[:, None] * distances, k + len(fixed), fixed)
    for i in range(model.n):
        model.add({model.share(i, j): 1 for j in range(model.m)}, 1, 1)
    return model.best(np.ones((model.n, model.m)))
