"""An opening that can be judged: areas drawn from the tables, and the plan to sign."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from coupdepouce.core.calendar import add_months
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.data.ground import IN_WORDS
from coupdepouce.core.territory.data.model import Level
from coupdepouce.core.territory.experiment import drawing, power
from coupdepouce.core.territory.experiment.drawing import Pair
from coupdepouce.core.territory.experiment.plan import Design, Plan, Wave
from coupdepouce.core.territory.numbers import Floats, Places
from coupdepouce.core.territory.ranking.criteria import Compared, kept, sources
from coupdepouce.insight.territories.loading import Loaded
from coupdepouce.insight.territories.ranking import SEED, Figures, figures

LIKE = ("poverty", "size", "no_line", "far", "partners")  # what pairs are alike on
OUTCOME = "part des ménages qui ont une ligne internet à la maison"
ESTIMATED = "estimation, en moyenne des zones du territoire"
GIVEN = "part donnée par le programme"
GROUPS = ("Zones ouvertes", "Zones de comparaison")
LEAST_MONTHS, MOST_MONTHS = 1, 24


@dataclass(frozen=True, kw_only=True)
class AskedExperiment:
    """What is to be judged, and what is assumed."""

    start: date
    within: str = ""
    level: Level = Level.EPCI
    design: Design = Design.STEPPED
    steps: int = 4
    months: int = 3  # between two steps, or from the opening to the last survey
    households: int = 100  # asked in each area, at each survey
    icc: float = 0.02
    outcome: str = ""  # that of the households with a line
    share: float | None = None  # of the outcome before; None: as estimated for the line
    seed: int = SEED


def experiment(data: Loaded, asked: AskedExperiment) -> Plan:
    """Draw the areas, and write what the design could show.

    Raises:
        Refusal: unknown territory, too few areas, an assumption that cannot be.
    """
    _check(asked)
    inside = figures(data, asked.level, within=asked.within)
    compared = inside.compared
    share = _with_line(compared) if asked.share is None else asked.share
    assumed = power.checked(power.Assumed(share=share, icc=asked.icc, households=asked.households))
    chance = np.random.default_rng(asked.seed)
    if asked.design is Design.STEPPED:
        return _stepped(asked, inside, assumed, chance)
    if asked.design is Design.PAIRED:
        pairs = drawing.pairs_by_lot(_features(compared), chance=chance)
        return _pairs(asked, inside, assumed, pairs, compared)
    others = _elsewhere(data, asked, compared)
    pairs = drawing.matched(_features(compared), _features(others))
    return _pairs(asked, inside, assumed, pairs, others)


def _check(asked: AskedExperiment) -> None:
    """Refuse what makes no plan.

    Raises:
        Refusal: `experiment_months`, `experiment_share`.
    """
    if not LEAST_MONTHS <= asked.months <= MOST_MONTHS:
        raise Refusal(
            "experiment_months",
            f"Comptez de {LEAST_MONTHS} à {MOST_MONTHS} mois entre deux étapes, ou de l’ouverture "
            "à l’enquête.",
        )
    if asked.outcome not in {"", OUTCOME} and asked.share is None:
        raise Refusal(
            "experiment_share",
            "Dites aussi la part au départ de ce critère : seule celle de la ligne internet est "
            "estimée.",
        )


def _with_line(compared: Compared) -> float:
    """Give the share of households with a line; areas weigh the same, as many are asked in each."""
    no_line = next(one.values for one in compared.measured if one.criterion.name == "no_line")
    return float(1 - no_line.mean() / 100)


def _features(compared: Compared) -> Floats:
    """Give what areas are compared on; the number of households by its logarithm."""
    measured = {one.criterion.name: one.values for one in compared.measured}
    columns = [np.log1p(measured[name]) if name == "size" else measured[name] for name in LIKE]
    return np.stack(columns, axis=1)


def _elsewhere(data: Loaded, asked: AskedExperiment, compared: Compared) -> Compared:
    """Give the areas of the country outside the territory.

    Raises:
        Refusal: `experiment_within`, the territory is the whole country.
    """
    if not asked.within:
        raise Refusal(
            "experiment_within",
            "Dites avec --within le territoire du pilote : les zones comparées sont ailleurs.",
        )
    everywhere = figures(data, asked.level).compared
    return kept(everywhere, np.array([code not in compared.codes for code in everywhere.codes]))


def _stepped(
    asked: AskedExperiment, found: Figures, assumed: power.Assumed, chance: np.random.Generator
) -> Plan:
    compared = found.compared
    sizes = next(one.values for one in compared.measured if one.criterion.name == "size")
    drawn = drawing.steps(sizes, asked.steps, chance=chance)
    opening = power.opening(drawn, asked.steps)
    waves = tuple(
        _wave(
            f"Étape {step}", compared, np.flatnonzero(drawn == step),
            add_months(asked.start, asked.months * (step - 1)),
        )
        for step in range(1, asked.steps + 1)
    )  # fmt: skip
    features = _features(compared)
    early = drawn <= asked.steps // 2
    return _plan(
        asked, found, assumed, waves=waves, opening=opening,
        groups=(_steps(1, asked.steps // 2), _steps(asked.steps // 2 + 1, asked.steps)),
        gaps=drawing.balance(features[early], features[~early]),
        surveys=tuple(add_months(asked.start, asked.months * at) for at in range(asked.steps + 1)),
    )  # fmt: skip


def _steps(first: int, last: int) -> str:
    return f"Étape {first}" if first == last else f"Étapes {first} à {last}"


def _pairs(
    asked: AskedExperiment, found: Figures, assumed: power.Assumed, pairs: tuple[Pair, ...],
    others: Compared,
) -> Plan:  # fmt: skip
    compared = found.compared
    opened, set_against = [one.opened for one in pairs], [one.compared for one in pairs]
    waves = (
        _wave(GROUPS[0], compared, np.array(opened, int), asked.start),
        _wave(GROUPS[1], others, np.array(set_against, int), None),
    )
    after = add_months(asked.start, asked.months)
    gaps = drawing.balance(_features(compared)[opened], _features(others)[set_against])
    named = tuple(
        (compared.names[one.opened], others.names[one.compared], one.distance) for one in pairs
    )
    return _plan(
        asked, found, assumed, waves=waves, pairs=named, gaps=gaps, groups=GROUPS,
        surveys=(asked.start, after) if asked.design is Design.MATCHED else (after,),
    )  # fmt: skip


def _wave(title: str, compared: Compared, rows: Places, opens: date | None) -> Wave:
    return Wave(
        title=title, opens=opens, codes=tuple(compared.codes[row] for row in rows),
        names=tuple(compared.names[row] for row in rows),
    )  # fmt: skip


def _plan(
    asked: AskedExperiment, found: Figures, assumed: power.Assumed, *, waves: tuple[Wave, ...],
    surveys: tuple[date, ...], groups: tuple[str, str], gaps: Floats,
    opening: Floats | None = None, pairs: tuple[tuple[str, str, float], ...] = (),
) -> Plan:  # fmt: skip
    compared = found.compared
    measured = {one.criterion.name: one for one in compared.measured}
    logged = {"size": " (logarithme)"}
    labels = [measured[name].criterion.label + logged.get(name, "") for name in LIKE]
    taken = {code for one in waves for code in one.codes}
    spare = [name for code, name in zip(compared.codes, compared.names, strict=True)
             if code not in taken]  # fmt: skip
    return Plan(
        design=asked.design, territory=found.where.within or "France métropolitaine",
        level=IN_WORDS[asked.level], seed=asked.seed, outcome=asked.outcome or OUTCOME,
        assumed=assumed, share_from=GIVEN if asked.share is not None else ESTIMATED,
        waves=waves, surveys=surveys, opening=opening, pairs=pairs, groups=groups,
        balance=tuple(zip(labels, map(float, gaps), strict=True)),
        left_out=(*found.left_out, *spare),
        source=" ; ".join(sources(measured[name] for name in LIKE)),
    )  # fmt: skip
