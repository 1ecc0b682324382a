"""The fewest sites that cover a target, by asking "are k enough?" for k halved again and again."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.numbers import Floats, Places
from coupdepouce.core.territory.siting import checks
from coupdepouce.core.territory.siting.answers import Limit, Siting, siting
from coupdepouce.core.territory.siting.coverage import (
    IMPOSSIBLE,
    NOT_FOUND,
    ROUNDING,
    cover,
    reach,
)
from coupdepouce.core.territory.siting.floors import Floor, allowed


def fewest(
    *,
    demand: ArrayLike,
    links: ArrayLike,
    sites: int,
    target: float,
    fixed: Sequence[int] = (),
    floor: Floor | None = None,
    limit: Limit | None = None,
) -> Siting:
    """Open the fewest sites beside the fixed ones that cover `target` households.

    With a `floor`, each group must get its share too.

    `value` and `bound` count the sites to open, the fixed ones aside. Each question has the whole
    limit. A number is proved too small by its bound; when the limit comes first the next larger
    number that is enough is given, with the smallest number not proved too small as its bound.

    Raises:
        Refusal: the target, or a floor, is more than all sites together cover.
    """
    weights = checks.amounts(demand, name="demande")
    rows, _ = checks.pairs(links, demands=len(weights), sites=sites)
    if not target <= weights[np.unique(rows)].sum():
        raise Refusal(
            "siting_target",
            "La cible dépasse ce que couvrent tous les sites ensemble : baissez-la.",
        )
    if target <= 0 and floor is None:
        return siting(sites=tuple(fixed), value=0, bound=0, steps=0, stopped=False)
    enough = partial(
        cover, demand=weights, links=links, sites=sites, fixed=fixed, target=target, limit=limit,
        floor=floor,
    )  # fmt: skip
    if floor is None:
        return _halved(enough, sites, len(fixed), target)
    enough(k=sites - len(fixed), limit=Limit(steps=0))  # a floor out of reach is refused
    least = _without(weights, np.asarray(links), sites, target, fixed, floor, limit)
    return _halved(partial(_tried, enough), sites, len(fixed), target, least=least)


def _without(
    weights: Floats, links: Places, sites: int, target: float, fixed: Sequence[int], floor: Floor,
    limit: Limit | None,
) -> int:  # fmt: skip
    """Give a number of sites proved too small or just enough: no floor, or one group alone."""
    rows, at = checks.pairs(links, demands=len(weights), sites=sites)
    groups, away = allowed(reach(weights, rows, at, count=sites), floor)
    questions = [(weights, target)]
    for group, left in enumerate(away):
        own = np.where(groups == group, weights, 0.0)
        questions.append((own, (1 - ROUNDING) * own.sum() - left))
    found = [
        fewest(demand=own, links=links, sites=sites, fixed=fixed, target=wanted, limit=limit)
        for own, wanted in questions
    ]
    return int(max(one.bound for one in found))


def _tried(enough: Callable[..., Siting], *, k: int) -> Siting:
    """Ask of `k` sites; under a floor no choice may be one, which is proved or not."""
    try:
        return enough(k=k)
    except Refusal as refusal:
        if refusal.code not in {IMPOSSIBLE, NOT_FOUND}:
            raise
        bound = -np.inf if refusal.code == IMPOSSIBLE else np.inf
        return Siting(sites=(), value=-np.inf, bound=bound, gap=np.inf, optimal=False, steps=0,
                      stopped=refusal.code == NOT_FOUND)  # fmt: skip


def _halved(
    enough: Callable[..., Siting], sites: int, fixed: int, target: float, *, least: int = 0
) -> Siting:
    needed = small = max(least, 0 if fixed else 1)  # needed: not proved too small
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
