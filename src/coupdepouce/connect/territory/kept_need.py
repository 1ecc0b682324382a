"""The need of communes, kept beside the tables it was estimated from: it takes seconds to make.

Loading the tables again replaces their folder, and this file with it.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

import polars as pl

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
        _keep(made, path)
    return made


def _read(path: Path) -> Need:
    table = pl.read_parquet(path)
    counts = {
        name: Count(**{part: table[f"{name}_{part}"].to_numpy() for part in PARTS})
        for name in COUNTS
    }
    return Need(codes=table["code"].to_numpy().astype(str), **counts)


def _keep(made: Need, path: Path) -> None:
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
