"""One place, one record: the source's own words where nothing changed, ours where we know better.

A target lists its columns; each says what it reads of the original row, in which words, and what
of ours it carries. What the schema refuses is taken out and said, never mended in silence.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from pydantic import BaseModel

from coupdepouce.connect.places.model import PlaceRow, shortened
from coupdepouce.connect.places.publishing.table_schema import reasons

RENAMED = "Une autre source a le même identifiant : il est précédé du nom de la sienne."
NO_EQUAL = "Cette valeur n’a pas d’égale dans ce standard."
Value = str | float | list[str] | None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A place to publish: what we hold, its original row, and the fields that changed since."""

    row: PlaceRow
    changed: frozenset[str] = frozenset()
    shares_id: bool = False  # another source gave another place the same identifier


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a standard; `words` are its values for those of other editions."""

    name: str
    reads: tuple[str, ...] = ()
    carries: str = ""
    words: Mapping[str, str] | None = None
    as_list: bool = False
    finish: Callable[[Entry, str], Value] | None = None

    def of(self, entry: Entry) -> Value:
        """Give what this column says of a place."""
        if self.words is None:
            text = self._text(entry)
            return self.finish(entry, text) if self.finish else text
        items = self._translated(entry)
        return items if self.as_list else "|".join(items)

    def _text(self, entry: Entry) -> str:
        return self._original(entry)[1] or _as_text(getattr(entry.row, self.carries, ""))

    def _original(self, entry: Entry) -> tuple[str, str]:
        if self.carries not in entry.changed:
            for name in (self.name, *self.reads):
                if cell := entry.row.original.get(name, ""):
                    return name, cell
        return "", ""

    def items(self, entry: Entry) -> tuple[str, tuple[str, ...]]:
        """Give the values to translate, and the column of the original they were read in."""
        name, cell = self._original(entry)
        if cell:
            return name, tuple(filter(None, (item.strip() for item in re.split("[;|]", cell))))
        return "", getattr(entry.row, self.carries, ()) if self.carries else ()

    def _translated(self, entry: Entry) -> list[str]:
        name, items = self.items(entry)
        return list(dict.fromkeys(filter(None, (self.said(item, name) for item in items))))

    def said(self, item: str, name: str) -> str:
        """Give a value read under a name in the words of this column; nothing when it has none."""
        words = self.words or {}
        if found := words.get(item.replace("’", "'")):
            return found
        # Under the column's own name it is already in its words, or its schema will refuse it.
        return item if name == self.name or item in words.values() else ""


@dataclass(frozen=True, kw_only=True)
class Target:
    """A standard to write in; its model judges each record."""

    columns: tuple[Column, ...]
    model: Callable[[], type[BaseModel]]


@dataclass(frozen=True, kw_only=True)
class Remark:
    """What could not be published as it is, and why."""

    source: str
    source_id: str
    column: str
    value: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Published:
    """The record of a place, `None` when the schema needs what we have not."""

    record: dict[str, Value] | None
    remarks: list[Remark] = field(default_factory=list)


def publish(entry: Entry, target: Target) -> Published:
    """Write a place in a standard; what its schema refuses is left out and said."""
    record = {column.name: column.of(entry) for column in target.columns}
    record = {name: value for name, value in record.items() if value not in ("", None, [])}
    remarks = list(_without_equal(entry, target))
    if entry.shares_id:
        remarks.append(_remark(entry, "id", entry.row.source_id, RENAMED))
    refused = reasons(target.model(), record)
    for name, sentence in refused.items():
        remarks.append(_remark(entry, name, str(record.pop(name, "")), sentence))
    if refused and reasons(target.model(), record):
        return Published(record=None, remarks=remarks)
    return Published(record=record, remarks=remarks)


def _without_equal(entry: Entry, target: Target) -> Iterator[Remark]:
    translated = [column for column in target.columns if column.words is not None]
    read: dict[str, list[Column]] = {}
    for column in translated:
        # Two columns may share an original one: a value is lost when neither has a word for it.
        read.setdefault(column.items(entry)[0] or column.carries, []).append(column)
    for name, columns in read.items():
        for item in columns[0].items(entry)[1]:
            if not any(column.said(item, name) for column in columns):
                yield _remark(entry, name, item, NO_EQUAL)


def _remark(entry: Entry, column: str, value: str, sentence: str) -> Remark:
    row = entry.row
    return Remark(
        source=row.source,
        source_id=row.source_id,
        column=column,
        value=shortened(value),
        sentence=sentence,
    )


def _as_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
