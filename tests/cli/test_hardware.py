"""`coupdepouce hardware read`: field by field, and what could not be read."""

import json

import pytest
from typer.testing import CliRunner

from coupdepouce.cli.hardware import app
from coupdepouce.core.refusal import Refusal

TREE = {
    "class": "system",
    "id": "pc",
    "vendor": "Exemple",
    "product": "Modèle 1",
    "serial": "AB12",
    "configuration": {"chassis": "notebook"},
    "children": [
        {"id": "disk", "class": "disk", "product": "Exemple SSD", "size": 256 * 10**9},
        {"id": "memory", "class": "memory", "description": "System Memory", "size": 2**33},
    ],
}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "machine.json"
    path.write_text(json.dumps(TREE), encoding="utf-8")
    return path


def run(*words):
    return CliRunner().invoke(app, ["read", *map(str, words)], catch_exceptions=True)


def test_the_table_names_every_field_and_what_is_missing(file):
    done = run(file)

    assert done.exit_code == 0
    assert "marque           Exemple\n" in done.stdout
    assert "mémoire          8 Go\n" in done.stdout
    assert "disques          SSD 256 Go\n" in done.stdout
    assert "processeur       —\n" in done.stdout
    assert "- Le fichier ne donne pas le processeur.\n" in done.stdout


def test_json_gives_the_same_machine(file):
    data = json.loads(run(file, "--json").stdout)

    assert (data["brand"], data["form"], data["ram_mib"]) == ("Exemple", "laptop", 8192)
    assert data["disks"] == [{"type": "ssd", "size_bytes": 256 * 10**9}]
    assert data["processor"] is None
    assert {"field": "processor", "sentence": "Le fichier ne donne pas le processeur."} in data[
        "unread"
    ]


def test_a_file_that_is_not_there_is_a_wrong_use(tmp_path):
    assert run(tmp_path / "rien.json").exit_code == 2


def test_a_file_that_is_not_a_machine_is_refused(tmp_path):
    other = tmp_path / "autre.json"
    other.write_text("[]", encoding="utf-8")

    assert isinstance(run(other).exception, Refusal)
