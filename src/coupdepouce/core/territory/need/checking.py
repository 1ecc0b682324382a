"""What the estimates are worth: each set beside a figure that had no part in it.

What is held out has no part in the rates, their ridge, nor the width of its interval. It keeps
one in what is made before any rate is learnt: incomes that were hidden are shared out, and communes
made up, with all answers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit, logit, stdtrit
from scipy.stats import spearmanr

from coupdepouce.core.territory.data.composition import held_out_poverty, uncalibrated_poverty
from coupdepouce.core.territory.data.fragility import fragility
from coupdepouce.core.territory.data.survey import NO_ANSWER, TOWNS
from coupdepouce.core.territory.data.tables import Tables
from coupdepouce.core.territory.need.answers import CELLS, SHAPE, Answers, Mask, Places, totals
from coupdepouce.core.territory.need.areas import between_areas, by_group, made_for, of_region
from coupdepouce.core.territory.need.estimate import (
    DRAWS,
    Learnt,
    learn,
    need_from,
)
from coupdepouce.core.territory.need.model import Need
from coupdepouce.core.territory.need.rates import GROUPS, drawn, learnt
from coupdepouce.core.territory.numbers import Floats

WIDTH = 1.6449  # standard deviations each side: nine of ten
FOLDS = 5
LARGE = 500  # households: a smaller commune's index is mostly chance
ENOUGH = 50  # comparisons: five are then expected outside their interval of nine in ten
CLASSES = (*SHAPE, len(TOWNS))


@dataclass(frozen=True, kw_only=True)
class Check:
    """One comparison: errors are in points of per cent, `covered` in shares, nan for none.

    `plain` is the mean error of the figure one would take without a model. `apart` is how many of
    the comparisons share no answer: an adult is in a class of income, of age, of home and of town.
    """

    name: str
    subject: str
    held_out: bool
    compared: int
    apart: int
    error: float
    plain: float
    covered: float

    @property
    def by_chance(self) -> float | None:
        """Give the standard deviation of the share covered, were it nine of ten.

        None where too few comparisons are apart: the normal law says nothing of them.
        """
        return float(np.sqrt(0.9 * 0.1 / self.apart)) if self.apart >= ENOUGH else None


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """Rank correlation with an index, region by region."""

    subject: str
    regions: int
    lowest: float
    median: float
    highest: float


def judged(tables: Tables, chance: np.random.Generator) -> tuple[list[Check], list[Ranking]]:
    """Make every comparison.

    Raises:
        Refusal: the tables are not those expected.
    """
    known = learn(tables)
    made = [one for one in checks(tables, known, chance) if one.compared]
    return made, list(rankings(tables, known, need_from(known, chance)))


def checks(tables: Tables, known: Learnt, chance: np.random.Generator) -> Iterator[Check]:
    """Compare the poverty of communes and departments, then each lack."""
    yield _communes(tables, known)
    yield _departments(tables, known)
    for outcome, lack in known.lacks.items():
        if lack.areas.codes:
            yield _regions(outcome, known, chance)
        yield _classes(outcome, known, chance, held_out=False)
        yield _classes(outcome, known, chance, held_out=True)
        yield _last_wave(outcome, known, chance)


def rankings(tables: Tables, known: Learnt, need: Need) -> Iterator[Ranking]:
    """Set the ranks of communes inside each region beside those of the index of fragility."""
    index = fragility(tables, need.codes)
    households = need.households.value
    for name in ("poor", "no_line", "no_computer", "far"):
        share = getattr(need, name).value / households
        found = []
        for region in np.unique(known.places.regions):
            there = (known.places.regions == region) & (households >= LARGE) & ~np.isnan(index)
            if there.sum() > FOLDS:
                found.append(float(spearmanr(share[there], index[there]).statistic))
        if found:
            yield Ranking(
                subject=name, regions=len(found), lowest=min(found),
                median=float(np.median(found)), highest=max(found),
            )  # fmt: skip


def _communes(tables: Tables, known: Learnt) -> Check:
    found = held_out_poverty(tables)
    codes = found["code"].to_numpy().astype(str)
    ours = np.isin(codes, known.places.codes)
    rate, value = (found[name].to_numpy()[ours] / 100 for name in ("rate", "value"))
    plain = known.places.department_poverty[np.searchsorted(known.places.codes, codes[ours])]
    middle = logit(np.clip(value, 1e-3, 1 - 1e-3))
    apart, fold = logit(np.clip(rate, 5e-3, 1 - 5e-3)) - middle, found["fold"].to_numpy()[ours]
    wide = WIDTH * _of_others(apart, fold)
    inside = (expit(middle - wide) <= rate) & (rate <= expit(middle + wide))
    return Check(
        name="pauvreté des communes, une sur cinq cachée", subject="poor", held_out=True,
        compared=len(rate), apart=len(rate), error=_mean(rate - value), plain=_mean(rate - plain),
        covered=_share(inside),
    )  # fmt: skip


def _of_others(apart: Floats, fold: Places) -> Floats:
    """Give for each the typical error of those in the other folds."""
    squares = totals(fold, apart**2, FOLDS)
    counts = totals(fold, np.ones(len(fold)), FOLDS)
    others = (squares.sum() - squares) / np.maximum(counts.sum() - counts, 1)
    return np.asarray(np.sqrt(others)[fold])


def _departments(tables: Tables, known: Learnt) -> Check:
    """Estimate the departments from their communes alone, their own rate not read.

    The interval of each is what the others are apart.
    """
    places = known.places
    _, first, group = np.unique(places.departments, return_index=True, return_inverse=True)
    rate = uncalibrated_poverty(tables, places)
    made = totals(group, places.persons * rate) / totals(group, places.persons)
    published = places.department_poverty[first]
    told = ~np.isnan(published)
    country = np.average(made, weights=totals(group, places.persons))
    apart = (logit(published) - logit(made))[told]
    alone = [apart[np.arange(len(apart)) != n] for n in range(len(apart))]
    inside = [
        abs(one - others.mean()) <= WIDTH * others.std()
        for one, others in zip(apart, alone, strict=True)
        if len(others)
    ]
    return Check(
        name="pauvreté des départements, leur taux non lu", subject="poor", held_out=True,
        compared=int(told.sum()), apart=int(told.sum()), error=_mean((made - published)[told]),
        plain=_mean((country - published)[told]),
        covered=_share(inside),
    )  # fmt: skip


def _regions(outcome: str, known: Learnt, chance: np.random.Generator) -> Check:
    """Compare each region asked with the rate, and its doubt, learnt without its answers."""
    areas = known.lacks[outcome].areas
    found = [without_region(outcome, known, code, chance) for code in areas.codes]
    rates, doubts = np.asarray(found).T
    apart = logit(areas.direct) - logit(rates)
    inside, errors = [], []
    for n, asked in enumerate(areas.asked):
        others = np.arange(len(areas.codes)) != n
        country, between = between_areas(apart[others], areas.noise[others])
        made = expit(logit(rates[n]) + country)
        slope = made * (1 - made)
        wide = stdtrit(max(len(areas.codes) - 2, 1), 0.95) * np.sqrt(
            slope**2 * (between + doubts[n]) + slope / asked
        )
        inside.append(abs(areas.direct[n] - made) <= wide)
        errors.append(areas.direct[n] - made)
    country = np.average(areas.direct, weights=areas.asked)
    return Check(
        name="régions, leurs réponses cachées", subject=outcome, held_out=True,
        compared=len(errors), apart=len(errors), error=_mean(np.asarray(errors), areas.asked),
        plain=_mean(areas.direct - country, areas.asked),
        covered=_share(inside),
    )  # fmt: skip


def without_region(
    outcome: str, known: Learnt, code: str, chance: np.random.Generator
) -> tuple[float, float]:
    """Learn all again without a region; give its rate, and the variance of its logit.

    Two things stay those of all answers: the incomes shared out, and the make-up of communes.
    """
    answers, ours = known.answers, of_region(known.answers, code)
    told = getattr(answers.survey, outcome)[answers.who] != NO_ANSWER
    rates = learnt(answers, outcome, used=~ours)
    groups = by_group(known.places, known.cells.adults, known.places.persons, code)

    def made(effects: Floats) -> Floats:
        return made_for(rates, effects, answers, ours & told, groups)

    draws = made(drawn(rates, answers, DRAWS, chance))
    return float(made(rates.effects)), float(np.var(logit(draws)))


def _classes(outcome: str, known: Learnt, chance: np.random.Generator, *, held_out: bool) -> Check:
    """Compare classes of income, age, home and town in the last wave, a fifth of adults each."""
    answers = known.answers
    told = getattr(answers.survey, outcome)[answers.who]
    last = (answers.wave == len(answers.waves) - 1) & (told != NO_ANSWER)
    rates, found = known.lacks[outcome].rates, []
    for fold in range(FOLDS):
        ours = answers.who % FOLDS == fold
        if held_out:
            rates = learnt(answers, outcome, used=~ours)
        made = rates.at(rates.effects)
        spread = rates.at(drawn(rates, answers, DRAWS, chance)) - made
        found.append(_compared(answers, told, last & ours, made, spread))
    name = "classes, un adulte sur cinq caché" if held_out else "classes, rien de caché"
    return _check(name, outcome, held_out, np.concatenate(found, axis=1))


def _last_wave(outcome: str, known: Learnt, chance: np.random.Generator) -> Check:
    """Predict the classes of the last wave from those before; only its mean is told."""
    answers = known.answers
    told = getattr(answers.survey, outcome)[answers.who]
    last = (answers.wave == len(answers.waves) - 1) & (told != NO_ANSWER)
    rates = learnt(answers, outcome, used=~last)
    weight = answers.weight[last]
    group = answers.town[last] * CELLS + answers.cell[last]
    goal = np.average(told[last], weights=weight)

    def aligned(guess: Floats) -> Floats:
        start = logit(np.clip(guess, 1e-6, 1 - 1e-6))
        move = brentq(
            lambda x: float(np.average(expit(start + x)[group], weights=weight)) - goal, -9, 9
        )
        return np.asarray(expit(start + move))

    made = aligned(rates.at(rates.effects))
    spread = np.stack([aligned(one) for one in rates.at(drawn(rates, answers, DRAWS, chance))])
    return _check(
        "classes de la dernière vague, cachée", outcome, True,
        _compared(answers, told, last, made, spread - made),
    )  # fmt: skip


def _compared(answers: Answers, told: Floats, rows: Mask, made: Floats, spread: Floats) -> Floats:
    """Give, for each class asked, the direct rate, the one made, the country's, and the doubt."""
    weight = answers.weight[rows]
    group = answers.town[rows] * CELLS + answers.cell[rows]
    classes = (*np.unravel_index(answers.cell[rows], SHAPE), answers.town[rows])
    country = np.average(told[rows], weights=weight)
    found = []
    for axis, size in enumerate(CLASSES):
        for one in range(size):
            ours = classes[axis] == one
            shares = totals(group[ours], weight[ours], GROUPS)
            asked = shares.sum()
            if asked >= LEAST_COMPARED:
                shares = shares / asked
                rate = shares @ made
                doubt = np.var(spread @ shares) + rate * (1 - rate) / asked
                direct = np.average(told[rows][ours], weights=weight[ours])
                found.append((direct, rate, country, np.sqrt(doubt)))
    return np.asarray(found).reshape(-1, 4).T


LEAST_COMPARED = 20.0  # effective adults


def _check(name: str, outcome: str, held_out: bool, found: Floats) -> Check:
    direct, made, country, doubt = found
    return Check(
        name=name, subject=outcome, held_out=held_out, compared=len(direct),
        apart=len(direct) // len(CLASSES),
        error=_mean(direct - made), plain=_mean(direct - country),
        covered=float((np.abs(direct - made) <= WIDTH * doubt).mean()),
    )  # fmt: skip


def _share(inside: Sequence[bool] | Mask) -> float:
    return float(np.mean(inside)) if len(inside) else float("nan")


def _mean(errors: Floats, weight: Floats | None = None) -> float:
    """Give the mean absolute error, in points."""
    told = ~np.isnan(errors)
    if not told.any():
        return float("nan")
    weight = None if weight is None else weight[told]
    return 100 * float(np.average(np.abs(errors[told]), weights=weight))
