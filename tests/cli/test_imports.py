"""`coupdepouce import`: what was read, kept and refused, why, and what to do."""

import gzip
import json
from datetime import timedelta

import pytest
from django.utils import timezone
from typer.testing import CliRunner

from coupdepouce.cli.imports import app
from coupdepouce.core.refusal import Refusal
from coupdepouce.lines.queries import coverage_of
from coupdepouce.partners.models import Place
from coupdepouce.partners.queries import shops
from coupdepouce.programmes.models import CommunePoint
from coupdepouce.programmes.queries import current_programme, zones_of
from tests.apps import cases
from tests.apps.line_cases import active

pytestmark = pytest.mark.django_db
PLACES = """id,pivot,nom,commune,code_postal,adresse,latitude,longitude,services,date_maj,source
1,,Lieu fictif,ROUBAIX,59100,adresse fictive,50.69,3.17,Accéder à du matériel,2023-01-02,fictif
2,,,ROUBAIX,59100,adresse fictive,50.69,3.17,,2023-01-02,fictif
3,,Autre lieu fictif,Nulle-Part,59160,adresse fictive,50.69,3.17,,2023-01-02,fictif
"""
SHOPS = """id,nom,adresse,code_postal,commune,horaires,telephone,courriel
b1,Boutique fictive,adresse fictive,59000,Lille,Mo-Sa 10:00-19:00,,boutique@exemple.invalid
"""
COMMUNES = """code_insee,nom,lat,lon
59350,Lille,50.63,3.05
15031,Celles,,
"""
ZONES = """code_qp,departement,nom_qp,communes
QP059001,59,Quartier prioritaire de Hornaing,Hornaing
QP02A001,2A,Pifano,Porto-Vecchio
QP008001,8,Un quartier,Charleville-Mézières
QP013001,13,Un autre,Marseille 12ee arrondissement
"""


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=True)


@pytest.fixture
def write(tmp_path):
    def written(text, name="fichier.csv"):
        file = tmp_path / name
        data = text.encode()
        file.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return file

    return written


@pytest.mark.parametrize("name", ["lieux.csv", "lieux.csv.gz"])
def test_places_are_counted_and_each_problem_says_what_to_do(write, name):
    done = run("places", write(PLACES, name))

    assert done.exit_code == 0
    assert done.stdout.startswith("3 lignes lues en ")
    assert "2 gardées (2 nouvelles, 0 changées, 0 sans changement), 1 refusées." in done.stdout
    assert "- ligne 3, nom (refusée) : Ce lieu n’a pas de nom. Remplissez" in done.stdout
    assert "- ligne 4, commune « 59160 Nulle-Part » (gardée)" in done.stdout
    assert Place.objects.count() == 2


def test_the_same_file_twice_changes_nothing(write):
    file = write(PLACES)
    first = run("places", file)

    again = json.loads(run("places", file, "--json").stdout)

    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 2)
    assert "Lieux relus : 2. Paires à regarder : 1." in first.stderr
    assert "Lieux relus" not in run("places", file).stderr


def test_json_says_the_same_as_the_text(write):
    report = json.loads(run("places", write(PLACES), "--json").stdout)

    assert (report["read"], report["kept"], report["refused"]) == (3, 2, 1)
    assert [(one["line"], one["column"], one["severity"]) for one in report["problems"]] == [
        (3, "nom", "refused"),
        (4, "commune", "warning"),
    ]


def test_a_dry_run_writes_nothing_and_says_so(write):
    done = run("places", write(PLACES), "--dry-run")

    assert "2 nouvelles" in done.stdout
    assert "Rien n’est écrit" in done.stdout
    assert not Place.objects.exists()


def test_a_source_can_be_named(write):
    run("places", write(PLACES), "--source", "ville-fictive")

    assert {place.source for place in Place.objects.all()} == {"ville-fictive"}


@pytest.mark.parametrize(("option", "shown", "hidden"), [("", 20, True), ("--all", 25, False)])
def test_twenty_problems_are_shown_unless_all_are_asked_for(write, option, shown, hidden):
    bad = "".join(f"{n},,,ROUBAIX,59100,,,,,,fictif\n" for n in range(25))

    done = run("places", write(PLACES.splitlines(keepends=True)[0] + bad), *option.split())

    assert done.stdout.count("\n- ligne") == shown
    assert ("--all" in done.stdout) is hidden


def test_shops_come_from_the_same_command_with_their_mail(write):
    run("places", write(SHOPS))

    assert [(shop.name, shop.email, shop.place.commune_code) for shop in shops()] == [
        ("Boutique fictive", "boutique@exemple.invalid", "59350")
    ]


def test_a_file_that_does_not_exist_is_a_wrong_usage():
    done = run("places", "nulle-part.csv")

    assert done.exit_code == 2
    assert "n’existe pas" in done.stderr


