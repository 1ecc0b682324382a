"""Territories to read and to print: the made-up country, who reads, and what is refused."""

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from xml.etree import ElementTree

import polars as pl
import pytest
from django.test import Client

from coupdepouce.connect.territory import kept_need, stored
from coupdepouce.core.roles import Role
from coupdepouce.core.territory.data.model import Level
from coupdepouce.core.territory.ranking.score import Scale
from coupdepouce.insight.territories import remembered
from coupdepouce.insight.territories.asked_sites import AskedSites
from coupdepouce.insight.territories.ranking import Asked
from coupdepouce.insight.territories.sites import sites as choose
from coupdepouce.web.steering.territories import placing
from tests.apps.build import member
from tests.connect.small_lists import country_in, more_epci

HOME = "/programme/territoires/"
PAGES = ("scenarios", "sites", "evaluation")
MAP = f"{HOME}carte.svg"


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    """Load the made-up country and estimate its need, once."""
    data = country_in(tmp_path_factory.mktemp("country"))
    stored.estimate_need(data / "territory", seed=1)
    return data


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
    caption = " ".join(page.partition("<figcaption")[2].partition("</figcaption>")[0].split())
    assert "En points sur 100. Source : calcul sur 7 critères, échelle min-max ; " in caption
    assert "structures Aidants Connect 2021." in caption


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
    "a sum that is not 100": ({"size": "60", "poverty": "30"}, "90,0 % en tout, il faut 100 %"),
    "no weight at all": ({"size": "0"}, "0,0 % en tout"),
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


def test_a_map_of_one_weight_has_the_source_of_that_weight_only(read):
    drawn = text(read(MAP, size="100"))

    assert "calcul sur 1 critère, échelle min-max ; estimation" in " ".join(drawn.split())
    assert "Aidants Connect" not in drawn


def test_a_territory_is_explained_on_paper(read):
    page = text(read(f"{HOME}fiche/93/"))

    assert re.search(r"<h1>Midi : (1er|2e) sur 2</h1>", page)
    assert page.count("points sur 14,3") == 7
    assert "espaces France services (2024)" in page
    assert re.search(r"<dd>rangs \d à \d, dans 90 % des tirages</dd>", page)
    assert re.search(r"<dt>Premier</dt>\s*<dd>\d+ fois sur 100 tirages des chiffres</dd>", page)
    assert "<li>espaces France services 2024, " in page
    assert "<li>permanences de conseillers" not in page  # that source is within the one above
    assert "Imprimer" in page
    assert read(f"{HOME}fiche/77/").status_code == 409


def test_two_scenarios_say_who_moves(read):
    asked = {"level": "department", "a_poverty": "100", "b_partners": "100"}
    page = text(read(f"{HOME}scenarios/", **asked))

    assert len(heads(page, "Les deux classements")) == 2
    assert "2 territoires sur 2 changent de rang" in page
    assert "descend de 1 place" in page
    assert "monte de 1 place" in page
    assert "Poids : Ménages pauvres 100,0 %." in page
    assert "Poids : Partenaires possibles 100,0 %." in page
    for asked in ("poverty=100", "partners=100"):  # a map for each
        assert re.search(rf'src="{MAP}[^"]*{asked}&amp;show=score"', page)
    alike = text(read(f"{HOME}scenarios/", level="department"))
    assert "Aucun territoire ne change de rang." in alike
    assert alike.count("Tous les critères pèsent autant.") == 2


def test_a_wrong_sum_says_in_which_scenario(read):
    page = text(read(f"{HOME}scenarios/", a_size="100", b_size="70"))

    assert "Scénario B : 70,0 % en tout" in page
    assert "Scénario A : " not in page


SITES = {"within": "department:69", "k": "1", "km": "20"}


def test_sites_are_given_with_their_proof(read):
    page = text(read(f"{HOME}sites/", **SITES))

    assert heads(page, "Les sites à ouvrir") == ["Ville"]
    assert "Choix optimal : aucun autre ne fait mieux, c’est prouvé." in page
    assert "à moins de 20 km (" in page
    assert "À corriger" not in text(read(f"{HOME}sites/"))


