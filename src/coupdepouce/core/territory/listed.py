"""A list of places with a code, a point and an amount each: what a file must give to be used."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory import access
from coupdepouce.core.territory.numbers import Floats, Places
from coupdepouce.core.territory.siting import checks


@dataclass(frozen=True, kw_only=True)
class Listed:
    """Places that can be counted on: each code once, each point known, no amount missing."""

    name: str
    codes: tuple[str, ...]
    points: Floats  # (n, 2) latitude, longitude
    amounts: Floats  # (n,)


def listed(
    *, name: str, codes: Sequence[str], points: ArrayLike, amounts: ArrayLike | None = None
) -> Listed:
    """Check a list of places; without amounts each counts for one.

    Raises:
        Refusal: the list is empty, a code is given twice, a point or an amount is missing.
    """
    if not len(codes):
        raise Refusal("listed_empty", f"« {name} » est vide : donnez au moins une ligne.")
    twice = [code for code, times in Counter(codes).items() if times > 1]
    if twice:
        raise Refusal(
            "listed_twice",
            f"« {name} » donne {len(twice)} codes plusieurs fois, dont « {twice[0]} » : "
            "gardez une ligne par code.",
            codes=tuple(twice),
        )
    where = access.points(points, name=name)
    if len(where) != len(codes):
        raise Refusal("listed_points", f"« {name} » : donnez un point par code.")
    counted = np.ones(len(codes)) if amounts is None else amounts
    return Listed(
        name=name, codes=tuple(codes), points=where,
        amounts=checks.amounts(counted, name=name, size=len(codes)),
    )  # fmt: skip


def reach(demand: Listed, sites: Listed, *, km: float) -> Places:
    """Give the links of demand and site within `km`, as `siting` reads them."""
    return access.pairs_within(demand.points, sites.points, km)


def rows(places: Listed, codes: Sequence[str]) -> tuple[int, ...]:
    """Give where these codes stand in the list.

    Raises:
        Refusal: a code is not in the list.
    """
    at = {code: row for row, code in enumerate(places.codes)}
    unknown = [code for code in codes if code not in at]
    if unknown:
        raise Refusal(
            "listed_unknown",
            f"« {unknown[0]} » n’est pas dans « {places.name} » : corrigez le code ou la liste.",
            codes=tuple(unknown),
        )
    return tuple(at[code] for code in codes)
