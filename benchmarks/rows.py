"""One line of the report: what was measured, the figure, what was aimed at, whether it held."""

from typing import NamedTuple


class Row(NamedTuple):
    """A line of the table; `held` is None for a figure that is only told."""

    what: str
    figure: str
    aim: str = ""
    held: bool | None = None


def mark(row: Row) -> str:
    """Give the word that opens a line of the table."""
    return {True: "held  ", False: "MISSED", None: "      "}[row.held]
