"""The import contracts, each seen to fail: a contract never seen to fail may guard nothing."""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
LAYERS, CORE, TABLES, INSIGHT, SCIENCE = SETTINGS["contracts"]
ROWS = [row.split(" | ") for row in LAYERS["layers"]]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy the source, so that a mistake can be planted in it."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(
        ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "static")
    )
    return tmp_path


def linted(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def plant(folder: Path, importer: str, *imported: str) -> None:
    """Add a module that imports what it should not."""
    lines = [f"import {name}\n" for name in imported]
    path = folder / "src" / "coupdepouce" / importer / "planted.py"
    path.write_text((path.read_text() if path.exists() else "") + "".join(lines))


def upward() -> Iterator[tuple[str, str]]:
    """Give every neighbouring pair, the lower one importing the one above, and the siblings."""
    for above, below in pairwise(ROWS):
        yield from ((low, high) for low in below for high in above if high != "config")
    for row in ROWS:
        yield from ((one, other) for one in row for other in row if one != other)


def test_the_source_keeps_every_contract(copy):
    done = linted(copy)

    assert done.returncode == 0, done.stdout
    assert f"Contracts: {len(SETTINGS['contracts'])} kept, 0 broken." in done.stdout


def test_nothing_imports_upward_or_sideways(copy):
    pairs = list(upward())
    for importer, imported in pairs:
        plant(copy, importer, f"coupdepouce.{imported}")
    for importer in ROWS[1]:
        plant(copy, importer, "coupdepouce.config")

    done = linted(copy)

    assert f"{LAYERS['name']} BROKEN" in done.stdout
    for importer, imported in [*pairs, *((low, "config") for low in ROWS[1])]:
        assert f"coupdepouce.{importer}.planted -> coupdepouce.{imported} " in done.stdout


def test_a_package_outside_the_layers_is_seen(copy):
    stranger = copy / "src" / "coupdepouce" / "services"
    stranger.mkdir()
    (stranger / "__init__.py").write_text("")

    done = linted(copy)

    assert done.returncode == 1
    assert "services" in done.stdout


def test_the_core_imports_nothing_of_the_world(copy):
    plant(copy, "core", *CORE["forbidden_modules"])

    done = linted(copy)

    assert f"{CORE['name']} BROKEN" in done.stdout
    for name in CORE["forbidden_modules"]:
        assert f"coupdepouce.core.planted -> {name} " in done.stdout


def test_no_interface_imports_a_table(copy):
    for importer in ("web", "api", "cli"):
        plant(copy, importer, *TABLES["forbidden_modules"])

    done = linted(copy)

    assert f"{TABLES['name']} BROKEN" in done.stdout
    for importer in ("web", "api", "cli"):
        for name in TABLES["forbidden_modules"]:
            assert f"coupdepouce.{importer}.planted -> {name} " in done.stdout


def test_every_table_is_forbidden_to_interfaces():
    source = ROOT / "src"
    found = [*source.rglob("models.py"), *source.rglob("models")]
    modules = {".".join(path.relative_to(source).with_suffix("").parts) for path in found}

    assert modules == set(TABLES["forbidden_modules"])


def test_insight_calls_no_operation(copy):
    plant(copy, "insight", *INSIGHT["forbidden_modules"])

    done = linted(copy)

    assert f"{INSIGHT['name']} BROKEN" in done.stdout
    for name in INSIGHT["forbidden_modules"]:
        assert f"coupdepouce.insight.planted -> {name} " in done.stdout


def test_every_operation_is_forbidden_to_insight():
    source = ROOT / "src" / "coupdepouce"
    writers = {path.parent.name for path in source.glob("*/operations*") if path.name != "tests"}

    assert {f"coupdepouce.{name}.operations" for name in writers} <= set(
        INSIGHT["forbidden_modules"]
    )


def test_only_the_territory_needs_the_science_libraries(copy):
    plant(copy, "core", *SCIENCE["forbidden_modules"])
    plant(copy, "connect", *SCIENCE["forbidden_modules"])
    plant(copy, "core/territory", *SCIENCE["forbidden_modules"])

    done = linted(copy)

    assert f"{SCIENCE['name']} BROKEN" in done.stdout
    for name in SCIENCE["forbidden_modules"]:
        assert f"coupdepouce.core.planted -> {name} " in done.stdout
        assert f"coupdepouce.connect.planted -> {name} " in done.stdout
    assert "coupdepouce.core.territory.planted -> numba " in done.stdout
    assert "coupdepouce.core.territory.planted -> polars " in done.stdout
    assert "coupdepouce.core.territory.planted -> numpy " not in done.stdout
