"""The tables as arrays: communes, the larger areas they make, places by area.

Metropolitan France only: the survey that tells who has no line or no computer stops there, and the
outlines too.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.data.model import Level
from coupdepouce.core.territory.data.tables import Tables
from coupdepouce.core.territory.numbers import Floats, Places, Whole

METROPOLE = "metro"
LEVELS = (Level.COMMUNE, Level.EPCI, Level.DEPARTMENT, Level.REGION)
IN_WORDS = {
    Level.COMMUNE: "communes", Level.EPCI: "EPCI", Level.DEPARTMENT: "départements",
    Level.REGION: "régions",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Areas:
    """The areas of a level, and in which of them each commune of the country is."""

    level: Level
    within: str  # name of what holds them, "" for the country
    codes: tuple[str, ...]
    names: tuple[str, ...]
    communes: tuple[str, ...]  # every commune of the country, in order
    row_of: Whole  # (communes,) the row of its area, -1 outside
    points: Floats  # (communes, 2) latitude and longitude, NaN where not known
    population: Floats  # (communes,)

    def summed(self, amounts: Floats) -> Floats:
        """Add up an amount of each commune by area; a missing one makes the sum missing."""
        inside = self.row_of >= 0
        summed = np.bincount(self.row_of[inside], amounts[inside], minlength=len(self.codes))
        return np.asarray(summed, np.float64)


@dataclass(frozen=True, kw_only=True)
class Placed:
    """Places of one kind: the row of their commune, their point, their helpers and hours."""

    kind: str
    ids: tuple[str, ...]
    commune: Places
    points: Floats
    helpers: Floats  # NaN where not known
    hours: Floats


def areas(tables: Tables, level: Level, *, within: str = "") -> Areas:
    """Give the areas of a level, all of them or those inside one larger area.

    An EPCI astride two areas is in the one where most of its inhabitants are.

    Raises:
        Refusal: `unknown_within`, `ambiguous_within`, `level_too_large`, `overseas`,
            `level_not_ranked`.
    """
    if level not in LEVELS:
        raise Refusal("level_not_ranked", "Choisissez region, department, epci ou commune.")
    communes = tables.places[Level.COMMUNE].sort("code")
    holder, name = _holder(tables, level, within)
    homes = _homes(communes, level, holder)
    if holder is not None:
        homes = homes.filter(pl.col("home") == _bare(within))
    names = tables.places[level].select(pl.col("code").alias("area"), pl.col("name"))
    kept = homes.select("area").unique().join(names, on="area", how="left").sort("area")
    at = kept.select("area").with_row_index("row")
    column = "code" if level is Level.COMMUNE else level.value
    rows = communes.select(area=column).join(at, on="area", how="left", maintain_order="left")
    metro = (communes["zone"] == METROPOLE).to_numpy()
    return Areas(
        level=level,
        within=name,
        codes=tuple(kept["area"]),
        names=tuple(kept["name"].fill_null("")),
        communes=tuple(communes["code"]),
        row_of=np.where(metro, rows["row"].cast(pl.Int32).fill_null(-1).to_numpy(), -1),
        points=communes.select("lat", "lon").cast(pl.Float64).fill_null(np.nan).to_numpy(),
        population=communes["population"].fill_null(0.0).to_numpy().astype(float),
    )


def _homes(communes: pl.DataFrame, level: Level, holder: Level | None) -> pl.DataFrame:
    """Give for each metropolitan area the larger one where most of its people are."""
    metro = communes.filter(pl.col("zone") == METROPOLE)
    area = pl.col("code" if level is Level.COMMUNE else level.value).alias("area")
    home = pl.lit("") if holder is None else pl.col(holder.value)
    rows = metro.select(area, home.alias("home"), "population").drop_nulls("area")
    by = rows.group_by("area", "home").agg(pl.col("population").sum())
    largest = by.sort("area", "population", descending=[False, True], nulls_last=True)
    return largest.unique("area", keep="first", maintain_order=True)


def _bare(within: str) -> str:
    return within.rpartition(":")[2]


def _holder(tables: Tables, level: Level, within: str) -> tuple[Level | None, str]:
    """Say which larger level a code belongs to: « 32 » is a region and a department."""
    if not within:
        return None, ""
    named = _named(tables, within)
    rank = LEVELS.index(level)
    found = {one: name for one, name in named.items() if LEVELS.index(one) > rank} or named
    if not found:
        raise Refusal(
            "unknown_within",
            f"« {within} » n’est le code d’aucun territoire connu : vérifiez le code, écrit par "
            "exemple « region:32 » ou « department:59 ».",
        )
    if len(found) > 1:
        code = _bare(within)
        choices = " ou ".join(f"« {one.value}:{code} » ({name})" for one, name in found.items())
        raise Refusal(
            "ambiguous_within", f"« {code} » désigne plusieurs territoires : écrivez {choices}."
        )
    one, name = next(iter(found.items()))
    if LEVELS.index(one) <= rank:
        raise Refusal("level_too_large", _too_large(level, one, within))
    if not _metropolitan(tables, one, _bare(within)):
        raise overseas(within)
    return one, name


def _named(tables: Tables, within: str) -> dict[Level, str]:
    """Give the name a code has at each level, or at the one level that is written before it."""
    asked, _, code = within.rpartition(":")
    rows = {one: tables.places[one].filter(pl.col("code") == code)["name"] for one in LEVELS}
    return {
        one: str(names[0]) for one, names in rows.items() if len(names) and asked in {"", one.value}
    }


def _too_large(level: Level, holder: Level, within: str) -> str:
    smaller = [one.value for one in reversed(LEVELS[: LEVELS.index(holder)])]
    told = f"« {within} » ne contient pas de {IN_WORDS[level]} : "
    if not smaller:
        return f"{told}donnez un territoire plus grand qu’une commune."
    return f"{told}choisissez « --level {' » ou « --level '.join(smaller)} »."


def _metropolitan(tables: Tables, level: Level, code: str) -> bool:
    column = "code" if level is Level.COMMUNE else level.value
    here = (pl.col("zone") == METROPOLE) & (pl.col(column) == code)
    return not tables.places[Level.COMMUNE].filter(here).is_empty()


def overseas(code: str) -> Refusal:
    """Say that the data stop at metropolitan France."""
    return Refusal(
        "overseas",
        f"« {code} » n’est pas en France métropolitaine : l’outre-mer n’est pas couvert par ces "
        "données. Choisissez un territoire de métropole.",
    )


def elsewhere(tables: Tables, level: Level, code: str) -> Refusal | None:
    """Say why a code is not among the areas of a level: overseas, or of another level."""
    named = _named(tables, code)
    near = {one: name for one, name in named.items() if _metropolitan(tables, one, code)}
    if not named or level in near:
        return None
    if not near:
        return overseas(code)
    told = " ou ".join(f"« --level {one.value} » ({name})" for one, name in near.items())
    return Refusal(
        "another_level",
        f"« {code} » n’est pas un code de ce niveau, les {IN_WORDS[level]} : ajoutez {told}.",
    )


def placed(lists: pl.DataFrame, where: Areas) -> Mapping[str, Placed]:
    """Give the places of each kind that are in a commune we know."""
    at = pl.DataFrame({"code": where.communes}, schema={"code": pl.String}).with_row_index("at")
    rows = lists.join(at, on="code", how="inner").sort("kind", "id")
    return {str(kind): _placed(str(kind), table) for (kind,), table in rows.group_by("kind")}


def _placed(kind: str, table: pl.DataFrame) -> Placed:
    return Placed(
        kind=kind,
        ids=tuple(table["id"]),
        commune=table["at"].to_numpy().astype(np.int64),
        points=table.select("lat", "lon").fill_null(np.nan).to_numpy(),
        helpers=table["helpers"].fill_null(np.nan).to_numpy(),
        hours=table["hours"].fill_null(np.nan).to_numpy(),
    )
