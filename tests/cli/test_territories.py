"""`coupdepouce territories`: rank, explain, draw, choose sites, and every refusal."""

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from coupdepouce.connect.territory import kept_need, stored
from tests.connect.small_lists import country_in


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """Load the made-up country with its lists and outlines, once."""
    data = country_in(tmp_path_factory.mktemp("country"))
    stored.estimate_need(data / "territory", seed=1)
    return data


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch, loaded):
    monkeypatch.setenv("COUPDEPOUCE_DATA_DIR", str(loaded))


def test_regions_are_ranked_with_their_margins_and_the_talk_is_aside(coupdepouce):
    done = coupdepouce("territories", "rank")

    lines = done.out.splitlines()
    assert done.code == 0
    assert lines[0].split()[:4] == ["rang", "code", "territoire", "score"]
    assert {line.split()[1] for line in lines[1:]} == {"93", "84"}
    assert "poids 0,143" in done.err
    assert "France services 2024" in done.err


def test_the_ranking_is_also_json_and_the_same_seed_gives_it_again(coupdepouce):
    done = coupdepouce("territories", "rank", "--level", "commune", "--json")

    told = json.loads(done.out)
    assert next(one["rank"] for one in told["territories"]) == 1
    assert sum(told["weights"].values()) == pytest.approx(1)
    for one in told["territories"]:
        low, high = one["rank_under_weights"]
        assert 1 <= low <= high <= len(told["territories"])
        assert one["figures"]["poverty"]["low"] <= one["figures"]["poverty"]["value"]
    again = coupdepouce("territories", "rank", "--level", "commune", "--json")
    assert again.out == done.out


def test_weights_decide_and_within_keeps_one_territory(coupdepouce):
    done = coupdepouce(
        "territories", "rank", "--level", "commune", "--within", "department:04",
        "--weights", "size=1", "--json",
    )  # fmt: skip

    told = json.loads(done.out)["territories"]
    assert {one["code"] for one in told} == {"04001", "04002", "04003"}
    sizes = [one["figures"]["size"]["value"] for one in told]
    assert sizes == sorted(sizes, reverse=True)


def test_one_is_explained_by_sentences(coupdepouce):
    best, worst = (
        line.split()[1] for line in coupdepouce("territories", "rank").out.splitlines()[1:]
    )

    first = coupdepouce("territories", "explain", best)
    last = coupdepouce("territories", "explain", worst)

    assert "Il est premier avec ces poids." in first.out
    assert first.out.count("\n- ") >= 7
    assert "espaces France services (2024)" in first.out
    told = json.loads(coupdepouce("territories", "explain", worst, "--json").out)
    if told["to_win"] is None:
        assert "Aucun choix de poids ne le met premier." in last.out
    else:
        change = f"{100 * told['to_win']['change']:.0f}"
        assert f"Il serait premier en déplaçant {change} % des poids :" in last.out
        weights = ",".join(f"{name}={one}" for name, one in told["to_win"]["weights"].items())
        won = coupdepouce("territories", "explain", worst, "--weights", weights, "--json")
        assert json.loads(won.out)["rank"] == 1
    assert (told["rank"], told["among"], len(told["reasons"])) == (2, 2, 7)


@pytest.mark.parametrize("level", ["region", "department", "epci", "commune"])
def test_each_level_is_drawn(coupdepouce, level):
    done = coupdepouce("territories", "map", "--level", level)

    root = ElementTree.fromstring(done.out)
    assert root.find("{http://www.w3.org/2000/svg}g[@id='legend']") is not None


@pytest.mark.parametrize(
    "asked",
    [
        ("territories", "map", "--output"),
        ("territories", "sites", "-k", "1", "--map"),
        ("programme", "handbook", "--output"),
    ],
)
def test_a_file_that_cannot_be_written_is_said(coupdepouce, asked):
    done = coupdepouce(*asked, "/nowhere/carte.svg")

    assert (done.code, done.out) == (2, "")
    assert "« /nowhere/carte.svg » n’a pas de dossier « /nowhere »" in done.err


def test_maps_are_written_as_pictures_and_geojson(coupdepouce, tmp_path):
    for name in ("carte.png", "carte.geojson", "carte.svg"):
        done = coupdepouce("territories", "map", "--show", "poverty", "--output", tmp_path / name)
        assert (done.code, done.out) == (0, "")
    assert (tmp_path / "carte.png").read_bytes().startswith(b"\x89PNG")
    told = json.loads((tmp_path / "carte.geojson").read_text("utf-8"))
    assert {one["properties"]["code"] for one in told["features"]} == {"93", "84"}
    shapes = {one["properties"]["code"]: one["geometry"] for one in told["features"]}
    assert [len(polygon) for polygon in shapes["93"]["coordinates"]] == [1]
    assert [len(polygon) for polygon in shapes["84"]["coordinates"]] == [2]  # with its hole
    assert "<title>" in (tmp_path / "carte.svg").read_text("utf-8")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("-k", "2", "--km", "5"), "km"),
        (("-k", "1", "--method", "median"), "en moyenne jusqu’au site"),
        (("--method", "fewest", "--share", "0.9", "--km", "20"), "sites à ouvrir"),
        (("-k", "1", "--existing", "france_services", "--floor", "0.1", "--km", "80"), "ménages"),
    ],
)
def test_sites_are_given_with_their_proof(coupdepouce, asked, said):
    # The first call compiles: on a busy machine that alone takes the default of 30 s.
    patient = ("--inhabitants", "100", "--seconds", "600", *asked)
    done = coupdepouce("territories", "sites", *patient)

    assert done.code == 0
    assert done.out.startswith("site")
    assert said in done.err
    assert "optimal" in done.err or "Écart prouvé" in done.err
    told = json.loads(coupdepouce("territories", "sites", *patient, "--json").out)
    assert told["answer"]["optimal"] == ("Choix optimal" in done.err)
    shown = [line for line in done.out.splitlines()[1:] if not line.startswith("et les existants")]
    assert len(shown) == sum(not one["existing"] for one in told["sites"])


