"""A country made up, whose need is known: what the estimates must find again.

Every commune departs a little from its department, which departs from its region; a survey asks
some adults, in waves, with weights, and some hide their income. Nothing here is a real figure.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit, logit, ndtr

from coupdepouce.core.territory.data.composition import Composition
from coupdepouce.core.territory.data.survey import OUTCOMES, REGIONS, Survey
from coupdepouce.core.territory.need.cells import ADULTS, EIGHTEEN, LARGE, LINE, MEDIAN

COMMUNES, ASKED = 650, 2500
WAVES = (2017, 2018, 2019, 2020, 2022)
CUTS = np.log(MEDIAN * np.array([0.7, 1.0, 1.5]))
LEVEL = {"no_line": -1.9, "no_computer": -2.2, "far": -1.4}
INCOME, AGE = np.array([0.6, 0.3, 0.0, -0.5]), np.array([-0.2, -0.3, 0.9])
SIZE, TOWN = np.array([0.5, 0.0, -0.4]), np.array([0.3, 0.15, 0.0, -0.1, -0.2])
APART = 0.15  # between areas, of a logit
LINKS = np.exp(0.5 * np.array([[0.4, 0, -0.4], [0, 0, 0], [0.5, 0.3, -0.8]]))  # age and size


@dataclass(frozen=True, kw_only=True)
class Known:
    """The communes, the answers, and the truth of each lack in households."""

    places: Composition
    survey: Survey
    truth: dict[str, np.ndarray]
    poor: np.ndarray


def known_country(seed: int) -> Known:
    """Make a country and ask its people."""
    chance = np.random.default_rng(seed)
    regions = np.sort(np.resize(sorted(REGIONS.values()), COMMUNES))
    departments = np.char.add(regions, np.resize(["a", "b", "c"], COMMUNES))
    order = np.lexsort((departments, regions))
    regions, departments = regions[order], departments[order]
    towns = chance.integers(0, 5, COMMUNES)
    median = MEDIAN * np.exp(chance.normal(0, 0.12, COMMUNES))
    spread = chance.uniform(0.4, 0.55, COMMUNES)
    adults = _adults(median, spread, chance)
    households = np.round(np.exp(chance.normal(6.5, 1.2, COMMUNES))) + 40
    homes = adults / np.asarray(ADULTS)
    homes /= homes.sum((1, 2, 3), keepdims=True)
    logits = {name: _logits(name, regions, departments, towns, chance) for name in OUTCOMES}
    share = {name: (homes * expit(one)).sum((1, 2, 3)) for name, one in logits.items()}
    poverty = ndtr((np.log(LINE) - np.log(median)) / spread)
    truth = {
        name: chance.binomial(households.astype(int), one).astype(float)
        for name, one in share.items()
    }
    places = _places(regions, departments, towns, median, poverty, adults, homes, households)
    asked = _asked(places, adults, logits, chance)
    return Known(places=places, survey=asked, truth=truth, poor=poverty * households)


def half_hidden(known: Known, *, seed: int) -> Known:
    """Hide the poverty rate of the smaller communes: a model tells it, with its error.

    The poor are then so many by chance; rates are published rounded, as Insee does.
    """
    chance, places = np.random.default_rng(seed), known.places
    poor = chance.binomial(places.households.astype(int), places.poverty)
    hidden = places.households < np.median(places.households)
    error = chance.normal(0, places.poverty_error, COMMUNES)
    told = np.where(
        hidden, expit(logit(places.poverty) + error), np.round(poor / places.households, 2)
    )
    _, group = np.unique(places.departments, return_inverse=True)
    whole = np.bincount(group, poor) / np.bincount(group, places.households)
    published = np.round(whole, 3)[group]
    told_of = replace(places, poverty=told, poverty_told=~hidden, department_poverty=published)
    return replace(known, places=told_of, poor=poor.astype(float))


def _adults(median, spread, chance):
    below = ndtr((CUTS[None] - np.log(median)[:, None]) / spread[:, None])
    incomes = np.diff(np.concatenate([np.zeros((COMMUNES, 1)), below, np.ones((COMMUNES, 1))], 1))
    old = np.clip(chance.normal(0.25, 0.06, COMMUNES), 0.08, 0.5)
    ages = np.stack([0.1 * np.ones(COMMUNES), 0.9 - old, old], 1)
    alone = np.clip(chance.normal(0.21, 0.05, COMMUNES), 0.08, 0.4)
    sizes = np.stack([alone, 0.6 * (1 - alone), 0.4 * (1 - alone)], 1)
    joint = ages[:, None, :, None] * sizes[:, None, None, :] * LINKS
    joint = np.repeat(joint, 4, axis=1)
    return joint * (incomes / joint.sum((2, 3)))[:, :, None, None]


def _logits(name, regions, departments, towns, chance):
    mains = INCOME[:, None, None] + AGE[:, None] + SIZE
    area = sum(
        chance.normal(0, APART, len(set(one)))[np.unique(one, return_inverse=True)[1]]
        for one in (regions, departments, np.arange(COMMUNES))
    )
    return LEVEL[name] + mains + (TOWN[towns] + area)[:, None, None, None]


def _places(regions, departments, towns, median, poverty, adults, homes, households):  # noqa: PLR0917
    ages, sizes = adults.sum((1, 3)), homes.sum((1, 2))
    children = ages[:, 0] * (1 - EIGHTEEN) / EIGHTEEN
    persons = households * (sizes @ np.array([1, 2, LARGE]))
    _, group = np.unique(departments, return_inverse=True)
    poor = np.bincount(group, poverty * households) / np.bincount(group, households)
    told = np.ones(COMMUNES, bool)
    return Composition(
        codes=np.array([f"{n:05}" for n in range(COMMUNES)]),
        departments=departments, regions=regions, epci=departments,
        towns=towns.astype(np.int8), population=persons, households=households, persons=persons,
        median=median, poverty=poverty, alone=sizes[:, 0],
        over_65=ages[:, 2] / (1 + children), under_25=(ages[:, 0] + children) / (1 + children),
        households_told=told, poverty_told=told, income_told=told,
        department_poverty=poor[group], poverty_error=0.2,
    )  # fmt: skip


def _asked(places, adults, logits, chance):
    wave = np.repeat(WAVES, ASKED)
    people = places.households * (adults / np.asarray(ADULTS)).sum((1, 2, 3)) ** -1
    where = chance.choice(COMMUNES, len(wave), p=people / people.sum())
    flat = adults.reshape(COMMUNES, -1).cumsum(1)
    cell = (chance.random((len(wave), 1)) > flat[where] / flat[where, -1:]).sum(1)
    income, age, size = np.unravel_index(cell, (4, 3, 3))
    found = {}
    for name, one in logits.items():
        rate = expit(one.reshape(COMMUNES, -1)[where, cell] - 0.3 * (wave < 2020))
        found[name] = (chance.random(len(wave)) < rate).astype(np.int8)
    hides = chance.random(len(wave)) < 0.03 + 0.2 * found["no_line"]
    found["no_computer"][wave == 2020] = -1
    found["far"][wave < 2020] = -1
    small = {"age": age, "size": size, "town": places.towns[where]}
    return Survey(
        wave=wave.astype(np.int16), weight=np.exp(chance.normal(0, 0.3, len(wave))),
        income=np.where(hides, -1, income).astype(np.int8),
        region=np.where(wave >= 2020, places.regions[where], ""),
        **{name: one.astype(np.int8) for name, one in small.items()}, **found,
    )  # fmt: skip
