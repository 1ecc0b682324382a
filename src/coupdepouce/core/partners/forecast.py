"""How many households will come to the shops, from the vouchers that are out.

Each week of the life of a past voucher is one observation: it was brought to a shop that week, or
not. Weeks of the same age together give a rate, m arrivals of n. A voucher that is out may come in
a coming week if it did not come in those between, and if its last day is not past:

    p = rate of that week's age x product of (1 - rate) of the weeks between

The sum of p is what is expected. Its interval, of 95 in 100, adds the two things nobody knows:
which vouchers will come, the sum of p(1-p), and the rates themselves: for each, the square of the
sum of what multiplies it, times rate(1-rate)/n. The weeks between are taken as known, which makes
the interval a little too wide as long as rates are under a half.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil, floor, sqrt

WEEK = 7
WEEKS = 4  # said in advance
AGES = (0, 1, 2, 4, 8)  # the first week of each class of age, the last one without end
ENOUGH = 30  # weeks observed for a rate: fewer say too little (our choice)
SURE = 1.96


@dataclass(frozen=True, kw_only=True)
class Past:
    """A voucher that went out: the day it came to a shop, or that it ended without."""

    issued_on: date
    arrived_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Out:
    """A voucher that is out."""

    issued_on: date
    last_day: date


@dataclass(frozen=True, kw_only=True)
class Rate:
    """How many came, of how many weeks observed."""

    arrivals: int
    weeks: int

    @property
    def value(self) -> float:
        """Give the share of weeks in which a voucher came."""
        return self.arrivals / self.weeks


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What is expected, between which bounds."""

    mean: float
    low: int
    high: int


def rates(past: Iterable[Past], *, day: date) -> Mapping[int, Rate] | None:
    """Give the rate of each class of age, None when there is not enough past to say.

    A class that was seen too little has the rate of the one before.
    """
    weeks: Counter[int] = Counter()
    arrivals: Counter[int] = Counter()
    for one in past:
        for age, came in _weeks_of(one, day=day):
            weeks[_class_of(age)] += 1
            arrivals[_class_of(age)] += came
    found = {
        age: Rate(arrivals=arrivals[age], weeks=weeks[age]) for age in AGES if weeks[age] >= ENOUGH
    }
    if AGES[0] not in found:
        return None
    for before, age in pairwise(AGES):
        found.setdefault(age, found[before])
    return found


def _weeks_of(one: Past, *, day: date) -> Iterable[tuple[int, bool]]:
    """Give the whole weeks of a voucher that were observed, and whether it came in each."""
    arrived = (one.arrived_on - one.issued_on).days // WEEK if one.arrived_on else None
    until = day if one.arrived_on or one.ended_on is None else min(day, one.ended_on)
    # A week still running is not counted: who came in it is known, who did not is not.
    observed = (until - one.issued_on).days // WEEK
    for age in range(observed):
        yield age, age == arrived
        if age == arrived:
            return


def _class_of(age: int) -> int:
    return max(first for first in AGES if first <= age)


def expected(
    out: Sequence[Out], *, seen: Mapping[int, Rate], day: date, weeks: Sequence[int]
) -> Expected:
    """Give how many of these vouchers come in all of these coming weeks, week 0 being the next."""
    mean = chance = 0.0
    leans: defaultdict[tuple[int, int], float] = defaultdict(float)
    for one in out:
        comes = 0.0
        for p, age, still_out in _ahead(one, seen=seen, day=day, weeks=weeks):
            comes += p
            rate = seen[age]
            leans[rate.arrivals, rate.weeks] += still_out
        mean += comes
        chance += comes * (1 - comes)
    for (arrivals, observed), lean in leans.items():
        share = arrivals / observed
        chance += lean**2 * share * (1 - share) / observed
    spread = SURE * sqrt(chance)
    return Expected(
        mean=mean, low=max(0, floor(mean - spread)), high=min(len(out), ceil(mean + spread))
    )


def _ahead(
    one: Out, *, seen: Mapping[int, Rate], day: date, weeks: Sequence[int]
) -> Iterable[tuple[float, int, float]]:
    """Give, for each of these weeks, the chance to come, the class of age, and to be still out."""
    still_out, age = 1.0, (day - one.issued_on).days // WEEK
    left = (one.last_day - day).days
    for week in range(max(weeks) + 1):
        if left < week * WEEK:
            return
        kind = _class_of(age + week)
        rate = seen[kind].value
        if week in weeks:
            yield still_out * rate, kind, still_out
        still_out *= 1 - rate
