"""What the need of places is: counts of households, each with its interval and its draws."""

from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.numbers import Floats, band

Codes = NDArray[np.str_]
Singles = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Count:
    """Households of each place: `value`, `low` and `high` have one number a place.

    `draws` has one row a place and one column a draw: what the count could as well be. The same
    column of two places, or of two counts, is one and the same draw, so that sums, differences,
    shares and ranks made column by column keep what the places have in common.
    """

    value: Floats
    low: Floats
    high: Floats
    draws: Singles

    @classmethod
    def of(cls, value: Floats, draws: Singles) -> Self:
        """Take the interval of 90 % from the draws; it always holds the value."""
        low, high = band(value, draws)
        return cls(value=value, low=low, high=high, draws=draws)

    @classmethod
    def of_both(cls, both: Floats) -> Self:
        """Part the count, the first column, from its draws."""
        return cls.of(both[:, 0], both[:, 1:].astype(np.float32))

    def within(self, group: NDArray[np.intp], groups: int) -> "Count":
        """Add up the places of each group; a negative group is left out."""
        order = np.argsort(group, kind="stable")[int((group < 0).sum()) :]
        starts = np.searchsorted(group[order], np.arange(groups))
        draws = np.add.reduceat(self.draws[order], starts, axis=0, dtype=np.float64)
        value = np.add.reduceat(self.value[order], starts)
        return Count.of(value, draws.astype(np.float32))


@dataclass(frozen=True, kw_only=True)
class Need:
    """The need of each place, in households, with intervals of 90 %.

    `codes` (places,) are in order, each once. `households` are the fiscal ones of 2021; `poor`
    those under 60 % of the median standard of living; `no_line` those without a fixed connection
    to the internet; `no_computer` those without a computer; `far` those whose adult goes online
    less than once a week or would have a procedure done by somebody else. All are estimates.
    """

    codes: Codes
    households: Count
    poor: Count
    no_line: Count
    no_computer: Count
    far: Count


COUNTS = tuple(one.name for one in fields(Need) if one.name != "codes")


def for_level(need: Need, upper_codes: Codes) -> Need:
    """Add up the need by larger place; `upper_codes` says that of each place, "" for none.

    Raises:
        Refusal: `wrong_length`, not one code for each place.
    """
    if len(upper_codes) != len(need.codes):
        raise Refusal(
            "wrong_length",
            f"Il faut un code par lieu : {len(upper_codes)} codes pour {len(need.codes)} lieux.",
        )
    codes, group = np.unique(upper_codes, return_inverse=True)
    outside = int(len(codes) > 0 and codes[0] == "")
    codes, group = codes[outside:], group - outside
    summed = {name: getattr(need, name).within(group, len(codes)) for name in COUNTS}
    return replace(need, codes=codes, **summed)
