"""Styles and scripts as they travel: without the comments that are written for us."""

import re
from importlib.resources import files
from pathlib import Path, PurePath
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = Path(str(files("coupdepouce.web"))) / "static"
_LEAVES = {
    ".css": ((re.compile(r"/\*.*?\*/", re.S), ""), (re.compile(r"\s*([{};,])\s*"), r"\1")),
    # A comment alone on its line: elsewhere two strokes may be an address.
    ".js": ((re.compile(r"^\s*//.*$", re.M), ""), (re.compile(r"\s*\n\s*"), "\n")),
}


def travelling(name: str, text: str) -> str:
    """Give a style or a script without its comments, nor the space that only we read."""
    for left_out, kept in _LEAVES[PurePath(name).suffix]:
        text = left_out.sub(kept, text)
    return text.strip()


class TravellingFiles(CompressedManifestStaticFilesStorage):
    """Compressed and named by their content, as WhiteNoise does; the files of others unchanged."""

    def _save(self, name: str, content: Any) -> str:
        if PurePath(name).suffix in _LEAVES and (OURS / name).parent.is_dir():
            content.seek(0)  # trap: it was read once already, to be named by its content
            content = ContentFile(travelling(name, content.read().decode()).encode())
        return str(super()._save(name, content))  # type: ignore[misc]
