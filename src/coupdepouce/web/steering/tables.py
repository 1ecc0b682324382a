"""Rows for the table component: a head, perhaps a link, and cells that repeat their column."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator

from coupdepouce.core.calendar import PARIS, day_of
from coupdepouce.insight.counts import Waiting


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line: the values follow the columns, without the first; a pair is a tone and a word."""

    head: str
    values: Sequence[object]
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A count drawn as a bar, the longest being `most`."""

    count: int
    most: int


def day(moment: datetime) -> str:
    """Write the day of a moment, in Paris."""
    return f"{day_of(moment):%d/%m/%Y}"


def hour(moment: datetime) -> str:
    """Write a moment to the minute, in Paris."""
    return f"{moment.astimezone(PARIS):%d/%m/%Y %H:%M}"


def table(
    *,
    caption: str,
    columns: Sequence[str],
    lines: Iterable[Line],
    numbers: Collection[str] = (),
) -> Mapping[str, Any]:
    """Give the context of the table component."""
    return {
        "caption": caption,
        "columns": [{"label": label, "number": label in numbers} for label in columns],
        "rows": [
            {
                "head": line.head,
                "href": line.href,
                "cells": [
                    _cell(label, value, number=label in numbers)
                    for label, value in zip(columns[1:], line.values, strict=True)
                ],
            }
            for line in lines
        ],
    }


def _cell(label: str, value: object, *, number: bool) -> Mapping[str, Any]:
    if isinstance(value, Bar):
        return {"label": label, "value": value.count, "most": value.most}
    tone, shown = value if isinstance(value, tuple) else ("", value)
    return {"label": label, "value": shown, "number": number, "tone": tone}


def pages(*, total: int, size: int, number: int) -> Page[int]:
    """Give the way through a list that the database already cut."""
    return Paginator(range(total), size).get_page(number)


def waiting_table(rows: Iterable[Waiting]) -> Mapping[str, Any]:
    """Give the table of what waits for whom, and since when."""
    counts = ("Dossiers", "Plus de 7 jours", "Plus de 30 jours")
    return table(
        caption="Ce qui attend, et qui",
        columns=("Qui doit agir", *counts, "Depuis"),
        lines=[
            Line(
                head=row.label,
                values=(row.count, row.over_week, row.over_month, day(row.oldest)),
            )
            for row in rows
        ],
        numbers=counts,
    )
