"""The reference pages say what the code says; a page that lags is named."""

import shutil
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from tests import reference
from tests.reference import GENERATORS, PAGES


def test_no_page_is_stale():
    assert reference.stale() == []


def test_a_page_changed_by_hand_or_missing_is_named(tmp_path: Path):
    shutil.copytree(PAGES, tmp_path, dirs_exist_ok=True)
    (tmp_path / "rules.md").write_text("# Autre chose\n")
    (tmp_path / "cli.md").unlink()

    assert reference.stale(tmp_path) == ["rules", "cli"]


@pytest.mark.parametrize(
    ("help_", "passes"),
    [("Faire.\n\nExemple : coupdepouce faire", True), ("Faire.", False), (None, False)],
    ids=["help with an example", "no example", "no help"],
)
def test_a_command_needs_help_and_an_example(help_, passes, monkeypatch):
    app = typer.Typer()
    app.command(name="faire", help=help_)(lambda: None)
    app.command(name="autre", help="Autre.\n\nExemple : coupdepouce autre")(lambda: None)
    monkeypatch.setattr(reference, "app", app)

    if passes:
        assert "## `coupdepouce faire`" in reference.cli()
        return
    with pytest.raises(SystemExit, match="coupdepouce faire"):
        reference.cli()


def test_every_command_of_the_house_is_told():
    names = [name for name, _ in reference.commands(get_command(reference.app), "coupdepouce")]

    written = GENERATORS["cli"]()

    assert len(names) == len(set(names))
    assert all(f"## `{name}`" in written for name in names)


def test_every_table_of_the_rule_book_is_told():
    written = GENERATORS["rules"]()

    assert "| à la limite | Lille | 700 |" in written
    assert "| jumeaux | Camille Fictif | Dominique Fictif | non |" in written


def test_every_address_says_who_it_is_for():
    for address, name, who, _ in reference.addresses():
        assert who, f"{address} {name}"
