"""A figure is never bare: it has a value, a source, a date, and says whether it was verified."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from coupdepouce.core import money

DEAREST = 10_000_000  # 100 000 € in cents: more is a slip of the keyboard


class Part(BaseModel):
    """A frozen piece of the programme file; a key it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _as_tuple(value: object) -> object:
    # Strict mode refuses a list for a tuple: the file holds lists, a frozen model wants tuples.
    return tuple(value) if isinstance(value, list) else value


def _as_cents(value: object) -> int:
    problem = "un montant en euros est attendu, par exemple 19.99."
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(problem)  # noqa: TRY004 - pydantic reports a ValueError, not a TypeError
    try:
        amount = money.cents(value)
    except ValueError:
        raise ValueError(problem) from None
    if not 0 <= amount <= DEAREST:
        raise ValueError("un montant entre 0 et 100 000 euros est attendu.")
    return amount


T = TypeVar("T")
Listed = Annotated[tuple[T, ...], BeforeValidator(_as_tuple)]
Some = Annotated[tuple[T, ...], BeforeValidator(_as_tuple), Field(min_length=1)]
Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
# Any language may have its texts here; those a site speaks are its catalogues.
LanguageCode = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
Days = Annotated[int, Field(ge=1, le=3650)]
Months = Annotated[int, Field(ge=0, le=120)]  # zero: none
Milestone = Annotated[int, Field(ge=1, le=120)]  # a number of months after a beginning


class Figure(Part):
    """A number the programme relies on, with where it comes from."""

    value: int
    source: Text
    verified: bool
    since: date | None = None

    @model_validator(mode="after")
    def _verified_has_a_date(self) -> Self:
        if self.verified and self.since is None:
            raise ValueError("un chiffre vérifié donne aussi sa date : ajoutez « since ».")
        return self

    def in_words(self) -> str:
        """Write the value as a person reads it."""
        return str(self.value)


class Amount(Figure):
    """An amount of money, written in euros in the file, kept in cents."""

    value: Annotated[int, BeforeValidator(_as_cents)]

    def in_words(self) -> str:
        """Write the amount as a person reads it: "19,99 €"."""
        return money.in_euros(self.value)


class Ceiling(Figure):
    """A ceiling in whole euros, as the family quotient is."""

    value: Annotated[int, Field(ge=1, le=100_000)]


class Duration(Figure):
    """A number of months."""

    value: Annotated[int, Field(ge=1, le=120)]

    def in_words(self) -> str:
        """Write the duration as a person reads it: "3 mois"."""
        return f"{self.value} mois"


class Term(Duration):
    """A number of months that may be zero: no commitment."""

    value: Annotated[int, Field(ge=0, le=120)]


def figures_of(part: object, path: str = "") -> Iterator[tuple[str, Figure]]:
    """Give every figure found in a part of the programme, with its path in the file."""
    if isinstance(part, Figure):
        yield path, part
        return
    for key, inner in _children(part):
        yield from figures_of(inner, f"{path}.{key}" if path else str(key))


def _children(part: object) -> Iterator[tuple[object, object]]:
    if isinstance(part, Part):
        yield from part
    elif isinstance(part, Mapping):
        yield from part.items()
    elif isinstance(part, tuple):
        yield from enumerate(part)