def test_a_file_of_another_kind_is_refused(write):
    refused = run("places", write("a,b\n1,2\n")).exception

    assert isinstance(refused, Refusal)
    assert refused.code == "places_format_unknown"


def test_communes_get_their_points_and_those_without_are_said(write):
    done = run("communes", write(COMMUNES, "communes.csv.gz"))

    assert "2 lignes lues" in done.stdout
    assert "- ligne 3, lat (refusée) : Cette case est vide. Remplissez-la." in done.stdout
    assert [point.code for point in CommunePoint.objects.all()] == ["59350"]


def test_a_list_of_communes_without_points_is_refused(write):
    refused = run("communes", write("code_insee,nom\n59350,Lille\n")).exception

    assert isinstance(refused, Refusal)
    assert refused.data["missing"] == ["lat", "lon"]


def test_zones_are_found_by_commune(write):
    done = run("zones", write(ZONES))

    assert "4 gardées" in done.stdout
    assert [zone.name for zone in zones_of("2A247")] == ["Pifano"]
    assert [zone.code for zone in zones_of("08105")] == ["QP008001"]
    assert [zone.code for zone in zones_of("13055")] == ["QP013001"]


def test_the_delivered_programme_is_put_in_force():
    done = run("programme")

    version, programme = current_programme()
    assert done.stdout.rstrip().endswith(f"{version.content_hash}.")
    assert programme.id == "coup-de-pouce"


COVERAGE = """code_insee,commune,pct_fibre,pct_cable,pct_dsl,pct_thd_radio,pct_4g_fixe,pct_hd_radio,pct_satellite,nb_locaux
59350,Lille,88.6,73.2,95.2,0.0,100.0,0.0,100.0,165379
59512,Roubaix,101,0,0,0,0,0,100.0,51036
59999,Nulle-Part,50,0,0,0,0,0,100.0,10
"""  # noqa: E501


@pytest.mark.parametrize("name", ["couverture_2024.csv", "couverture_2024.csv.gz"])
def test_coverage_is_counted_and_dated_by_its_name(coupdepouce, write, name):
    done = coupdepouce("import", "coverage", write(COVERAGE, name))

    assert done.code == 0
    assert "1 gardées (1 nouvelles" in done.out
    assert "2 refusées." in done.out
    assert "- ligne 3, pct_fibre « 101 » (refusée)" in done.out
    found = coverage_of("59350")
    assert (found.fibre, found.read_on, found.source) == (
        886,
        "2024",
        "Arcep, Ma connexion internet",
    )


def test_coverage_tries_without_writing(coupdepouce, write):
    done = coupdepouce("import", "coverage", write(COVERAGE, "c_2024.csv"), "--dry-run", "--json")

    assert json.loads(done.out)["added"] == 1
    assert coverage_of("59350") is None


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [(COVERAGE, "couverture.csv", "ajoutez --date"), ("a,b\n1,2\n", "c_2024.csv", "pct_fibre"),
     ("", "c_2024.csv", "est vide")],
    ids=["undated", "another file", "empty"],
)  # fmt: skip
def test_a_wrong_file_of_coverage_is_refused_with_the_remedy(coupdepouce, write, text, name, said):
    done = coupdepouce("import", "coverage", write(text, name))

    assert done.code == 3
    assert said in done.err


def test_a_file_that_is_not_there_is_a_wrong_use(coupdepouce):
    for command in ("coverage", "line-status"):
        done = coupdepouce("import", command, "absent_2024.csv")

        assert (done.code, "vérifiez son nom" in done.err) == (2, True)


STATUS = "order_number,status,date,cut_on\nFICTIF-1,late,{today},{cut}\nINCONNU,active,{today},\n"


def test_line_status_tries_writes_and_the_second_time_changes_nothing(coupdepouce, write):
    cases.programme()
    found = active()
    today = timezone.localdate()
    file = write(STATUS.format(today=today, cut=today + timedelta(days=9)))

    tried = coupdepouce("import", "line-status", file, "--dry-run")
    found.refresh_from_db()
    before = found.line_state
    done, again = (coupdepouce("import", "line-status", file, "--json") for _ in range(2))

    found.refresh_from_db()
    assert (before, found.line_state) == ("active", "late")
    assert "Rien n’est écrit : c’était un essai." in tried.out
    assert "Aucune ligne n’a ce numéro de commande." in tried.out
    counts = [(row["added"], row["unchanged"], row["refused"]) for row in
              (json.loads(done.out), json.loads(again.out))]  # fmt: skip
    assert counts == [(1, 0, 1), (0, 1, 1)]


def test_another_file_than_the_operators_is_refused(coupdepouce, write):
    done = coupdepouce("import", "line-status", write("a,b\n1,2\n"))

    assert done.code == 3
    assert "order_number" in done.err
