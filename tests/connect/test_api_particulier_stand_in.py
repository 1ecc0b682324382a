"""The stand-in: which case answers which request, and folders that cannot be read."""

from pathlib import Path
from textwrap import indent
from urllib.parse import urlencode

import httpx
import pytest
import yaml

from coupdepouce.connect.api_particulier.stand_in import DEMO_PAYLOADS, StandIn
from coupdepouce.core.refusal import Refusal

FOLDER = "api_particulier_v3_cnav_quotient_familial_with_civility"
BORN_IN = "codeCogInseeCommuneNaissance"
PATH = "/v3/dss/quotient_familial/identite"


def write(folder: Path, name: str, params: str, *, status: int = 200, payload: str = "{}") -> None:
    text = f"params:\n{indent(params, '  ')}\nstatus: {status}\npayload: |-\n  {payload}\n"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def played(folder: Path, path: str, *asked: tuple[str, str]) -> tuple[int, str]:
    server = StandIn(folder)
    server.server_close()
    status, _, file = server.answer(path, urlencode(asked))
    return status, file


@pytest.mark.parametrize(
    ("case", "published", "asked"),
    [
        ("a number and its text", "jourDateNaissance: 1", [("jourDateNaissance", "01")]),
        ("a zero lost", f"{BORN_IN}: 8480", [(BORN_IN, "08480")]),
        ("a zero kept", f"{BORN_IN}: '08480'", [(BORN_IN, "8480")]),
        ("not octal", f"{BORN_IN}: 01053", [(BORN_IN, "01053")]),
        ("letters' case", "nomNaissance: ÉLOI", [("nomNaissance", "Éloi")]),
        ("two ways to write an accent", "nomNaissance: René", [("nomNaissance", "Rene\u0301")]),
        ("Mr NO is not a boolean", "nomNaissance: NO", [("nomNaissance", "no")]),
        ("Corsica", f"{BORN_IN}: 2A004", [(BORN_IN, "2a004")]),
        ("misspelt in the file", "anneeDateDaissance: 1980", [("anneeDateNaissance", "1980")]),
        ("misspelt in the request", "anneeDateNaissance: 1980", [("anneeDateDaissance", "1980")]),
        ("more than needed", "nomNaissance: A", [("nomNaissance", "a"), ("recipient", "1")]),
        ("a list", "prenoms:\n- ADA\n- LOU", [("prenoms[]", "Ada"), ("prenoms[]", "Lou")]),
        ("a longer list", "prenoms: [ADA]", [("prenoms[]", "ADA"), ("prenoms[]", "LOU")]),
        ("another order", "prenoms: [ADA, LOU]", [("prenoms[]", "LOU"), ("prenoms[]", "ADA")]),
        ("a list without brackets", "prenoms: [ADA]", [("prenoms", "Ada")]),
        ("an empty key", "nomNaissance: A\nnomUsage:", [("nomNaissance", "A")]),
        ("a null key", "nomNaissance: A\nnomUsage: null", [("nomNaissance", "A")]),
    ],
    ids=lambda v: v if isinstance(v, str) and ":" not in v else None,
)  # fmt: skip
def test_a_request_that_carries_all_the_params_matches(tmp_path, case, published, asked):
    write(tmp_path / FOLDER, "case.yaml", published)

    assert played(tmp_path, PATH, *asked) == (200, "case.yaml")


@pytest.mark.parametrize(
    ("case", "published", "asked"),
    [
        ("a param lacks", "nomNaissance: A\nsexeEtatCivil: F", [("nomNaissance", "A")]),
        ("another value", "nomNaissance: A", [("nomNaissance", "B")]),
        ("an accent", "nomNaissance: RENE", [("nomNaissance", "René")]),
        ("a shorter list", "prenoms: [ADA, LOU]", [("prenoms[]", "ADA")]),
    ],
    ids=lambda v: None,
)
def test_a_request_that_does_not_gets_the_official_404(tmp_path, case, published, asked):
    write(tmp_path / FOLDER, "case.yaml", published)

    assert played(tmp_path, PATH, *asked) == (404, "-"), case


def test_the_most_demanding_case_wins_then_the_first_name(tmp_path):
    write(tmp_path / FOLDER, "b.yaml", "nomNaissance: A", status=201)
    write(tmp_path / FOLDER, "a.yml", "nomNaissance: A", status=202)
    write(tmp_path / FOLDER, "z.yaml", "nomNaissance: A\nsexeEtatCivil: F", status=203)

    simple = played(tmp_path, PATH, ("nomNaissance", "A"))
    demanding = played(tmp_path, PATH, ("nomNaissance", "A"), ("sexeEtatCivil", "F"))

    assert (simple, demanding) == ((202, "a.yml"), (203, "z.yaml"))


