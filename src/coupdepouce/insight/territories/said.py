"""What the answers say in French, for pages and commands alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from coupdepouce.core.territory.numbers import Floats
from coupdepouce.core.territory.ranking.criteria import Criterion
from coupdepouce.core.territory.ranking.said import number
from coupdepouce.insight.territories.ranking import Explanation, Offered, Seen

LEAST_MOVE = 5e-4  # of a weight, of which three digits are printed
SHOWN = 5  # names in a sentence


@dataclass(frozen=True, kw_only=True)
class Move:
    """A weight that changes for a territory to be first."""

    criterion: Criterion
    before: float
    after: float


def winning(told: Explanation) -> str:
    """Say what would make a territory first."""
    if told.rank == 1:
        return "Il est premier avec ces poids."
    if told.winning.weights is None:
        return "Aucun choix de poids ne le met premier."
    return f"Il serait premier en déplaçant {number(100 * told.winning.change)} % des poids :"


def moves(found: Seen, told: Explanation) -> Iterator[Move]:
    """Give the weights that would change."""
    after: Floats | None = told.winning.weights
    if told.rank == 1 or after is None:
        return
    measured = found.ranking.compared.measured
    for one, was, will in zip(measured, found.ranking.weights, after, strict=True):
        if abs(was - will) > LEAST_MOVE:
            yield Move(criterion=one.criterion, before=float(was), after=float(will))


def offered(one: Offered) -> str:
    """Say what the places of a kind offer."""
    hours = (
        f" ; une moitié ouvre {number(one.hours, 1)} h par semaine ou plus (horaires connus pour "
        f"{number(100 * one.hours_told)} %)" if np.isfinite(one.hours) else ""
    )  # fmt: skip
    year = f" ({one.year})" if one.year else ""
    return (
        f"{number(one.places)} {one.label}{year}, {number(one.per_poor, 1)} pour 10 000 ménages "
        f"pauvres{hours}."
    )


def left_out(found: Seen) -> str:
    """Name the territories that are not ranked; "" when all are."""
    names = found.left_out
    return f"Non classés, un chiffre manque : {_some(names)}." if names else ""


def first(found: Seen) -> tuple[str, ...]:
    """Say who is first, and how sure that is."""
    top = int(found.ranking.order[0])
    name, score = found.ranking.compared.names[top], found.ranking.scores[top]
    low, high = (number(100 * float(end[top])) for end in found.band)
    margin = f" (de {low} à {high})" if low != high else ""
    weights, figures = found.by_weights, found.by_figures
    held = ranks(weights.low[top], weights.high[top])
    often = number(100 * float(figures.first[top]))
    front = [found.ranking.compared.names[row] for row in found.ranking.order if found.front[row]]
    return (
        f"En tête : {name}, {number(100 * float(score))} points sur 100{margin}.",
        f"Rangs {held} quand les poids changent au hasard.",
        f"Premier rang dans {often} % des tirages des chiffres dans leur marge.",
        f"Aucun territoire n’a à la fois plus de besoin et plus de capacité que : {_some(front)}.",
    )


def _some(names: Sequence[str]) -> str:
    more = f" et {len(names) - SHOWN} autres" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def ranks(low: float, high: float) -> str:
    """Write an interval of ranks."""
    return f"{number(float(low))} à {number(float(high))}"
