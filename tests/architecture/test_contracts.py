"""Each import contract is seen to fail: a contract never seen to fail may guard nothing."""

import os
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LAYERS = "Imports go one way through the house"
CORE = "The core knows no Django, network, disk, clock or chance"
TABLES = "Pages, API and commands never touch tables"
INSIGHT = "Insight writes nothing"

# From the top of the house to the ground: each floor is shown not to know the one above it.
FLOORS = (
    "config", "web", "insight", "prescriptions", "lines", "outreach", "households", "programmes",
    "partners", "accounts", "connect", "core",
)  # fmt: skip
UPWARD = [
    pytest.param(
        LAYERS, f"{lower}/planted.py", f"import coupdepouce.{upper}", id=f"{lower} knows {upper}"
    )
    for upper, lower in pairwise(FLOORS)
]
SIDEWAYS = [
    pytest.param(
        LAYERS, f"{one}/planted.py", f"import coupdepouce.{other}", id=f"{one} knows {other}"
    )
    for one, other in (
        ("web", "api"),
        ("api", "cli"),
        ("cli", "web"),
        ("lines", "equipment"),
        ("training", "lines"),
    )
]
FORBIDDEN = [
    pytest.param(CORE, "core/planted.py", f"import {name}", id=f"core knows {name}")
    for name in ("django", "httpx", "pathlib", "os", "time", "random", "secrets", "uuid", "sqlite3")
]
OTHERS = [
    pytest.param(
        TABLES,
        f"{place}/planted.py",
        "import coupdepouce.households.models",
        id=f"{place} touches a table",
    )
    for place in ("web", "api", "cli")
] + [
    pytest.param(
        INSIGHT,
        "insight/planted.py",
        "import coupdepouce.households.operations",
        id="insight writes",
    ),
    pytest.param(LAYERS, "strangers/__init__.py", "", id="a folder that no floor names"),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """Copy the house once; each test plants its mistake and takes it away."""
    place = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "src", place / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", place)
    return place


def contracts(house: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(house / "src")}
    return subprocess.run(
        command, cwd=house, env=environment, capture_output=True, text=True, check=False
    )


def test_the_house_as_it_stands_keeps_every_contract(house):
    done = contracts(house)

    assert done.returncode == 0, done.stdout
    assert "4 kept, 0 broken" in done.stdout


@pytest.mark.parametrize(("contract", "path", "mistake"), UPWARD + SIDEWAYS + FORBIDDEN + OTHERS)
def test_a_planted_mistake_breaks_its_contract(house, contract, path, mistake):
    planted = house / "src" / "coupdepouce" / path
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(f"{mistake}\n")

    done = contracts(house)
    planted.unlink()
    if not any(planted.parent.iterdir()):
        planted.parent.rmdir()

    assert done.returncode == 1
    said = done.stdout + done.stderr
    assert f"{contract} BROKEN" in said or "planted" in said or "strangers" in said