SHOPS = "code,code_insee,lat,lon\nEX-1,04001,45.0,5.0\n"


def test_shops_of_a_file_are_criteria(coupdepouce, tmp_path):
    (tmp_path / "boutiques.csv").write_text(SHOPS, encoding="utf-8")

    done = coupdepouce("territories", "rank", "--shops", tmp_path / "boutiques.csv", "--json")

    figures = {one["code"]: one["figures"] for one in json.loads(done.out)["territories"]}
    assert figures["93"]["shops"]["value"] > 0
    assert figures["84"]["shops"]["value"] == 0
    assert figures["93"]["shop_km"]["value"] < figures["84"]["shop_km"]["value"]


REFUSED = {
    "weights that do not add up": (("rank", "--weights", "poverty=0.5"), "doivent faire 1"),
    "an unknown criterion": (("rank", "--weights", "richesse=1"), "« richesse »"),
    "weights that cannot be read": (("rank", "--weights", "poverty:1"), "« poverty:1 »"),
    "a criterion twice": (("rank", "--weights", "poverty=0.5,poverty=0.5"), "une fois"),
    "an unknown level": (("rank", "--level", "canton"), "« canton »"),
    "an unknown scale": (("rank", "--scale", "log"), "min-max, rank"),
    "an unknown territory": (("rank", "--level", "commune", "--within", "77"), "« 77 »"),
    "a region inside a region": (("rank", "--within", "region:93"), "« --level commune »"),
    "a department inside itself": (
        ("rank", "--level", "department", "--within", "department:04"),
        "choisissez « --level epci » ou « --level commune »"),
    "a code of another level": (("explain", "04"), "ajoutez « --level department »"),
    "a code of no level": (("explain", "32"), "« 32 »"),
    "another ending": (("map", "--output", "carte.pdf"), ".svg, .png ou .geojson"),
    "an unknown figure": (("map", "--show", "richesse"), "score, poverty"),
    "k larger than the sites": (("sites", "-k", "99"), "99 sites à ouvrir"),
    "no candidate": (("sites", "-k", "1", "--inhabitants", "10000000"), "--inhabitants"),
    "unknown places": (("sites", "-k", "1", "--existing", "gares"), "« gares »"),
    "an unknown method": (("sites", "-k", "1", "--method", "magie"), "coverage, median, fewest"),
    "a share out of reach": (
        ("sites", "--method", "fewest", "--share", "1", "--km", "0.1", "--inhabitants", "2000"),
        "baissez-la",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_it_refuses_and_says_what_to_do(coupdepouce, case):
    asked, said = REFUSED[case]

    done = coupdepouce("territories", *asked)

    assert (done.code, done.out) == (3, ""), done.err
    assert said in done.err


def test_wrong_use_exits_with_2(coupdepouce, tmp_path):
    assert coupdepouce("territories", "experiment").code == 2
    assert coupdepouce("territories", "rank", "--shops", tmp_path / "rien.csv").code == 2


def test_a_fresh_machine_is_told_what_to_find_and_the_command(coupdepouce, monkeypatch, tmp_path):
    monkeypatch.setenv("COUPDEPOUCE_DATA_DIR", str(tmp_path))

    for asked in (("rank",), ("map",), ("sites", "-k", "1"), ("explain", "32"),
                  ("experiment", "--start", "2027-03-01")):  # fmt: skip
        done = coupdepouce("territories", *asked)
        assert (done.code, done.out) == (3, "")
        assert "coupdepouce data load DOSSIER" in done.err


def test_a_question_never_estimates_the_need_itself(coupdepouce, monkeypatch, tmp_path, loaded):
    shutil.copytree(loaded / "territory", tmp_path / "territory")
    (tmp_path / "territory" / kept_need.FILE).unlink()
    monkeypatch.setenv("COUPDEPOUCE_DATA_DIR", str(tmp_path))

    done = coupdepouce("territories", "rank")

    assert (done.code, done.out) == (3, "")
    assert "lancez « coupdepouce data need »" in done.err
    assert not (tmp_path / "territory" / kept_need.FILE).exists()


def test_without_lists_the_files_to_find_are_named(coupdepouce, monkeypatch, tmp_path, loaded):
    bare = tmp_path / "territory"
    bare.mkdir()
    for one in Path(loaded / "territory").iterdir():
        if one.name != stored.LISTS:
            (bare / one.name).write_bytes(one.read_bytes())
    monkeypatch.setenv("COUPDEPOUCE_DATA_DIR", str(tmp_path))

    done = coupdepouce("territories", "rank")

    assert (done.code, done.out) == (3, "")
    assert "france_services_2024-08.csv.gz" in done.err
