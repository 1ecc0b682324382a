"""A programme manager asks how far the places are, then where to open, by km and by times."""

import csv
import io
import json

import polars as pl
import pytest

from coupdepouce.connect.territory import stored
from tests.connect.small_lists import spread, write_lists, write_outlines
from tests.connect.test_territory import published_in

SHOPS = "code,code_insee,lat,lon\nEX-1,04001,45.0,5.0\n"
HEAD = "origin_code,place_id,mode,minutes\n"
# Two communes of the made-up country, 14 km apart as the crow flies.
NEAR_AND_FAR = HEAD + "04001,shops:EX-1,car,3\n04001,shops:EX-1,foot,9\n04002,shops:EX-1,car,44\n"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """Load the made-up country with its lists, and estimate its need, once."""
    here = tmp_path_factory.mktemp("country")
    published = published_in(here)
    spread(published)
    write_lists(published)
    write_outlines(published)
    stored.load(published, here / "data" / "territory")
    stored.estimate_need(here / "data" / "territory", seed=1)
    return here / "data"


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch, loaded):
    monkeypatch.setenv("COUPDEPOUCE_DATA_DIR", str(loaded))


@pytest.fixture
def given(tmp_path):
    """Give a function that writes a file and says its name."""

    def write(content, name="fichier.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def territories(done):
    return {one["code"]: one for one in json.loads(done.out)["territories"]}


def test_the_way_is_told_with_its_hypotheses_and_what_is_not_known(coupdepouce, given):
    asked = ("territories", "access", "--level", "commune", "--within", "department:04",
             "--shops", given(SHOPS))  # fmt: skip

    done = coupdepouce(*asked)
    told = territories(coupdepouce(*asked, "--json"))

    assert done.code == 0
    assert "Hypothèses, sans source : le chemin fait 1,3 fois la ligne droite" in done.err
    assert done.out.splitlines()[0].split()[:4] == ["code", "territoire", "vers", "km"]
    home, far = told["04001"]["shop"], told["04002"]["shop"]
    assert (home["km"], home["car"]["minutes"], home["no_car"]["near"]) == (0, 0, 1)
    # 13.6 km: 27 minutes by car, a walk of four hours and a half, and no bus is guessed
    assert far["car"]["minutes"] == pytest.approx(far["km"] * 1.3 / 40 * 60)
    low, high = far["car"]["minutes_between"]
    assert low < far["car"]["minutes"] < high
    assert far["foot"]["minutes"] > 200
    assert (far["no_car"]["minutes"], far["no_car"]["known"], far["no_car"]["near"]) == (None, 0, 0)
    assert {"partner", "shop"} <= set(told["04003"])


def test_without_shops_the_option_is_named(coupdepouce):
    done = coupdepouce("territories", "access")

    assert done.code == 0
    assert "boutique " not in done.out
    assert "--shops FICHIER" in done.err


def test_a_number_of_ours_can_be_changed(coupdepouce, given):
    asked = ("territories", "access", "--level", "commune", "--shops", given(SHOPS), "--json")

    usual = territories(coupdepouce(*asked))["04002"]["shop"]["car"]
    slow = territories(coupdepouce(*asked, "--assume", "car_kmh=20,detour=1.3"))["04002"]["shop"]

    assert slow["car"]["minutes"] == pytest.approx(2 * usual["minutes"])
    assert slow["car"]["minutes_between"] == pytest.approx([slow["car"]["minutes"]] * 2)


def test_the_times_of_a_file_are_told_and_the_rest_is_not_known_or_supposed(coupdepouce, given):
    asked = ("territories", "access", "--level", "commune", "--within", "department:04",
             "--shops", given(SHOPS, "shops.csv"), "--times", given(NEAR_AND_FAR))  # fmt: skip

    told, talk = territories(coupdepouce(*asked, "--json")), coupdepouce(*asked).err
    filled = territories(coupdepouce(*asked, "--fill", "--json"))
    said = coupdepouce(*asked, "--fill").err

    assert told["04001"]["shop"]["car"]["minutes"] == 3
    assert told["04002"]["shop"]["car"]["minutes"] == 44
    assert told["04002"]["shop"]["car"]["minutes_between"] == [44, 44]
    assert told["04003"]["shop"]["car"]["minutes"] is None
    assert told["04001"]["shop"]["no_car"]["minutes"] == 9
    assert "--fill les suppose" in talk
    assert "Hypothèses" not in talk
    assert filled["04002"]["shop"]["car"]["minutes"] == 44
    assert filled["04003"]["shop"]["car"]["minutes"] > 44
    assert filled["04003"]["shop"]["car"]["told_by_the_file"] == 0
    assert filled["04003"]["shop"]["no_car"]["known"] == 0  # not even supposed
    assert "les autres par hypothèse" in said


def test_times_are_read_from_parquet_too(coupdepouce, given):
    content = io.BytesIO()
    rows = pl.read_csv(NEAR_AND_FAR.encode(), schema_overrides={"origin_code": pl.String})
    rows.write_parquet(content)
    asked = ("territories", "access", "--level", "commune", "--shops", given(SHOPS, "shops.csv"),
             "--json", "--times")  # fmt: skip

    csv = coupdepouce(*asked, given(NEAR_AND_FAR, "t.csv"))
    parquet = coupdepouce(*asked, given(content.getvalue(), "t.parquet"))

    assert parquet.code == 0
    assert territories(parquet) == territories(csv)


WRONG_TIMES = {
    "another separator": (NEAR_AND_FAR.replace(",", ";"), "par des virgules"),
    "a missing column": (NEAR_AND_FAR.replace("mode", "moyen"), "« mode »"),
    "an unknown mode": (NEAR_AND_FAR.replace("foot", "velo"), "« velo »"),
    "a negative time": (NEAR_AND_FAR.replace("car,3", "car,-3"), "ligne 2"),
    "hours for minutes": (HEAD + "04001,69001,car,0.7\n", "trop vite"),
    "hours for minutes near by": (HEAD + "04001,04002,car,0.1\n", "trop vite"),
    "a pair twice": (NEAR_AND_FAR + "04001,shops:EX-1,car,4\n", "plusieurs fois"),
    "a commune nobody knows": (NEAR_AND_FAR.replace("04002", "99999"), "« 99999 »"),
    "a place nobody knows": (NEAR_AND_FAR.replace("shops:EX-1", "shops:EX-9"), "« shops:EX-9 »"),
    "no row": (HEAD, "aucune ligne"),
    "half a Parquet": (b"PAR1 and nothing more", "Parquet"),
    "Latin letters": ("origin_codé".encode("latin-1"), "UTF-8"),
}


@pytest.mark.parametrize("case", WRONG_TIMES)
def test_a_bad_file_of_times_is_refused_with_what_to_mend(coupdepouce, given, case):
    content, said = WRONG_TIMES[case]

    done = coupdepouce("territories", "access", "--shops", given(SHOPS, "shops.csv"),
                       "--times", given(content))  # fmt: skip

    assert (done.code, done.out) == (3, "")
    assert said in done.err


@pytest.mark.parametrize(
    ("assume", "said"),
    [
        ("car_kmh:50", "« car_kmh:50 »"),
        ("bike_kmh=15", "« bike_kmh »"),
        ("car_kmh=500", "entre 5 et 130"),
    ],
)
def test_a_hypothesis_that_cannot_be_is_refused(coupdepouce, assume, said):
    done = coupdepouce("territories", "access", "--assume", assume)

    assert (done.code, done.out) == (3, "")
    assert said in done.err


PATIENT = ("--inhabitants", "300", "--seconds", "600")
# Amont, Aval and Réunie have candidates in two of them; a router says who reaches which.
ROADS = HEAD + "".join(
    f"{origin},{place},{mode},{minutes}\n"
    for origin, place, mode, minutes in (
        ("04001", "04001", "car", 1), ("04001", "04002", "car", 20), ("04002", "04001", "car", 20),
        ("04002", "04002", "car", 1), ("04003", "04001", "car", 55), ("04003", "04002", "car", 25),
        ("04001", "04001", "foot", 12), ("04002", "04002", "foot", 12),
        ("04003", "04001", "transit", 28), ("04003", "04001", "foot", 300),
        ("69001", "04001", "car", 200),  # another department: left aside
    )
)  # fmt: skip
SOUTH = ("--within", "department:04", "--inhabitants", "1000", "--seconds", "600")


def chosen(done):
    return [one["code"] for one in json.loads(done.out)["sites"]]


@pytest.mark.parametrize(
    ("asked", "worth", "bound"),
    [
        (("-k", "1", "--km", "20"), "ménages pauvres sur", "ne couvre plus de"),
        (("-k", "2", "--method", "median"), "km en moyenne", "ne fait moins de"),
        (("--method", "fewest", "--share", "0.9", "--km", "20"), "sites à ouvrir", "au moins"),
        (("--method", "fewest", "--share", "0.1", "--floor", "0.5"), "sites à ouvrir", "au moins"),
        (("-k", "2", "--floor", "0.1", "--km", "30"), "ménages pauvres sur", "ne couvre plus de"),
        (("-k", "1", "--existing", "france_services"), "ménages pauvres sur", "ne couvre plus"),
        (("-k", "1", "--capacity", "50"), "50 ménages au plus par site", "ne couvre plus de"),
        (("-k", "1", "--within-minutes", "20"), "à moins de 20 min en voiture", "ne couvre plus"),
    ],
)
def test_each_method_says_its_answer_its_bound_and_its_proof(coupdepouce, asked, worth, bound):
    done = coupdepouce("territories", "sites", *PATIENT, *asked)

    assert done.code == 0, done.err
    assert worth in done.err
    assert "Borne : " in done.err
    assert bound in done.err
    assert "Choix optimal : aucun autre ne fait mieux, c’est prouvé." in done.err


def test_without_time_the_gap_is_said_and_no_optimum_is(coupdepouce):
    done = coupdepouce("territories", "sites", "--inhabitants", "300", "-k", "2", "--km", "8",
                       "--seconds", "0.0001")  # fmt: skip

    assert done.code == 0
    assert "Écart prouvé au meilleur choix possible : " in done.err
    assert "avant la preuve : montez --seconds" in done.err
    assert "ptimal" not in done.err


def test_sites_are_chosen_by_the_times_of_a_file(coupdepouce, given):
    asked = ("territories", "sites", *SOUTH, "-k", "1", "--within-minutes", "30",
             "--times", given(ROADS))  # fmt: skip

    by_car, talk = coupdepouce(*asked, "--json"), coupdepouce(*asked).err
    without = coupdepouce(*asked, "--way", "no_car", "--json")
    supposed = coupdepouce(*asked, "--way", "no_car", "--fill", "--json")
    as_it_flies = coupdepouce(*asked[:-2], "--json")

    told = json.loads(by_car.out)
    # from Aval all three are near; from Amont, Réunie is 55 minutes away
    assert chosen(by_car) == ["04002"]
    assert told["covered"] == told["demand"]
    assert (told["times"]["told"], told["times"]["missing"]) == (6, 0)
    assert "pour 6 trajets, c’est-à-dire tous." in talk
    assert "Hypothèses" not in talk
    # without a car Amont is reached from two communes, and four ways are not told
    assert json.loads(without.out)["times"]["told"] == 3
    assert json.loads(without.out)["times"]["missing"] == 3
    assert "comptent comme trop longs" in without.err
    assert "supposés pour 3 (à pied seulement)" in supposed.err
    assert "Aucun temps n’est donné" in as_it_flies.err


def test_the_mean_asks_for_every_time_or_says_it_supposes(coupdepouce, given):
    asked = ("territories", "sites", *SOUTH, "-k", "1", "--method", "median",
             "--within-minutes", "30", "--times")  # fmt: skip
    holed = ROADS.replace("04003,04002,car,25\n", "")

    whole = coupdepouce(*asked, given(ROADS), "--json")
    refused = coupdepouce(*asked, given(holed, "trous.csv"))
    filled = coupdepouce(*asked, given(holed, "trous.csv"), "--fill")

    assert chosen(whole) == ["04002"]
    assert "min en voiture en moyenne" in whole.err
    assert refused.code == 3
    assert "Le temps de 1 trajets sur 6" in refused.err
    assert filled.code == 0
    assert "supposés pour 1" in filled.err


NO_POINT = "code,code_insee,lat,lon\nEX-1,04001,,\n"
TWICE = SHOPS + "EX-1,04002,45.0,5.0\n"
REFUSED = {
    "k larger than the sites": (("-k", "99"), "99 sites à ouvrir pour"),
    "no number of sites": ((), "demandez-en au moins un"),
    "a share for coverage": (("-k", "1", "--share", "0.5"), "--method fewest"),
    "no share for the fewest": (("--method", "fewest"), "--share 0.8"),
    "a number for the fewest": (("--method", "fewest", "--share", "0.5", "-k", "2"), "retirez -k"),
    "a floor for the median": (("-k", "1", "--method", "median", "--floor", "0.5"), "--floor"),
    "a capacity for the median": (
        ("-k", "1", "--method", "median", "--capacity", "9"), "--method coverage"
    ),
    "a capacity under nothing": (("-k", "1", "--capacity", "-1"), "au moins 1"),
    "a capacity and a floor": (("-k", "1", "--capacity", "9", "--floor", "0.1"), "ensemble"),
    "minutes under nothing": (("-k", "1", "--within-minutes", "-5"), "au moins 1"),
    "a floor out of reach": (("-k", "1", "--floor", "1", "--km", "1"), "Sud (04) : la part"),
    "the same places open and to open": (
        ("-k", "1", "--existing", "france_services", "--candidates", "france_services"),
        "--candidates",
    ),
    "a way that is none": (("-k", "1", "--within-minutes", "9", "--way", "velo"), "car, foot"),
    "a way for kilometres": (("-k", "1", "--way", "foot"), "--within-minutes"),
    "kilometres for the median": (("-k", "1", "--method", "median", "--km", "9"), "--km va avec"),
    "kilometres and minutes": (("-k", "1", "--within-minutes", "9", "--km", "9"), "pas les deux"),
    "no time": (("-k", "1", "--seconds", "0"), "plus que 0"),
    "a time that is none": (("-k", "1", "--seconds", "nan"), "plus que 0"),
    "fewer inhabitants than none": (("-k", "1", "--inhabitants", "-5"), "0 ou plus"),
    "nothing to fill": (("-k", "1", "--within-minutes", "9", "--fill"), "--times"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_would_not_count_is_refused(coupdepouce, case):
    asked, said = REFUSED[case]

    done = coupdepouce("territories", "sites", "--inhabitants", "2000", *asked)

    assert (done.code, done.out) == (3, ""), done.err
    assert said in done.err


@pytest.mark.parametrize(
    ("option", "content", "said"),
    [
        ("--shops", NO_POINT, "n’a pas de coordonnées"),
        ("--shops", TWICE, "plusieurs fois le code « EX-1 »"),
        ("--shops", SHOPS.replace(",", ";"), "par des virgules"),
        ("--times", ROADS, "--within-minutes"),
        ("--times", ROADS.replace(",", "\t"), "par des virgules"),
    ],
)
def test_a_bad_file_is_refused_before_anything_is_chosen(coupdepouce, given, option, content, said):
    done = coupdepouce("territories", "sites", "-k", "1", "--inhabitants", "300", option,
                       given(content))  # fmt: skip

    assert (done.code, done.out) == (3, "")
    assert said in done.err


def test_a_way_that_the_file_does_not_tell_is_refused(coupdepouce, given):
    done = coupdepouce("territories", "sites", *SOUTH, "-k", "1", "--within-minutes", "30",
                       "--way", "foot", "--times", given(HEAD + "04001,04001,car,1\n"))  # fmt: skip

    assert (done.code, done.out) == (3, "")
    assert "aucun temps en « foot »" in done.err


def test_the_sites_are_drawn_with_their_proof_and_their_source(coupdepouce, tmp_path):
    asked = ("territories", "sites", *PATIENT, "-k", "1", "--km", "20",
             "--existing", "france_services", "--map")  # fmt: skip

    for name in ("carte.svg", "carte.png", "carte.geojson"):
        done = coupdepouce(*asked, tmp_path / name)
        assert done.code == 0
        assert "Carte écrite dans" in done.err

    drawn = (tmp_path / "carte.svg").read_text("utf-8")
    assert (tmp_path / "carte.png").read_bytes().startswith(b"\x89PNG")
    told = json.loads((tmp_path / "carte.geojson").read_text("utf-8"))
    kinds = [one["properties"]["kind"] for one in told["features"]]
    for words in ("Ménages pauvres", "site à ouvrir", "lieu déjà ouvert", "Choix optimal",
                  "20 km autour", "Filosofi 2021", "Borne :"):  # fmt: skip
        assert words in drawn
    assert (kinds.count("to_open"), kinds.count("existing"), kinds.count("outline")) == (1, 2, 2)
    assert kinds.count("need") == 5
    assert told["properties"]["optimal"]
    assert told["properties"]["source"].startswith("estimation d’après Insee")


def test_a_map_has_an_ending_and_it_is_asked_before_the_search(coupdepouce, tmp_path):
    done = coupdepouce("territories", "sites", "-k", "1", "--map", tmp_path / "carte.pdf")

    assert (done.code, done.out) == (3, "")
    assert ".svg, .png ou .geojson" in done.err


def test_the_points_for_a_router_make_a_file_of_times(coupdepouce, given):
    shops = ("--shops", given(SHOPS, "shops.csv"))
    done = coupdepouce("territories", "points", "--within", "department:04", *shops)

    rows = list(csv.DictReader(io.StringIO(done.out)))
    origins = [one["code"] for one in rows if one["role"] == "origin"]
    places = [one["code"] for one in rows if one["role"] == "place"]
    assert origins == ["04001", "04002", "04003"]
    assert {"04002", "france_services:1", "shops:EX-1"} <= set(places)
    assert not any(one["code"].startswith("69") for one in rows)
    assert rows[1] == {"role": "origin", "code": "04002", "name": "Aval", "lat": "45.10000",
                       "lon": "5.10000"}  # fmt: skip
    routed = HEAD + "".join(f"{one},{two},car,20\n" for one in origins for two in places)
    asked = ("territories", "access", "--level", "commune", "--within", "department:04", *shops,
             "--times", given(routed, "t.csv"), "--json")  # fmt: skip
    told = territories(coupdepouce(*asked))
    assert {one["shop"]["car"]["minutes"] for one in told.values()} == {20}
    assert {one["partner"]["car"]["told_by_the_file"] for one in told.values()} == {1}
