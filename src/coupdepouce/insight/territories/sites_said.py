"""What is said of sites in French, for pages and commands alike."""

from coupdepouce.core.territory import travel
from coupdepouce.core.territory.ranking.said import number
from coupdepouce.core.territory.travel import Way
from coupdepouce.insight.territories.access_said import HYPOTHESES
from coupdepouce.insight.territories.asked_sites import AskedSites, Method
from coupdepouce.insight.territories.sites import Sites

LEAST_GAP = 1e-4
BOUND = "Borne : aucun choix d’autant de sites"


def near(asked: AskedSites) -> str:
    """Say how far is near."""
    if asked.minutes:
        return f"à moins de {number(asked.minutes)} min {travel.IN_WORDS[asked.way]}"
    return f"à moins de {asked.km:g} km".replace(".", ",")


def worth(found: Sites) -> str:
    """Say what the sites are worth."""
    answer, demand, asked = found.answer, found.demand, found.asked
    if asked.method is Method.MEDIAN:
        return f"{_mean(found, answer.value)} en moyenne jusqu’au site le plus proche."
    if asked.method is Method.FEWEST:
        return (
            f"{number(answer.value)} sites à ouvrir pour couvrir {number(100 * asked.share)} % des "
            f"ménages pauvres {near(asked)}."
        )
    taken = f" et {number(asked.capacity)} ménages au plus par site" if asked.capacity else ""
    return (
        f"{number(answer.value)} ménages pauvres sur {number(demand)} {near(asked)}{taken} "
        f"({number(100 * answer.value / demand, 1)} %)."
    )


def _mean(found: Sites, total: float) -> str:
    unit = f"min {travel.IN_WORDS[found.asked.way]}" if found.asked.minutes else "km"
    return f"{number(total / found.demand, 2)} {unit}"


def bound(found: Sites) -> str:
    """Say what no choice can do."""
    answer = found.answer
    if found.asked.method is Method.MEDIAN:
        return (
            f"Borne : aucun choix d’autant de sites ne fait moins de {_mean(found, answer.bound)}."
        )
    if found.asked.method is Method.FEWEST:
        return f"Borne : il faut au moins {number(answer.bound)} sites."
    return (
        f"Borne : aucun choix d’autant de sites ne couvre plus de {number(answer.bound)} ménages."
    )


def proof(found: Sites) -> str:
    """Say how far from the best choice this one may be."""
    if found.answer.optimal:
        return "Choix optimal : aucun autre ne fait mieux, c’est prouvé."
    share = found.answer.gap
    # never « 0 % » for a gap that is not
    gap = number(100 * share, 2) if share >= LEAST_GAP else "0,01"
    return f"Écart prouvé au meilleur choix possible : {gap} % au plus."


def limits(found: Sites) -> tuple[str, ...]:
    """Say where the distances come from, and what the answer does not know."""
    told = [*_sources(found)]
    without = found.homes.without
    if without:
        told.append(f"{number(without)} ménages d’une commune sans point ne comptent pas.")
    return tuple(told)


def _sources(found: Sites) -> tuple[str, ...]:
    asked, said = found.asked, found.near
    if not asked.minutes:
        return ("Distances à vol d’oiseau, depuis le milieu de chaque commune.",)
    supposed = f"{HYPOTHESES}{travel.in_words(asked.used)}."
    if not said.file:
        return ("Aucun temps n’est donné (--times) : ils sont supposés.", supposed)
    told = f"Temps de « {said.file} » pour {number(said.told)} trajet{'s' if said.told > 1 else ''}"
    if not said.missing:
        return (f"{told}, c’est-à-dire tous.",)
    if asked.fill:
        walk = " (à pied seulement)" if asked.way is Way.NO_CAR else ""
        return (f"{told}, supposés pour {number(said.missing)}{walk}.", supposed)
    return (
        f"{told} ; {number(said.missing)} n’y sont pas et comptent comme trop longs.",
        f"Nos hypothèses en mettraient {number(said.doubtful)} assez près : --fill les compte.",
    )
