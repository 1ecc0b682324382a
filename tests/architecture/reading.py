"""Checks that read the source: what no import contract can say."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "coupdepouce"
INTERFACES = ("web", "api", "cli")
TABLES = "django.db"
# They look after the database itself, never after its rows.
KEEPERS = frozenset({"cli/doctor.py", "cli/safekeeping.py"})
SIGNALS = ("django.db.models.signals", "django.dispatch", "django.core.signals")


def problems(source: Path) -> list[str]:
    """Give what breaks the house, by file and line."""
    return sorted(
        f"{path.relative_to(source)}:{line} {what}"
        for path in source.rglob("*.py")
        if "migrations" not in path.parts
        for line, what in _of_file(path, source)
    )


def _of_file(path: Path, source: Path) -> Iterator[tuple[int, str]]:
    name_of_file = path.relative_to(source).as_posix()
    is_interface = path.relative_to(source).parts[0] in INTERFACES
    for node in ast.walk(ast.parse(path.read_text())):
        for name in _imported(node):
            if name.startswith(SIGNALS):
                yield node.lineno, f"signals: {name}"
            elif is_interface and name_of_file not in KEEPERS and _reaches_tables(name):
                yield node.lineno, f"tables in an interface: {name}"
        if is_interface and isinstance(node, ast.Attribute) and node.attr == "objects":
            yield node.lineno, "tables in an interface: .objects"
        if isinstance(node, ast.FunctionDef) and node.name == "save" and "models" in path.name:
            yield node.lineno, "logic in save()"


def _reaches_tables(name: str) -> bool:
    return name == TABLES or name.startswith(f"{TABLES}.")


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []
