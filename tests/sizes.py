"""Hold the sizes of the house: functions 30 lines, files 300, templates 120."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path("src/coupdepouce")
FUNCTION, FILE, TEMPLATE = 30, 300, 120


def docstring_lines(node: ast.FunctionDef) -> int:
    """Count the lines of a docstring: what a rule promises is not what makes it long."""
    first = node.body[0]
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return (first.end_lineno or 0) - first.lineno + 1 if is_text else 0


def problems() -> Iterator[str]:
    """Give each function, file and template that is too long."""
    for path in SOURCE.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        text = path.read_text()
        lines = len(text.splitlines())
        if lines > FILE:
            yield f"{path}: {lines} lines (at most {FILE})"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno:
                length = node.end_lineno - node.lineno + 1 - docstring_lines(node)
                if length > FUNCTION:
                    yield f"{path}:{node.lineno} {node.name}: {length} lines (at most {FUNCTION})"
    for path in SOURCE.rglob("*.html"):
        lines = len(path.read_text().splitlines())
        if lines > TEMPLATE:
            yield f"{path}: {lines} lines (at most {TEMPLATE})"


if __name__ == "__main__":
    found = list(problems())
    print("\n".join(found))
    sys.exit(len(found) > 0)
