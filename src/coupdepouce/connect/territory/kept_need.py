"""The need of communes, kept beside the tables it was estimated from: it takes seconds to make.

Loading the tables again replaces their folder, and this file with it.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

import polars as pl

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.need import Count, Need
from coupdepouce.core.territory.need.model import COUNTS

FILE = "need-draws.parquet"
PARTS = ("value", "low", "high", "draws")


def need(folder: Path, make: Callable[[], Need]) -> Need:
    """Read the need kept in a folder, or make it and keep it where that is allowed."""
    path = folder / FILE
    if path.is_file():
        return _read(path)
    made = make()
    with suppress(OSError):
        keep(made, folder)
    return made


def stamp(folder: Path) -> int:
    """Say which need is kept: another number when it was made again.

    Raises:
        Refusal: `need_not_estimated`, the command.
    """
    path = folder / FILE
    if not path.is_file():
        raise Refusal(
            "need_not_estimated",
            "Le besoin n’est pas encore estimé : lancez « coupdepouce data need ».",
        )
    return path.stat().st_mtime_ns


def _read(path: Path) -> Need:
    table = pl.read_parquet(path)
    counts = {
        name: Count(**{part: table[f"{name}_{part}"].to_numpy() for part in PARTS})
        for name in COUNTS
    }
    return Need(codes=table["code"].to_numpy().astype(str), **counts)


def keep(made: Need, folder: Path) -> None:
    """Keep the need in a folder, whole or not at all."""
    path = folder / FILE
    columns = {"code": made.codes.tolist()} | {
        f"{name}_{part}": pl.Series(getattr(getattr(made, name), part))
        for name in COUNTS
        for part in PARTS
    }
    with NamedTemporaryFile(dir=path.parent, prefix=".need-", delete=False) as fresh:
        written = Path(fresh.name)
    try:
        pl.DataFrame(columns).write_parquet(written, compression="lz4")
        written.rename(path)
    finally:
        written.unlink(missing_ok=True)
