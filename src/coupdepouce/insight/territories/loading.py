"""What is kept on the disk, read once: figures, places, need."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import polars as pl

from coupdepouce.connect.territory import kept_need, optional, stored
from coupdepouce.connect.territory.times import given_times
from coupdepouce.core.territory.data import shapes
from coupdepouce.core.territory.data.ground import Areas
from coupdepouce.core.territory.data.model import Level
from coupdepouce.core.territory.data.tables import Tables
from coupdepouce.core.territory.data.times import Times, checked
from coupdepouce.core.territory.maps.outlines import Outlines
from coupdepouce.core.territory.need import Need


@dataclass(frozen=True)
class Loaded:
    """The tables kept in a folder; the need is read when first asked for."""

    folder: Path
    tables: Tables
    lists: pl.DataFrame
    times: Times | None = None  # of a user's file

    @cached_property
    def need(self) -> Need:
        """Give the need of each commune.

        Raises:
            Refusal: it is not estimated: the command.
        """
        return kept_need.read(self.folder)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Give the name of each commune."""
        return self._of_communes("name")

    @cached_property
    def departments(self) -> Mapping[str, str]:
        """Give the code of the department of each commune."""
        return self._of_communes("department")

    def _of_communes(self, column: str) -> Mapping[str, str]:
        communes = self.tables.places[Level.COMMUNE]
        return dict(zip(communes["code"], communes[column], strict=True))

    def outlines(self, where: Areas) -> Outlines:
        """Read the outlines of some areas.

        Raises:
            Refusal: those of that level were not loaded.
        """
        return shapes.shapes(stored.outlines(self.folder, where.level), where.codes)

    def with_shops(self, name: str, content: bytes) -> "Loaded":
        """Add the shops of a user's file.

        Raises:
            Refusal: the file is not one of shops; the sentence says what to mend.
        """
        shops = optional.given_places(name, content, self.tables.places[Level.COMMUNE])
        return replace(self, lists=pl.concat([self.lists, shops]))

    def with_times(self, name: str, content: bytes) -> "Loaded":
        """Add the travel times of a user's file, to the places loaded so far.

        Raises:
            Refusal: the file is not one of times; the sentence says what to mend.
        """
        points = ["lat", "lon"]
        towns = self.tables.places[Level.COMMUNE].select("code", *points)
        listed = self.lists.select(pl.format("{}:{}", "kind", "id").alias("code"), *points)
        places = pl.concat([towns, listed], how="vertical_relaxed")
        return replace(self, times=checked(given_times(name, content), towns, places))


def loaded(folder: Path) -> Loaded:
    """Read what was kept.

    Raises:
        Refusal: nothing was loaded: what to find, where, and the command.
    """
    return Loaded(folder=folder, tables=stored.read(folder), lists=stored.lists(folder))
