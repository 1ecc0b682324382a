"""What a question about sites must give before it is searched; each refusal says what to mend."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.numbers import Floats, Whole


def amounts(values: ArrayLike, *, name: str, size: int | None = None) -> Floats:
    """Give finite, non-negative amounts as floats."""
    found = np.asarray(values, np.float64)
    if found.ndim != 1 or (size is not None and len(found) != size):
        raise Refusal(
            "siting_shape", f"« {name} » n’a pas la bonne taille : donnez une valeur par ligne."
        )
    wrong = np.flatnonzero(~(np.isfinite(found) & (found >= 0)))
    if len(wrong):
        raise Refusal(
            "siting_amount",
            f"« {name} », ligne {wrong[0]} : donnez un nombre positif ou nul.",
            name=name,
            row=int(wrong[0]),
        )
    return found


def existing(fixed: Sequence[int], *, count: int, k: int) -> Whole:
    """Give the existing sites, each once, when `k` others can be opened beside them."""
    given = np.asarray(fixed, np.int64)
    if len(given) and not (given.min() >= 0 and given.max() < count):
        raise Refusal("siting_unknown_site", "Un site existant n’est pas dans la liste des sites.")
    if len(np.unique(given)) < len(given):
        raise Refusal("siting_repeated_site", "Un site existant est donné deux fois.")
    if not 0 <= k <= count - len(given) or k + len(given) == 0:
        raise Refusal(
            "siting_too_many",
            f"{k} sites à ouvrir pour {count - len(given)} possibles : "
            "demandez-en au moins un, et pas plus que la liste n’en contient.",
            k=k,
            possible=count - len(given),
        )
    return np.sort(given).astype(np.int32)


def pairs(links: ArrayLike, *, demands: int, sites: int) -> tuple[Whole, Whole]:
    """Give the demand and the site of each link, each link once, sorted by demand."""
    found = np.asarray(links)
    if found.size == 0:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    if found.ndim != 2 or found.shape[1] != 2 or found.dtype.kind not in "iu":  # noqa: PLR2004 - a pair
        raise Refusal("siting_shape", "Donnez les liens par paires : demande, site.")
    if found.min() < 0 or (found.max(axis=0) >= (demands, sites)).any():
        raise Refusal("siting_link", "Un lien nomme une demande ou un site qui n’existe pas.")
    once = csr_array((np.ones(len(found), bool), found.T), shape=(demands, sites))
    once.sum_duplicates()
    return np.repeat(np.arange(demands, dtype=np.int32), np.diff(once.indptr)), once.indices


def grain_of(values: NDArray[np.float64]) -> float:
    """Give the largest whole number that divides all values, 0 when they are not whole."""
    whole = values == np.floor(values)
    if not whole.all() or values.sum() > 2**50:
        return 0.0
    return float(np.gcd.reduce(values.astype(np.int64)))


def whole(capacities: Floats, weights: Floats) -> Whole:
    """Give capacities as whole numbers; the flow that fills them counts households one by one."""
    both = np.concatenate([capacities, weights])
    if (both != np.floor(both)).any() or max(capacities.max(), weights.sum()) >= 2**31:
        raise Refusal(
            "siting_whole",
            "Avec des capacités, la demande et les places sont des nombres entiers "
            "(moins de 2 milliards en tout) : arrondissez-les.",
        )
    return np.asarray(np.minimum(capacities, weights.sum()), np.int32)
