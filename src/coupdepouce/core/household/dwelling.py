"""The mark of a dwelling: the same flat however its address is written, and no other flat.

Known limits. An address without a street number (a hamlet) has no mark: a whole village would be
one home. Two flats of one building are told apart only by a flat, floor, door or building written
in both addresses. A residence's name is left out when a comma or a new line sets it apart.
"""

import re

from coupdepouce.core.household.identity import words

STREETS = {
    "all": "allee", "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard",
    "blvd": "boulevard", "boul": "boulevard", "ch": "chemin", "che": "chemin", "chem": "chemin",
    "crs": "cours", "fbg": "faubourg", "fg": "faubourg", "imp": "impasse", "lot": "lotissement",
    "pass": "passage", "pl": "place", "qu": "quai", "r": "rue", "rte": "route", "sq": "square",
}  # fmt: skip
TITLES = {
    "cdt": "commandant", "col": "colonel", "dr": "docteur", "gal": "general", "gen": "general",
    "mal": "marechal", "pdt": "president", "pr": "professeur", "pres": "president",
    "st": "saint", "ste": "sainte",
}  # fmt: skip
SMALL_WORDS = frozenset(
    {"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "sur"}
)
SUFFIXES = {"b": "bis", "t": "ter", "q": "quater"}
COMPLEMENTS = {
    "appartement": "flat", "appart": "flat", "appt": "flat", "apt": "flat", "app": "flat",
    "logement": "flat", "logt": "flat", "lgt": "flat",
    "batiment": "building", "bat": "building", "bt": "building",
    "escalier": "stairs", "esc": "stairs",
    "porte": "door", "pte": "door",
}  # fmt: skip
FLOOR = re.compile(r"\b(\d+) ?(?:er|e|eme|ere|nd)? ?(?:etage|etg)\b|\b(?:etage|etg) (\d+)\b")
GROUND = re.compile(r"\b(?:rez de chaussee|rdc|rch)\b")
COMPLEMENT = re.compile(rf"\b({'|'.join(COMPLEMENTS)}) (?:n |no )?(\w+)\b")
POSTCODE = re.compile(r"(?<=.) \d{5}\b.*")
# A lone "r" after the number is the street's type, not a letter of the number.
NUMBERED = re.compile(r"\b(\d{1,4}) ?(bis|ter|quater|[a-qs-z](?= ))? ?([a-z].*)")
LONE_NUMBER = re.compile(r"((?:^|[,;\n])\s*\d+\s*(?:bis|ter|quater|[a-z])?)\s*,", re.IGNORECASE)
KNOWN_TYPES = frozenset(STREETS.values()) | {"cite", "voie", "sente", "clos"}


def dwelling_key(*, address: str, commune_code: str, shared_address: bool = False) -> str:
    """Give the mark of a dwelling, or an empty one: hamlet, shelter, or no address.

    A shelter or a "domiciliation" is the address of many households, so it never matches.
    """
    if shared_address:
        return ""
    details: set[str] = set()
    parts = re.split(r"[,;\n]", LONE_NUMBER.sub(r"\1 ", address))  # "12, rue…" is one part
    texts = [_without_details(" ".join(words(part)), details) for part in parts]
    # "Résidence 3 Fontaines, 12 rue…": the street is the part that says it is a street.
    found = sorted(filter(None, map(_street, texts)), key=_is_no_known_street)
    street = found[0] if found else ""
    return f"{commune_code} {street} {' '.join(sorted(details))}".strip() if street else ""


def _without_details(text: str, details: set[str]) -> str:
    """Take the floor, flat, door… out of a text, and put them aside."""
    text = GROUND.sub("etage 0", text)
    for floor in FLOOR.finditer(text):
        details.add(f"floor:{floor[1] or floor[2]}")
    text = FLOOR.sub(" ", text)
    for found in COMPLEMENT.finditer(text):
        details.add(f"{COMPLEMENTS[found[1]]}:{found[2].lstrip('0') or '0'}")
    return COMPLEMENT.sub(" ", text).strip()


def _is_no_known_street(street: str) -> bool:
    return KNOWN_TYPES.isdisjoint(street.split()[1:2])


def _street(text: str) -> str:
    numbered = NUMBERED.search(POSTCODE.sub("", text))
    if not numbered:
        return ""
    number, suffix, rest = numbered.groups()
    kind, *name = rest.split()
    spelt = [STREETS.get(kind, kind), *(TITLES.get(word, word) for word in name)]
    kept = [word for word in spelt if word not in SMALL_WORDS]
    return " ".join([number + SUFFIXES.get(suffix or "", suffix or ""), *kept])
