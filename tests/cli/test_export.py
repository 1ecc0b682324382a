"""`coupdepouce export prescriptions` and `coupdepouce programme handbook`."""

import pytest

from tests.apps.build_journey import ACTIVE, ISSUED, prescription


@pytest.fixture(autouse=True)
def _house_is_open(monkeypatch):
    monkeypatch.setattr("coupdepouce.cli.export.start", lambda: None)


@pytest.mark.django_db
def test_the_export_goes_to_the_screen_or_to_a_file(coupdepouce, tmp_path):
    prescription(*ACTIVE)
    prescription(*ISSUED)
    path = tmp_path / "bons.csv"

    shown = coupdepouce("export", "prescriptions")
    written = coupdepouce("export", "prescriptions", "--state", "issued", "--output", path)

    assert (shown.code, shown.out.count("\n")) == (0, 3)
    assert (written.code, written.out) == (0, "")
    assert path.read_bytes().startswith(b"\xef\xbb\xbfreference;")
    assert path.read_bytes().count(b"\r\n") == 2


@pytest.mark.django_db
def test_a_department_without_anybody_gives_the_columns(coupdepouce):
    prescription()

    assert coupdepouce("export", "prescriptions", "--department", "80").out.count("\n") == 1


def test_the_handbook_is_printed_or_written(coupdepouce, tmp_path):
    path = tmp_path / "parcours.md"

    shown = coupdepouce("programme", "handbook")
    written = coupdepouce("programme", "handbook", "--output", path)

    assert shown.out.startswith("# Le parcours de « Coup de Pouce »")
    assert (written.code, path.read_text()) == (0, shown.out)


def test_the_handbook_of_a_file_that_is_wrong_is_refused(coupdepouce, tmp_path):
    path = tmp_path / "faux.toml"
    path.write_text('id = "x"')

    assert coupdepouce("programme", "handbook", path).code == 3
