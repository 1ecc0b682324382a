"""Translations are written as .po and read as .mo: the second is made, never committed."""

import os
from pathlib import Path

import polib


def compile_catalogues(*, folder: Path) -> list[Path]:
    """Write the .mo beside each .po of a folder that is newer than it; give those written."""
    written = []
    for source in sorted(folder.rglob("*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            # Made aside, then moved: a process that starts meanwhile never reads half of it.
            aside = target.with_suffix(f".{os.getpid()}")
            catalogue = polib.pofile(str(source))  # type: ignore[no-untyped-call]
            catalogue.save_as_mofile(str(aside))
            aside.replace(target)
            written.append(target)
    return written
