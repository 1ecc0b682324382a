"""Where a key stands in a TOML text, so that an error can name its line."""

import re
from collections import Counter

Path = tuple[str | int, ...]

_NAME = r"[A-Za-z0-9_-]+(?:\s*\.\s*[A-Za-z0-9_-]+)*"
_TABLE = re.compile(rf"^\s*(\[\[?)\s*({_NAME})\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(rf"^\s*({_NAME})\s*=(.*)$")
_INLINE_KEY = re.compile(r"[{,]\s*([A-Za-z0-9_-]+)\s*=")


class Locator:
    """The line of each table and key of one text, counted from 1."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {(): 1}
        self._table: Path = ()
        self._rows: Counter[Path] = Counter()
        quoted = ""
        for number, line in enumerate(text.splitlines(), start=1):
            if not quoted:
                self._read(line, number)
            quoted = _still_quoted(line, quoted)

    def line(self, path: Path) -> int:
        """Give the line of a key, or of the nearest table around it."""
        while path not in self._lines:
            path = path[:-1]
        return self._lines[path]

    def _read(self, line: str, number: int) -> None:
        if table := _TABLE.match(line):
            self._open_table(_names(table[2]), number, is_array=table[1] == "[[")
        elif key := _KEY.match(line):
            path = (*self._table, *_names(key[1]))
            self._lines.setdefault(path, number)
            for inner in _INLINE_KEY.findall(key[2]):
                self._lines.setdefault((*path, inner), number)

    def _open_table(self, names: Path, number: int, *, is_array: bool) -> None:
        if is_array:
            row = self._rows[names]
            self._rows[names] += 1
            names = (*names, row)
        elif (above := names[:-1]) in self._rows:
            names = (*above, self._rows[above] - 1, names[-1])
        self._table = names
        for end in range(1, len(names) + 1):
            self._lines.setdefault(names[:end], number)


def _names(dotted: str) -> Path:
    return tuple(name.strip() for name in dotted.split("."))


def _still_quoted(line: str, quoted: str) -> str:
    """Follow texts of several lines: what looks like a key inside them is not one."""
    for mark in re.findall(r"\"\"\"|'''", line):
        if not quoted:
            quoted = mark
        elif mark == quoted:
            quoted = ""
    return quoted
