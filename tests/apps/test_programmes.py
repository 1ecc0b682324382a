"""A programme file in force, its figures, the communes' points and the priority zones."""

import pytest

from coupdepouce.connect.places.model import Severity
from coupdepouce.connect.places.table import Line
from coupdepouce.core.programme import parse
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Organisation
from coupdepouce.programmes.defaults import default_text
from coupdepouce.programmes.models import CommunePoint, PriorityZone, ProgrammeVersion
from coupdepouce.programmes.operations import (
    confirm_figure,
    import_points,
    import_zones,
    load_programme,
)
from coupdepouce.programmes.queries import (
    current_programme,
    figures,
    point_of,
    points,
    printable_figures,
    programme_of,
    zones_of,
)
from tests.apps.build import NOW, member, organisation

TEXT = default_text()
CEILING = "eligibility.quotient_familial.ceiling"
CHEAPER = TEXT.replace('"19.99"', '"18.99"')
HIGHER = TEXT.replace("value = 700", "value = 800")


def manager():
    return member(Role.PROGRAMME_MANAGER, of=organisation(Organisation.Kind.OPERATOR))


def test_the_texts_of_these_tests_differ():
    assert len({TEXT, CHEAPER, HIGHER}) == 3


def test_without_a_file_the_refusal_says_what_to_run():
    with pytest.raises(Refusal) as refused:
        current_programme()

    assert refused.value.code == "programme_not_loaded"
    assert "coupdepouce import programme" in refused.value.sentence


def test_a_file_comes_into_force():
    version = load_programme(text=TEXT, at=NOW)

    assert current_programme() == (version, parse(TEXT))
    assert version.loaded_at == NOW


def test_the_same_text_changes_nothing():
    first = load_programme(text=TEXT, at=NOW)

    again = load_programme(text=TEXT, at=NOW)

    assert again == first
    assert ProgrammeVersion.objects.count() == 1


def test_a_new_text_takes_over_and_the_old_one_can_be_read():
    old = load_programme(text=TEXT, at=NOW)

    new = load_programme(text=CHEAPER, at=NOW)

    assert current_programme()[0] == new
    assert programme_of(old).offers.line.price.value == 1999
    assert programme_of(new).offers.line.price.value == 1899


def test_an_old_text_comes_back_without_a_third_row():
    old = load_programme(text=TEXT, at=NOW)
    load_programme(text=CHEAPER, at=NOW)

    load_programme(text=TEXT, at=NOW)

    assert current_programme()[0] == old
    assert ProgrammeVersion.objects.count() == 2


def test_a_file_with_errors_leaves_the_one_in_force():
    good = load_programme(text=TEXT, at=NOW)

    with pytest.raises(Refusal) as refused:
        load_programme(text=TEXT.replace("value = 700", 'value = "sept cents"'), at=NOW)

    assert refused.value.code == "programme_invalid"
    assert current_programme()[0] == good


def test_the_programme_in_force_costs_one_query(django_assert_num_queries):
    load_programme(text=TEXT, at=NOW)
    current_programme()

    with django_assert_num_queries(1):
        current_programme()


def test_only_verified_figures_are_printed_at_first():
    load_programme(text=TEXT, at=NOW)

    printable = printable_figures()

    assert "offers.line.price" in printable
    assert CEILING not in printable
    assert "offers.computer.price" not in printable


def test_a_figure_is_printed_once_the_manager_confirms_it():
    load_programme(text=TEXT, at=NOW)
    by = manager()

    confirm_figure(path=CEILING, by=by, at=NOW)

    assert CEILING in printable_figures()
    row = next(row for row in figures() if row.path == CEILING)
    assert (row.confirmation.confirmed_by_id, row.confirmation.confirmed_at) == (by.pk, NOW)


def test_a_changed_figure_needs_a_new_word():
    load_programme(text=TEXT, at=NOW)
    confirm_figure(path=CEILING, by=manager(), at=NOW)

    load_programme(text=HIGHER, at=NOW)

    assert CEILING not in printable_figures()


def test_the_word_holds_again_when_the_value_comes_back():
    load_programme(text=TEXT, at=NOW)
    confirm_figure(path=CEILING, by=manager(), at=NOW)
    load_programme(text=HIGHER, at=NOW)

    load_programme(text=TEXT, at=NOW)

    assert CEILING in printable_figures()


