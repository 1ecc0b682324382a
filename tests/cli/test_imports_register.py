"""`coupdepouce import sirene`: the register of a territory, counted like the other imports."""

import json

import pytest
from typer.testing import CliRunner

from coupdepouce.cli import imports
from coupdepouce.partners.models import Establishment
from tests.connect.test_sirene import HEADER, row

pytestmark = pytest.mark.django_db


def run(*words: object):
    return CliRunner().invoke(imports.app, [str(word) for word in words], catch_exceptions=True)


def test_the_register_enters_by_department_and_wrong_rows_are_said(tmp_path):
    file = tmp_path / "stock.csv"
    rows = [row(), row(siret="00000000000019"), row(siret="00000000000026", code="97411")]
    file.write_text("\n".join([HEADER, *rows]))

    trial = run("sirene", file, "--dry-run")
    done = run("sirene", file, "--department", "59", "--json")

    assert "2 nouvelles" in trial.stdout
    report = json.loads(done.stdout)
    assert (report["added"], report["refused"]) == (1, 1)
    assert Establishment.objects.get().commune_code == "59350"
