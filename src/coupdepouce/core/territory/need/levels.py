"""The need of communes, and of the larger places made of them."""

from collections.abc import Iterator, Mapping

from coupdepouce.core.territory.data.composition import Composition
from coupdepouce.core.territory.data.estimates import Estimate
from coupdepouce.core.territory.data.model import Level
from coupdepouce.core.territory.data.published import FILOSOFI_COMMUNES
from coupdepouce.core.territory.data.survey import LAST_WAVE
from coupdepouce.core.territory.need.model import COUNTS, Need, for_level

PREFIX = "need_"
YEARS = dict.fromkeys(("households", "poor"), FILOSOFI_COMMUNES.year)  # others: the survey's


def by_level(need: Need, places: Composition) -> dict[Level, Need]:
    """Add the communes up by EPCI, department and region."""
    return {
        Level.COMMUNE: need,
        Level.EPCI: for_level(need, places.epci),
        Level.DEPARTMENT: for_level(need, places.departments),
        Level.REGION: for_level(need, places.regions),
    }


def estimates(needs: Mapping[Level, Need]) -> Iterator[Estimate]:
    """Give the figures of each level to keep, each of its own year."""
    for level, need in needs.items():
        for name in COUNTS:
            count = getattr(need, name)
            yield Estimate(
                level=level, figure=PREFIX + name, year=YEARS.get(name, LAST_WAVE),
                codes=need.codes, value=count.value, low=count.low, high=count.high,
            )  # fmt: skip
