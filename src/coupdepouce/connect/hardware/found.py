"""A field as a reader found it: its value, and what could not be read of it."""

import re
from dataclasses import dataclass
from typing import Generic, TypeVar

from coupdepouce.core.equipment.hardware import FIELDS, Disk, Form, Hardware, Screen, Unread

LONGEST = 120
MOST_RAM_MIB = 1024 * 1024
# What makers leave in place of a name or a number; seen in the wild, compared without case.
PLACEHOLDERS = frozenset({
    "to be filled by o.e.m.", "to be filled by oem", "default string", "system manufacturer",
    "system product name", "system version", "system serial number", "system skunumber",
    "chassis serial number", "not specified", "not applicable", "not available", "n/a", "none",
    "null", "unknown", "invalid", "oem", "o.e.m.", "[empty]", "empty", "serial#", "123456789",
    "1234567890", "0123456789",
})  # fmt: skip
_NOTHING = re.compile(r"[0\W_]*")  # "00000000", "----"

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Found(Generic[T]):
    """A value or None; `why` says what is missing of it, empty when nothing is."""

    value: T | None = None
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Findings:
    """Every field of a machine, as one source gives it."""

    brand: Found[str]
    model: Found[str]
    form: Found[Form]
    serial: Found[str]
    processor: Found[str]
    ram_mib: Found[int]
    disks: Found[tuple[Disk, ...]]
    screen: Found[Screen]
    wifi: Found[bool]

    def or_else(self, other: "Findings") -> "Findings":
        """Complete each field with another source when this one does not give it whole."""
        pairs = {name: (getattr(self, name), getattr(other, name)) for name in FIELDS}
        return Findings(**{name: _better(mine, theirs) for name, (mine, theirs) in pairs.items()})

    def hardware(self) -> Hardware:
        """Give the machine, with the sentence of each field that could not be read."""
        found = {name: getattr(self, name) for name in FIELDS}
        return Hardware(
            **{name: one.value for name, one in found.items()},
            unread=tuple(
                Unread(field=name, sentence=one.why) for name, one in found.items() if one.why
            ),
        )


def _better(mine: Found[T], theirs: Found[T]) -> Found[T]:
    if theirs.value is None or (mine.value is not None and not mine.why):
        return mine
    return theirs if mine.value is None or not theirs.why else mine


def plain(value: object) -> str:
    """Squeeze the spaces of a text; anything else, or a text too long to be a name, is empty."""
    text = " ".join(str(value).split()) if isinstance(value, str) else ""
    return text if len(text) <= LONGEST and text.isprintable() else ""


def memory(mib: float) -> Found[int]:
    """Keep a memory that a machine can have."""
    if not 0 < mib <= MOST_RAM_MIB:  # not a number is neither
        return Found(why="Le fichier donne une taille de mémoire impossible.")
    return Found(value=round(mib))


def named(value: object, *, label: str) -> Found[str]:
    """Read a name or a number that the maker should have filled in; `label` with its article."""
    text = plain(value)
    if not text:
        return Found(why=f"Le fichier ne donne pas {label}.")
    if text.casefold() in PLACEHOLDERS or _NOTHING.fullmatch(text):
        return Found(why=f"Le constructeur n’a pas rempli {label} (« {text} »).")
    return Found(value=text)
