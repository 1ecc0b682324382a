"""Every published payload goes over a real wire to its verdict."""

import json
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
import yaml

from coupdepouce.connect.api_particulier.answers import read_answer
from coupdepouce.connect.api_particulier.identity import read_identity
from coupdepouce.connect.api_particulier.parameters import MISSPELT, Endpoint
from tests.connect.api_particulier_cases import CEILING, client_of
from tests.connect.conftest import ROW, SHARED

ON = date(2026, 11, 20)
PAYLOADS = SHARED / "specs" / "api_particulier" / "payloads"
FILES = sorted(file for file in PAYLOADS.glob("*/*") if file.suffix in {".yaml", ".yml"})
CIVIL = [file for file in FILES if file.parent.name.endswith("_with_civility")]
FRANCE_CONNECT = [file for file in FILES if file.parent.name.endswith("_with_france_connect")]
MISSPELT_FILES = [f for f in CIVIL if any(slip in f.read_text("utf-8") for slip in MISSPELT)]


def name_of(file: Path) -> str:
    return f"{file.parent.name.removeprefix('api_particulier_v3_cnav_')}/{file.name}"


def case_of(file: Path) -> tuple[Endpoint, dict, int, dict]:
    raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    endpoint = name_of(file).split("_with_")[0]
    return Endpoint(endpoint), raw["params"], raw["status"], json.loads(raw["payload"])


def expected(status: int, payload: dict) -> str:
    """Say the verdict as a person would, reading the published file."""
    if status == 404:
        return "doubt"
    if status != 200:
        return "unavailable"
    data = payload["data"]
    if "quotient_familial" in data:
        value = data["quotient_familial"]["valeur"]
        return "doubt" if value == 0 else "held" if value <= CEILING else "not_held"
    started = (data["date_debut_droit"] or "0000") <= ON.isoformat()
    return "held" if data["est_beneficiaire"] and started else "not_held"


@pytest.fixture(scope="module")
def stand_in(shared, play):
    return play(shared / "specs" / "api_particulier" / "payloads")


def test_the_published_payloads_are_here(shared):
    assert len(CIVIL) == 51
    assert len(FRANCE_CONNECT) == 19
    assert len(MISSPELT_FILES) == 3


@pytest.mark.parametrize("file", CIVIL, ids=name_of)
def test_asked_by_civil_identity(stand_in, file, record_property):
    endpoint, params, status, payload = case_of(file)

    with client_of(stand_in.url) as client:
        answer = client.ask(endpoint, read_identity(params), on=ON, ceiling=CEILING)

    assert answer.verdict == expected(status, payload)
    row = f"| {name_of(file)} | {status} | {answer.verdict} | {answer.code} |"
    record_property(ROW, row)


@pytest.mark.parametrize("file", MISSPELT_FILES, ids=name_of)
def test_a_misspelt_file_answers_to_the_specification_names(stand_in, file):
    endpoint, params, status, payload = case_of(file)
    right = {MISSPELT.get(name, name): value for name, value in params.items()}

    with client_of(stand_in.url) as client:
        answer = client.ask(endpoint, read_identity(right), on=ON, ceiling=CEILING)

    assert answer.verdict == expected(status, payload)


@pytest.mark.parametrize("file", FRANCE_CONNECT, ids=name_of)
def test_asked_by_france_connect(stand_in, file, record_property):
    endpoint, params, status, payload = case_of(file)

    response = httpx.get(f"{stand_in.url}/v3/dss/{endpoint}/france_connect", params=params)
    answer = read_answer(endpoint, response.status_code, response.content, ceiling=CEILING, on=ON)

    assert response.json() == payload
    assert answer.verdict == expected(status, payload)
    record_property(ROW, f"| {name_of(file)} | {status} | {answer.verdict} | {answer.code} |")


@pytest.mark.parametrize("file", CIVIL, ids=name_of)
def test_each_request_gets_its_own_file(stand_in, file):
    endpoint, params, _, _ = case_of(file)
    asked = read_identity(params).query(endpoint, recipient="0" * 14)

    assert stand_in.answer(endpoint.path, urlencode(asked))[2] == file.name


@pytest.mark.parametrize(
    ("on", "verdict"), [(date(2026, 9, 28), "not_held"), (date(2026, 9, 29), "held")]
)
def test_the_published_right_to_come_opens_on_its_day(stand_in, shared, on, verdict):
    folder = "api_particulier_v3_cnav_complementaire_sante_solidaire_with_civility"
    file = PAYLOADS / folder / "beneficiaire_sans_participation_financiere_homme_200_futur.yml"
    endpoint, params, _, _ = case_of(file)

    with client_of(stand_in.url) as client:
        answer = client.ask(endpoint, read_identity(params), on=on, ceiling=CEILING)

    assert answer.verdict == verdict


@pytest.mark.parametrize(
    ("status", "code", "ours"),
    [
        (401, "00101", "token_refused"),
        (401, "00103", "token_expired"),
        (401, "00105", "token_blacklisted"),
        (403, "00100", "rights_insufficient"),
        (409, "00015", "same_request_running"),
        (422, "00203", "recipient_missing"),
        (422, "00366", "identity_not_accepted"),
    ],
)
@pytest.mark.parametrize("endpoint", Endpoint)
def test_documented_errors_that_no_published_file_shows(  # noqa: PLR0917
    tmp_path, play, endpoint, status, code, ours
):
    folder = tmp_path / f"api_particulier_v3_cnav_{endpoint}_with_civility"
    folder.mkdir()
    payload = json.dumps({"errors": [{"code": code, "title": "Titre", "meta": {}}]})
    case = {"params": {"nomNaissance": "EXEMPLE"}, "status": status, "payload": payload}
    (folder / "case.yaml").write_text(yaml.safe_dump(case), encoding="utf-8")
    person = {"nomNaissance": "EXEMPLE", "prenoms": ["Camille"], "sexeEtatCivil": "F"}

    with client_of(play(tmp_path).url) as client:
        answer = client.ask(endpoint, read_identity(person), on=ON, ceiling=CEILING)

    assert (answer.verdict, answer.code) == ("unavailable", ours)
