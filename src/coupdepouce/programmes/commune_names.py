"""Commune names as people write them, turned into the codes of the official table."""

import re
import unicodedata
from collections import defaultdict
from functools import cache

from rapidfuzz.fuzz import token_set_ratio
from rapidfuzz.process import extractOne

from coupdepouce.programmes import communes

CLOSE = 80  # of 100: one wrong letter in the shortest names
NOISE = re.compile(r"\b(?:cedex|\d+[a-z]*|arrondissement)\b")
SHORT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def name_key(name: str) -> str:
    """Give the form two spellings share: no accent, case, hyphen, CEDEX or district number."""
    unfolded = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "oe"))
    plain = "".join(sign for sign in unfolded if not unicodedata.combining(sign)).lower()
    words = re.findall(r"[a-z0-9]+", NOISE.sub(" ", plain))
    return " ".join(SHORT.get(word, word) for word in words)


@cache
def _by_postcode() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for commune in communes.everywhere():
        for postcode in commune.postcodes:
            found[postcode][name_key(commune.name)] = commune.code
    return found


@cache
def _by_department() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for commune in communes.everywhere():
        found[commune.department][name_key(commune.name)].append(commune.code)
    return found


def code_of(*, name: str, postcode: str) -> str | None:
    """Give the code of a commune from its name and postcode; None when they lead nowhere.

    A name alone in its department is enough (a CEDEX postcode is in no table), and so is a
    postcode with one commune or with one close name: "BERCK-SUR-MER", "TOUCOING".
    """
    key = name_key(name)
    at_postcode = _by_postcode().get(postcode, {})
    if key in at_postcode:
        return at_postcode[key]
    same_name = _by_department().get(department_of(postcode), {}).get(key, [])
    if len(same_name) == 1:
        return same_name[0]
    if len(at_postcode) == 1:
        return next(iter(at_postcode.values()))
    close = extractOne(key, list(at_postcode), scorer=token_set_ratio, score_cutoff=CLOSE)
    return at_postcode[close[0]] if close else None


def resolve(code: str, name: str, postcode: str) -> str | None:
    """Give the code of today for a place: its own if it is good, else from name and postcode."""
    return code if communes.exists(code) else code_of(name=name, postcode=postcode)


def department_of(postcode: str) -> str:
    """Give the department a postcode usually belongs to."""
    if postcode.startswith("20"):
        return "2A" if postcode < "20200" else "2B"
    return postcode[:3] if postcode.startswith(("97", "98")) else postcode[:2]


def split_names(text: str, *, department: str) -> tuple[list[str], str]:
    """Cut "Auby Roost-Warendin" into codes, longest names first, and give the words left over."""
    known = _by_department().get(department, {})
    words, codes, left = text.split(), [], []
    while words:
        for size in range(len(words), 0, -1):
            if found := known.get(name_key(" ".join(words[:size]))):
                codes.append(found[0])
                break
        else:
            size = 1
            left.append(words[0])
        words = words[size:]
    return codes, " ".join(left)
