"""Letters as files: a folder that a printer empties; a batch is a PDF, then its list.

The list is written last: a PDF without its list is not to be printed. Whether a letter left is
read in the lists, so that a worker killed in between neither loses nor doubles one.
"""

import csv
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from io import StringIO
from pathlib import Path

from coupdepouce.connect.messages.model import Answer, Channel, Letter, Report
from coupdepouce.core.calendar import PARIS
from coupdepouce.core.messages.states import Outcome, State

COLUMNS = ("lot", "rang", "page", "cle", "langue")
TOGETHER = 200


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A batch as one PDF, and the page on which each letter begins."""

    pdf: bytes
    pages: Sequence[int]


class NotDrawn(Exception):
    """Something of a batch cannot be printed: a sign that no font has, for example."""

    def __init__(self, sign: str = "") -> None:
        super().__init__(sign)
        self.sign = sign  # empty when the fault is elsewhere


Draw = Callable[[Sequence[Letter]], Drawn]


def folder(path: Path, *, draw: Draw) -> Channel:
    """Give the channel that leaves letters in a folder."""

    def send_all(letters: Sequence[Letter]) -> Sequence[Answer]:
        return _left(letters, path, draw)

    def ask(key: str, reference: str) -> Report:  # noqa: ARG001  it has no other name there
        for batch in batches(path):
            if key in _keys(batch):
                return Report(state=State.SENT, said="in the folder", reference=batch.stem)
        return Report(state=State.WAITING, said="not in the folder")

    return Channel(
        name="folder",
        send=lambda letter: send_all([letter])[0],
        send_all=send_all,
        together=TOGETHER,
        ask=ask,
    )


def _left(letters: Sequence[Letter], path: Path, draw: Draw) -> Sequence[Answer]:
    """Leave letters in a folder, as one batch when all of them can be printed."""
    name = _name(letters)
    try:
        drawn = draw(letters)
        _write(path / f"{name}.pdf", drawn.pdf)
        _write(path / f"{name}.csv", _list(name, letters, drawn).encode("utf-8-sig"))
    except NotDrawn:
        if not _draws_plainly(letters, draw):
            # A name, a template or a font that all have: nothing is lost while it is mended.
            return [_down("not drawn")] * len(letters)
        if len(letters) == 1:
            return [Answer(outcome=Outcome.PERMANENT, detail="not drawn", reason="not_drawn")]
        # By halves down to the one at fault: the others leave, in smaller batches.
        half = len(letters) // 2
        return [*_left(letters[:half], path, draw), *_left(letters[half:], path, draw)]
    except OSError as problem:
        # A disk that is full or not there: every letter would meet the same.
        return [_down(f"folder {type(problem).__name__}")] * len(letters)
    return [Answer(outcome=Outcome.TAKEN, detail="in the folder", reference=name)] * len(letters)


def _down(detail: str) -> Answer:
    return Answer(outcome=Outcome.TEMPORARY, detail=detail, is_down=True)


def _draws_plainly(letters: Sequence[Letter], draw: Draw) -> bool:
    """Say whether the same letters are drawn when they say nothing of their own."""
    try:
        draw([replace(one, recipient="-", subject="-", text="-") for one in letters])
    except NotDrawn:
        return False
    return True


def batches(path: Path, /) -> Sequence[Path]:
    """Give the lists of the batches that are whole, the newest first."""
    return sorted(path.glob("lettres-*.csv"), reverse=True)


def _name(letters: Sequence[Letter]) -> str:
    mark = sha256("".join(letter.key for letter in letters).encode()).hexdigest()[:8]
    return f"lettres-{datetime.now(PARIS):%Y-%m-%d}-{mark}"


def _list(name: str, letters: Sequence[Letter], drawn: Drawn) -> str:
    """Write the list of a batch: nothing in it says who the letters are for."""
    text = StringIO()
    rows = csv.writer(text, delimiter=";")
    rows.writerow(COLUMNS)
    for rank, (letter, page) in enumerate(zip(letters, drawn.pages, strict=True), start=1):
        rows.writerow((name, rank, page, letter.key, letter.language))
    return text.getvalue()


def _write(path: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all, even after a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f"{path.suffix}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _keys(batch: Path) -> frozenset[str]:
    with batch.open(encoding="utf-8-sig", newline="") as file:
        return frozenset(row["cle"] for row in csv.DictReader(file, delimiter=";"))


def count(batch: Path, /) -> int:
    """Count the letters of a batch."""
    return len(_keys(batch))
