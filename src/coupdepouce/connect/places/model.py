"""What a reader gives: a place, or a problem that says what to correct."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

LONGEST_VALUE_SHOWN = 60


class Kind(StrEnum):
    """What a household finds there."""

    PLACE = "place"
    SHOP = "shop"


class Severity(StrEnum):
    """A refused row is left out; a warning leaves out one value."""

    REFUSED = "refused"
    WARNING = "warning"


@dataclass(frozen=True, kw_only=True)
class PlaceRow:
    """A place as its file says it; `source` and `source_id` name it for ever."""

    line: int
    source: str
    source_id: str
    kind: Kind
    name: str
    address: str
    postcode: str
    commune_name: str
    code_insee: str | None
    latitude: float | None
    longitude: float | None
    opening_hours: str
    services: tuple[str, ...]
    labels: tuple[str, ...]
    publics: tuple[str, ...]
    access: tuple[str, ...]
    website: str
    phone: str
    email: str
    updated_on: date | None
    pivot: str | None
    # The published columns as the file wrote them, to give them back; contacts are not among them.
    original: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RowProblem:
    """What is wrong and what to do; `line` is a line of a CSV, or the rank in a JSON list."""

    line: int
    column: str
    value: str
    sentence: str
    remedy: str
    severity: Severity


def shortened(value: str) -> str:
    """Cut a value so that a report stays readable."""
    # Half of a sign (a lone surrogate of JSON) cannot be shown at all.
    whole = value.encode("utf-8", "replace").decode()
    return whole if len(whole) <= LONGEST_VALUE_SHOWN else whole[: LONGEST_VALUE_SHOWN - 1] + "…"
