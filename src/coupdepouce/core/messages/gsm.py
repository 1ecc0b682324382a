"""How long a text is as an SMS: GSM 03.38 with its extension table, else UCS-2, in parts.

Source: 3GPP TS 23.038 §6.2.1 (default alphabet and extension table) and TS 23.040 §9.2.3.24.1 (a
text in several parts gives up room in each for its number).
"""

from collections.abc import Sequence
from dataclasses import dataclass

ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")  # an escape goes before each: two places
BASIC = 0xFFFF  # a sign above it takes two places of UCS-2
# Room in a text that is alone, then in each part of a longer one.
GSM, UCS2 = (160, 153), (70, 67)


@dataclass(frozen=True, kw_only=True)
class Length:
    """What a text takes: its places, the parts paid for, and the signs that made it dearer."""

    places: int
    parts: int
    room: int  # in these parts
    outside: tuple[str, ...]  # out of GSM: with one of them, every sign takes twice the room

    @property
    def left(self) -> int:
        """Count the places left in the last part."""
        return self.room - self.places


def measure(text: str, /) -> Length:
    """Count the places and the parts of a text."""
    outside = tuple(sorted({sign for sign in text if sign not in ALPHABET | EXTENSION}))
    alone, joined = UCS2 if outside else GSM
    sizes = [_size(sign, is_gsm=not outside) for sign in text]
    if sum(sizes) <= alone:
        return Length(places=sum(sizes), parts=1, room=alone, outside=outside)
    parts, places = _parts(sizes, joined)
    return Length(places=places, parts=parts, room=parts * joined, outside=outside)


def _size(sign: str, *, is_gsm: bool) -> int:
    if is_gsm:
        return 2 if sign in EXTENSION else 1
    return 2 if ord(sign) > BASIC else 1


def _parts(sizes: Sequence[int], room: int) -> tuple[int, int]:
    """Count the parts, and the places up to the last sign: no sign is cut between two parts."""
    parts, used = 1, 0
    for size in sizes:
        if used + size > room:
            parts, used = parts + 1, 0
        used += size
    return parts, (parts - 1) * room + used
