"""Languages are files: one catalogue each, whose header says how the language is written.

A catalogue is written as .po and read as .mo: the second is made, never committed.
"""

import hashlib
import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polib

from coupdepouce.core.languages import Language
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.words.catalogue import Entry

NAME = Path("LC_MESSAGES", "django.po")
DIRECTIONS = {"ltr": False, "rtl": True}
_HEADER = re.compile(r'^"([\w-]+): (.*)\\n"$', re.M)
_NUMBER = re.compile(r"1(\D)250(\D)5")
_READ = re.compile(r"Relu par (?P<who>.+ le \d{4}-\d\d-\d\d) \[(?P<print>[0-9a-f]{8})\]")
_WEEK, _YEAR = 7, 12


def languages_in(folder: Path, /) -> list[Language]:
    """Give the language of each catalogue of a folder, by its code.

    Raises:
        Refusal: a header lacks a line, or one that cannot be read; the sentence names both.
    """
    return [_language(path) for path in sorted(folder.glob(f"*/{NAME}"))]


def _language(path: Path) -> Language:
    # The header alone: reading thousands of sentences would slow down every start.
    header = dict(_HEADER.findall(path.read_text("utf-8").split("\n\n", 1)[0]))
    try:
        return _read(header, code=path.parents[1].name)
    except (KeyError, ValueError) as problem:
        raise Refusal(
            "catalogue_header",
            f"L’en-tête de {path} ne dit pas tout de sa langue ({problem}) : "
            "complétez-le comme celui de l’anglais.",
        ) from None


def _read(header: Mapping[str, str], *, code: str) -> Language:
    number = _NUMBER.fullmatch(header["X-Number"])
    if not number:
        raise ValueError("X-Number : écrivez 1250,5 comme dans cette langue")
    return Language(
        code=code,
        name=header["X-Name"],
        right_to_left=DIRECTIONS[header["X-Direction"]],
        weekdays=_words(header, "X-Weekdays", _WEEK),
        months=_words(header, "X-Months", _YEAR),
        day=header["X-Day"],
        day_and_year=header["X-Day-And-Year"],
        hour=header["X-Hour"],
        sharp=header["X-Hour-Sharp"],
        moment=header["X-Moment"],
        money=header["X-Money"],
        thousands=number[1],
        decimals=number[2],
        comma=header["X-Comma"],
    )


def _words(header: Mapping[str, str], name: str, count: int) -> tuple[str, ...]:
    words = tuple(header[name].split(", "))
    if len(words) != count:
        raise ValueError(f"{name} : {count} mots sont attendus")
    return words


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


def entries_of(folder: Path, /, *, code: str) -> list[Entry]:
    """Read every sentence of a language's catalogue."""
    return [
        Entry(french=one.msgid, text=one.msgstr, read_by=_reader(one))
        for one in polib.pofile(str(folder / code / NAME))  # type: ignore[no-untyped-call]
        if not one.obsolete and "fuzzy" not in one.flags
    ]


def mark_read(folder: Path, /, *, code: str, by: str, on: date) -> int:
    """Write that a person has read every sentence of a language; give the number that was new.

    The mark holds a print of both texts: it falls as soon as one of them changes.
    """
    catalogue = polib.pofile(str(folder / code / NAME), wrapwidth=0)  # type: ignore[no-untyped-call]
    unread = [one for one in catalogue if one.msgstr and not _reader(one)]
    for one in unread:
        kept = [line for line in one.tcomment.splitlines() if not _READ.fullmatch(line)]
        one.tcomment = "\n".join([*kept, f"Relu par {by} le {on.isoformat()} [{_print(one)}]"])
    catalogue.save()
    return len(unread)


def _reader(one: polib.POEntry) -> str:
    """Give who has read these very words, and when."""
    found = (_READ.fullmatch(line) for line in one.tcomment.splitlines())
    return next((mark["who"] for mark in found if mark and mark["print"] == _print(one)), "")


def _print(one: polib.POEntry) -> str:
    return hashlib.sha256(f"{one.msgid}\0{one.msgstr}".encode()).hexdigest()[:8]
