"""The tidy tables, written once in Parquet and read in a moment."""

import json
import shutil
from dataclasses import asdict
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import polars as pl

from coupdepouce.connect.territory import kept_need, optional
from coupdepouce.connect.territory.files import (
    COMMAND,
    EVERY,
    by_file,
    missing_sentence,
    read_folder,
)
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.data.estimates import tidied
from coupdepouce.core.territory.data.lists import PLACES
from coupdepouce.core.territory.data.model import Account, Level
from coupdepouce.core.territory.data.tables import Tables, tables
from coupdepouce.core.territory.need.chance import seeded
from coupdepouce.core.territory.need.estimate import learn, need_from
from coupdepouce.core.territory.need.levels import by_level, estimates

RULES = 2  # raised when the same files give other tables
MANIFEST = "manifest.json"
LISTS = "lists.parquet"
RESPONDENTS = "respondents.parquet"
NEED = "need.parquet"
NOTHING = "Aucune donnée de territoire n’est chargée. "


def load(folder: Path, into: Path) -> Tables:
    """Read the published files of a folder, tidy them, keep the tables.

    Raises:
        Refusal: a file is missing or is not the one expected; nothing kept is touched.
    """
    frames, sums = read_folder(folder)
    made = tables(frames)
    beside = _optional(folder, frames, made)
    into.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(mkdtemp(prefix=".territory-", dir=into.parent))
    try:
        _write(made, fresh, sums)
        for name, table in beside.items():
            table.write_parquet(fresh / name)
        old = into.with_name(into.name + ".old")
        shutil.rmtree(old, ignore_errors=True)
        if into.exists():
            into.rename(old)
        fresh.rename(into)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return made


def _optional(
    folder: Path, frames: dict[str, pl.DataFrame], made: Tables
) -> dict[str, pl.DataFrame]:
    """Give the tables of the files that may be missing, by the name they are kept under."""
    outlines = optional.outlines_in(folder)
    kept = {f"{level.value}-outlines.parquet": table for level, table in outlines.items()}
    kept[LISTS] = optional.lists_in(folder, frames, made.places[Level.COMMUNE])
    return kept


def _write(made: Tables, folder: Path, sums: dict[str, int]) -> None:
    for level in Level:
        made.figures[level].write_parquet(folder / f"{level.value}-figures.parquet")
        made.places[level].write_parquet(folder / f"{level.value}-places.parquet")
    made.respondents.write_parquet(folder / RESPONDENTS)
    sources = [
        {"key": one.key, "file": one.file, "title": one.title, "publisher": one.publisher,
         "page": one.page, "licence": one.licence, "year": one.year, "checksum": sums[one.file]}
        for one in EVERY
    ]  # fmt: skip
    kept = {"rules": RULES, "sources": sources, "accounts": [asdict(a) for a in made.accounts]}
    text = json.dumps(kept, ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def read(folder: Path) -> Tables:
    """Read the tables kept.

    Raises:
        Refusal: nothing was loaded, or by another version: what to find, where, and the command.
    """
    kept = manifest(folder)
    accounts = tuple(Account(**one) for one in kept["accounts"])
    return Tables(
        figures={one: pl.read_parquet(folder / f"{one.value}-figures.parquet") for one in Level},
        places={one: pl.read_parquet(folder / f"{one.value}-places.parquet") for one in Level},
        accounts=accounts,
        respondents=pl.read_parquet(folder / RESPONDENTS),
    )


def lists(folder: Path) -> pl.DataFrame:
    """Read the places kept; none when no list was loaded.

    Raises:
        Refusal: nothing was loaded, or by another version.
    """
    manifest(folder)
    path = folder / LISTS
    return pl.read_parquet(path) if path.is_file() else pl.DataFrame(schema=PLACES)


def outlines(folder: Path, level: Level) -> pl.DataFrame:
    """Read the outlines of a level.

    Raises:
        Refusal: nothing was loaded, or no outlines of that level: where they are offered.
    """
    manifest(folder)
    path = folder / f"{level.value}-outlines.parquet"
    if path.is_file():
        return pl.read_parquet(path)
    one = next((one for one in optional.OUTLINES if one.level is level), None)
    if one is None:
        raise Refusal("no_outlines", "Aucun contour n’est connu pour ce niveau.")
    raise Refusal(
        "outlines_missing",
        f"Les contours ne sont pas chargés. Il faut « {one.file} » : {one.publisher}, "
        f"« {one.title} », {one.page}. Mettez-le dans le dossier des données, puis lancez "
        f"« {COMMAND} ».",
        file=one.file,
    )


def estimate_need(folder: Path, *, seed: int) -> pl.DataFrame:
    """Estimate the need from the tables kept, and keep it beside them.

    The same seed gives the same draws again.

    Raises:
        Refusal: nothing was loaded, or it cannot be estimated.
    """
    known = learn(read(folder))
    made = need_from(known, seeded(seed))
    kept_need.keep(made, folder)  # every draw: questions about territories read them
    found = tidied(estimates(by_level(made, known.places)))
    fresh = folder / f".{NEED}"
    found.write_parquet(fresh)
    fresh.replace(folder / NEED)
    return found


def manifest(folder: Path) -> dict[str, Any]:
    """Read what is said of the tables kept: sources, and what happened to their rows.

    Raises:
        Refusal: nothing was loaded, or by another version.
    """
    path = folder / MANIFEST
    if not path.is_file():
        sentence = NOTHING + missing_sentence(list(by_file().values()), Path("DOSSIER"))
        raise Refusal("data_not_loaded", sentence)
    kept = json.loads(path.read_text(encoding="utf-8"))
    if kept["rules"] != RULES:
        raise Refusal(
            "data_outdated",
            "Les données de territoire ont été chargées par une autre version : relancez "
            "« coupdepouce data load DOSSIER ».",
        )
    return dict(kept)
