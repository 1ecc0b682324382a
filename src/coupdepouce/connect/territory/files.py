"""Read the published files as they are, each cell as text."""

import gzip
import io
import zlib
from pathlib import Path

import polars as pl

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.data.model import Source
from coupdepouce.core.territory.data.published import EVERY as FIGURES
from coupdepouce.core.territory.data.reading import where
from coupdepouce.core.territory.data.survey import SURVEY

EVERY = (*FIGURES, SURVEY)
PARQUET = ".parquet"
SEPARATORS = ",;\t|"
COMMAND = "coupdepouce data load DOSSIER"


def by_file() -> dict[str, Source]:
    """Give one source for each file: the others of the same file are read alike."""
    return {one.file: one for one in EVERY}


def read_folder(folder: Path) -> tuple[dict[str, pl.DataFrame], dict[str, int]]:
    """Read every file we know in a folder, and give a checksum of each.

    Raises:
        Refusal: files are missing, or one cannot be read.
    """
    missing = [source for name, source in by_file().items() if not (folder / name).is_file()]
    if missing:
        raise Refusal("files_missing", missing_sentence(missing, folder), files=missing)
    frames, sums = {}, {}
    for name, source in by_file().items():
        content = content_of(folder / name)
        read = read_answers if name.endswith(PARQUET) else read_table
        frames[name] = read(content, source)
        sums[name] = zlib.crc32(content)
    return frames, sums


def missing_sentence(missing: list[Source], folder: Path) -> str:
    """Say which files are missing, where each is offered, and the command that loads them."""
    lines = "\n".join(f"- {one.file} : {where(one)}" for one in missing)
    return (
        f"Il manque {len(missing)} fichiers dans « {folder} » :\n{lines}\n"
        f"Mettez-les dans ce dossier sous ces noms, puis lancez « {COMMAND} »."
    )


def content_of(path: Path) -> bytes:
    """Read a file, decompressed.

    Raises:
        Refusal: `unreadable`.
    """
    try:
        content = path.read_bytes()
        return gzip.decompress(content) if path.suffix == ".gz" else content
    except (OSError, EOFError, zlib.error):
        raise Refusal(
            "unreadable",
            f"« {path.name} » ne s’ouvre pas ou s’arrête en chemin : téléchargez-le de nouveau.",
            file=path.name,
        ) from None


def read_table(content: bytes, source: Source) -> pl.DataFrame:
    """Read a table as text.

    Raises:
        Refusal: not UTF-8, another separator, lines of different lengths.
    """
    _check_utf8(content, source)
    header = content.split(b"\n", source.skipped_lines + 1)[source.skipped_lines :][:1]
    _check_separator(header[0].decode() if header else "", source)
    try:
        return pl.read_csv(
            io.BytesIO(content),
            separator=source.separator,
            skip_rows=source.skipped_lines,
            infer_schema=False,
        )
    except pl.exceptions.PolarsError:
        raise Refusal(
            "unreadable",
            f"« {source.file} » a des lignes mal formées : reprenez-le tel que publié "
            f"({where(source)}).",
            file=source.file,
        ) from None


def read_answers(content: bytes, source: Source) -> pl.DataFrame:
    """Read a table in Parquet as text, like the others; a column that is not there is left out.

    Raises:
        Refusal: not Parquet.
    """
    try:
        names = pl.read_parquet_schema(io.BytesIO(content))
        asked = [one for one in source.columns if one in names]
        rows = pl.read_parquet(io.BytesIO(content), columns=asked)
    except pl.exceptions.PolarsError:
        raise Refusal(
            "unreadable",
            f"« {source.file} » n’est pas en Parquet : reprenez-le tel que publié "
            f"({where(source)}).",
            file=source.file,
        ) from None
    return rows.cast(pl.String)


def _check_utf8(content: bytes, source: Source) -> None:
    try:
        content.decode()
    except UnicodeDecodeError:
        raise Refusal(
            "not_utf8",
            f"« {source.file} » n’est pas en UTF-8 : reprenez-le tel que publié, ou "
            "enregistrez-le ainsi.",
            file=source.file,
        ) from None


def _check_separator(header: str, source: Source) -> None:
    if source.separator in header:
        return
    other = next((one for one in SEPARATORS if one in header), "")
    if other:
        shown = "une tabulation" if other == "\t" else f"« {other} »"
        raise Refusal(
            "wrong_separator",
            f"« {source.file} » sépare ses colonnes par {shown} au lieu de "
            f"« {source.separator} » : reprenez-le tel que publié ({where(source)}), sans passer "
            "par un tableur.",
            file=source.file,
        )
