"""`coupdepouce export places`: data to one stream, what could not be written to the other."""

import json

import pytest

from coupdepouce.partners.importing import import_places
from coupdepouce.programmes.commune_names import resolve
from tests.apps import cases
from tests.apps.test_partners_places import ROW


@pytest.fixture(autouse=True)
def _house_is_open(monkeypatch):
    monkeypatch.setattr("coupdepouce.cli.export_places.start", lambda: None)


@pytest.fixture
def _one_place():
    import_places(rows=[ROW], commune_of=resolve)  # without a day: no standard takes it


@pytest.mark.django_db
@pytest.mark.usefixtures("_one_place")
def test_the_data_goes_to_a_file_and_the_talk_to_the_other_stream(coupdepouce, tmp_path):
    path, remarks = tmp_path / "lieux.json", tmp_path / "remarques.json"

    done = coupdepouce(
        "export", "places", "--format", "data-inclusion", "--output", path, "--remarks", remarks
    )

    assert (done.code, done.out, json.loads(path.read_text())) == (0, "", [])
    assert done.err.startswith("0 lieux écrits, 1 laissés de côté.\n1 fois, date_maj : Ce champ")
    (remark,) = json.loads(remarks.read_text())
    assert (remark["source_id"], remark["column"]) == ("1", "date_maj")


@pytest.mark.django_db
@pytest.mark.parametrize(("edition", "columns"), [("1.0.1", 32), ("0.1.1", 29)])
def test_the_data_goes_to_the_screen(coupdepouce, edition, columns):
    done = coupdepouce("export", "places", "--format", "mednum", "--edition", edition)

    assert (done.code, done.out.count("\n"), done.out.count(",")) == (0, 1, columns - 1)


@pytest.mark.django_db
def test_services_are_written_and_counted(coupdepouce):
    cases.programme()

    done = coupdepouce("export", "services")

    assert (done.code, json.loads(done.out)) == (0, {"structures": [], "services": []})
    assert done.err.splitlines() == [
        "0 structures écrites, 0 laissés de côté.", "0 services écrits, 0 laissés de côté.",
    ]  # fmt: skip


@pytest.mark.parametrize("wrong", [("--format", "x"), ("--format", "mednum", "--edition", "9")])
def test_what_nobody_publishes_is_refused(coupdepouce, wrong):
    assert coupdepouce("export", "places", *wrong).code == 3
