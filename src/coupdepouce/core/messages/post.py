"""A postal address as the sorting machines read it.

At most six lines of 38 signs, aligned on the left; the street and the town in capitals without
accents nor punctuation (NF Z 10-011, as La Poste sums it up: laposte.fr/sna, article 148).
"""

import re
import unicodedata
from textwrap import wrap

LINES, SIGNS = 6, 38
TOWN = re.compile(r"\d{5} \S")


def postal_address(*, name: str, address: str, postcode: str, town: str) -> str:
    """Write an address in lines; empty when the street or the town is not known."""
    streets = [plain(line) for line in address.splitlines()]
    last = plain(f"{postcode} {town}")
    if not any(streets) or not is_complete(f"{name}\n{last}"):
        return ""
    lines = [part for line in (name, *streets) for part in wrap(line, SIGNS)]
    return "\n".join([*lines[: LINES - 1], last])


def plain(text: str, /) -> str:
    """Write a line in capitals, without accents nor punctuation."""
    spread = unicodedata.normalize("NFD", text.replace("œ", "oe").replace("Œ", "OE"))
    bare = "".join(sign for sign in spread if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w]+", " ", bare).upper().split())


def is_complete(address: str, /) -> bool:
    """Say whether a letter could arrive: a name, then a town with its postcode at the end."""
    lines = address.splitlines()
    return len(lines) > 1 and bool(lines[0].strip()) and bool(TOWN.match(lines[-1]))
