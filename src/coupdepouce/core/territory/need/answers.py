"""The answers of the survey by cell: income, age and size of home, in each size of town and wave.

Whoever hides the income is shared out among the four classes as those of the same wave, age and
line who tell it (fractional imputation; Kim and Fuller, 2004). The line is among them because
hiding goes with having none: those without are asked by telephone.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.data.survey import INCOMES, LAST_WAVE, NO_ANSWER, Survey
from coupdepouce.core.territory.numbers import Floats

Places = NDArray[np.intp]
Mask = NDArray[np.bool_]
SHAPE = (len(INCOMES), 3, 3)  # income, age, size of home
CELLS = int(np.prod(SHAPE))
LEAST_ASKED = 100  # adults in the last wave: below, there is nothing to learn


def totals(group: Places, weight: Floats, groups: int = 0) -> Floats:
    """Add the weights of each group up."""
    return np.asarray(np.bincount(group, weight, groups), dtype=np.float64)


@dataclass(frozen=True, kw_only=True)
class Answers:
    """One row for each adult and class of income he may be in; weights follow the share.

    `weight` adds up, in each wave, to the effective number of adults (Kish, 1965), so that the
    likelihood trusts a wave as much as its weights allow. `cell` is 0 to 35, `wave` a rank.
    """

    survey: Survey
    who: Places  # row of the survey
    wave: Places
    waves: tuple[int, ...]
    cell: Places
    town: Places
    weight: Floats

    def table(self, town: int) -> Floats:
        """Give the adults of a size of town by income, age and size of home, all waves."""
        there = self.town == town
        return totals(self.cell[there], self.weight[there], CELLS).reshape(SHAPE)

    def shares(self, axis: int) -> Floats:
        """Give the shares of the country along income, age or size, in the last wave."""
        last = self.wave == len(self.waves) - 1
        table = totals(self.cell[last], self.weight[last], CELLS).reshape(SHAPE)
        others = tuple(one for one in range(3) if one != axis)
        return np.asarray(table.sum(axis=others) / table.sum())

    def rate(self, outcome: str) -> float:
        """Give the share of the adults of the last wave who answer yes."""
        told = getattr(self.survey, outcome)[self.who]
        kept = (self.wave == len(self.waves) - 1) & (told != NO_ANSWER)
        return float(np.average(told[kept], weights=self.weight[kept]))


def answers_of(survey: Survey) -> Answers:
    """Put the answers in cells.

    Raises:
        Refusal: `too_few_answers`.
    """
    asked = int((survey.wave == LAST_WAVE).sum())
    if asked < LEAST_ASKED:
        raise Refusal(
            "too_few_answers",
            f"L’enquête n’a que {asked} adultes en {LAST_WAVE} ; il en faut {LEAST_ASKED} pour "
            "estimer. Rechargez le fichier tel que publié.",
        )
    waves, wave = np.unique(survey.wave, return_inverse=True)
    weight = survey.weight * _effective(survey.weight, wave)[wave]
    who, income, share = _with_incomes(survey, wave, weight)
    place = (income, survey.age[who].astype(np.intp), survey.size[who].astype(np.intp))
    return Answers(
        survey=survey,
        who=who,
        wave=wave[who],
        waves=tuple(int(one) for one in waves),
        cell=np.ravel_multi_index(place, SHAPE),
        town=survey.town[who].astype(np.intp),
        weight=weight[who] * share,
    )


def _effective(weight: Floats, wave: Places) -> Floats:
    return totals(wave, weight) / totals(wave, weight**2)


def _with_incomes(survey: Survey, wave: Places, weight: Floats) -> tuple[Places, Places, Floats]:
    told = survey.income != NO_ANSWER
    kind = np.ravel_multi_index(
        (wave, survey.age.astype(np.intp), (survey.no_line == 1).astype(np.intp)),
        (int(wave.max()) + 1, SHAPE[1], 2),
    )
    table = np.zeros((int(kind.max()) + 1, SHAPE[0]))
    np.add.at(table, (kind[told], survey.income[told].astype(np.intp)), weight[told])
    table += table.sum(axis=0) / table.sum()  # one adult more, of the whole survey
    shares = table / table.sum(axis=1, keepdims=True)
    hidden = np.flatnonzero(~told)
    who = np.concatenate([np.flatnonzero(told), np.repeat(hidden, SHAPE[0])])
    incomes = np.concatenate([survey.income[told], np.tile(np.arange(SHAPE[0]), len(hidden))])
    share = np.concatenate([np.ones(int(told.sum())), shares[kind[hidden]].ravel()])
    return who, incomes.astype(np.intp), share
