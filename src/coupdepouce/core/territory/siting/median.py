"""Open k sites so that the demand travels least, all added up (p-median, Hakimi 1964)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.siting import checks
from coupdepouce.core.territory.siting.answers import Limit, Siting, siting
from coupdepouce.core.territory.siting.network import Floats, Network, network
from coupdepouce.core.territory.siting.plain import Plain
from coupdepouce.core.territory.siting.search import searched

EQUAL = 1e-12
NEAREST = 8  # times the sites that fall to one open site: farther ones are hardly ever used


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

    Only the nearest sites of each demand enter the search; that can only lower the cost, so its
    bound holds, and when the true cost of the answer differs the search is made again with more.

    Raises:
        Refusal: an amount is not one, there is no way and no `beyond`, k is more than the sites.
    """
    weights = checks.amounts(demand, name="demande")
    costs = _costs(weights, distances, beyond)
    given = checks.existing(fixed, count=costs.shape[1], k=k)
    grain, steps = checks.grain_of(costs.ravel()), 0
    limit = limit or Limit()
    width = NEAREST * costs.shape[1] // (k + len(given))
    while True:
        question = Plain(net=nearest(costs, width), k=k + len(given), given=given, grain=grain)
        left = Limit(steps=limit.steps - steps, keep_going=limit.keep_going)
        found = searched(question, costs.shape[1], left)
        steps += found.steps
        value = float(costs[:, found.sites].min(axis=1).sum())
        is_true = value <= found.cost * (1 + EQUAL)
        if is_true or found.waiting:
            break
        width *= 2
    closed = is_true and found.bound == found.cost
    return siting(
        sites=tuple(found.sites.tolist()), value=value, bound=value if closed else found.bound,
        steps=steps, stopped=not closed,
    )  # fmt: skip


def nearest(costs: Floats, width: int) -> Network:
    """Keep the `width` cheapest links of each demand; unserved, it costs the next one's price."""
    n, m = costs.shape
    unserved = costs.max(axis=1)
    if width < m:
        order = np.argpartition(costs, width, axis=1)[:, : width + 1]
        unserved = np.take_along_axis(costs, order[:, width:], axis=1)[:, 0]
        order = order[:, :width]
        near = np.take_along_axis(costs, order, axis=1)
        inside = np.argsort(near, axis=1)
        order, near = (np.take_along_axis(each, inside, axis=1) for each in (order, near))
    else:
        order = np.argsort(costs, axis=1)
        near = np.take_along_axis(costs, order, axis=1)
    kept = near < unserved[:, None]
    starts = np.zeros(n + 1, np.int64)
    np.cumsum(kept.sum(axis=1), out=starts[1:])
    return network(
        unserved=unserved, row_start=starts, row_site=order[kept].astype(np.int32),
        row_cost=near[kept], count=m,
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
