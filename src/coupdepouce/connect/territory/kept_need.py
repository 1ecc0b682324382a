"""The need of communes, kept beside the tables it was estimated from: it takes seconds to make.

The name of the file has the version of the method: draws of another one are never read. Loading
the tables again replaces their folder, and this file with it.
"""

from pathlib import Path
from tempfile import NamedTemporaryFile

import polars as pl

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.need import METHOD, Count, Need
from coupdepouce.core.territory.need.model import COUNTS

NAMED = "need-draws{}.parquet"
FILE = NAMED.format(f"-{METHOD}")
PARTS = ("value", "low", "high", "draws")


def read(folder: Path) -> Need:
    """Read the need kept in a folder.

    Raises:
        Refusal: `need_not_estimated`, the command.
    """
    table = pl.read_parquet(_kept(folder))
    counts = {
        name: Count(**{part: table[f"{name}_{part}"].to_numpy() for part in PARTS})
        for name in COUNTS
    }
    return Need(codes=table["code"].to_numpy().astype(str), **counts)


def stamp(folder: Path) -> int:
    """Say which need is kept: another number when it was made again.

    Raises:
        Refusal: `need_not_estimated`, the command.
    """
    return _kept(folder).stat().st_mtime_ns


def _kept(folder: Path) -> Path:
    path = folder / FILE
    if not path.is_file():
        raise Refusal(
            "need_not_estimated",
            "Le besoin n’est pas encore estimé, ou l’est par une autre version : lancez "
            "« coupdepouce data need ».",
        )
    return path


def keep(made: Need, folder: Path) -> None:
    """Keep the need in a folder, whole or not at all, in the place of that of other versions."""
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
        for old in set(folder.glob(NAMED.format("*"))) - {path}:
            old.unlink()
    finally:
        written.unlink(missing_ok=True)