def test_the_sites_are_on_a_map_numbered_as_in_the_list(read):
    page = text(read(f"{HOME}sites/", **SITES, existing="france_services"))

    drawn = page[page.index("<svg xmlns") : page.index("</svg>", page.index("<svg xmlns"))]
    assert "<title>1. Ville</title>" in drawn
    assert 'id="legend"' in drawn
    assert "lieu déjà ouvert" in drawn
    assert "Filosofi 2021" in drawn
    assert "Sur la carte" in page


def test_the_way_to_a_partner_is_told_with_its_hypotheses(read):
    region = text(read(f"{HOME}sites/", **SITES | {"within": "region:93"}))
    department = text(read(f"{HOME}sites/", **SITES))

    assert heads(region, "Aller au partenaire le plus proche") == ["Sud"]
    assert heads(department, "Aller au partenaire le plus proche") == ["EPCI 3"]
    assert "Hypothèses, sans source : le chemin fait 1,3 fois la ligne droite" in region
    assert "« Non connu » n’est pas « loin »" in region


def test_without_outlines_the_page_says_which_file_to_find(read, settings, tmp_path, country):
    shutil.copytree(country / "territory", tmp_path / "territory")
    (tmp_path / "territory" / "department-outlines.parquet").unlink()
    settings.DATA_DIR = tmp_path

    page = text(read(f"{HOME}sites/", **SITES))

    assert heads(page, "Les sites à ouvrir") == ["Ville"]
    assert "departements_metropole_2025_simplifies.geojson.gz" in page
    assert "<svg xmlns" not in page


def test_without_time_for_the_proof_the_gap_and_the_command_are_said(country):
    asked = AskedSites(within="department:69", k=1, said_km=20, floor=0.5)
    found = choose(remembered.ready(country / "territory"), asked, keep_going=lambda: True)
    hurried = replace(found.answer, optimal=False, gap=0.25, stopped=True)

    told = placing.answer(replace(found, answer=hurried))

    assert told["proof"] == "Écart prouvé au meilleur choix possible : 25,00 % au plus."
    assert told["command"].startswith(
        "coupdepouce territories sites --within department:69 -k 1 --km 20 --floor 0.5 --seconds"
    )
    assert placing.answer(found)["command"] == ""


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"k": "99"}, "99 sites à ouvrir"),
        ({"k": "0"}, "supérieure ou égale à 1"),
        ({"within": ""}, "obligatoire"),
        ({"existing": "libraries"}, "Aucun lieu « libraries »"),
        ({"floor": "100", "km": "1", "within": "region:93"}, "À corriger"),
    ],
)
def test_sites_that_cannot_be_are_refused(read, changed, said):
    page = text(read(f"{HOME}sites/", **SITES | changed))

    assert said in page
    assert "À corriger" in page
    assert "<caption>Les sites" not in page


PLAN = {"within": "region:93", "start": "01/03/2027", "design": "stepped", "steps": "2",
        "months": "3", "households": "100", "icc": "0,02"}  # fmt: skip


@pytest.fixture
def _larger(settings, tmp_path, country):
    """Open the made-up country with four more EPCI: a staggered opening asks for six areas."""
    shutil.copytree(country / "territory", tmp_path / "territory")
    more_epci(tmp_path / "territory")
    stored.estimate_need(tmp_path / "territory", seed=1)
    settings.DATA_DIR = tmp_path


@pytest.mark.usefixtures("_larger")
def test_the_plan_is_shown_then_taken_in_markdown(read):
    page = text(read(f"{HOME}evaluation/", **PLAN))
    taken = re.search(rf'href="({HOME}evaluation/plan.md[^"]*)"', page)

    answer = read(taken[1].replace("&amp;", "&"))

    assert heads(page, "Midi") == ["Étape 1", "Étape 2"]
    assert text(answer).startswith("# Plan d’évaluation : Midi")
    for name, said in re.findall(r"- \*\*(.+)\*\* : (.+)", text(answer)):  # all that is decided
        assert re.search(rf"<dt>{name}</dt>\s*<dd>{re.escape(said)}</dd>", page), name
    effect = re.search(r"\*\*([\d,]+ points?)\*\* de différence", text(answer))[1]
    assert f'<p class="figure-value">{effect}</p>' in page
    assert "graine 2026" in text(answer)
    assert answer["Content-Disposition"] == 'attachment; filename="plan-evaluation.md"'
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"


