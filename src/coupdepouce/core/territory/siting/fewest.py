"""The fewest sites that cover a target, by asking "are k enough?" for k halved again and again."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.siting import checks
from coupdepouce.core.territory.siting.answers import Limit, Siting, siting
from coupdepouce.core.territory.siting.coverage import ROUNDING, cover


def fewest(
    *,
    demand: ArrayLike,
    links: ArrayLike,
    sites: int,
    target: float,
    fixed: Sequence[int] = (),
    limit: Limit | None = None,
) -> Siting:
    """Open the fewest sites beside the fixed ones that cover `target` households.

    `value` and `bound` count the sites to open, the fixed ones aside. Each question has the whole
    limit. A number is proved too small by its bound; when the limit comes first the next larger
    number that is enough is given, with the smallest number not proved too small as its bound.

    Raises:
        Refusal: the target is more than all sites together cover.
    """
    weights = checks.amounts(demand, name="demande")
    rows, _ = checks.pairs(links, demands=len(weights), sites=sites)
    if not target <= weights[np.unique(rows)].sum():
        raise Refusal(
            "siting_target",
            "La cible dépasse ce que couvrent tous les sites ensemble : baissez-la.",
        )
    if target <= 0:
        return siting(sites=tuple(fixed), value=0, bound=0, steps=0, stopped=False)
    enough = partial(
        cover, demand=weights, links=links, sites=sites, fixed=fixed, target=target, limit=limit
    )
    return _halved(enough, sites, len(fixed), target)


def _halved(enough: Callable[..., Siting], sites: int, fixed: int, target: float) -> Siting:
    needed = small = 0 if fixed else 1  # needed: not proved too small
    best, steps, proved = sites - fixed, 0, True
    found = tuple(range(sites))
    while small < best:
        k = (small + best) // 2
        answer = enough(k=k)
        steps += answer.steps
        if answer.value >= target * (1 - ROUNDING):
            best, found = k, answer.sites
        else:
            too_few = answer.bound < target
            small, proved = k + 1, proved and too_few
            needed = k + 1 if too_few and proved else needed
    return siting(sites=found, value=best, bound=min(needed, best), steps=steps, stopped=not proved)
