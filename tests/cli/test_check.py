"""`coupdepouce check`, run as a person runs it."""

import json
import os
import subprocess
import sys

import pytest

from coupdepouce.programmes.defaults import default_text

CONTRACT = """
{"on": "2026-11-20", "commune": "59350", "adults": 1, "children": 2,
 "quotient_familial": 512, "statuses": ["rsa"], "hardship": null,
 "proofs": [{"kind": "attestation_qf", "date": "2026-11-02"}],
 "line": {"has": true, "monthly_cost": 34.99, "ends_on": null, "exit_fee": 0},
 "computer": "none", "skills": "beginner"}
"""
ENTITLED = {"on": "2026-11-20", "commune": "59350", "quotient_familial": 512}
REFUSED = {"on": "2026-11-20", "commune": "75056", "quotient_familial": 512}


@pytest.fixture
def check(coupdepouce):
    def run(written, *options):
        text = written if isinstance(written, str) else json.dumps(written)
        return coupdepouce("check", "-", *options, written=text)

    return run


def process(*arguments, written="", **variables):
    path = os.pathsep.join(path for path in sys.path if path)
    return subprocess.run(
        [sys.executable, *arguments],
        input=written.encode(),
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path, **variables},
    )


def test_the_example_of_the_contract(check):
    done = check(CONTRACT, "--json")

    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out) == {
        "answer": "yes",
        "certain": True,
        "route": "quotient_familial",
        "reasons": [
            {
                "code": "quotient_at_or_under_ceiling",
                "sentence": "Votre quotient familial est de 512. La limite est de 700.",
            },
            {
                "code": "status_held",
                "sentence": "Vous avez le RSA. Cette aide ouvre le droit.",
            },
        ],
        "missing": [],
        "to_bring": [],
        "other_routes": [],
        "saving": {"kind": "paid_less", "per_month": 15.0},
    }


def test_the_keys_come_in_the_order_of_the_contract(check):
    done = check({"on": "2026-11-20"}, "--json")

    assert list(json.loads(done.out)) == [
        "answer", "certain", "route", "reasons", "missing", "to_bring", "other_routes", "saving",
    ]  # fmt: skip


def test_a_list_is_answered_by_a_list_in_order(check):
    done = check([REFUSED, ENTITLED, {"on": "2026-11-20"}], "--json")

    assert [verdict["answer"] for verdict in json.loads(done.out)] == ["no", "yes", "not_yet"]


def test_a_list_of_one_is_answered_by_a_list(check):
    assert isinstance(json.loads(check([ENTITLED], "--json").out), list)


def test_an_empty_list_is_answered_by_an_empty_list(check):
    done = check([], "--json")

    assert (done.code, json.loads(done.out)) == (0, [])


def test_a_file_is_read_with_or_without_a_mark_of_order(coupdepouce, tmp_path):
    path = tmp_path / "menages.json"
    path.write_bytes(b"\xef\xbb\xbf" + CONTRACT.encode())

    done = coupdepouce("check", path, "--json")

    assert json.loads(done.out)["answer"] == "yes"


@pytest.mark.parametrize("locale", ["C", "fr_FR.ISO-8859-1"])
def test_a_process_writes_utf8_whatever_the_machine(locale):
    speaks = {"LC_ALL": locale, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}

    done = process("-m", "coupdepouce", "check", "-", written=json.dumps(ENTITLED), **speaks)

    assert (done.returncode, done.stderr) == (0, b"")
    assert "À apporter" in done.stdout.decode("utf-8")


def test_one_malformed_fact_refuses_the_whole_file_and_prints_nothing(check):
    done = check([ENTITLED, ENTITLED | {"quotient_familial": -1}], "--json")

    assert (done.code, done.out) == (3, "")
    assert done.err == (
        "[1].quotient_familial : un nombre entier est attendu, 0 ou plus,"
        " sans virgule ni guillemets.\n"
    )


MALFORMED = {
    "not JSON": ("{", "Ligne 1, colonne 2 : ce n’est pas du JSON."),
    "nothing": ("", "Ligne 1, colonne 1 : ce n’est pas du JSON."),
    "a key twice": ('{"on": "2026-11-20", "on": "2026-11-21"}', "on : cette clé y est deux fois"),
    "a number without end": ('{"on": ' + "1" * 5000 + "}", "Ce JSON ne se lit pas"),
    "brackets without end": ("[" * 100_000, "Ce JSON ne se lit pas"),
    "a quotient that is not a number": (
        '{"on": "2026-11-20", "quotient_familial": NaN}', "[0].quotient_familial : un nombre"),
    "a cost without end": (
        '{"on": "2026-11-20", "line": {"monthly_cost": 1e999}}', "[0].line.monthly_cost : un"),
    "a district": ('{"on": "2026-11-20", "commune": "75101"}', "écrivez « 75056 »."),
    "a word alone": ('"on"', "[0] : un objet entre accolades est attendu."),
}  # fmt: skip


