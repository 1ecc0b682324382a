"""Rule tables: one line is one case, readable by a partner."""

import pytest
from _pytest.mark import ParameterSet


def cases(table: str) -> list[ParameterSet]:
    """Read a table into cases that carry their first column as their name."""
    header, *lines = [_cells(line) for line in table.strip().splitlines()]
    return [
        pytest.param(dict(zip(header[1:], cells[1:], strict=True)), id=cells[0]) for cells in lines
    ]


def words(cell: str) -> list[str]:
    """Read a cell that holds several words; "-" holds none."""
    return [] if cell == "-" else cell.split()


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]