def test_a_folder_says_its_path(tmp_path):
    write(tmp_path / FOLDER.replace("civility", "france_connect"), "case.yaml", "nomNaissance: A")

    status = played(tmp_path, "/v3/dss/quotient_familial/france_connect", ("nomNaissance", "A"))

    assert status == (200, "case.yaml")


def test_over_the_wire(tmp_path, play):
    write(tmp_path / FOLDER, "case.yaml", "nomNaissance: Éloi", payload='{"data": "é"}')
    server = play(tmp_path)

    found = httpx.get(server.url + PATH, params={"nomNaissance": "éloi"})
    lost = httpx.get(server.url + PATH)
    elsewhere = httpx.get(server.url + "/v3/dss/autre/identite")

    assert (found.status_code, found.json()) == (200, {"data": "é"})
    assert (lost.status_code, lost.json()["errors"][0]["code"]) == (404, "37003")
    assert (elsewhere.status_code, elsewhere.headers["Content-Type"][:10]) == (404, "text/plain")
    assert PATH in elsewhere.text


def test_it_tells_the_path_and_the_case_and_never_the_person(tmp_path, play):
    write(tmp_path / FOLDER, "case.yaml", "nomNaissance: EXEMPLE")
    server = play(tmp_path)
    told: list[str] = []
    server.tell = told.append

    httpx.get(server.url + PATH, params={"nomNaissance": "EXEMPLE"})
    httpx.get(server.url + "/EXEMPLE", params={"nomNaissance": "EXEMPLE"})

    assert told == [f"{PATH} → 200 (case.yaml)", "404 (-)"]


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("params: [\nstatus: 200", "ligne"),
        ("", ""),
        ("- a list", ""),
        ("params: {}\npayload: x", "status"),
        ("params: {}\nstatus: 200", "payload"),
        ("params: {}\nstatus: soon\npayload: x", "soon"),
        ("params: text\nstatus: 200\npayload: x", ""),
        ("params: {prenoms: {a: b}}\nstatus: 200\npayload: x", "params"),
    ],
)
def test_a_case_that_cannot_be_read_is_named(tmp_path, text, detail):
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "broken.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(Refusal) as refused:
        StandIn(tmp_path)

    assert refused.value.code == "payload_malformed"
    assert f"{FOLDER}/broken.yaml" in refused.value.sentence
    assert detail in refused.value.sentence


def test_a_case_that_is_not_utf8_is_named(tmp_path):
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "latin.yaml").write_bytes("params: é".encode("latin-1"))

    with pytest.raises(Refusal, match=r"latin\.yaml"):
        StandIn(tmp_path)


def test_a_payload_may_be_written_as_yaml(tmp_path):
    (tmp_path / FOLDER).mkdir()
    text = "params: {}\nstatus: 200\npayload: {data: {quotient_familial: {valeur: 512}}}\n"
    (tmp_path / FOLDER / "case.yaml").write_text(text, encoding="utf-8")
    server = StandIn(tmp_path)
    server.server_close()

    assert yaml.safe_load(server.answer(PATH, "")[1])["data"]["quotient_familial"]["valeur"] == 512


@pytest.mark.parametrize("where", ["", "absent", "file"])
def test_a_folder_without_cases_is_refused(tmp_path, where):
    (tmp_path / "file").write_text("")

    with pytest.raises(Refusal) as refused:
        StandIn(tmp_path / where)

    assert refused.value.code == "payloads_missing"


@pytest.mark.parametrize(
    ("path", "name", "status"),
    [
        (PATH, "EXEMPLE-SOUS", 200),
        (PATH, "EXEMPLE-DESSUS", 200),
        (PATH, "EXEMPLE-ZERO", 200),
        (PATH, "EXEMPLE-ABSENT", 404),
        (PATH, "EXEMPLE-PANNE", 504),
        ("/v3/dss/revenu_solidarite_active/identite", "EXEMPLE-OUI", 200),
        ("/v3/dss/revenu_solidarite_active/identite", "EXEMPLE-NON", 200),
    ],
)
def test_the_demonstration_has_its_cases(path, name, status):
    asked = (("nomNaissance", name), ("prenoms[]", "Camille"), ("sexeEtatCivil", "F"))

    found = played(DEMO_PAYLOADS, path, *asked)

    assert found[0] == status
    assert found[1] != "-"
