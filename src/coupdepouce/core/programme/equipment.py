"""How a programme grades its computers: a public method, tables that each programme owns.

Category = score of the memory + score of the processor + score of the disk (type + size), each with
its weight (DOMAIN §2.2). The tables of LaCollecte.tech are not public: those delivered are an
example, and say so.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from coupdepouce.core.programme.figures import Amount, Figure, Part, Some, Text

Points = Annotated[int, Field(ge=0, le=1000)]
Size = Annotated[int, Field(ge=0, le=1_000_000)]
# Not the full language of patterns: a star, a letter among several. It cannot be made to run long.
Pattern = Annotated[str, Field(min_length=3, max_length=80)]
PricedForm = Literal["laptop", "desktop", "tablet", "smartphone"]


class Weights(Part):
    """How much each score counts."""

    ram: Points
    processor: Points
    disk: Points


class Band(Part):
    """From this size on, this score."""

    at_least: Size
    score: Points


class DiskTypes(Part):
    """The score of each type of disk, from the slowest to the fastest."""

    hdd: Points
    emmc: Points
    ssd: Points
    nvme: Points

    @model_validator(mode="after")
    def _faster_is_never_worse(self) -> Self:
        if not self.hdd <= self.emmc <= self.ssd <= self.nvme:
            raise ValueError("un disque plus rapide ne vaut jamais moins : hdd, emmc, ssd, nvme.")
        return self


class Processor(Part):
    """The processors whose name fits a pattern, and their score."""

    name: Text
    pattern: Pattern
    score: Points


class Category(Part):
    """A category, the total from which it is given, and the price of each form."""

    id: Annotated[str, Field(min_length=1, max_length=20)]
    at_least: Size
    prices: dict[PricedForm, Amount]


class Grading(Part):
    """The tables that turn a machine into a category, from the best one to the last."""

    source: Text
    verified: bool
    weights: Weights
    ram_gib: Some[Band]
    disk_types: DiskTypes
    disk_gb: Some[Band]
    processors: Some[Processor]
    categories: Some[Category]

    @field_validator("ram_gib", "disk_gb")
    @classmethod
    def _more_is_never_worse(cls, bands: tuple[Band, ...]) -> tuple[Band, ...]:
        sizes = [band.at_least for band in bands]
        scores = [band.score for band in bands]
        if sizes != sorted(set(sizes)) or scores != sorted(scores):
            raise ValueError("allez du plus petit au plus grand, sans jamais baisser le score.")
        return bands

    @field_validator("categories")
    @classmethod
    def _the_best_comes_first(cls, categories: tuple[Category, ...]) -> tuple[Category, ...]:
        totals = [category.at_least for category in categories]
        if totals != sorted(set(totals), reverse=True):
            raise ValueError("écrivez la meilleure catégorie d’abord, puis les autres.")
        if len({category.id for category in categories}) < len(categories):
            raise ValueError("donnez à chaque catégorie son nom.")
        return categories


class Carbon(Part):
    """What a machine given a second life avoids: shown only with its source and its formula."""

    kg_avoided: Figure
    formula: Text

    @field_validator("kg_avoided")
    @classmethod
    def _something_is_avoided(cls, figure: Figure, _: ValidationInfo) -> Figure:
        if figure.value < 1:
            raise ValueError("donnez un nombre entier de kilogrammes, au moins 1.")
        return figure


class Equipment(Part):
    """The computers of a programme; a version kept from before says nothing of them."""

    grading: Grading | None = None
    carbon: Carbon | None = None
