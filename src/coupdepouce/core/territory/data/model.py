"""What a published file is, and what a figure taken from it means."""

from dataclasses import dataclass
from enum import StrEnum

import polars as pl


class Level(StrEnum):
    """The kinds of territory, smallest first."""

    IRIS = "iris"
    QPV = "qpv"
    COMMUNE = "commune"
    EPCI = "epci"
    DEPARTMENT = "department"
    REGION = "region"


class Confidence(StrEnum):
    """How a figure came to us."""

    PUBLISHED = "published"
    ESTIMATED = "estimated"
    HIDDEN = "hidden"


class Joining(StrEnum):
    """How the figures of several places make the figure of the whole."""

    SUM = "sum"
    MEAN = "mean"


FIGURES = pl.Schema(
    {
        "code": pl.String(),
        "figure": pl.Categorical(),
        "year": pl.Int16(),
        "value": pl.Float64(),
        "confidence": pl.Enum([one.value for one in Confidence]),
        "source": pl.Categorical(),
    }
)
HIDDEN_MARKS = ("", "s", "ns", "nd", "so")  # statistical secret, not significant, not available


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A column of a file: what it counts, and how places are joined."""

    name: str
    column: str
    label: str
    unit: str = "nombre"
    joining: Joining = Joining.SUM
    weight: str = "population"
    year: int = 0  # 0: the year of the source
    empty: float | None = None  # what an empty cell stands for; None: hidden
    median: bool = False  # the median of the whole is no mean of medians: never carried upwards
    based_on: Level | None = None  # an index set to 100 in each such territory


@dataclass(frozen=True, kw_only=True)
class Source:
    """A published file, or the part of it for one level."""

    key: str
    file: str
    level: Level
    code: str
    title: str
    publisher: str
    page: str
    licence: str
    year: int
    figures: tuple[Figure, ...] = ()
    also: tuple[str, ...] = ()  # columns needed beside code and figures
    separator: str = ","
    skipped_lines: int = 0
    code_length: int = 5
    only: tuple[tuple[str, str], ...] = ()  # column, pattern of the rows to keep
    year_column: str = ""  # where each row says its year
    groups: bool = False  # some rows glue several codes together
    partial: bool = False  # lists some communes only, without meaning that the others have none
    absent_is_none: bool = False  # what is not listed has none of it
    repeated_lines: bool = False  # published with identical lines

    @property
    def columns(self) -> tuple[str, ...]:
        """Give the columns read, each once."""
        dated = (self.year_column,) if self.year_column else ()
        asked = tuple(name for name, _ in self.only)
        figures = tuple(one.column for one in self.figures)
        return tuple(dict.fromkeys((self.code, *self.also, *asked, *dated, *figures)))


@dataclass(frozen=True, kw_only=True)
class Account:
    """What happened to the rows of a source on the way."""

    source: str
    file: str
    rows: int
    groups_left_out: int = 0
    gone_left_out: int = 0
    districts_left_out: int = 0
    moved: int = 0
    joined: int = 0
    figures: int = 0
    hidden: int = 0
    estimated: int = 0
