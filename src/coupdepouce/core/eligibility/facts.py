"""What is known of a household; `None` means "not asked", never "no"."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from coupdepouce.core.household.budget import LineToday

Computer = Literal["none", "old", "shared", "working"]
Skills = Literal["none", "beginner", "intermediate", "advanced"]


@dataclass(frozen=True, kw_only=True)
class ProofSeen:
    """A proof that somebody saw: its kind and its date, never what it says."""

    kind: str
    date: date


@dataclass(frozen=True, kw_only=True)
class Hardship:
    """A claim of hardship; `approved` is `None` while the second person has not answered."""

    approved: bool | None


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The facts of one household on one day."""

    on: date
    commune: str | None = None
    adults: int | None = None
    children: int | None = None
    quotient_familial: int | None = None
    statuses: frozenset[str] | None = None
    hardship: Hardship | None = None
    proofs: tuple[ProofSeen, ...] = ()
    line: LineToday | None = None
    computer: Computer | None = None
    skills: Skills | None = None