@pytest.mark.parametrize("role", [Role.PRESCRIBER, Role.ADMINISTRATOR])
def test_nobody_else_confirms(role):
    load_programme(text=TEXT, at=NOW)

    with pytest.raises(Refusal) as refused:
        confirm_figure(path=CEILING, by=member(role), at=NOW)

    assert refused.value.code == "not_your_figure"
    assert CEILING not in printable_figures()


@pytest.mark.parametrize(
    ("path", "code"),
    [("offers.line.price", "figure_verified"), ("offers.moon.price", "figure_unknown")],
)
def test_what_cannot_be_confirmed(path, code):
    load_programme(text=TEXT, at=NOW)

    with pytest.raises(Refusal) as refused:
        confirm_figure(path=path, by=manager(), at=NOW)

    assert refused.value.code == code


def point(code="59350", lat="50.63", lon="3.05"):
    return {"code_insee": code, "lat": lat, "lon": lon}


def numbered(*rows):
    return [Line(number=number, cells=row) for number, row in enumerate(rows, start=2)]


def test_points_are_stored_then_left_alone_then_moved():
    first = import_points(rows=numbered(point(), point("80021", "49.89", "2.29")))
    again = import_points(rows=numbered(point(), point("80021", "49.89", "2.29")))
    moved = import_points(rows=numbered(point(lat="50.64")))

    assert (first.added, first.kept) == (2, 2)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
    assert (moved.changed, moved.read) == (1, 1)
    assert point_of("59350") == (50.64, 3.05)
    assert set(points()) == {"59350", "80021"}


def test_a_commune_never_imported_has_no_point():
    assert point_of("59350") is None


BAD_POINTS = """
case              | column     | row
code too short    | code_insee | 5935,50,3
no latitude       | lat        | 59350,,3
a word            | lon        | 59350,50,est
beyond the pole   | lat        | 59350,90.1,3
not a number      | lat        | 59350,nan,3
"""


@pytest.mark.parametrize(
    ("column", "row"),
    [
        pytest.param(column, row.split(","), id=case)
        for case, column, row in (
            [cell.strip() for cell in line.split("|")]
            for line in BAD_POINTS.strip().splitlines()[1:]
        )
    ],
)
def test_a_bad_point_is_reported_and_the_rest_kept(column, row):
    report = import_points(rows=numbered(point(*row), point("80021")))

    assert (report.read, report.kept, report.refused) == (2, 1, 1)
    assert [(one.line, one.column) for one in report.problems] == [(2, column)]
    assert set(points()) == {"80021"}


def test_a_commune_given_twice_is_reported():
    report = import_points(rows=numbered(point(), point()))

    assert [(one.line, one.severity) for one in report.problems] == [(3, Severity.REFUSED)]


def test_a_dry_run_writes_nothing():
    report = import_points(rows=numbered(point()), dry_run=True)

    assert report.added == 1
    assert not CommunePoint.objects.exists()


@pytest.mark.parametrize("count", [2, 200])
def test_points_cost_the_same_for_more_rows(count, django_assert_num_queries):
    rows = numbered(*(point(f"{code:05}") for code in range(1000, 1000 + count)))
    import_points(rows=rows)

    with django_assert_num_queries(3):  # savepoint, what is known, release
        import_points(rows=rows)


def zone(code="QP059003", communes="Auby Roost-Warendin"):
    return {
        "code_qp": code,
        "departement": "59",
        "nom_qp": "Asturies - Belleforières",
        "communes": communes,
    }


def test_a_zone_is_found_from_each_of_its_communes():
    report = import_zones(rows=numbered(zone()))

    assert report.added == 1
    assert [found.code for found in zones_of("59028")] == ["QP059003"]  # Auby
    assert [found.code for found in zones_of("59509")] == ["QP059003"]  # Roost-Warendin
    assert zones_of("59350") == []


def test_a_zone_with_an_unknown_commune_is_kept_with_a_doubt():
    report = import_zones(rows=numbered(zone(communes="Auby Nulle-Part")))

    assert (report.kept, report.refused) == (1, 0)
    assert [(one.column, one.severity) for one in report.problems] == [
        ("communes", Severity.WARNING)
    ]
    assert "Nulle-Part" in report.problems[0].sentence


def test_a_zone_without_a_code_is_refused():
    report = import_zones(rows=numbered(zone(code="59003")))

    assert [one.column for one in report.problems] == ["code_qp"]
    assert not PriorityZone.objects.exists()
