"""Open k sites so that the demand travels least, all added up (p-median, Hakimi 1964)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.numbers import Floats
from coupdepouce.core.territory.siting import checks
from coupdepouce.core.territory.siting.answers import Limit, Siting, siting
from coupdepouce.core.territory.siting.network import Network, network
from coupdepouce.core.territory.siting.plain import Plain
from coupdepouce.core.territory.siting.search import searched


def median(
    *,
    demand: ArrayLike,
    distances: ArrayLike,
    k: int,
    fixed: Sequence[int] = (),
    beyond: float | None = None,
    limit: Limit | None = None,
) -> Siting:
    """Open `k` sites beside the fixed ones so that Σ demand × distance to the nearest is least.

    `demand`: (n,) households. `distances`: (n, m) in any unit, infinite where there is no way;
    then `beyond` is what an unserved household is charged, in the same unit.

    Raises:
        Refusal: an amount is not one, there is no way and no `beyond`, k is more than the sites.
    """
    weights = checks.amounts(demand, name="demande")
    costs = _costs(weights, distances, beyond)
    given = checks.existing(fixed, count=costs.shape[1], k=k)
    question = Plain(
        net=by_cost(costs), k=k + len(given), given=given, grain=checks.grain_of(costs.ravel())
    )
    found = searched(question, costs.shape[1], limit or Limit())
    return siting(
        sites=tuple(found.sites.tolist()), value=found.cost, bound=found.bound,
        steps=found.steps, stopped=bool(found.waiting),
    )  # fmt: skip


def by_cost(costs: Floats) -> Network:
    """Sort the links of each demand by cost; the dearest are what being unserved costs."""
    unserved = costs.max(axis=1)
    order = np.argsort(costs, axis=1)
    sorted_costs = np.take_along_axis(costs, order, axis=1)
    kept = sorted_costs < unserved[:, None]
    starts = np.zeros(len(costs) + 1, np.int64)
    np.cumsum(kept.sum(axis=1), out=starts[1:])
    return network(
        unserved=unserved, row_start=starts, row_site=order[kept].astype(np.int32),
        row_cost=sorted_costs[kept], count=costs.shape[1],
    )  # fmt: skip


def _costs(weights: Floats, distances: ArrayLike, beyond: float | None) -> Floats:
    """Multiply by the demand; what has no way, or a longer one, is charged `beyond`."""
    given = np.asarray(distances, np.float64)
    if given.ndim != 2 or len(given) != len(weights) or not given.size:  # noqa: PLR2004 - a table
        raise Refusal("siting_shape", "Donnez une distance par demande et par site.")
    if not (given >= 0).all():
        raise Refusal("siting_amount", "Une distance manque ou est négative : corrigez le fichier.")
    if beyond is None and not np.isfinite(given).all():
        raise Refusal(
            "siting_no_way",
            "Un site est hors d’atteinte : dites avec « beyond » ce que coûte un ménage non servi.",
        )
    return (given if beyond is None else np.minimum(given, beyond)) * weights[:, None]
