"""What is kept on the disk, read once: figures, places, need."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import polars as pl

from coupdepouce.connect.territory import kept_need, optional, stored
from coupdepouce.core.territory.data import shapes
from coupdepouce.core.territory.data.ground import Areas
from coupdepouce.core.territory.data.model import Level
from coupdepouce.core.territory.data.tables import Tables
from coupdepouce.core.territory.maps.outlines import Outlines
from coupdepouce.core.territory.need import Need


@dataclass(frozen=True)
class Loaded:
    """The tables kept in a folder; the need is read when first asked for."""

    folder: Path
    tables: Tables
    lists: pl.DataFrame

    @cached_property
    def need(self) -> Need:
        """Give the need of each commune.

        Raises:
            Refusal: it is not estimated: the command.
        """
        return kept_need.read(self.folder)

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


def loaded(folder: Path) -> Loaded:
    """Read what was kept.

    Raises:
        Refusal: nothing was loaded: what to find, where, and the command.
    """
    return Loaded(folder=folder, tables=stored.read(folder), lists=stored.lists(folder))
