"""Territories to read and to print: the made-up country, who reads, and what is refused."""

import re
import shutil
from xml.etree import ElementTree

import polars as pl
import pytest
from django.test import Client

from coupdepouce.connect.territory import stored
from coupdepouce.core.roles import Role
from tests.apps.build import member
from tests.connect.small_lists import spread, write_lists, write_outlines
from tests.connect.test_territory import published_in

HOME = "/programme/territoires/"
MAP = f"{HOME}carte.svg"


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    """Load the made-up country and estimate its need, once."""
    here = tmp_path_factory.mktemp("country")
    published = published_in(here)
    spread(published)
    write_lists(published)
    write_outlines(published)
    stored.load(published, here / "data" / "territory")
    stored.estimate_need(here / "data" / "territory")
    return here / "data"


@pytest.fixture(autouse=True)
def _own_folder(settings, country):
    settings.DATA_DIR = country


@pytest.fixture
def read():
    """Give a function that reads a page as the programme manager."""
    client = Client()
    client.force_login(member(Role.PROGRAMME_MANAGER).user)
    return lambda address, **asked: client.get(address, asked)


def text(answer):
    return answer.content.decode()


def heads(page, caption):
    """Give the first cells of a table."""
    rows = page.partition(f"<caption>{caption}")[2].partition("</table>")[0]
    found = re.findall(r'<th scope="row">(.*?)</th>', rows, re.S)
    return [re.sub(r"<.*?>", "", one).strip() for one in found]


def test_the_ranking_has_its_map_its_intervals_and_its_sources(read):
    page = text(read(HOME))

    assert sorted(heads(page, "Classement")) == ["Midi", "Montagne"]
    assert heads(page, "Classement") == heads(page, "Chiffres")
    assert len(heads(page, "Ce qui compte")) == 7
    assert page.count("14,3 %") == 8  # each weight, and what is said of empty boxes
    assert re.search(r"En tête : (Midi|Montagne), \d+ points sur 100 \(de \d+ à \d+\)", page)
    assert "France services 2024" in page
    assert '<g id="legend"' in page


def test_weights_in_per_cent_decide_and_their_sum_is_shown(read):
    asked = {"level": "department", "size": "60,5", "poverty": "39.5"}

    page = text(read(HOME, **asked))

    assert "Somme : 100,0 %." in page
    assert "60,5 %" in page
    assert heads(page, "Classement")
    assert "size=60.5" in page  # the page of a territory keeps the question


def test_within_keeps_the_epci_of_one_place(read):
    page = text(read(HOME, level="epci", within="department:04"))

    assert sorted(heads(page, "Classement")) == ["EPCI 1", "EPCI 2"]


REFUSED = {
    "a sum that is not 100": ({"size": "60", "poverty": "30"}, "font 90,0 % en tout"),
    "no weight at all": ({"size": "0"}, "font 0,0 % en tout"),
    "a word for a weight": ({"size": "beaucoup"}, "Écrivez un nombre"),
    "a weight under nothing": ({"size": "-5", "poverty": "105"}, "supérieure ou égale à 0"),
    "EPCI of everywhere": ({"level": "epci"}, "Choisissez une région ou un département"),
    "regions of a region": ({"level": "region", "within": "region:93"}, "choisissez plus petit"),
    "an unknown level": ({"level": "canton"}, "canton"),
    "an unknown place": ({"level": "epci", "within": "region:77"}, "region:77"),
    "an unknown figure": ({"show": "richesse"}, "richesse"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_question_that_cannot_be_answered_says_what_to_mend(read, case):
    asked, said = REFUSED[case]

    answer = read(HOME, **asked)

    assert answer.status_code == 200
    assert said in text(answer)
    assert "À corriger" in text(answer)
    assert "<caption>Classement" not in text(answer)
    assert read(MAP, **asked).status_code == 409


@pytest.mark.parametrize("figure", ["score", "poverty", "distance"])
def test_the_map_has_an_address_of_its_own(read, figure):
    answer = read(MAP, level="department", show=figure)

    root = ElementTree.fromstring(answer.content)
    assert answer["Content-Type"] == "image/svg+xml"
    assert root.find("{http://www.w3.org/2000/svg}g[@id='legend']") is not None
    assert "Source" in text(answer)


def test_a_territory_is_explained_on_paper(read):
    page = text(read(f"{HOME}fiche/93/"))

    assert re.search(r"<h1>Midi : (1er|2e) sur 2</h1>", page)
    assert page.count("points sur 14,3") == 7
    assert "espaces France services (2024)" in page
    assert "Imprimer" in page
    assert read(f"{HOME}fiche/77/").status_code == 409


def test_a_name_in_the_data_is_not_html(read, settings, tmp_path, country):
    shutil.copytree(country / "territory", tmp_path / "territory")
    path = tmp_path / "territory" / "region-places.parquet"
    named = pl.col("name").replace("Midi", "<script>alert(1)</script>")
    pl.read_parquet(path).with_columns(named).write_parquet(path)
    settings.DATA_DIR = tmp_path

    page = text(read(HOME))

    assert "&lt;script&gt;alert" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("role", "start"), [(Role.PROGRAMME_MANAGER, "/programme/"), (Role.EVALUATOR, "/accueil/")]
)
def test_the_programme_and_its_evaluator_find_it(role, start):
    client = Client()
    client.force_login(member(role).user)

    assert f'href="{HOME}"' in text(client.get(start, follow=True))
    assert "<caption>Classement" in text(client.get(HOME))


@pytest.mark.parametrize("role", [Role.PRESCRIBER, Role.PARTNER_MANAGER, Role.ADMINISTRATOR])
def test_nobody_else_does(role):
    client = Client()
    client.force_login(member(role).user)

    for address in (HOME, MAP, f"{HOME}fiche/93/"):
        assert client.get(address).status_code == 403


def test_a_fresh_machine_says_what_to_find_and_the_commands(read, settings, tmp_path):
    settings.DATA_DIR = tmp_path

    page = text(read(HOME))

    assert "coupdepouce data load DOSSIER" in page
    assert "coupdepouce data need" in page
    assert "filosofi_2021_communes.csv.gz" in page
    assert 'href="https://' in page


def test_a_page_never_estimates_the_need_itself(read, settings, tmp_path, country):
    shutil.copytree(country / "territory", tmp_path / "territory")
    (tmp_path / "territory" / "need-draws.parquet").unlink()
    settings.DATA_DIR = tmp_path

    page = text(read(HOME))

    assert "coupdepouce data need" in page
    assert "data load" not in page
    assert not (tmp_path / "territory" / "need-draws.parquet").exists()
