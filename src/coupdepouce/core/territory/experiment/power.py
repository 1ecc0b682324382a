"""The smallest effect a design would show, when households of one area resemble each other.

The outcome is a share of households. `icc` is the intraclass correlation ρ: the part of its
variance that lies between areas. Nothing published gives it for this outcome: it is an assumption,
to be written in the plan and varied.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.numbers import Floats, Places

LEAST_PAIRS, LEAST_AREAS = 3, 6


@dataclass(frozen=True, kw_only=True)
class Assumed:
    """What is assumed before anything is measured."""

    share: float  # of households with the outcome before, 0 to 1
    icc: float
    households: float  # asked in each area (in each period when it opens by steps), as many in all
    alpha: float = 0.05  # two-sided
    power: float = 0.8

    @property
    def variance(self) -> float:
        """Give the variance of the answer of one household."""
        return self.share * (1 - self.share)

    @property
    def design_effect(self) -> float:
        """Give by how much clustering multiplies the variance of a mean.

        1 + (m - 1) ρ: Kish 1965 and Donner and Klar 2000.
        """
        return 1 + (self.households - 1) * self.icc


def checked(assumed: Assumed) -> Assumed:
    """Refuse what cannot be.

    Raises:
        Refusal: `experiment_assumed`.
    """
    wrong = (
        (0 < assumed.share < 1, "La part de départ est entre 0 et 1, bornes exclues."),
        (0 <= assumed.icc < 1, "La corrélation dans une zone (icc) est entre 0 et 1."),
        (assumed.households >= 1, "Il faut au moins un ménage interrogé par zone."),
        (0 < assumed.alpha < 1, "Le risque de première espèce est entre 0 et 1."),
        (0 < assumed.power < 1, "La puissance est entre 0 et 1."),
    )
    for holds, sentence in wrong:
        if not holds:
            raise Refusal("experiment_assumed", sentence)
    return assumed


def paired_effect(assumed: Assumed, pairs: int) -> float:
    """Give the smallest difference of shares that pairs of areas would show, asked once.

    Donner and Klar 2000, "Design and Analysis of Cluster Randomization Trials in Health Research",
    chapters 4 and 5: the differences of the pairs have the variance 2 p (1 - p) DE / m, and are
    tested by Student's law with k - 1 degrees of freedom. What pairing saves is left out: it is
    not known beforehand, and the effect given is therefore not too small.

    Raises:
        Refusal: `experiment_few`, fewer than 3 pairs.
    """
    each = checked(assumed).variance * assumed.design_effect / assumed.households
    return _student(2 * each, assumed, pairs)


def changed_effect(assumed: Assumed, pairs: int) -> float:
    """Give the smallest difference of changes that pairs would show, asked before and after.

    What lasts in an area cancels out; four means remain, each of other households.

    Raises:
        Refusal: `experiment_few`, fewer than 3 pairs.
    """
    return _student(4 * _within(checked(assumed)), assumed, pairs)


def _within(assumed: Assumed) -> float:
    """Give the variance of the mean of an area, beside what lasts in it."""
    return (1 - assumed.icc) * assumed.variance / assumed.households


def _student(variance: float, assumed: Assumed, pairs: int) -> float:
    if pairs < LEAST_PAIRS:
        raise Refusal(
            "experiment_few",
            f"Il faut au moins {LEAST_PAIRS} paires de zones : prenez un niveau plus fin ou un "
            "territoire plus grand.",
        )
    return float(_ends(assumed, pairs - 1) * np.sqrt(variance / pairs))


def opening(drawn: Places, steps: int) -> Floats:
    """Give the design (areas, steps + 1): 1 from the period when an area is open.

    `drawn`: the step of each area, 1 to `steps`. In the first period nobody is open.
    """
    return (np.arange(steps + 1)[None, :] >= drawn[:, None]).astype(float)


def stepped_variance(design: Floats, *, between: float, within: float) -> float:
    """Give the variance of the effect, periods accounted for.

    Hussey and Hughes 2007, "Design and analysis of stepped wedge cluster randomized trials",
    Contemporary Clinical Trials 28(2), equation 8: I areas, T periods, σ² (`within`) the variance
    of the mean of an area in a period, τ² (`between`) that of the areas.
    """
    areas, periods = design.shape
    u = design.sum()
    w = (design.sum(axis=0) ** 2).sum()
    v = (design.sum(axis=1) ** 2).sum()
    above = areas * within * (within + periods * between)
    below = (areas * u - w) * within + (u**2 + areas * periods * u - periods * w - areas * v) * (
        between
    )
    return float(above / below)


def stepped_effect(assumed: Assumed, design: Floats) -> float:
    """Give the smallest difference of shares that a staggered opening would show.

    Other households are asked in each period. The variances are learnt from the areas themselves:
    Student's law, with as many degrees of freedom as areas less two, the mean and the effect.
    That is our choice, on the careful side: a household more in an area adds none.

    Raises:
        Refusal: `experiment_few`, fewer than 6 areas.
    """
    if len(design) < LEAST_AREAS:
        raise Refusal(
            "experiment_few",
            f"Une ouverture échelonnée demande {LEAST_AREAS} zones au moins, il y en a "
            f"{len(design)} : prenez un niveau plus fin, un territoire plus grand, ou comparez "
            "avec des zones d’ailleurs.",
        )
    between, within = assumed.icc * checked(assumed).variance, _within(assumed)
    ends = _ends(assumed, len(design) - 2)
    return float(ends * np.sqrt(stepped_variance(design, between=between, within=within)))


def _ends(assumed: Assumed, freedom: int) -> float:
    """Give how many standard errors an effect must be away to be seen."""
    return float(stdtrit(freedom, 1 - assumed.alpha / 2) + stdtrit(freedom, assumed.power))
