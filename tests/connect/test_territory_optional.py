"""Lists of places and outlines: where each place goes, what is refused, what may be missing."""

import gzip

import polars as pl
import pytest

from coupdepouce.connect.territory import optional, stored
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.data.lists import COUNSELLORS, FRANCE_SERVICES
from coupdepouce.core.territory.data.model import Level
from tests.connect.small_lists import spread, write_lists, write_outlines
from tests.connect.test_territory import folder  # noqa: F401  the made-up country


@pytest.fixture
def filled(folder):  # noqa: F811
    """Give the made-up country with its lists and outlines."""
    spread(folder)
    write_lists(folder)
    write_outlines(folder)
    return folder


@pytest.fixture
def places(filled, tmp_path):
    """Give the places kept, by kind and id."""
    stored.load(filled, tmp_path / "tables")
    table = stored.lists(tmp_path / "tables")
    return {(row["kind"], row["id"] or at): row for at, row in enumerate(table.to_dicts())}


WHERE = {
    "its code": (("france_services", "1"), "04001", "code"),
    "a district is its town": (("france_services", "2"), "69123", "code"),
    "an older commune is that of today": (("libraries", "b1"), "04003", "code"),
    # 45.2, 5.2 is nearer to Aval (45.1, 5.1) than to Amont (45.0, 5.0), of one postcode
    "the nearest commune of the postcode": (("counsellors", "a"), "04002", "postcode"),
    "without a point, the most populous": (("aidants_connect", "7"), "04002", "postcode"),
}


@pytest.mark.parametrize("case", WHERE)
def test_each_place_is_put_in_a_commune_of_today_by(places, case):
    key, code, how = WHERE[case]

    assert (places[key]["code"], places[key]["located"]) == (code, how)


def test_places_nowhere_to_be_found_are_left_out(places):
    kinds = pl.DataFrame(list(places.values()))["kind"].value_counts()

    assert dict(kinds.iter_rows()) == {
        "france_services": 2, "counsellors": 2, "aidants_connect": 3, "libraries": 1
    }  # fmt: skip


def test_a_number_counts_once_and_those_without_number_are_all_kept(places):
    helpers = [one["helpers"] for one in places.values() if one["kind"] == "aidants_connect"]

    assert sorted(helpers) == [3, 4, 5]


def test_hours_are_those_of_the_week_and_none_is_not_zero(places):
    assert places["france_services", "1"]["hours"] == 9.5
    assert places["france_services", "2"]["hours"] is None
    assert places["libraries", "b1"]["hours"] == 12.5


def test_a_place_without_a_point_has_that_of_its_commune(places):
    assert places["counsellors", "a"]["lat"] == 45.2
    assert places["counsellors", "b"]["lat"] == pytest.approx(45.4)


@pytest.mark.parametrize(
    ("one", "change", "code"),
    [
        (FRANCE_SERVICES, ("insee_com", "commune"), "column_missing"),
        (COUNSELLORS, ("\nb,", "\na,"), "duplicate_codes"),
        (FRANCE_SERVICES, (",", ";"), "wrong_separator"),
    ],
)
def test_a_list_that_is_not_the_one_expected_is_refused(filled, tmp_path, one, change, code):
    path = filled / one.file
    changed = gzip.decompress(path.read_bytes()).decode().replace(*change)
    path.write_bytes(gzip.compress(changed.encode()))

    with pytest.raises(Refusal) as refused:
        stored.load(filled, tmp_path / "tables")

    assert refused.value.code == code
    assert f"« {one.file} »" in refused.value.sentence
    assert not (tmp_path / "tables").exists()


def test_outlines_are_kept_by_level_in_ten_metre_steps(filled, tmp_path):
    stored.load(filled, tmp_path / "tables")

    kept = stored.outlines(tmp_path / "tables", Level.REGION)

    assert kept["code"].to_list() == ["93"] * 5 + ["84"] * 9
    assert kept["hole"].to_list() == [False] * 10 + [True] * 4
    assert kept["east"].to_list()[:5] == [50_000, 60_000, 60_000, 50_000, 50_000]
    assert kept["north"].to_list()[5:10] == [450_000, 450_000, 460_000, 460_000, 450_000]


def test_a_file_that_is_no_geojson_is_refused(filled, tmp_path):
    (filled / optional.OUTLINES[0].file).write_bytes(gzip.compress(b'{"features": [{}]}'))

    with pytest.raises(Refusal, match="contours"):
        stored.load(filled, tmp_path / "tables")


def test_without_lists_nor_outlines_the_tables_are_loaded_and_maps_say_what_to_find(
    folder,  # noqa: F811
    tmp_path,
):
    stored.load(folder, tmp_path / "tables")

    assert stored.lists(tmp_path / "tables").height == 0
    with pytest.raises(Refusal, match="coupdepouce data load") as refused:
        stored.outlines(tmp_path / "tables", Level.EPCI)
    assert "epci_metropole_2025_simplifies.geojson.gz" in refused.value.sentence
    assert len(optional.missing(folder)) == len(optional.EVERY)


SHOPS = "code,code_insee,lat,lon\nEX-1,04001,45.0,5.0\nEX-2,69123,45.4,5.4\n"


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (("EX-2", "EX-1"), "duplicate_codes", "« EX-1 »"),
        (("45.4,5.4", ","), "no_coordinates", "« EX-2 »"),
        (("45.4,5.4", "5.4,45.4"), "far_from_commune", "« EX-2 »"),
        (("69123", "99123"), "unknown_code", "« 99123 »"),
        (("code_insee", "ville"), "column_missing", "« code_insee »"),
        ((",", ";"), "wrong_separator", "virgules"),
        (("EX-2,", "EX-2,1,2,3,4,"), "unreadable", "mal formées"),
    ],
)
def test_a_file_of_shops_is_refused_with_what_to_mend(filled, tmp_path, change, code, said):
    made = stored.load(filled, tmp_path / "tables")
    communes = made.places[Level.COMMUNE]
    assert optional.given_places("boutiques.csv", SHOPS.encode(), communes).height == 2

    with pytest.raises(Refusal, match=said) as refused:
        optional.given_places("boutiques.csv", SHOPS.replace(*change).encode(), communes)

    assert refused.value.code == code
