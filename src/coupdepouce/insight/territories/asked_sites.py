"""What is asked of sites, and the refusals of what a method does not ask for."""

from dataclasses import dataclass
from enum import StrEnum

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.travel import OURS, Hypotheses, Way
from coupdepouce.insight.territories.loading import Loaded

TOWN_HALLS, USUAL_KM = "communes", 10.0


class Method(StrEnum):
    """What the best sites are."""

    COVERAGE = "coverage"  # the most households within reach
    MEDIAN = "median"  # the least kilometres in all
    FEWEST = "fewest"  # the fewest sites for a target


@dataclass(frozen=True, kw_only=True)
class AskedSites:
    """What to open, where, and how far is near."""

    within: str = ""
    method: Method = Method.COVERAGE
    k: int = 0
    said_km: float | None = None  # 10 unless somebody says
    share: float = 0.0  # of the poor households: the target of the fewest
    floor: float = 0.0  # the least share to cover in each department
    capacity: int = 0  # households that a site takes; 0: as many as come
    minutes: float = 0.0  # how far is near, in time; 0: kilometres count
    way: Way = Way.CAR
    fill: bool = False  # hypotheses where a file of times tells nothing
    used: Hypotheses = OURS
    candidates: str = TOWN_HALLS  # the middle of communes, or a kind of places
    inhabitants: int = 2_000  # the least of a commune that is a candidate
    existing: str = ""  # a kind of places already open
    seconds: float = 30.0  # of search, at most

    @property
    def km(self) -> float:
        """Give how far is near, where kilometres count."""
        return USUAL_KM if self.said_km is None else self.said_km


def check(data: Loaded, asked: AskedSites) -> None:
    """Refuse what would not count, rather than leave it aside in silence.

    Raises:
        Refusal: `sites_option`.
    """
    method, has_km = asked.method, asked.said_km is not None
    for wrong, sentence in (
        (asked.share and method is not Method.FEWEST, "--share va avec --method fewest."),
        (method is Method.FEWEST and not 0 < asked.share <= 1,
         "Avec --method fewest, donnez la part à couvrir, entre 0 et 1 : --share 0.8."),
        (method is Method.FEWEST and asked.k, "Avec --method fewest, retirez -k : il est cherché."),
        (asked.floor and method is Method.MEDIAN,
         "--floor va avec coverage et fewest : la médiane dessert tout le monde."),
        (asked.capacity < 0, "--capacity se donne en ménages, au moins 1."),
        (asked.capacity and method is not Method.COVERAGE, "--capacity va avec --method coverage."),
        (asked.existing and asked.existing == asked.candidates,
         "Les mêmes lieux ne peuvent être déjà ouverts et à ouvrir : changez --candidates."),
        (has_km and method is Method.MEDIAN,
         "--km va avec coverage et fewest : la médiane compte toutes les distances."),
        (has_km and asked.minutes, "Donnez --km ou --within-minutes, pas les deux."),
        (not asked.seconds > 0, "--seconds se donne en secondes, plus que 0."),
        (asked.inhabitants < 0, "--inhabitants se donne en habitants, 0 ou plus."),
        (asked.minutes < 0, "--within-minutes se donne en minutes, au moins 1."),
        (data.times and not asked.minutes, "--times va avec --within-minutes : 30, par exemple."),
        (asked.fill and not data.times, "--fill complète un fichier de temps : ajoutez --times."),
        (asked.way is not Way.CAR and not asked.minutes, "--way va avec --within-minutes."),
    ):  # fmt: skip
        if wrong:
            raise Refusal("sites_option", sentence)
