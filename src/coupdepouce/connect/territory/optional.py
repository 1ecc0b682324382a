"""Files that are read when they are there: lists of places, and outlines for the maps."""

import gzip
import io
import json
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import polars as pl

from coupdepouce.connect.territory.files import content_of
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.data import lists, published
from coupdepouce.core.territory.data.lists import LISTS, PlaceList
from coupdepouce.core.territory.data.model import Level
from coupdepouce.core.territory.data.published import OPEN

TEN_METRES = 1e-4  # degrees: outlines are whole numbers of these
Frames = dict[str, pl.DataFrame]


@dataclass(frozen=True, kw_only=True)
class OutlineFile:
    """A file of outlines: which level, and the property that carries the code."""

    level: Level
    file: str
    code: str
    title: str
    year: int
    publisher: str = "IGN, contours simplifiés par COGiter (DREAL Pays de la Loire)"
    page: str = "https://github.com/MaelTheuliere/COGiter"
    licence: str = "MIT, données en " + OPEN


OUTLINES = tuple(
    OutlineFile(level=level, file=file, code=code, year=year,
                title=f"Contours simplifiés, {name} de métropole {year}")
    for level, file, code, name, year in (
        (Level.REGION, "regions_metropole_2025_simplifiees.geojson.gz", "region", "régions", 2025),
        (Level.DEPARTMENT, "departements_metropole_2025_simplifies.geojson.gz", "departement",
         "départements", 2025),
        (Level.EPCI, "epci_metropole_2025_simplifies.geojson.gz", "epci", "EPCI", 2025),
        (Level.COMMUNE, "communes_metropole_2024_simplifiees.geojson.gz", "code_insee",
         "communes", 2024),
    )
)  # fmt: skip
Optional = PlaceList | OutlineFile
EVERY: tuple[Optional, ...] = (*LISTS, *OUTLINES)


def missing(folder: Path) -> tuple[Optional, ...]:
    """Give the optional files that a folder does not hold."""
    return tuple(one for one in EVERY if not (folder / one.file).is_file())


def lists_in(folder: Path, frames: Frames, communes: pl.DataFrame) -> pl.DataFrame:
    """Read the lists of places that a folder holds, as one table.

    Raises:
        Refusal: a list is not the one expected.
    """
    here = [one for one in LISTS if (folder / one.file).is_file()]
    if not here:
        return pl.DataFrame(schema=lists.PLACES)
    links, moves = lists.postcodes(frames[published.COMMUNES.file]), moves_of(frames)
    return pl.concat([
        lists.tidied(read_rows(content_of(folder / one.file), one.file), one, communes, links,
                     moves)
        for one in here
    ])  # fmt: skip


def read_rows(content: bytes, file: str) -> pl.DataFrame:
    """Read a table with commas as text, whatever its columns.

    Raises:
        Refusal: not UTF-8, another separator, lines of different lengths.
    """
    try:
        header = content.decode("utf-8-sig").partition("\n")[0]
        if "," not in header and any(other in header for other in ";\t"):
            raise Refusal(
                "wrong_separator",
                f"« {file} » doit séparer ses colonnes par des virgules : enregistrez-le ainsi.",
                file=file,
            )
        return pl.read_csv(io.BytesIO(content), infer_schema=False)
    except (UnicodeDecodeError, pl.exceptions.PolarsError):
        raise Refusal(
            "unreadable",
            f"« {file} » n’est pas un tableau CSV en UTF-8, ou a des lignes mal formées : "
            "corrigez-le.",
            file=file,
        ) from None


def moves_of(frames: Frames) -> pl.DataFrame:
    """Give where each code went: older communes, districts, and those of today."""
    moves = frames[published.MOVES.file].select(old="code_insee_historique", code="code_insee_2025")
    towns = frames[published.DISTRICTS.file].select(old="code_insee_arm", code="code_insee_commune")
    today = frames[published.COMMUNES.file].select(old="code_insee", code="code_insee")
    return pl.concat([towns, today, moves]).unique("old", keep="first", maintain_order=True)


def outlines_in(folder: Path) -> dict[Level, pl.DataFrame]:
    """Read the outlines that a folder holds, in ten-metre steps.

    Raises:
        Refusal: `unreadable`, a file is no GeoJSON with the codes expected.
    """
    here = [one for one in OUTLINES if (folder / one.file).is_file()]
    return {one.level: _outlines(folder / one.file, one) for one in here}


def _outlines(path: Path, one: OutlineFile) -> pl.DataFrame:
    """Give one row a point: code, whether its ring is a hole in the one before, east and north."""
    try:
        features = json.loads(gzip.decompress(path.read_bytes()))["features"]
        rings = [
            (feature["properties"][one.code], at > 0, ring)
            for feature in features
            for polygon in _polygons(feature["geometry"])
            for at, ring in enumerate(polygon)
        ]
        return _points(rings)
    except (OSError, EOFError, ValueError, KeyError, TypeError):
        raise Refusal(
            "unreadable",
            f"« {one.file} » n’est pas un GeoJSON de contours avec « {one.code} » : reprenez-le "
            f"tel que publié ({one.publisher}, « {one.title} », {one.page}).",
            file=one.file,
        ) from None


def _polygons(shape: dict[str, Any]) -> list[Any]:
    return list(shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]])


def _points(rings: list[tuple[str, bool, list[list[float]]]]) -> pl.DataFrame:
    """Lay all points flat, east then north, and round them at once: ten times faster."""
    flat = list(chain.from_iterable(chain.from_iterable(ring for *_, ring in rings)))
    steps = (pl.Series(flat, dtype=pl.Float64) / TEN_METRES).round().cast(pl.Int32)
    codes, holes, points = zip(*rings, strict=True)
    size = [len(one) for one in points]
    each = pl.DataFrame({"code": codes, "hole": holes, "size": size}).with_row_index("ring")
    return (
        each.select(pl.struct("code", "ring", "hole").repeat_by("size").explode().alias("of"))
        .unnest("of")
        .with_columns(east=steps.gather_every(2), north=steps.gather_every(2, 1))
    )


def given_places(name: str, content: bytes, communes: pl.DataFrame) -> pl.DataFrame:
    """Read a user's file of shops: code, code_insee, lat, lon.

    Raises:
        Refusal: the sentence says what to mend.
    """
    return lists.given(read_rows(content, name), lists.shops_of(name), communes)
