"""The adults of each commune by income, age and size of home, from what is published of it.

A commune has margins only: the joint distribution is the survey's in towns of its size, moved to
those margins by iterative proportional fitting (Deming and Stephan, 1940), which keeps what the
survey says of the links between them (its odds ratios). Margins, in shares of adults:

- income: the standard of living of a commune is taken as lognormal, with the published median and
  the published, or estimated, share of people under 60 % of the median of the country. The survey
  cuts four classes at thresholds it does not publish in euros: they are put where the country has
  the survey's shares of each class.
- age and size of home: the census of 2017, moved by one factor a class so that the country has
  the shares of the survey of 2022. Homes of three and more follow from the mean size.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from coupdepouce.core.territory.data.composition import Composition
from coupdepouce.core.territory.data.survey import TOWNS
from coupdepouce.core.territory.need.answers import CELLS, SHAPE, Answers
from coupdepouce.core.territory.need.model import Singles
from coupdepouce.core.territory.numbers import Floats

MEDIAN = 23_000.0  # € a year, 2021; Filosofi, metropolitan France, Martinique and La Réunion
LINE = 0.6 * MEDIAN
SPREADS = (0.2, 1.0)  # standard deviations of the logarithm that are believed
ADULTS = (1.0, 1.94, 2.53)  # people of 18 and over in homes of 1, 2, 3 and more; the survey, 2022
LARGE = 3.85  # people in a home of three and more; the survey, 2022
ROUNDS = 12  # the margins are then met to a thousandth
HALVINGS = 40
LEAST = 1e-4
EIGHTEEN = 0.7  # of those between 15 and 24, seven years of ten are adult
SMOOTH = 30.0  # adults as if asked, spread as if the three were independent


@dataclass(frozen=True, kw_only=True)
class Cells:
    """Shares of each commune, (communes, 36): of its adults, and of its homes."""

    adults: Singles
    homes: Singles


def cells(places: Composition, answers: Answers) -> Cells:
    """Share the adults and the homes of each commune out."""
    mass = places.persons / places.persons.sum()
    margins = (
        _incomes(places, mass, answers.shares(0)),
        _moved(_ages(places), mass, answers.shares(1)),
        _moved(_sizes(places), mass, answers.shares(2)),
    )
    adults = _fitted(_seed(answers)[places.towns], margins)
    people = np.tile(np.asarray(ADULTS, np.float32), CELLS // len(ADULTS))
    homes = np.asarray(adults / people, dtype=np.float32)
    homes /= homes.sum(axis=1, keepdims=True)
    return Cells(adults=adults, homes=homes)


def _incomes(places: Composition, mass: Floats, country: Floats) -> Floats:
    poor = np.clip(places.poverty, 0.01, 0.49)
    spread = np.clip(np.log(places.median / LINE) / -ndtri(poor), *SPREADS)
    centre = np.log(places.median)
    below = np.zeros((len(mass), len(country) + 1))
    below[:, -1] = 1.0
    for n, goal in enumerate(np.cumsum(country)[:-1], start=1):
        low, high = np.log(1_000.0), np.log(1_000_000.0)
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            below[:, n] = ndtr((middle - centre) / spread)
            low, high = (middle, high) if mass @ below[:, n] < goal else (low, middle)
    return np.maximum(np.diff(below, axis=1), LEAST)


def _ages(places: Composition) -> Floats:
    children = (1 - EIGHTEEN) * places.under_25
    young = places.under_25 - children
    middle = 1 - places.under_25 - places.over_65
    shares = np.stack([young, middle, places.over_65], axis=1)
    return np.asarray(np.maximum(shares, LEAST) / (1 - children)[:, None])


def _sizes(places: Composition) -> Floats:
    alone = np.clip(places.alone, 0.05, 0.9)
    size = places.persons / places.households
    large = (size - alone - 2 * (1 - alone)) / (LARGE - 2)
    large = np.clip(large, 0.02, 0.95 * (1 - alone))
    homes = np.stack([alone, 1 - alone - large, large], axis=1)
    return np.asarray(homes * np.asarray(ADULTS))


def _moved(shares: Floats, mass: Floats, country: Floats) -> Floats:
    """Move each class by one factor so that the country has its share."""
    shares = shares / shares.sum(axis=1, keepdims=True)
    for _ in range(ROUNDS):
        shares = shares * (country / (mass @ shares))
        shares /= shares.sum(axis=1, keepdims=True)
    return shares


def _seed(answers: Answers) -> Floats:
    """Give the joint shares of each size of town, smoothed towards independence."""
    seeds = []
    for town in range(len(TOWNS)):
        table = answers.table(town)
        whole = table.sum()
        sides = [table.sum(axis=axes) for axes in ((1, 2), (0, 2), (0, 1))]
        alone = np.einsum("i,j,k->ijk", *(side / max(whole, LEAST) for side in sides))
        seeds.append((table + SMOOTH * alone + LEAST) / (whole + SMOOTH))
    return np.stack(seeds).reshape(len(TOWNS), CELLS)


def _fitted(seeds: Floats, margins: tuple[Floats, ...]) -> Singles:
    """Fit the margins in turn, `ROUNDS` times; the last one is met exactly."""
    table = seeds.astype(np.float32)
    classes = np.indices(SHAPE).reshape(len(SHAPE), CELLS)
    sides = [np.eye(size, dtype=np.float32)[classes[n]] for n, size in enumerate(SHAPE)]
    goals = [margin.astype(np.float32) for margin in margins]
    for _ in range(ROUNDS):
        for side, goal in zip(sides, goals, strict=True):
            table *= (goal / (table @ side)) @ side.T
    return table
