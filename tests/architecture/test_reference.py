"""The reference pages say what the code says; a page that lags is named."""

import shutil
from pathlib import Path

import pytest
import typer

from coupdepouce import cli
from tests import reference
from tests.reference import FOLDER


def test_no_page_lags():
    assert reference.main([]) == 0


def test_a_page_changed_by_hand_or_missing_is_named(tmp_path: Path, monkeypatch, capsys):
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    (tmp_path / "rules.md").write_text("# Autre chose\n")
    (tmp_path / "cli.md").unlink()
    monkeypatch.setattr(reference, "FOLDER", tmp_path)

    assert reference.main([]) == 2

    said = capsys.readouterr().out
    assert "rules.md lags" in said
    assert "cli.md lags" in said


@pytest.mark.parametrize(
    ("help_", "passes"),
    [("Faire.\n\nExemple : coupdepouce faire", True), ("Faire.", False), (None, False)],
    ids=["help with an example", "no example", "no help"],
)
def test_a_command_needs_help_and_an_example(help_, passes, monkeypatch):
    app = typer.Typer()
    app.command(name="faire", help=help_)(lambda: None)
    app.command(name="autre", help="Autre.\n\nExemple : coupdepouce autre")(lambda: None)
    monkeypatch.setattr(cli, "app", app)

    if passes:
        assert "## coupdepouce faire" in reference.cli()
        return
    with pytest.raises(SystemExit, match="coupdepouce faire"):
        reference.cli()


def test_every_table_of_the_rule_book_is_told():
    written = reference.rules()

    assert "| à la limite | Lille | 700 |" in written
    assert "| jumeaux | Camille Fictif | Dominique Fictif | non |" in written


def test_the_addresses_of_software_are_told():
    assert "| `POST /api/v1/vouchers/look-up` |" in reference.screens()
