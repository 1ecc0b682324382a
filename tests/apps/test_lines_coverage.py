"""Coverage by commune in the database: the same file twice, a newer one, communes gone."""

import pytest

from coupdepouce.connect.coverage import NETWORKS, CoverageRow, read_coverage
from coupdepouce.core.journey.line_steps import TECHNOLOGIES
from coupdepouce.lines.models import CommuneCoverage
from coupdepouce.lines.operations import import_coverage
from coupdepouce.lines.queries import coverage_of
from coupdepouce.prescriptions.availability import availability_of, networks_refused
from coupdepouce.programmes import communes
from coupdepouce.programmes.defaults import default_text
from coupdepouce.programmes.operations import load_programme
from tests.apps import cases
from tests.apps.build import NOW


def row(code="59350", line=2, **shares):
    return CoverageRow(
        line=line,
        code=code,
        name="Lille",
        premises=165_379,
        per_thousand={**dict.fromkeys(NETWORKS, 0), "fibre": 886, **shares},
    )


def imported(*rows, read_on="2024", dry_run=False):
    return import_coverage(
        rows=rows, exists=communes.exists, read_on=read_on, source="Arcep", dry_run=dry_run
    )


def counts(report):
    return report.added, report.changed, report.unchanged, report.refused


def test_the_same_file_twice_changes_nothing():
    first, second = imported(row()), imported(row())

    assert (counts(first), counts(second)) == ((1, 0, 0, 0), (0, 0, 1, 0))


def test_a_newer_file_replaces_the_figures_and_their_date():
    imported(row())

    report = imported(row(fibre=930), read_on="2025 T3")

    found = coverage_of("59350")
    assert counts(report) == (0, 1, 0, 0)
    assert (found.fibre, found.read_on, found.source) == (930, "2025 T3", "Arcep")


def test_a_trial_writes_nothing():
    report = imported(row(), dry_run=True)

    assert report.added == 1
    assert not CommuneCoverage.objects.exists()


def test_a_commune_that_is_gone_is_said_and_left_out():
    report = imported(row(code="59999", line=3), row())

    assert counts(report) == (1, 0, 0, 1)
    assert report.problems[0].line == 3
    assert report.problems[0].remedy


@pytest.mark.parametrize("times", [1, 2])
def test_the_published_file_enters_whole(shared, times):
    name = "arcep_couverture_fixe_communes_2024.csv.gz"
    data = (shared / "data" / name).read_bytes()

    for _ in range(times):
        report = imported(*read_coverage(data, name=name))

    assert (report.kept, report.refused) == (34_860, 81)
    assert report.unchanged == (34_860 if times == 2 else 0)
    # SOURCES.md: 3,781 of the 3,782 communes of Hauts-de-France.
    north = CommuneCoverage.objects.filter(code__regex=r"^(02|59|60|62|80)")
    assert north.count() == 3781


@pytest.fixture
def shared():
    from tests.environment import SHARED

    if not SHARED.is_dir():
        pytest.skip("The shared folder is missing: set COUPDEPOUCE_SHARED to it.")
    return SHARED


def test_the_hint_gives_each_network_its_share_and_its_offer():
    cases.programme()
    prescription = cases.draft()
    imported(row(dsl=952))

    found = availability_of(prescription)

    fibre, dsl, *_ = found.networks
    assert (found.town, found.source, found.read_on) == ("Lille", "Arcep", "2024")
    assert (fibre.per_thousand, fibre.price.value, fibre.is_sure) == (886, 1999, True)
    assert (dsl.per_thousand, dsl.price) == (952, None)


def test_without_the_file_there_is_no_figure_and_the_offers_stay():
    cases.programme()

    found = availability_of(cases.draft())

    assert {network.per_thousand for network in found.networks} == {None}
    assert (found.source, found.networks[0].price.value) == ("", 1999)


def test_the_programme_says_what_is_offered_without_fibre_and_whether_its_price_is_sure():
    text = default_text().replace(
        "[offers.computer]",
        '[offers.line.networks.dsl]\nname = "Par le téléphone"\n'
        'price = { value = "21.99", source = "exemple", verified = false }\n[offers.computer]',
        1,
    )
    cases.programme()
    prescription = cases.draft()
    load_programme(text=text, at=NOW)

    dsl = availability_of(prescription).networks[1]

    assert (dsl.offer, dsl.price.value, dsl.is_sure) == ("Par le téléphone", 2199, False)


# what the shop found and refused, in order | what stays open
OPEN_AGAIN = [
    ("no address yet", ["address_unknown"], "fibre dsl fixed_4g satellite"),
    ("works to do", ["fibre", "works_needed"], "fibre dsl fixed_4g satellite"),
    ("nothing fixed", ["no_network"], "fixed_4g satellite"),
    ("the fibre found, then refused", ["fibre", "no_network"], "fixed_4g satellite"),
    ("then another too", ["no_network", "fixed_4g", "no_network"], "satellite"),
    ("a no for a time does not undo it", ["no_network", "fixed_4g", "works_needed"],
     "fixed_4g satellite"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "left"), [row[1:] for row in OPEN_AGAIN], ids=[row[0] for row in OPEN_AGAIN]
)
def test_only_a_network_that_does_not_come_is_left_out(said, left):
    cases.programme()
    shop = cases.advisor()
    prescription = cases.brought_to("accept", shop=shop)
    networks = [name for name, _ in TECHNOLOGIES]

    for one in said:
        if one in networks:
            cases.step(prescription, "find_line_available", shop, technology=one)
        else:
            cases.step(prescription, "find_line_not_available", shop, reason=one)

    prescription.refresh_from_db()
    out = networks_refused(prescription)
    assert [name for name in networks if name not in out] == left.split()
