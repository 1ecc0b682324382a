"""Compile the translations that changed, without gettext's own tools on the machine."""

from collections.abc import Iterable
from pathlib import Path

import polib


def compile_translations(folders: Iterable[Path]) -> int:
    """Write the compiled file of each translation newer than it, and count them."""
    count = 0
    for folder in folders:
        for source in folder.rglob("*.po"):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            polib.pofile(str(source)).save_as_mofile(str(target))  # type: ignore[no-untyped-call]
            count += 1
    return count
