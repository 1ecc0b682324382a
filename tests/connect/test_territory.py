"""Published files on the disk: read as they are, refused with the file and the remedy."""

import gzip

import polars as pl
import pytest

from coupdepouce.connect.territory import stored
from coupdepouce.connect.territory.files import by_file
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.data.model import Level
from coupdepouce.core.territory.data.survey import SURVEY
from tests.core.territory.small_country import country, text

FILOSOFI = "filosofi_2021_communes.csv.gz"
DEPARTMENTS = "filosofi_2021_departements.csv"
COMMUNES = "communes_2026.csv.gz"
SPEEDS = "arcep_debits_communes_2019t3.csv.gz"
MONTHLY = "demandeurs_emploi_mensuel_2020-2024.csv.gz"
MOVES = "passage_communes_historique_vers_2025.csv.gz"


@pytest.fixture
def folder(tmp_path):
    """Give the made-up country as its publishers would write it."""
    return published_in(tmp_path)


def published_in(path):
    """Write the made-up country."""
    folder = path / "published"
    folder.mkdir()
    for file, rows in country().items():
        if file == SURVEY.file:
            pl.DataFrame(rows).write_parquet(folder / file)
            continue
        source = by_file()[file]
        warning = "Version bêta\n" * source.skipped_lines
        write(folder / file, text(rows, source.separator, warning).encode())
    return folder


def write(path, content):
    path.write_bytes(gzip.compress(content, 1) if path.suffix == ".gz" else content)


def read(path):
    content = path.read_bytes()
    return (gzip.decompress(content) if path.suffix == ".gz" else content).decode()


def test_tables_are_written_once_and_read_again_equal(folder, tmp_path):
    made = stored.load(folder, tmp_path / "tables")

    kept = stored.read(tmp_path / "tables")

    assert kept.accounts == made.accounts
    assert kept.respondents.equals(made.respondents)
    for level in Level:
        assert kept.figures[level].equals(made.figures[level])
        assert kept.places[level].equals(made.places[level])
    said = {one["file"]: one for one in stored.manifest(tmp_path / "tables")["sources"]}
    assert said[FILOSOFI]["year"] == 2021
    assert all(one["publisher"] and one["page"] and one["licence"] for one in said.values())


@pytest.mark.parametrize(
    ("file", "change", "expected"),
    [
        (FILOSOFI, (";", ","), ("wrong_separator", "« , » au lieu de « ; »")),
        (DEPARTMENTS, (",", "\t"), ("wrong_separator", "une tabulation")),
        (FILOSOFI, ("TP6021", "TP6020"), ("wrong_year", "« TP6020 » au lieu de « TP6021 »")),
        (COMMUNES, ("_2023", "_2019"), ("wrong_year", "population_municipale_2019")),
        (SPEEDS, ("2019-09-30", "2018-09-30"), ("wrong_year", "2018")),
        (SPEEDS, ("2019-09-30", "hier"), ("wrong_year", "illisible")),
        (MONTHLY, ("2024-", "2022-"), ("wrong_year", "2023")),
        (FILOSOFI, ("TP6021", "PAUVRES"), ("column_missing", "« TP6021 »")),
        (COMMUNES, ("epci", "intercommunalite"), ("column_missing", "« epci »")),
        (FILOSOFI, ("\n69001;", "\n04001;"), ("duplicate_codes", "« 04001 »")),
        (FILOSOFI, ("\n04001;", "\n4001;"), ("zeros_lost", "« 4001 »")),
        (FILOSOFI, ("\n69001;", "\n99999;"), ("unknown_code", "« 99999 »")),
        (MOVES, (",04003", ",04999"), ("unknown_code", "« 04999 »")),
        (MOVES, ("\n04901,", "\n04903,"), ("unknown_code", "« 04901 »")),
        (DEPARTMENTS, ("Sud", "Ailleurs"), ("unknown_code", "« Ailleurs »")),
        (COMMUNES, ("Amont,04,", "Amont,05,"), ("unknown_code", "« 04001 »")),
        (FILOSOFI, ("\n69001;10;", "\n69001;dix;"), ("not_a_number", "« dix »")),
        (FILOSOFI, ("\n69001;", "\n69001;1;1;1;1;1;1;1;1;1;1;"), ("unreadable", "mal formées")),
    ],
)  # fmt: skip
def test_a_file_that_is_not_the_one_expected_is_refused(folder, tmp_path, file, change, expected):
    changed = read(folder / file).replace(*change)
    assert changed != read(folder / file)
    write(folder / file, changed.encode())

    refuses(folder, tmp_path, file, *expected)


@pytest.mark.parametrize(
    ("file", "content", "code"),
    [
        (FILOSOFI, b"not a gzip", "unreadable"),
        (FILOSOFI, gzip.compress(b"CODGEO;" * 99, mtime=0)[:-9], "unreadable"),
        (DEPARTMENTS, "Forêt,".encode("latin-1"), "not_utf8"),
        (DEPARTMENTS, b"", "unreadable"),
        (DEPARTMENTS, b"departement,nom,taux_pauvrete_60_pct\n", "no_rows"),
    ],
)
def test_a_broken_file_is_refused(folder, tmp_path, file, content, code):
    (folder / file).write_bytes(content)

    refuses(folder, tmp_path, file, code)


def refuses(folder, tmp_path, file, code, said=""):
    """Load, and check the refusal: its code, the file it names, what was kept before."""
    with pytest.raises(Refusal) as refused:
        stored.load(folder, tmp_path / "tables")

    assert refused.value.code == code
    assert f"« {file} »" in refused.value.sentence
    assert said in refused.value.sentence
    assert not (tmp_path / "tables").exists()
    assert [one.name for one in tmp_path.iterdir()] == ["published"]


def test_a_refused_file_leaves_the_tables_of_before(folder, tmp_path):
    stored.load(folder, tmp_path / "tables")
    (folder / DEPARTMENTS).write_text("departement\n", encoding="utf-8")

    with pytest.raises(Refusal, match="taux_pauvrete"):
        stored.load(folder, tmp_path / "tables")

    assert stored.read(tmp_path / "tables").accounts


def test_missing_files_are_all_said_with_where_they_are_offered(folder, tmp_path):
    (folder / FILOSOFI).unlink()
    (folder / DEPARTMENTS).unlink()

    with pytest.raises(Refusal) as refused:
        stored.load(folder, tmp_path / "tables")

    sentence = refused.value.sentence
    assert (refused.value.code, sentence.count("\n- ")) == ("files_missing", 2)
    assert FILOSOFI in sentence
    assert "https://www.insee.fr/fr/statistiques/7756729" in sentence
    assert "coupdepouce data load" in sentence


def test_tables_of_other_rules_are_to_be_loaded_again(folder, tmp_path, monkeypatch):
    stored.load(folder, tmp_path / "tables")
    monkeypatch.setattr(stored, "RULES", stored.RULES + 1)

    with pytest.raises(Refusal, match="coupdepouce data load") as refused:
        stored.read(tmp_path / "tables")

    assert refused.value.code == "data_outdated"
