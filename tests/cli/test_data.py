"""`coupdepouce data`: load a folder, say what is there or what is missing."""

import json
import subprocess
import sys

import polars as pl
import pytest

from coupdepouce.connect.territory import stored
from coupdepouce.connect.territory.files import by_file
from coupdepouce.core.territory.data.estimates import ESTIMATES
from tests.cli.run import environment
from tests.connect.test_territory import DEPARTMENTS, folder  # noqa: F401  the made-up country


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("COUPDEPOUCE_DATA_DIR", str(tmp_path / "data"))


def test_a_fresh_machine_is_told_what_to_find_where_and_the_command(coupdepouce):
    done = coupdepouce("data", "status")

    assert (done.code, done.out) == (3, "")
    assert all(f"- {file} : " in done.err for file in by_file())
    assert "coupdepouce data load DOSSIER" in done.err


def test_a_folder_is_loaded_and_its_account_printed(coupdepouce, folder):  # noqa: F811
    done = coupdepouce("data", "load", folder)

    assert done.code == 0
    assert "arrondissements en double écartés" in done.out
    assert "Tables écrites" in done.err
    assert coupdepouce("data", "status").out == done.out
    kept = json.loads(coupdepouce("data", "status", "--json").out)
    assert {one["file"] for one in kept["sources"]} == set(by_file())


def test_the_account_is_also_json(coupdepouce, folder):  # noqa: F811
    done = coupdepouce("data", "load", folder, "--json")

    accounts = {one["source"]: one for one in json.loads(done.out)}
    assert accounts["filosofi_communes"]["districts_left_out"] == 2


def test_the_need_is_estimated_kept_and_checked(coupdepouce, folder, tmp_path):  # noqa: F811
    before = coupdepouce("data", "need")
    assert before.code == 3
    assert "coupdepouce data load DOSSIER" in before.err
    coupdepouce("data", "load", folder)

    done = coupdepouce("data", "need")

    assert done.code == 0
    assert "Midi" in done.out
    rows = json.loads(coupdepouce("data", "need", "--json").out)
    estimates = pl.read_parquet(tmp_path / "data" / "territory" / stored.NEED)
    midi = estimates.filter(
        pl.col("level") == "region", pl.col("code") == "93", pl.col("figure") == "need_far"
    )
    assert [one["code"] for one in rows] == ["84", "93"]
    assert rows[1]["need_far"]["high"] == round(midi["high"].item())
    assert dict(estimates.schema) == dict(ESTIMATES)
    assert set(estimates["confidence"]) == {"estimated"}
    assert "régions, leurs réponses cachées" in coupdepouce("data", "check").out
    assert {
        one["subject"] for one in json.loads(coupdepouce("data", "check", "--json").out)["checks"]
    } == {"poor", "no_line", "no_computer", "far"}


@pytest.mark.parametrize("made", [True, False])
def test_a_wrong_or_missing_file_exits_with_3(coupdepouce, folder, made):  # noqa: F811
    (folder / DEPARTMENTS).unlink()
    if made:
        (folder / DEPARTMENTS).write_text("departement;nom\n", encoding="utf-8")

    done = coupdepouce("data", "load", folder)

    assert (done.code, done.out) == (3, "")
    assert DEPARTMENTS in done.err


def test_without_the_science_libraries_the_command_says_what_to_install(tmp_path):
    without = "import sys; sys.modules['polars'] = None; from coupdepouce.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", without, "data", "status"],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (3, "")
    assert "(polars) : lancez « make science »" in done.stderr
