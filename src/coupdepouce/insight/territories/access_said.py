"""What is said of travel times in French: whose they are, and what is not known."""

import numpy as np

from coupdepouce.core.territory import travel
from coupdepouce.core.territory.ranking.said import number
from coupdepouce.core.territory.travel import Way
from coupdepouce.insight.territories.access import PARTNER, SHOP, Access, Reached

WHOLE = 0.9995
TO = {PARTNER: "vers le partenaire", SHOP: "vers la boutique"}
HYPOTHESES = "Hypothèses, sans source : "


def access(found: Access, *, page: bool = False) -> tuple[str, ...]:
    """Say what the figures are, where each comes from, and what nobody knows."""
    near = number(found.asked.minutes)
    told = [
        "Minutes : moyenne des ménages pauvres, du milieu de leur commune au lieu le plus proche.",
        "Qui habite loin de ce milieu va plus loin, ou moins loin.",
        f"Sans voiture : part à moins de {near} min, à pied ou en transport dit par le fichier.",
        "« Non connu » n’est pas « loin » : rien ne dit s’il y a un transport.",
        *_sources(found),
    ]
    if page:
        told.append("Boutiques, et temps d’un fichier : « coupdepouce territories access ».")
    elif SHOP not in {one.to for one in found.reached}:
        told.append("Aucune boutique n’est donnée : ajoutez --shops FICHIER.")
    if found.without:
        told.append(f"{number(found.without)} ménages d’une commune sans point ne comptent pas.")
    return tuple(told)


def _sources(found: Access) -> list[str]:
    supposed = f"{HYPOTHESES}{travel.in_words(found.asked.used)}. Entre parenthèses, les extrêmes."
    if not found.file:
        return [supposed]
    lines = [_source(found, one, way) for one in found.reached for way in Way]
    return [*lines, supposed] if found.asked.fill else lines


def _source(found: Access, one: Reached, way: Way) -> str:
    told = float(np.nansum(one.by[way].told * found.poor) / found.poor.sum())
    rest = ""
    if told < WHOLE:
        rest = ", les autres ne sont pas connus (--fill les suppose)"
    if told < WHOLE and found.asked.fill:
        rest = ", les autres par hypothèse" + (", à pied seulement" if way is Way.NO_CAR else "")
    return (
        f"{travel.IN_WORDS[way].capitalize()}, {TO[one.to]} : temps de « {found.file} » pour "
        f"{number(100 * told)} % des ménages pauvres{rest}."
    )
