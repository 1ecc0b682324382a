"""The rate of a lack by income, age, size of home and size of town, learnt from the survey.

A logistic regression on the answers by cell, weighted, with a level for each wave:

    logit p = wave + a(income) + b(age) + c(size) + d(town) + pairs of these + new way + drift

`pairs` are the products of two classes; `new way` lets the four first effects differ from 2020,
when the survey changed its way of asking, and `drift` lets those of each wave differ again.
Each of the four groups of effects is drawn to zero by a ridge whose strength is learnt (partial
pooling, empirical Bayes: Fellner, 1986; Schall, 1991), so that a cell with few adults leans on the
others. The rates are those of the last wave.

What the sample could as well have said is drawn by a bootstrap of the adults, each with a weight
drawn from an exponential law (Rubin, 1981), through the estimating equations at their solution
(Hu and Kalbfleisch, 2000), and with a draw of the ridge itself so that what is drawn to zero keeps
its doubt (Newton, Polson and Xu, 2021).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from coupdepouce.core.territory.data.survey import NEW_WAY, NO_ANSWER, TOWNS
from coupdepouce.core.territory.need.answers import CELLS, SHAPE, Answers, Mask, Places, totals
from coupdepouce.core.territory.numbers import Floats

GROUPS = len(TOWNS) * CELLS  # a size of town and a cell
FREE = 1e-6  # ridge of the levels of the waves: none but for the arithmetic
RIDGES = (0.05, 1e4)
UNLEARNT = 10.0  # ridge of a part that no answer tells of: effects of a third of a logit
LEARNT = 0.5  # effective number of effects from which a ridge is learnt
ROUNDS, STEPS = 25, 2
LARGEST_STEP = 2.0


@dataclass(frozen=True, kw_only=True)
class Rates:
    """What was learnt of one lack: the effects, and all that is needed to draw them again."""

    effects: Floats
    ridge: Floats  # of each effect
    inverse: Floats  # of the information, the ridge included
    design: Floats  # (waves x groups, effects)
    row: Places  # of the design, for each answer kept
    kept: Places  # answers that say yes or no
    residual: Floats  # weighted, of each answer kept

    def at(self, effects: Floats, wave: int = -1) -> Floats:
        """Give the rates of each group in a wave, the last one if not said."""
        whole = len(self.design) // GROUPS
        first = (wave % whole) * GROUPS
        return np.asarray(expit(effects @ self.design[first : first + GROUPS].T))


def learnt(answers: Answers, outcome: str, used: Mask | None = None) -> Rates:
    """Learn the rates of a lack, from all answers or those `used` only."""
    told = getattr(answers.survey, outcome)[answers.who]
    known = told != NO_ANSWER
    kept = np.flatnonzero(known if used is None else known & used)
    design, parts = _design(answers.waves)
    row = (answers.wave * len(TOWNS) + answers.town)[kept] * CELLS + answers.cell[kept]
    weight = answers.weight[kept]
    asked = totals(row, weight, len(design))
    yes = totals(row, weight * told[kept], len(design))
    effects, ridge, inverse = _fitted(design, parts, asked, yes)
    residual = weight * (told[kept] - expit(design @ effects)[row])
    return Rates(
        effects=effects, ridge=ridge, inverse=inverse, design=design, row=row, kept=kept,
        residual=residual,
    )  # fmt: skip


def without(rates: Rates, answers: Answers, held_out: Mask) -> Floats:
    """Give the effects learnt without some answers, the ridge kept: two steps are enough."""
    used = ~held_out[rates.kept]
    row, weight = rates.row[used], answers.weight[rates.kept][used]
    asked = totals(row, weight, len(rates.design))
    guess = expit(rates.design @ rates.effects)
    yes = totals(row, rates.residual[used], len(rates.design)) + asked * guess
    effects = rates.effects
    for _ in range(STEPS):
        effects, _ = _step(rates.design, asked, yes, effects, rates.ridge)
    return effects


def drawn(rates: Rates, answers: Answers, draws: int, chance: np.random.Generator) -> Floats:
    """Draw the effects, (draws, effects)."""
    adults = len(answers.survey.weight)
    who = answers.who[rates.kept]
    lean = chance.standard_normal((draws, len(rates.effects))) * np.sqrt(rates.ridge)
    lean[:, rates.ridge <= FREE] = 0.0
    for n in range(draws):
        moved = chance.standard_exponential(adults) - 1.0
        scores = totals(rates.row, rates.residual * moved[who], len(rates.design))
        lean[n] += scores @ rates.design
    return rates.effects + lean @ rates.inverse


def _design(waves: tuple[int, ...]) -> tuple[Floats, Places]:
    """Give a row for each wave and group, and the part each effect belongs to, 0 for the waves."""
    index = np.indices((len(waves), len(TOWNS), *SHAPE)).reshape(5, -1)
    one_of = [np.eye(size)[index[n]] for n, size in enumerate((len(waves), len(TOWNS), *SHAPE))]
    level, mains = one_of[0], one_of[1:]
    first = np.concatenate(mains, axis=1)
    pairs = [
        (one[:, :, None] * other[:, None, :]).reshape(len(first), -1)
        for n, one in enumerate(mains)
        for other in mains[n + 1 :]
    ]
    new = first * (np.asarray(waves)[index[0]] >= NEW_WAY)[:, None]
    drift = (level[:, :, None] * first[:, None, :]).reshape(len(first), -1)
    columns = (level, first, np.concatenate(pairs, axis=1), new, drift)
    parts = np.repeat(np.arange(len(columns)), [one.shape[1] for one in columns])
    return np.concatenate(columns, axis=1), parts


def _fitted(design: Floats, parts: Places, asked: Floats, yes: Floats) -> tuple[Floats, ...]:
    """Solve for the effects, and for the ridge of each part."""
    there = asked > 0
    design, asked, yes = design[there], asked[there], yes[there]
    ridge = np.where(parts == 0, FREE, UNLEARNT)
    effects = np.zeros(len(parts))
    for _ in range(ROUNDS):
        effects, inverse = _step(design, asked, yes, effects, ridge)
        ridge = _ridge(parts, effects, ridge, inverse)
    return effects, ridge, _step(design, asked, yes, effects, ridge)[1]


def _step(
    design: Floats, asked: Floats, yes: Floats, effects: Floats, ridge: Floats
) -> tuple[Floats, Floats]:
    rate = expit(design @ effects)
    work = design * (asked * rate * (1 - rate))[:, None]
    inverse = np.linalg.inv(design.T @ work + np.diag(ridge))
    step = inverse @ (design.T @ (yes - asked * rate) - ridge * effects)
    return effects + np.clip(step, -LARGEST_STEP, LARGEST_STEP), inverse


def _ridge(parts: Places, effects: Floats, ridge: Floats, inverse: Floats) -> Floats:
    """Take as ridge one over the variance of each part's effects."""
    doubt = np.diag(inverse) * ridge
    fresh = ridge.copy()
    for part in range(1, int(parts.max()) + 1):
        ours = parts == part
        free = float((1 - doubt[ours]).sum())  # effective number of effects
        if free >= LEARNT:
            size = max(float((effects[ours] ** 2).sum()), 1e-9)
            fresh[ours] = np.clip(free / size, *RIDGES)
    return fresh