@pytest.mark.usefixtures("_larger")
def test_another_outcome_has_its_share_from_the_reader(read):
    asked = PLAN | {"outcome": "part des ménages qui ont un ordinateur", "share": "64,5"}

    for address in (f"{HOME}evaluation/", f"{HOME}evaluation/plan.md"):
        page = text(read(address, **asked))
        assert "part des ménages qui ont un ordinateur" in page
        assert "64,5 % (part donnée par le programme)" in page
        assert "ligne internet à la maison\n" not in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"steps": "9"}, "9 étapes"),
        ({}, "6 zones au moins"),
        ({"months": "0"}, "supérieure ou égale à 1"),
        ({"outcome": "part des ménages aidés"}, "Dites aussi la part au départ"),
        ({"share": "100"}, "inférieure ou égale à 99"),
        ({"start": "bientôt"}, "Écrivez un jour"),
        ({"icc": "2"}, "inférieure ou égale à 1"),
        ({"design": "magie"}, "magie"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(read, changed, said):
    page = text(read(f"{HOME}evaluation/", **PLAN | changed))

    assert said in page
    assert "À corriger" in page
    assert "plan.md" not in page
    assert read(f"{HOME}evaluation/plan.md", **PLAN | changed).status_code == 409


def test_what_is_remembered_is_what_was_asked(country):
    folder = country / "territory"
    asked = [
        Asked(level=Level.COMMUNE, **one)
        for one in ({}, {"scale": Scale.RANK}, {"seed": 3}, {"weights": {"size": 1.0}},
                    {"weights": {"poverty": 1.0}}, {"within": "department:04"})
    ]  # fmt: skip

    found = [remembered.seen(folder, one) for one in asked]

    assert [one.asked for one in found] == asked
    assert found[1].ranking.scores.tolist() != found[0].ranking.scores.tolist()
    assert found[2].by_weights.first.tolist() != found[0].by_weights.first.tolist()
    again = Asked(level=Level.COMMUNE, weights={"size": 1.0})
    assert remembered.seen(folder, again) is found[3]


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

    for address in (HOME, MAP, *(f"{HOME}{one}/" for one in ("fiche/93", *PAGES))):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("page", ["", *(f"{one}/" for one in PAGES)])
def test_a_fresh_machine_says_what_to_find_and_the_commands(read, settings, tmp_path, page):
    settings.DATA_DIR = tmp_path

    page = text(read(f"{HOME}{page}"))

    assert "coupdepouce data load DOSSIER" in page
    assert "coupdepouce data need" in page
    assert "filosofi_2021_communes.csv.gz" in page
    assert 'href="https://' in page


def test_a_page_never_estimates_the_need_itself(read, settings, tmp_path, country):
    shutil.copytree(country / "territory", tmp_path / "territory")
    (tmp_path / "territory" / kept_need.FILE).unlink()
    settings.DATA_DIR = tmp_path

    page = text(read(HOME))

    assert "coupdepouce data need" in page
    assert "data load" not in page
    assert not (tmp_path / "territory" / kept_need.FILE).exists()


WITHOUT = """
import sys
sys.modules["polars"] = None
import django
django.setup()
from types import SimpleNamespace as Made
from django.test import RequestFactory
from coupdepouce.core.roles import Role
from coupdepouce.web.steering.territories import views
request = RequestFactory().get("/programme/territoires/")
here = Made(name="Fictif")
request.member = Made(pk=1, role=Role.EVALUATOR, user="Sacha Exemple", organisation=here)
request.memberships, request.impersonator = [], None
print(views.home(request).content.decode())
"""


def test_without_the_extra_the_page_says_what_to_install():
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert "<code>make science</code>" in done.stdout
    assert "(polars)" in done.stdout
    assert "coupdepouce data load DOSSIER" in done.stdout