@pytest.mark.parametrize("case", MALFORMED.values(), ids=MALFORMED)
def test_what_cannot_be_read_is_refused_in_a_sentence(check, case):
    written, sentence = case

    done = check(written, "--json")

    assert (done.code, done.out) == (3, "")
    assert sentence in done.err


def test_a_file_that_is_not_utf8_is_refused(coupdepouce, tmp_path):
    path = tmp_path / "menages.json"
    path.write_bytes('{"é": 1}'.encode("latin-1"))

    done = coupdepouce("check", path)

    assert done.code == 3
    assert "n’est pas en UTF-8" in done.err


def test_a_missing_file_is_a_wrong_usage(coupdepouce, tmp_path):
    done = coupdepouce("check", tmp_path / "absent.json", "--json")

    assert (done.code, done.out) == (2, "")
    assert "n’existe pas : vérifiez son nom." in done.err


def test_a_folder_is_a_wrong_usage(coupdepouce, tmp_path):
    done = coupdepouce("check", tmp_path)

    assert done.code == 2
    assert "ne s’ouvre pas" in done.err


def test_an_unknown_option_is_a_wrong_usage(coupdepouce):
    assert coupdepouce("check", "-", "--jsn").code == 2


def test_another_programme_is_judged_by(check, tmp_path):
    path = tmp_path / "programme.toml"
    path.write_text(default_text().replace("value = 700", "value = 500"), encoding="utf-8")

    done = check(ENTITLED | {"statuses": []}, "--json", "--programme", path)

    assert json.loads(done.out)["answer"] == "no"


def test_a_wrong_programme_is_refused(check, tmp_path):
    path = tmp_path / "programme.toml"
    path.write_text(default_text().replace('code = "32"', 'code = "33"'), encoding="utf-8")

    done = check(ENTITLED, "--json", "--programme", path)

    assert (done.code, done.out) == (3, "")
    assert "« 33 » n’est pas au Code officiel géographique" in done.err


def lines(check, written):
    return check(written).out.replace("\u202f", " ").replace("\u00a0", " ").splitlines()


def test_a_person_reads_why_and_what_to_bring(check):
    line = {"has": True, "monthly_cost": 34.99}

    assert lines(check, ENTITLED | {"line": line}) == [
        "Vous y avez droit.",
        "Pourquoi : Votre quotient familial est de 512. La limite est de 700. (chiffre à vérifier)",
        "À apporter : le papier de la CAF ou de la MSA avec votre quotient familial.",
        "Économie : vous gardez 15 € par mois.",
    ]


def test_a_person_reads_what_is_missing_and_the_other_route(check):
    read = lines(
        check, [{"on": "2026-11-20"}, ENTITLED | {"quotient_familial": 900, "statuses": []}]
    )

    assert read[:4] == [
        "Ménage 1",
        "On ne peut pas encore répondre.",
        "Il manque : la commune, les aides reçues, le quotient familial.",
        "",
    ]
    assert read[4:6] == ["Ménage 2", "Vous n’y avez pas droit aujourd’hui."]
    assert read[-1] == "Autre route : la situation difficile."


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        pytest.param({"has": False}, "vous en gagnez une.", id="no line"),
        pytest.param({"has": True, "monthly_cost": 19.99}, "le même", id="the same price"),
        pytest.param({"has": True, "monthly_cost": 10}, "9,99 € de plus", id="a cheaper line"),
    ],
)
def test_a_person_reads_what_it_changes(check, line, sentence):
    assert sentence in lines(check, ENTITLED | {"line": line})[-1]


def test_a_person_reads_that_the_list_is_empty(check):
    assert lines(check, []) == ["Aucun ménage dans ce fichier."]


def test_a_process_that_judges_does_not_start_django():
    code = "import sys, coupdepouce.cli; sys.exit('django.conf' in sys.modules)"

    assert process("-c", code).returncode == 0


def test_a_process_that_refuses_exits_3_and_shows_half_a_character():
    written = json.dumps({"on": "2026-11-20", "commune": "\ud800"})

    done = process("-m", "coupdepouce", "check", "-", written=written)

    assert (done.returncode, done.stdout) == (3, b"")
    assert done.stderr.decode().startswith("[0].commune : « \\ud800 » n’existe pas")


def test_a_key_written_twice_is_named_with_its_household(coupdepouce):
    text = '[{"on": "2026-11-20"}, {"on": "2026-11-20", "on": "2026-11-21"}]'

    done = coupdepouce("check", "-", written=text)

    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("[1].on : ")
