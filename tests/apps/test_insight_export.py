"""The export opens in a spreadsheet, runs nothing there, and names nobody."""

import csv
import io

import pytest

from coupdepouce.core.roles import Role
from coupdepouce.insight.export import COLUMNS, as_csv, harmless, prescriptions_csv
from coupdepouce.prescriptions.lists import Filter
from tests.apps.build import NOW, member, organisation
from tests.apps.build_journey import ACTIVE, ISSUED, prescription


def exported(*, to=None, **keep) -> list[dict[str, str]]:
    text = "".join(prescriptions_csv(member=to, keep=Filter(**keep), at=NOW))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:]), delimiter=";"))


def test_a_line_says_states_days_and_places_but_no_name():
    made = prescription(*ACTIVE)

    (row,) = exported()

    assert row["reference"] == str(made.reference)
    assert (row["etat"], row["ligne"], row["ordinateur"]) == ("Accepté", "Ligne active", "")
    assert (row["attend"], row["creee_le"]) == ("conseiller en boutique", "2026-11-20")
    assert (row["commune"], row["nom_commune"]) == ("59350", "Lille")
    assert not any("Camille" in cell or "Fictif" in cell for cell in row.values())


def test_nobody_is_exported_to_those_who_may_not_see():
    prescription()

    assert len(exported()) == 1
    assert exported(to=member(Role.EVALUATOR)) == []


def test_the_filter_of_the_page_is_that_of_the_export():
    prescription(*ACTIVE)
    prescription(*ISSUED)

    assert [row["etat"] for row in exported(state="issued")] == ["Bon remis"]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"), ("+33", "'+33"), ("-3", "'-3"), ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"), ("a=b", "a=b"), ("", ""),
    ],
)  # fmt: skip
def test_a_formula_is_only_text(cell, written):
    assert harmless(cell) == written


def test_an_organisation_cannot_run_a_formula_at_headquarters():
    prescription(by=member(of=organisation(name="=HYPERLINK(1)")))

    assert exported()[0]["partenaire"] == "'=HYPERLINK(1)"


def test_a_semicolon_or_a_quote_does_not_cut_a_cell():
    lines = list(as_csv(["a"], [['x;"y"']]))

    assert lines == ["a\r\n", '"x;""y"""\r\n']


@pytest.mark.parametrize("rows", [2, 12])
def test_the_export_costs_the_same_for_more_rows(rows, django_assert_num_queries):
    for _ in range(rows):
        prescription()

    with django_assert_num_queries(1):
        assert len(exported()) == rows


def test_every_column_has_a_cell():
    prescription()

    assert list(exported()[0]) == list(COLUMNS)
