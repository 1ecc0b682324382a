"""Arcep's file of the communes: read as it is, refused with what to do."""

import gzip

import pytest

from coupdepouce.connect.coverage import NETWORKS, CoverageRow, date_in, read_coverage
from coupdepouce.connect.places.model import RowProblem
from coupdepouce.core.refusal import Refusal

NAME = "arcep_couverture_fixe_communes_2024.csv.gz"
HEADER = (
    "code_insee,commune,pct_fibre,pct_cable,pct_dsl,pct_thd_radio,pct_4g_fixe,pct_hd_radio,"
    "pct_satellite,nb_locaux"
)
LILLE = "59350,Lille,88.6,73.2,95.2,0.0,100.0,0.0,100.0,165379"


def read(*rows, name=NAME, header=HEADER):
    return list(read_coverage("\n".join([header, *rows]).encode(), name=name))


def test_a_row_gives_the_share_of_each_network():
    (row,) = read(LILLE)

    assert (row.code, row.name, row.premises) == ("59350", "Lille", 165379)
    assert row.per_thousand == {
        "fibre": 886, "cable": 732, "dsl": 952, "fixed_radio": 0, "fixed_4g": 1000,
        "slow_radio": 0, "satellite": 1000,
    }  # fmt: skip


PROBLEMS = [
    ("a zero lost by a spreadsheet", LILLE.replace("59350", "1001"), "code_insee"),
    ("no code", LILLE.replace("59350", ""), "code_insee"),
    ("more than all", LILLE.replace("88.6", "100.1"), "pct_fibre"),
    ("less than none", LILLE.replace("88.6", "-0.1"), "pct_fibre"),
    ("a word", LILLE.replace("73.2", "beaucoup"), "pct_cable"),
    ("not a number", LILLE.replace("73.2", "NaN"), "pct_cable"),
    ("an empty share", LILLE.replace("88.6", ""), "pct_fibre"),
    ("half a dwelling", LILLE.replace("165379", "165379.5"), "nb_locaux"),
    ("a missing cell", LILLE.rpartition(",")[0], ""),
]


@pytest.mark.parametrize(("row", "column"), [p[1:] for p in PROBLEMS], ids=[p[0] for p in PROBLEMS])
def test_a_bad_row_says_its_column_and_stops_nothing(row, column):
    problem, kept = read(row, LILLE.replace("59350", "59512"))

    assert isinstance(problem, RowProblem)
    assert (problem.line, problem.column) == (2, column)
    assert problem.remedy
    assert isinstance(kept, CoverageRow)


@pytest.mark.parametrize("share", ["0", "0.0", "100", "100.0", "92,4"])
def test_the_ends_of_the_scale_and_a_comma_are_read(share):
    rows = read(f'59350,Lille,"{share}",0,0,0,0,0,0,10')

    assert isinstance(rows[0], CoverageRow)


def test_a_commune_twice_keeps_the_first():
    kept, problem = read(LILLE, LILLE)

    assert isinstance(kept, CoverageRow)
    assert "ligne 2" in problem.sentence


REFUSED = [
    ("another file", b"a,b\n1,2\n", "coverage_columns"),
    (
        "the older file, with a warning first",
        b"attention\ncode_insee;x\n",
        "places_wrong_separator",
    ),
    ("empty", b"", "places_file_empty"),
    ("a damaged archive", gzip.compress(b"x" * 99)[:20], "places_file_damaged"),
    ("another alphabet", "code_insee,é\n".encode("latin-1"), "places_not_utf8"),
]


@pytest.mark.parametrize(("data", "code"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_a_wrong_file_is_refused_with_the_remedy(data, code):
    with pytest.raises(Refusal) as refused:
        list(read_coverage(data, name=NAME))

    assert refused.value.code == code
    assert refused.value.sentence.endswith((".", " »."))


@pytest.mark.parametrize(
    ("name", "read_on"),
    [(NAME, "2024"), ("couverture_2025_T3.csv", "2025 T3"), ("t1-2026.csv", "2026 T1")],
)
def test_the_name_says_of_when_it_is(name, read_on):
    assert date_in(name) == read_on


@pytest.mark.parametrize("name", ["couverture.csv", "de_2023_a_2024.csv"])
def test_a_name_without_one_year_asks_for_it(name):
    with pytest.raises(Refusal, match="--date"):
        date_in(name)


def test_the_published_file_is_read_whole(shared):
    data = (shared / "data" / NAME).read_bytes()

    rows = list(read_coverage(data, name=NAME))

    found = {row.code: row for row in rows if isinstance(row, CoverageRow)}
    assert len(found) == len(rows) == 34_941
    assert found["59350"].per_thousand["fibre"] == 886
    premises = sum(row.premises for row in found.values())
    fibre = sum(row.premises * row.per_thousand["fibre"] for row in found.values())
    # SOURCES.md: 84.2 % of 44.27 million premises.
    assert round(premises / 1e6, 2) == 44.27
    assert round(fibre / premises / 10, 1) == 84.2
    assert set(found["59350"].per_thousand) == set(NETWORKS)
