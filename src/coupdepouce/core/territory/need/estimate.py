"""The need of every commune of metropolitan France, and what it could as well be."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from coupdepouce.core.territory.data.composition import Composition, composition
from coupdepouce.core.territory.data.survey import OUTCOMES, TOWNS, Survey, survey
from coupdepouce.core.territory.data.tables import Tables
from coupdepouce.core.territory.need.answers import CELLS, Answers, answers_of
from coupdepouce.core.territory.need.areas import Areas, areas_of
from coupdepouce.core.territory.need.cells import Cells, cells
from coupdepouce.core.territory.need.chance import centred, realised
from coupdepouce.core.territory.need.model import Count, Need, Singles
from coupdepouce.core.territory.need.poverty import poor_of, poverty_rates
from coupdepouce.core.territory.need.rates import Rates, drawn, learnt
from coupdepouce.core.territory.numbers import Floats

METHOD = 2  # raised when the same tables, seed and survey give other draws
DRAWS = 200
SMALL = 300  # inhabitants: where households are hidden, and where their number is judged
EDGE = 1e-4


@dataclass(frozen=True, kw_only=True)
class Lack:
    """What was learnt of one lack."""

    rates: Rates
    areas: Areas
    country: float  # move of all logits, so that the country has the survey's rate


@dataclass(frozen=True, kw_only=True)
class Learnt:
    """All that the estimate reads, and the lacks learnt."""

    places: Composition
    answers: Answers
    cells: Cells
    lacks: dict[str, Lack]


def need_of(tables: Tables, chance: np.random.Generator) -> Need:
    """Estimate the need of each commune.

    Raises:
        Refusal: the tables are not those expected.
    """
    return need_from(learn(tables), chance)


def learn(tables: Tables) -> Learnt:
    """Learn the rates, and how the regions depart from them.

    Raises:
        Refusal: the tables are not those expected.
    """
    return learn_from(composition(tables), survey(tables.respondents))


def learn_from(places: Composition, asked: Survey) -> Learnt:
    """Learn from the communes and the answers.

    Raises:
        Refusal: `too_few_answers`.
    """
    answers = answers_of(asked)
    found = cells(places, answers)
    lacks = {}
    for outcome in OUTCOMES:
        rates = learnt(answers, outcome)
        areas = areas_of(rates, answers, outcome, places, found)
        country = _country(rates, areas, answers.rate(outcome), places, found)
        lacks[outcome] = Lack(rates=rates, areas=areas, country=country)
    return Learnt(places=places, answers=answers, cells=found, lacks=lacks)


def need_from(known: Learnt, chance: np.random.Generator) -> Need:
    """Draw the need of each commune from what was learnt."""
    places = known.places
    households = centred(_households(places, chance))
    poor = poor_of(places, poverty_rates(places, DRAWS, chance), households, chance)
    counts = {"households": Count.of_both(households), "poor": Count.of_both(poor)}
    for outcome, lack in known.lacks.items():
        found = realised(_shares(lack, known, chance), households, chance)
        counts[outcome] = Count.of_both(centred(found))
    return Need(codes=places.codes, **counts)


def _households(places: Composition, chance: np.random.Generator) -> Floats:
    """Give the households, then draws of them: only the hidden ones are in doubt."""
    small = places.households_told & (places.population < SMALL)
    size = np.log(places.population[small] / places.households[small])
    doubt = np.where(places.households_told, 0.0, size.std() if small.any() else 0.0)
    moved = chance.standard_normal((len(doubt), DRAWS + 1))
    moved[:, 0] = 0.0
    return places.households[:, None] * np.exp(moved * doubt[:, None])


def _shares(lack: Lack, known: Learnt, chance: np.random.Generator) -> Singles:
    """Give the share of each commune's homes, then draws of it."""
    effects = drawn(lack.rates, known.answers, DRAWS, chance)
    rates = lack.rates.at(np.concatenate([lack.rates.effects[None], effects]))
    made = rates.reshape(DRAWS + 1, len(TOWNS), CELLS).astype(np.float32)
    homes, towns = known.cells.homes, known.places.towns
    shares = np.empty((len(homes), DRAWS + 1), np.float32)
    for town in range(len(TOWNS)):
        there = towns == town
        shares[there] = homes[there] @ made[:, town].T
    moved = _moved(lack, known.places, chance)
    moved += np.log(shares / (1 - shares))
    return np.asarray(1 / (1 + np.exp(-moved)), dtype=np.float32)


def _moved(lack: Lack, places: Composition, chance: np.random.Generator) -> Singles:
    """Give the move of each commune's logit: its region's, its department's, and its own.

    Nobody has asked enough people of one department or commune: we take a department to depart
    from its region, and a commune from its department, as much as a region from the country. Few
    regions tell how much that is: each draw has its own scale, so that the law is a Student's.
    """
    wide = np.sqrt(lack.areas.between)
    mean, doubt = lack.areas.at(places.regions)
    names, department = np.unique(places.departments, return_inverse=True)
    regions, region = np.unique(places.regions, return_inverse=True)

    def normal(rows: int) -> Singles:
        found = chance.standard_normal((rows, DRAWS + 1), dtype=np.float32)
        found[:, 0] = 0.0
        return found

    moved = normal(len(mean)) * np.float32(wide)
    moved += (normal(len(names)) * np.float32(wide))[department]
    moved += normal(len(regions))[region] * doubt.astype(np.float32)[:, None]
    freedom = lack.areas.freedom
    moved *= np.sqrt(freedom / chance.chisquare(freedom, DRAWS + 1)).astype(np.float32)
    moved += (mean + lack.country).astype(np.float32)[:, None]
    return moved


def _country(rates: Rates, areas: Areas, goal: float, places: Composition, found: Cells) -> float:
    """Find the move of all logits that gives the country's adults the survey's rate."""
    # Half a second to import: who only reads the tables does not wait for it.
    from scipy.optimize import brentq  # noqa: PLC0415

    made = rates.at(rates.effects).reshape(len(TOWNS), CELLS)
    shares = np.einsum("nc,nc->n", found.adults, made[places.towns])
    start = logit(np.clip(shares, EDGE, 1 - EDGE)) + areas.at(places.regions)[0]
    mass = places.persons / places.persons.sum()
    return float(brentq(lambda move: float(mass @ expit(start + move)) - goal, -5.0, 5.0))
