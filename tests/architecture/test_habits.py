"""Habits of the house that no linter knows, each seen to fail on a planted example."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "coupdepouce"
# Copying a database or looking at its health is about the engine, not about a table.
ABOUT_THE_ENGINE = {SOURCE / "cli" / "safekeeping.py", SOURCE / "cli" / "doctor.py"}


def modules(*folders: str) -> list[Path]:
    return [
        path
        for folder in folders or ("",)
        for path in (SOURCE / folder).rglob("*.py")
        if "migrations" not in path.parts
    ]


def touches_tables(tree: ast.AST) -> Iterator[str]:
    """Give what an outer module may not write: `.objects`, or Django's database."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "objects":
            yield f"line {node.lineno}: .objects"
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.db"):
            yield f"line {node.lineno}: {node.module}"


def uses_signals(tree: ast.AST) -> Iterator[str]:
    """Give each use of a signal."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and "signals" in (node.module or ""):
            yield f"line {node.lineno}: {node.module}"


def catches_everything(tree: ast.AST) -> Iterator[str]:
    """Give each `except` that would swallow our own mistakes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            caught = node.type
            if caught is None or (
                isinstance(caught, ast.Name) and caught.id in {"Exception", "BaseException"}
            ):
                yield f"line {node.lineno}: except everything"


@pytest.mark.parametrize(
    "path",
    sorted({*modules("web", "api", "cli")} - ABOUT_THE_ENGINE),
    ids=lambda path: str(path.relative_to(SOURCE)),
)
def test_outer_modules_go_through_queries_and_operations(path):
    assert list(touches_tables(ast.parse(path.read_text()))) == []


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_signal_and_no_blanket_except(path):
    tree = ast.parse(path.read_text())

    assert [*uses_signals(tree), *catches_everything(tree)] == []


def test_there_is_no_drawer_for_everything():
    names = {path.stem for path in modules()} | {path.parent.name for path in modules()}

    assert names.isdisjoint({"utils", "helpers", "common", "services", "signals", "misc"})


@pytest.mark.parametrize(
    ("habit", "planted"),
    [
        (touches_tables, "from x import Household\nHousehold.objects.all()"),
        (touches_tables, "from django.db import connection"),
        (uses_signals, "from django.db.models.signals import post_save"),
        (catches_everything, "try:\n    pass\nexcept Exception:\n    pass"),
        (catches_everything, "try:\n    pass\nexcept:\n    pass"),
    ],
)
def test_each_habit_is_seen_to_fail(habit, planted):
    assert list(habit(ast.parse(planted)))
