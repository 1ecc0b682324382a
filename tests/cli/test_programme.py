"""`coupdepouce programme validate`, and what holds of every command."""

import json

import pytest
import typer

from coupdepouce.cli import app
from coupdepouce.core.programme import content_hash
from coupdepouce.programmes.defaults import default_text


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "programme.toml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def validate(coupdepouce, written):
    return lambda text, *options: coupdepouce("programme", "validate", written(text), *options)


def test_a_good_programme_is_told_valid_with_what_is_left_to_verify(validate):
    done = validate(default_text())

    assert done.code == 0
    assert content_hash(default_text()) in done.out
    assert "- eligibility.quotient_familial.ceiling" in done.out
    assert "offers.line.price" not in done.out


def test_a_programme_whose_figures_are_all_verified_says_no_more(validate):
    text = default_text().replace("verified = false }", "verified = true, since = 2026-01-01 }")

    done = validate(text.replace("verified = false,", "verified = true,"))

    assert len(done.out.splitlines()) == 1


def test_a_program_reads_the_same_in_json(validate):
    done = json.loads(validate(default_text(), "--json").out)

    assert (done["valid"], done["id"]) == (True, "coup-de-pouce")
    assert done["hash"] == content_hash(default_text())
    assert "offers.computer.price" in done["unverified"]


def test_each_problem_has_its_line(validate):
    text = (
        default_text()
        .replace('operator = "Exemple"', "")
        .replace("enabled = true", "enabled = 1", 1)
    )

    done = validate(text)

    assert done.code == 3
    assert done.out.splitlines() == [
        "ligne 1 : operator : cette clé manque : ajoutez-la.",
        "ligne 151 : eligibility.quotient_familial.enabled : écrivez true ou false.",
    ]


def test_a_text_that_is_not_toml_has_a_line_and_no_key(validate):
    assert validate("a").out == ("ligne 1 : après le nom d’une clé, mettez « = » puis sa valeur.\n")


def test_the_problems_are_given_in_json(validate):
    done = validate((default_text().replace('operator = "Exemple"', "")), "--json")

    assert json.loads(done.out) == {
        "valid": False,
        "problems": [{"line": 1, "key": "operator", "sentence": "cette clé manque : ajoutez-la."}],
    }


def test_a_missing_file_is_a_wrong_usage(coupdepouce, tmp_path):
    assert coupdepouce("programme", "validate", tmp_path / "absent.toml").code == 2


def test_a_refusal_is_a_sentence_and_exit_3(validate):
    done = validate("a")

    assert done.code == 3
    assert done.err.startswith("Le programme contient une erreur. Ligne 1 : ")


def test_no_command_is_a_wrong_usage(coupdepouce):
    assert coupdepouce().code == 2


def commands(group, path=()):
    for name, command in group.commands.items():
        yield (*path, name), command
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))


EVERY = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
def test_the_help_of_each_command_ends_with_an_example(path):
    help_text = EVERY[path].help.strip()

    assert help_text.splitlines()[-1].startswith(f"Exemple : coupdepouce {path[0]}")
