"""Places from files, and those nearest to a household's commune."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from coupdepouce.connect.places.model import Kind, PlaceRow, Severity
from coupdepouce.connect.places.reading import read_places
from coupdepouce.core.refusal import Refusal
from coupdepouce.partners.importing import import_places
from coupdepouce.partners.models import Organisation, Place
from coupdepouce.partners.queries import place, shops
from coupdepouce.programmes.commune_names import resolve
from coupdepouce.programmes.models import CommunePoint
from coupdepouce.programmes.queries import nearest_places

DATA = Path(os.environ["COUPDEPOUCE_SHARED"]) / "data"
LILLE, ROUBAIX, LAON, NICE = "59350", "59512", "02408", "06088"
ROW = PlaceRow(
    line=2,
    source="fictif",
    source_id="1",
    kind=Kind.PLACE,
    name="Lieu fictif",
    address="adresse fictive",
    postcode="59100",
    commune_name="ROUBAIX",
    code_insee=None,
    latitude=50.69,
    longitude=3.17,
    opening_hours="",
    services=("Accéder à du matériel",),
    labels=(),
    publics=(),
    access=("Gratuit", "Rendez-vous possible"),
    website="",
    phone="",
    email="",
    updated_on=None,
    pivot=None,
)


def bring_in(*rows, **options):
    return import_places(rows=rows, commune_of=resolve, **options)


def test_a_place_is_kept_with_its_commune():
    report = bring_in(ROW)

    assert (report.read, report.kept, report.added, report.problems) == (1, 1, 1, ())
    kept = Place.objects.get()
    assert (kept.commune_code, kept.services) == (ROUBAIX, ["Accéder à du matériel"])
    assert kept.access == "Gratuit\nRendez-vous possible"
    assert place(kept.pk) == kept


def test_the_same_row_twice_changes_nothing():
    bring_in(ROW)

    again = bring_in(ROW)

    assert (again.added, again.changed, again.unchanged) == (0, 0, 1)


def test_a_row_that_changed_replaces_the_old_one():
    bring_in(ROW)

    report = bring_in(replace(ROW, name="Lieu renommé"))

    assert (report.added, report.changed) == (0, 1)
    assert Place.objects.get().name == "Lieu renommé"


def test_a_dry_run_counts_and_writes_nothing():
    report = bring_in(ROW, dry_run=True)

    assert report.added == 1
    assert not Place.objects.exists()


def test_the_same_identifier_in_another_source_is_another_place():
    bring_in(ROW, replace(ROW, source="autre"))

    assert Place.objects.count() == 2


DOUBTS = """
case                              | change                                     | column  | severity
commune unknown, with a point     | commune_name=Nulle-Part,postcode=59160     | commune | warning
commune unknown, without a point  | commune_name=X,postcode=59160,latitude=    | commune | refused
a name far too long               | name=long                                  | name    | refused
"""


@pytest.mark.parametrize(
    ("change", "column", "severity"),
    [
        pytest.param(change, column, severity, id=case)
        for case, change, column, severity in (
            [cell.strip() for cell in line.split("|")] for line in DOUBTS.strip().splitlines()[1:]
        )
    ],
)
def test_a_doubt_says_its_column_and_never_stops_the_rest(change, column, severity):
    fields = dict(pair.split("=") for pair in change.split(","))
    fields = {name: value or None for name, value in fields.items()}
    if fields.get("name") == "long":
        fields["name"] = "long" * 100

    report = bring_in(replace(ROW, **fields), replace(ROW, line=3, source_id="2"))

    assert [(one.line, one.column, one.severity) for one in report.problems] == [
        (2, column, severity)
    ]
    assert report.problems[0].remedy
    assert (report.read, report.refused) == (2, int(severity == Severity.REFUSED))


def test_the_name_of_a_source_makes_identifiers_clash_and_says_so():
    report = bring_in(ROW, replace(ROW, line=3, source="autre"), source_name="mienne")

    assert [(one.line, one.column) for one in report.problems] == [(3, "id")]


def test_a_shop_comes_with_its_organisation_once():
    shop = replace(ROW, kind=Kind.SHOP, email="boutique@exemple.invalid")

    bring_in(shop)
    bring_in(replace(shop, name="Boutique renommée"))

    assert [(one.email, one.place.name) for one in shops()] == [
        ("boutique@exemple.invalid", "Boutique renommée")
    ]


def test_a_closed_shop_is_not_offered():
    bring_in(replace(ROW, kind=Kind.SHOP))
    Organisation.objects.update(is_active=False)

    assert shops() == []


def test_a_place_that_is_gone_is_refused():
    with pytest.raises(Refusal) as refused:
        place(1)

    assert refused.value.code == "not_found"


FILES = """
file                                        | read | refused
mednum_lieux_nord_pas_de_calais_2023.csv.gz | 1741 | 0
mednum_lieux_data_inclusion_2022.csv.gz     | 3811 | 0
france_services_2024-08.csv.gz              | 2845 | 0
samples/mednum_data_inclusion_25_lieux.json | 25   | 0
"""


@pytest.mark.skipif(not DATA.is_dir(), reason="COUPDEPOUCE_SHARED names no folder of open data")
@pytest.mark.parametrize(
    ("file", "read", "refused"),
    [
        pytest.param(file, int(read), int(refused), id=file)
        for file, read, refused in (
            [cell.strip() for cell in line.split("|")] for line in FILES.strip().splitlines()[1:]
        )
    ],
)
def test_an_open_file_is_read_whole_and_twice_changes_nothing(file, read, refused):
    data = (DATA / file).read_bytes()

    first = bring_in(*read_places(data, name=file))
    again = bring_in(*read_places(data, name=file))

    assert (first.read, first.refused, first.added) == (read, refused, read - refused)
    assert (again.added, again.changed, again.unchanged) == (0, 0, first.kept)
    assert all(one.line and one.sentence and one.remedy for one in first.problems)


@pytest.mark.parametrize("count", [2, 200])
def test_a_second_import_costs_the_same_for_more_rows(count, django_assert_num_queries):
    rows = [replace(ROW, source_id=str(number)) for number in range(count)]
    bring_in(*rows)

    with django_assert_num_queries(3):  # savepoint, what is known, release
        bring_in(*rows)


def stand(name, code, point=None, *, kind=Kind.PLACE, **fields):
    latitude, longitude = point or (None, None)
    return Place.objects.create(
        source="fictif",
        source_id=name,
        name=name,
        kind=kind,
        commune_code=code,
        latitude=latitude,
        longitude=longitude,
        **fields,
    )


def names(commune=LILLE, **options):
    return [
        near.place.name for near in nearest_places(commune_code=commune, kind="place", **options)
    ]


@pytest.fixture
def lille_point():
    CommunePoint.objects.create(code=LILLE, latitude=50.63, longitude=3.05)


def test_the_nearest_come_first_with_their_distance(lille_point):
    stand("loin", ROUBAIX, (50.69, 3.17))
    stand("près", LILLE, (50.64, 3.05))
    stand("plus loin", LAON, (49.56, 3.62))
    stand("trop", LILLE, (50.61, 3.05))

    found = nearest_places(commune_code=LILLE, kind="place")

    assert [(near.place.name, near.distance_km) for near in found] == [
        ("près", 1.1),
        ("trop", 2.2),
        ("loin", 10.8),
    ]


def test_a_place_in_the_corner_of_the_box_does_not_hide_a_nearer_one(lille_point):
    stand("coin", LILLE, (50.63 + 0.088, 3.05 + 0.139))  # 13.8 km away, inside the first box
    stand("bord", LILLE, (50.63 + 0.100, 3.05))  # 11.1 km away, outside it

    assert names(limit=1) == ["bord"]


def test_a_place_without_a_point_stands_in_its_commune(lille_point):
    stand("sans point", LILLE)
    stand("à 1 km", LILLE, (50.64, 3.05))
    stand("à 11 km", ROUBAIX, (50.69, 3.17))
    stand("sans point ailleurs", ROUBAIX)

    assert names() == ["à 1 km", "sans point", "à 11 km"]


def test_closed_places_other_kinds_and_the_other_end_of_the_country_are_not_given(lille_point):
    stand("fermé", LILLE, (50.63, 3.05), is_open=False)
    stand("boutique", LILLE, (50.63, 3.05), kind=Kind.SHOP)
    stand("Nice", NICE, (43.70, 7.26))

    assert names() == []


def test_without_points_commune_then_grouping_then_department_then_region():
    stand("région", LAON)
    stand("département, petite", "59001")
    stand("département, grande", "59183")
    stand("groupement", ROUBAIX)
    stand("commune", LILLE)
    stand("ailleurs", NICE)
    stand("inconnue", "")

    assert names(limit=10) == [
        "commune",
        "groupement",
        "département, grande",
        "département, petite",
        "région",
    ]


def test_without_points_no_distance_is_invented():
    stand("commune", LILLE, (50.63, 3.05))

    assert [near.distance_km for near in nearest_places(commune_code=LILLE, kind="place")] == [None]


@pytest.mark.parametrize("count", [3, 60])
def test_the_nearest_cost_the_same_among_more_places(count, lille_point, django_assert_num_queries):
    for number in range(count):
        stand(f"{number}", LILLE, (50.63 + number / 10_000, 3.05))

    with django_assert_num_queries(4):
        assert names() == ["0", "1", "2"]


def test_a_commune_that_does_not_exist_is_refused():
    with pytest.raises(Refusal):
        nearest_places(commune_code="99999", kind="place")
