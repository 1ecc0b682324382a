"""How far a region departs from what its composition says: learnt from regions held out.

For each region, the survey's own rate since 2020 is set against the rate made from the communes
with effects learnt without that region's answers, on the scale of logits:

    d(region) = logit(direct) - logit(made) = country + area(region) + error of the sample

The variance `between` of the areas is found by moments (DerSimonian and Laird, 1986), and the area
is the best linear predictor of an area model (Fay and Herriot, 1979): d, drawn to zero by
between / (between + variance of the sample).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from coupdepouce.core.territory.data.composition import Composition
from coupdepouce.core.territory.data.survey import NEW_WAY, NO_ANSWER, REGIONS, TOWNS
from coupdepouce.core.territory.need.answers import Answers, Mask, totals
from coupdepouce.core.territory.need.cells import Cells
from coupdepouce.core.territory.need.model import Singles
from coupdepouce.core.territory.need.rates import Rates, without
from coupdepouce.core.territory.numbers import Floats

FEWEST = 2  # regions from which a variance can be learnt


@dataclass(frozen=True, kw_only=True)
class Areas:
    """One number for each region of `codes`: rates, and how far they are apart.

    `asked` is the effective number of adults (Kish, 1965, in the region itself); `made` is held
    out of their answers; `direct` is the survey's, `noise` the variance of its logit. `moved` and
    `doubt` are the mean and the standard deviation of the area. So few regions leave their
    variance in doubt: `freedom` is its degrees of freedom, for whoever draws it.
    """

    codes: tuple[str, ...]
    asked: Floats
    direct: Floats
    made: Floats
    noise: Floats
    between: float
    moved: Floats
    doubt: Floats

    @property
    def freedom(self) -> int:
        """Give the degrees of freedom of the variance between areas."""
        return max(len(self.codes) - 1, 1)

    def at(self, regions: NDArray[np.str_]) -> tuple[Floats, Floats]:
        """Give mean and standard deviation of the area of each place; a region not asked: zero."""
        names, group = np.unique(regions, return_inverse=True)
        mean, doubt = np.zeros(len(names)), np.full(len(names), np.sqrt(self.between))
        for code, moved, deviation in zip(self.codes, self.moved, self.doubt, strict=True):
            mean[names == code], doubt[names == code] = moved, deviation
        return mean[group], doubt[group]


def by_group(places: Composition, shares: Singles, mass: Floats, region: str) -> Floats:
    """Add the shares of a region's communes up by size of town, (towns x cells,)."""
    there = places.regions == region
    weight = mass * there
    found = [(weight * (places.towns == town)) @ shares for town in range(len(TOWNS))]
    return np.asarray(np.concatenate(found) / weight.sum())


def areas_of(
    rates: Rates, answers: Answers, outcome: str, places: Composition, made_of: Cells
) -> Areas:
    """Set each region's own rate against the one made without its answers."""
    told = getattr(answers.survey, outcome)[answers.who]
    codes, rows = [], []
    for code in sorted(set(REGIONS.values()) & set(places.regions)):
        ours = of_region(answers, code)
        known = ours & (told != NO_ANSWER)
        if len(set(told[known])) > 1:
            effects = without(rates, answers, ours)
            groups = by_group(places, made_of.adults, places.persons, code)
            made = made_for(rates, effects, answers, known, groups)
            direct = np.average(told[known], weights=answers.weight[known])
            each = totals(answers.who[known], answers.weight[known])
            asked = each.sum() ** 2 / (each**2).sum()
            rows.append((asked, direct, float(made)))
            codes.append(code)
    number, own, made = np.asarray(rows, dtype=np.float64).reshape(-1, 3).T
    return _areas(tuple(codes), number, own, made)


def of_region(answers: Answers, code: str) -> Mask:
    """Say which answers are those of a region, told since 2020."""
    since = np.asarray(answers.waves)[answers.wave] >= NEW_WAY
    return np.asarray((answers.survey.region[answers.who] == code) & since)


def made_for(
    rates: Rates, effects: Floats, answers: Answers, known: Mask, groups: Floats
) -> Floats:
    """Make the rate of a region from its communes, in the waves that asked it; one per effects."""
    waves, counts = np.unique(answers.wave[known], return_inverse=True)
    guess = np.stack([rates.at(effects, int(wave)) @ groups for wave in waves])
    return np.asarray(np.average(guess, axis=0, weights=totals(counts, answers.weight[known])))


def _areas(codes: tuple[str, ...], asked: Floats, direct: Floats, made: Floats) -> Areas:
    noise = 1 / (asked * direct * (1 - direct))
    apart = logit(direct) - logit(made)
    country, between = between_areas(apart, noise)
    kept = between / (between + noise)
    return Areas(
        codes=codes, asked=asked, direct=direct, made=made, noise=noise, between=between,
        moved=kept * (apart - country), doubt=np.sqrt(kept * noise),
    )  # fmt: skip


def between_areas(apart: Floats, noise: Floats) -> tuple[float, float]:
    """Give the mean of what the areas are apart, and its variance without the sample's."""
    if len(apart) < FEWEST:
        return 0.0, 0.0
    weight = 1 / noise
    mean = float(np.average(apart, weights=weight))
    spread = float(weight @ (apart - mean) ** 2) - (len(apart) - 1)
    return mean, max(spread / float(weight.sum() - (weight**2).sum() / weight.sum()), 0.0)
