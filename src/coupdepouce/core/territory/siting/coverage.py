"""Open k sites so that the most demand has one within reach (Church and ReVelle 1974)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.numbers import Floats, Whole
from coupdepouce.core.territory.siting import checks
from coupdepouce.core.territory.siting.answers import Limit, Siting, siting
from coupdepouce.core.territory.siting.capacity import Capped
from coupdepouce.core.territory.siting.floors import Floor, Floored, allowed
from coupdepouce.core.territory.siting.network import Network, network
from coupdepouce.core.territory.siting.plain import Plain
from coupdepouce.core.territory.siting.search import Question, searched

ROUNDING = 1e-9  # of the demand: two coverages this near are the same one
WHOLE = 1e-6
IMPOSSIBLE, NOT_FOUND = "siting_floor_impossible", "siting_floor_not_found"


def cover(
    *,
    demand: ArrayLike,
    links: ArrayLike,
    sites: int,
    k: int,
    fixed: Sequence[int] = (),
    floor: Floor | None = None,
    capacities: ArrayLike | None = None,
    limit: Limit | None = None,
    target: float | None = None,
) -> Siting:
    """Open `k` sites beside the fixed ones to cover the most demand.

    `demand`: (n,) households, 0 or more. `links`: (L, 2) whole numbers, demand i and the site j
    that reaches it. `floor`: the least share of each group to cover. `capacities`: (m,) households
    a site can take; the demand of a place may be shared between sites. `value` and `bound` are
    covered households; with whole demand the bound is rounded down to what a coverage can be.
    `target`: only whether that coverage can be reached is asked; the search ends with the answer.

    Raises:
        Refusal: an amount is not one, a link or a site is unknown, k is more than the sites, the
            floor cannot be reached, or both a floor and capacities are given.
    """
    weights = checks.amounts(demand, name="demande")
    given = checks.existing(fixed, count=sites, k=k)
    net = reach(weights, *checks.pairs(links, demands=len(weights), sites=sites), count=sites)
    question = _question(net, k + len(given), given, floor, capacities)
    total = float(weights.sum())
    found = searched(question, sites, limit or Limit(), **_aims(total, target, question.grain))
    if not np.isfinite(found.cost):
        raise _no_answer(proved=found.bound > found.cut)
    bound = total - found.bound
    if question.grain:
        bound = np.floor(bound / question.grain + WHOLE) * question.grain
    return siting(
        sites=tuple(found.sites.tolist()), value=total - found.cost, bound=float(bound),
        steps=found.steps, stopped=bool(found.waiting),
    )  # fmt: skip


def _question(
    net: Network, k: int, given: Whole, floor: Floor | None, capacities: ArrayLike | None
) -> Question:
    weights = net.unserved
    grain = checks.grain_of(weights)
    if floor is not None and capacities is not None:
        raise Refusal(
            "siting_floor_with_capacities",
            "Un plancher par groupe et des capacités ne se demandent pas ensemble : "
            "faites deux calculs et comparez.",
        )
    if capacities is not None:
        places = checks.amounts(capacities, name="capacité", size=len(net.col_start) - 1)
        return Capped(net=net, k=k, given=given, capacities=checks.whole(places, weights))
    if floor is not None:
        groups, missed = allowed(net, floor)
        return Floored(net=net, k=k, given=given, grain=grain, groups=groups, allowed=missed)
    return Plain(net=net, k=k, given=given, grain=grain)


def _aims(total: float, target: float | None, grain: float) -> dict[str, float]:
    if target is None:
        return {}
    return {
        "enough": total - target + ROUNDING * total,
        "ceiling": total - target + (grain / 2 or ROUNDING * total),
    }


def _no_answer(*, proved: bool) -> Refusal:
    if proved:
        return Refusal(
            IMPOSSIBLE,
            "Aucun choix de ce nombre de sites n’atteint le plancher dans chaque groupe : "
            "ouvrez plus de sites ou baissez le plancher.",
        )
    return Refusal(
        NOT_FOUND,
        "Aucun choix atteignant le plancher n’a été trouvé dans la limite de calcul : "
        "ouvrez plus de sites, baissez le plancher, ou laissez chercher plus longtemps.",
    )


def reach(weights: Floats, rows: Whole, sites: Whole, *, count: int) -> Network:
    """Make the network where a link costs nothing and being out of reach costs the weight."""
    kept = weights[rows] > 0
    rows, sites = rows[kept], sites[kept]
    starts = np.zeros(len(weights) + 1, np.int64)
    np.cumsum(np.bincount(rows, minlength=len(weights)), out=starts[1:])
    return network(
        unserved=weights, row_start=starts, row_site=sites,
        row_cost=np.zeros(len(sites)), count=count,
    )  # fmt: skip
