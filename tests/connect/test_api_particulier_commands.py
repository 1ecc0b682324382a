"""`coupdepouce stand-in` and `coupdepouce proof`, as a partner's IT types them."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from coupdepouce.connect.api_particulier.stand_in import DEMO_PAYLOADS
from tests.connect.conftest import ROOT

CAMILLE = {"nomNaissance": "EXEMPLE-OUI", "prenoms": ["Camille"], "sexeEtatCivil": "F"}
CODES = {
    "200-sous-le-plafond": "quotient_at_or_under_ceiling",
    "200-au-dessus": "quotient_over_ceiling",
    "200-zero": "quotient_zero_doubt",
    "404-sans-dossier": "file_not_found",
    "504-caisse-en-panne": "provider_timeout",
    "200-oui": "status_held",
    "200-non": "status_not_held",
}
COMMAND = (sys.executable, "-m", "coupdepouce")


def run(*words: str, entry: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *words],
        input=entry,
        capture_output=True,
        text=True,
        timeout=30,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": "src:.", **env},
        check=False,
    )


@contextmanager
def stand_in(*words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    server = subprocess.Popen(
        [*COMMAND, "stand-in", "api-particulier", "--port", "0", *words],
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": "src:."},
    )
    try:
        line = server.stderr.readline()
        yield server, next(word for word in line.split() if word.startswith("http://"))
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=10)
        server.stderr.close()


@pytest.fixture(scope="module")
def url():
    with stand_in("--payloads", str(DEMO_PAYLOADS)) as (_, address):
        yield address


def proof(url: str, person: object, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    entry = person if isinstance(person, str) else json.dumps(person)
    options = ("--endpoint", "revenu_solidarite_active", "--url", url, "--json")
    return run("proof", "-", *options, *words, entry=entry, **env)


def test_held(url):
    done = proof(url, CAMILLE, "--on", "2026-11-20")

    assert done.returncode == 0
    assert json.loads(done.stdout) == {
        "verdict": "held",
        "code": "status_held",
        "sentence": "Cette personne a droit au revenu de solidarité active (RSA).",
    }
    assert done.stderr == ""


@pytest.mark.parametrize("case", sorted(DEMO_PAYLOADS.glob("*/*.yaml")), ids=lambda one: one.stem)
def test_the_identities_of_the_demonstration_are_asked_as_they_are_written(url, case):
    found = yaml.safe_load(case.read_text())
    endpoint = case.parent.name.removeprefix("api_particulier_v3_cnav_").partition("_with_")[0]

    done = proof(url, found["params"], "--endpoint", endpoint)

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["code"] == CODES[case.stem]


@pytest.mark.parametrize(
    ("name", "verdict"), [("EXEMPLE-NON", "not_held"), ("EXEMPLE-INCONNU", "doubt")]
)
def test_any_verdict_is_a_success(url, name, verdict):
    done = proof(url, {**CAMILLE, "nomNaissance": name})

    assert (done.returncode, json.loads(done.stdout)["verdict"]) == (0, verdict)


def test_nobody_there_is_a_verdict_too():
    done = proof("http://127.0.0.1:9", CAMILLE)

    assert (done.returncode, json.loads(done.stdout)["verdict"]) == (0, "unavailable")


def test_from_a_file_in_words_with_a_published_slip(url, tmp_path):
    file = tmp_path / "identity.json"
    file.write_text(json.dumps({**CAMILLE, "moisDateDaissance": 4}), encoding="utf-8")

    done = run("proof", str(file), "--endpoint", "revenu_solidarite_active", "--url", url)

    assert done.stdout.startswith("Cette personne a droit")
    assert "« moisDateDaissance » est lu comme « moisDateNaissance »" in done.stderr


@pytest.mark.parametrize(
    ("person", "says"),
    [
        ("{", "n’est pas du JSON"),
        ("[]", "objet JSON"),
        ({**CAMILLE, "sexeEtatCivil": "X"}, "« sexeEtatCivil » est mal écrit"),
        ({**CAMILLE, "nomNaisance": "X"}, "Vouliez-vous dire « nomNaissance »"),
    ],
)
def test_a_malformed_identity_is_refused(url, person, says):
    done = proof(url, person)

    assert (done.returncode, done.stdout) == (3, "")
    assert says in done.stderr


def test_a_file_that_is_not_there_is_a_wrong_usage(url):
    done = run("proof", "absent.json", "--endpoint", "revenu_solidarite_active", "--url", url)

    assert done.returncode == 2
    assert "absent.json" in done.stderr


def test_elsewhere_than_on_this_machine_a_siret_and_a_token_are_needed():
    without_token = proof("https://example.invalid", CAMILLE)
    without_siret = proof(
        "https://example.invalid", CAMILLE, COUPDEPOUCE_API_PARTICULIER_TOKEN="jeton"
    )

    assert (without_token.returncode, without_siret.returncode) == (3, 3)
    assert "jeton" in without_token.stderr
    assert "SIRET" in without_siret.stderr


def test_an_endpoint_that_does_not_exist_is_a_wrong_usage(url):
    done = run("proof", "-", "--endpoint", "impots", "--url", url, entry="{}")

    assert done.returncode == 2


def test_the_stand_in_stops_quietly():
    with stand_in() as (server, _):
        server.send_signal(signal.SIGINT)
        said = server.stderr.read()

    assert server.returncode == 0
    assert said.strip() == "Arrêté."


def test_the_stand_in_refuses_a_folder_without_cases(tmp_path):
    done = run("stand-in", "api-particulier", "--payloads", str(tmp_path), "--port", "0")

    assert done.returncode == 3
    assert "ne contient aucun dossier de cas" in done.stderr


def test_the_stand_in_refuses_a_port_already_taken(url):
    port = url.rsplit(":", 1)[1]

    done = run("stand-in", "api-particulier", "--port", port)

    assert done.returncode == 3
    assert "n’est pas libre" in done.stderr


@pytest.mark.parametrize(
    ("value", "verdict"), [(699, "held"), (700, "held"), (701, "not_held"), (0, "doubt")]
)
def test_the_ceiling_is_the_programmes(tmp_path, value, verdict):
    folder = tmp_path / "api_particulier_v3_cnav_quotient_familial_with_civility"
    folder.mkdir()
    payload = json.dumps({"data": {"quotient_familial": {"valeur": value}}})
    text = f"params: {{}}\nstatus: 200\npayload: '{payload}'\n"
    Path(folder, "case.yaml").write_text(text, encoding="utf-8")

    with stand_in("--payloads", str(tmp_path)) as (_, url):
        done = run(
            "proof", "-", "--endpoint", "quotient_familial", "--url", url, "--json",
            entry=json.dumps(CAMILLE),
        )  # fmt: skip

    assert json.loads(done.stdout)["verdict"] == verdict
