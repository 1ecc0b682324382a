"""Two records that may be one place: near in a cell, alike by name and by address."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import cos, floor, hypot, radians

from rapidfuzz.fuzz import ratio, token_set_ratio, token_sort_ratio

# The cells of the grid overlap by their neighbours: two points 250 m apart always meet.
CELL_DEGREES = 0.0025
KM_PER_DEGREE = 111.2
NEIGHBOURS = ((0, 0), (0, 1), (1, -1), (1, 0), (1, 1))
SAME_ADDRESS, SAME_NAME = 88.0, 70.0
VERY_NEAR_KM, SAME_NAME_THERE = 0.15, 88.0
READ_AGAIN = 20_000
WORDS = {
    "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "bvd": "boulevard",
    "r": "rue", "pl": "place", "rte": "route", "ch": "chemin", "che": "chemin", "imp": "impasse",
    "all": "allee", "fg": "faubourg", "sq": "square", "st": "saint", "ste": "sainte",
    "gal": "general", "mal": "marechal", "dr": "docteur", "commune": "mairie",
    "ccas": "centre communal action sociale", "ctre": "centre", "mjc": "maison jeunes culture",
}  # fmt: skip
EMPTY = frozenset({"de", "du", "des", "d", "l", "la", "le", "les", "et", "a", "au", "aux", "en"})


@dataclass(frozen=True, kw_only=True)
class Record:
    """What two records are compared by; the names and addresses already folded."""

    key: int
    name: str
    address: str
    commune: str
    point: tuple[float, float] | None


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """Why two records may be one place, in figures from 0 to 100 and kilometres."""

    name: float
    address: float
    distance_km: float | None


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two records that may be one place, by their keys."""

    one: int
    other: int
    likeness: Likeness


def folded(text: str) -> str:
    """Give the words of a name or address without accents, capitals, short forms or articles."""
    unfolded = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe"))
    plain = "".join(sign for sign in unfolded if not unicodedata.combining(sign))
    words = (WORDS.get(word, word) for word in re.findall(r"[a-z0-9]+", plain))
    return " ".join(word for word in words if word not in EMPTY)


def blocks(records: Iterable[Record]) -> Iterator[tuple[Record, Record]]:
    """Give once each pair worth comparing: of one commune, or of two cells that touch."""
    communes: dict[str, list[Record]] = defaultdict(list)
    cells: dict[tuple[int, int], list[Record]] = defaultdict(list)
    for record in records:
        if record.commune:
            communes[record.commune].append(record)
        if record.point:
            cells[_cell(record.point)].append(record)
    for there in communes.values():
        yield from combinations(there, 2)
    for (north, east), here in cells.items():
        for step_north, step_east in NEIGHBOURS:
            there = cells.get((north + step_north, east + step_east), [])
            same_cell = (step_north, step_east) == (0, 0)
            pairs = combinations(here, 2) if same_cell else ((a, b) for a in here for b in there)
            # Those of one commune were given already.
            yield from (pair for pair in pairs if not _share_commune(*pair))


def _cell(point: tuple[float, float]) -> tuple[int, int]:
    return floor(point[0] / CELL_DEGREES), floor(point[1] / CELL_DEGREES)


def _share_commune(one: Record, other: Record) -> bool:
    return bool(one.commune) and one.commune == other.commune


def likeness(one: Record, other: Record) -> Likeness | None:
    """Measure how much two records look alike; None when they are neither near nor at one door."""
    distance_km = _distance(one.point, other.point)
    address = _address(one.address, other.address)
    # Nearly all pairs stop here: names are the dear part.
    if address < SAME_ADDRESS and not _is_near(distance_km):
        return None
    name = max(token_sort_ratio(one.name, other.name), _contained(one.name, other.name))
    return Likeness(name=name, address=address, distance_km=distance_km)


def _is_near(distance_km: float | None) -> bool:
    return distance_km is not None and distance_km <= VERY_NEAR_KM


def _contained(one: str, other: str) -> float:
    # "8 Fablab" in "8 Fablab Drôme"; a name of one word is in too many others.
    shortest = min(len(one.split()), len(other.split()))
    return token_set_ratio(one, other) if shortest > 1 else 0.0


def _address(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    numbers = _number(one), _number(other)
    # Number 2 and number 12 of a street are two doors, however alike the words.
    return 0.0 if all(numbers) and numbers[0] != numbers[1] else ratio(one, other)


@lru_cache(maxsize=READ_AGAIN)
def _number(address: str) -> str:
    found = re.search(r"\d+", address)
    return found[0] if found else ""


def _distance(one: tuple[float, float] | None, other: tuple[float, float] | None) -> float | None:
    if one is None or other is None:
        return None
    north = (one[0] - other[0]) * KM_PER_DEGREE
    east = (one[1] - other[1]) * KM_PER_DEGREE * cos(radians(one[0]))
    return hypot(north, east)


def is_alike(found: Likeness) -> bool:
    """Say whether a person should look: same door and name, or same name a few steps away."""
    same_door = found.address >= SAME_ADDRESS and found.name >= SAME_NAME
    return same_door or (_is_near(found.distance_km) and found.name >= SAME_NAME_THERE)


def find(records: Iterable[Record]) -> list[Pair]:
    """Give the pairs that a person should look at, the likeliest first."""
    pairs = [
        Pair(one=min(one.key, other.key), other=max(one.key, other.key), likeness=found)
        for one, other in blocks(records)
        if (found := likeness(one, other)) and is_alike(found)
    ]
    return sorted(pairs, key=lambda pair: (-pair.likeness.name - pair.likeness.address, pair.one))
