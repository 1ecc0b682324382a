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


def has_its_own_key(tree: ast.AST) -> Iterator[str]:
    """Give each key against the double click that is not that of `OnceForm`."""
    for node in ast.walk(tree):
        is_once = isinstance(node, ast.Assign) and "once" in map(ast.unparse, node.targets)
        if is_once and "UUIDField" in ast.unparse(node.value):
            yield f"line {node.lineno}: once"


def writes_to_each(tree: ast.AST) -> Iterator[str]:
    """Give each loop over addresses that enqueues the same e-mail for several people."""
    for node in ast.walk(tree):
        is_several = isinstance(node, ast.For) and "address" in ast.unparse(node.target)
        if is_several and any("enqueue(" in ast.unparse(one) for one in node.body):
            yield f"line {node.lineno}: enqueue"


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


def test_the_double_click_and_the_mail_to_several_are_written_once():
    def found(habit, *folders):
        trees = {path: ast.parse(path.read_text()) for path in modules(*folders)}
        return [path.name for path, tree in trees.items() if list(habit(tree))]

    assert found(has_its_own_key, "web") == ["once.py"]
    assert found(writes_to_each, "outreach", "prescriptions") == ["operations.py"]


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
        (has_its_own_key, "once = forms.UUIDField()"),
        (writes_to_each, "for address in c:\n    enqueue(once=address)"),
    ],
)
def test_each_habit_is_seen_to_fail(habit, planted):
    assert list(habit(ast.parse(planted)))
