"""How long the way takes when nobody measured it: hypotheses of ours, and how wrong they may be.

No source gives these numbers: they are assumptions, printed with every figure that rests on them,
and who knows the roads gives others. The way is the straight line times `detour`; a car does
`car_kmh` from door to door, a walker `foot_kmh`. "Without a car" is the walk, when it is not longer
than `foot_minutes`; beyond that it is not known, for no distance says whether there is a bus.

How sure: each number has the least and the most favourable value we would still believe, and each
time is given with the shortest and the longest way these make together.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

import numpy as np

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.numbers import Floats

HOUR = 60.0


class Way(StrEnum):
    """How people go."""

    CAR = "car"
    FOOT = "foot"
    NO_CAR = "no_car"


IN_WORDS = {Way.CAR: "en voiture", Way.FOOT: "à pied", Way.NO_CAR: "sans voiture"}


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """The numbers of one hypothesis."""

    detour: float = 1.3
    car_kmh: float = 40.0
    foot_kmh: float = 4.0
    foot_minutes: float = 30.0  # the longest walk

    def minutes(self, km: Floats, way: Way) -> Floats:
        """Give the minutes of a straight line of so many kilometres; NaN: not known."""
        speed = self.car_kmh if way is Way.CAR else self.foot_kmh
        found = HOUR * np.asarray(km, np.float64) * self.detour / speed
        if way is Way.NO_CAR:
            return np.where(found <= self.foot_minutes, found, np.nan)
        return found

    def km(self, minutes: float, way: Way) -> float:
        """Give the straight line that can be gone in so many minutes."""
        speed = self.car_kmh if way is Way.CAR else self.foot_kmh
        spent = min(minutes, self.foot_minutes) if way is Way.NO_CAR else minutes
        return spent / HOUR * speed / self.detour


# The fastest and the slowest way that we would still believe.
FASTEST = Numbers(detour=1.2, car_kmh=60.0, foot_kmh=5.0)
SLOWEST = Numbers(detour=1.5, car_kmh=25.0, foot_kmh=3.0)
ALLOWED = {
    "detour": (1.0, 5.0), "car_kmh": (5.0, 130.0), "foot_kmh": (1.0, 10.0),
    "foot_minutes": (1.0, 180.0),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Hypotheses:
    """What is supposed of the roads, and the two ends of what it could as well be."""

    usual: Numbers = Numbers()
    fastest: Numbers = FASTEST
    slowest: Numbers = SLOWEST


OURS = Hypotheses()


def hypotheses(given: Mapping[str, float]) -> Hypotheses:
    """Give our hypotheses with the user's numbers in them; these have no other end than their own.

    Raises:
        Refusal: `assumption_unknown`, `assumption_absurd`.
    """
    for name, value in given.items():
        if name not in ALLOWED:
            raise Refusal(
                "assumption_unknown",
                f"« {name} » n’est pas une hypothèse de trajet. Il y a : {', '.join(ALLOWED)}.",
            )
        low, high = ALLOWED[name]
        if not low <= value <= high:
            raise Refusal(
                "assumption_absurd",
                f"« {name} » se donne entre {low:g} et {high:g}, pas {value:g}.",
            )
    usual, fastest, slowest = (replace(one, **given) for one in (Numbers(), FASTEST, SLOWEST))
    return Hypotheses(usual=usual, fastest=fastest, slowest=slowest)


LABELS = {
    "detour": ("le chemin fait", "fois la ligne droite"),
    "car_kmh": ("une voiture fait", "km/h de porte à porte"),
    "foot_kmh": ("à pied on fait", "km/h"),
    "foot_minutes": ("sans voiture on ne marche pas plus de", "min"),
}


def in_words(used: Hypotheses) -> str:
    """Say each number, and what it could as well be."""
    usual, ends = asdict(used.usual), (asdict(used.fastest), asdict(used.slowest))
    return ", ".join(
        f"{before} {_said(usual[name])} {after}{_between(*sorted(one[name] for one in ends))}"
        for name, (before, after) in LABELS.items()
    )


def _between(low: float, high: float) -> str:
    return f" (de {_said(low)} à {_said(high)})" if low != high else ""


def _said(value: float) -> str:
    return f"{value:g}".replace(".", ",")
