"""What territories are compared on: each criterion with its figures, their interval and source."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.numbers import Floats, band


class Side(StrEnum):
    """What a criterion speaks for."""

    NEED = "need"
    CAPACITY = "capacity"


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One reason to choose a territory rather than another."""

    name: str
    label: str
    unit: str
    side: Side
    digits: int = 1
    more: bool = True  # more of it speaks for the territory


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A criterion and its figure in each territory, with what the figure could as well be.

    `draws` has a row a territory and a column a draw. The same column of two criteria is one and
    the same draw, so that what their errors have in common is kept.
    """

    criterion: Criterion
    values: Floats  # (n,), NaN: not known
    draws: Floats  # (n, d)
    source: str  # who says it, and of which year

    @cached_property
    def band(self) -> tuple[Floats, Floats]:
        """Give the ends of the 90 % interval; it always holds the figure."""
        return band(self.values, self.draws)


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Territories, and what is known of each."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    measured: tuple[Measured, ...]

    @property
    def values(self) -> Floats:
        """Give the figures (n, c)."""
        return np.stack([one.values for one in self.measured], axis=1)

    @property
    def more(self) -> NDArray[np.bool_]:
        """Say of each criterion whether more of it is better."""
        return np.array([one.criterion.more for one in self.measured])

    def row(self, code: str) -> int:
        """Give where a territory stands.

        Raises:
            Refusal: `not_compared`.
        """
        if code not in self.codes:
            raise Refusal(
                "not_compared",
                f"« {code} » n’est pas parmi les {len(self.codes)} territoires comparés : "
                "vérifiez le code, le niveau, et que ses chiffres sont publiés.",
                territory=code,
            )
        return self.codes.index(code)


def sources(measured: Iterable[Measured]) -> tuple[str, ...]:
    """Give each source once, but not one that another holds."""
    every = dict.fromkeys(one.source for one in measured)
    return tuple(one for one in every if not any(one in two != one for two in every))


def complete(compared: Compared) -> tuple[Compared, tuple[str, ...]]:
    """Keep the territories of which every criterion is known; name the others.

    Raises:
        Refusal: `nothing_compared`, `twice_compared`.
    """
    if len(set(compared.codes)) < len(compared.codes):
        raise Refusal("twice_compared", "Un territoire est donné deux fois : gardez-en une ligne.")
    known = np.asarray(np.isfinite(compared.values).all(axis=1))
    if not known.any():
        raise Refusal(
            "nothing_compared",
            "Aucun territoire n’a tous ses chiffres à ce niveau : choisissez un niveau plus grand, "
            "ou moins de critères avec --weights.",
        )
    out = tuple(name for name, here in zip(compared.names, known, strict=True) if not here)
    return kept(compared, known), out


def kept(compared: Compared, which: NDArray[np.bool_]) -> Compared:
    """Keep some of the territories."""
    measured = tuple(
        replace(one, values=one.values[which], draws=one.draws[which]) for one in compared.measured
    )
    pairs = zip(compared.codes, compared.names, which, strict=True)
    codes, names = zip(*((code, name) for code, name, here in pairs if here), strict=True)
    return Compared(codes=codes, names=names, measured=measured)
