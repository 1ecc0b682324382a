"""What each answer of API Particulier means; the quotient and the person are never kept."""

import json
from dataclasses import asdict
from datetime import date

import pytest
import yaml

from coupdepouce.connect.api_particulier import answers
from coupdepouce.connect.api_particulier.answers import BY_STATUS, ERRORS, read_answer
from coupdepouce.connect.api_particulier.parameters import (
    NEEDED_BY_SPECIFICATION,
    Endpoint,
    parameters,
)

ON = date(2026, 11, 20)
QF, RSA = Endpoint.QUOTIENT_FAMILIAL, Endpoint.RSA


def read(endpoint: Endpoint, status: int, content: object, on: date = ON):
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return read_answer(endpoint, status, body, ceiling=700, on=on)


def quotient(value: object) -> dict[str, object]:
    return {"data": {"quotient_familial": {"fournisseur": "MSA", "valeur": value}}}


def right(held: object, since: object = None) -> dict[str, object]:
    return {"data": {"est_beneficiaire": held, "date_debut_droit": since}}


@pytest.mark.parametrize(
    ("case", "value", "verdict", "code"),
    [
        ("zero proves nothing", 0, "doubt", "quotient_zero_doubt"),
        ("one euro", 1, "held", "quotient_at_or_under_ceiling"),
        ("one euro under the ceiling", 699, "held", "quotient_at_or_under_ceiling"),
        ("at the ceiling", 700, "held", "quotient_at_or_under_ceiling"),
        ("one euro above", 701, "not_held", "quotient_over_ceiling"),
        ("negative", -1, "unavailable", "unexpected_answer"),
        ("missing", None, "unavailable", "unexpected_answer"),
        ("a text", "512", "unavailable", "unexpected_answer"),
        ("a decimal", 512.5, "unavailable", "unexpected_answer"),
        ("a boolean", True, "unavailable", "unexpected_answer"),
    ],
    ids=lambda v: None,
)
def test_quotient(case, value, verdict, code):
    answer = read(QF, 200, quotient(value))

    assert (answer.verdict, answer.code) == (verdict, code), case


@pytest.mark.parametrize(
    ("case", "held", "since", "verdict", "code"),
    [
        ("held, no date", True, None, "held", "status_held"),
        ("held since yesterday", True, "2026-11-19", "held", "status_held"),
        ("held from that very day", True, "2026-11-20", "held", "status_held"),
        ("starts the next day", True, "2026-11-21", "not_held", "right_not_started"),
        ("not held", False, None, "not_held", "status_not_held"),
        ("a text for a boolean", "true", None, "unavailable", "unexpected_answer"),
        ("nothing said", None, None, "unavailable", "unexpected_answer"),
        ("a day that does not exist", True, "2026-02-30", "unavailable", "unexpected_answer"),
        ("a number for a day", True, 20261120, "unavailable", "unexpected_answer"),
    ],
    ids=lambda v: None,
)
@pytest.mark.parametrize("endpoint", [Endpoint.RSA, Endpoint.AAH, Endpoint.C2S])
def test_right(endpoint, case, held, since, verdict, code):  # noqa: PLR0917
    answer = read(endpoint, 200, right(held, since))

    assert (answer.verdict, answer.code) == (verdict, code), case


def test_a_right_to_come_says_its_day_in_words():
    answer = read(RSA, 200, right(True, "2026-12-04"))

    assert "commence le vendredi 4 décembre 2026" in answer.sentence


@pytest.mark.parametrize("code", ["10003", "23003", "35003", "37003", "40003", "99003"])
def test_no_file_is_a_doubt_with_another_route_and_never_a_no(code):
    answer = read(QF, 404, {"errors": [{"code": code}]})

    assert (answer.verdict, answer.code) == ("doubt", "file_not_found")
    assert "Ce n’est pas un refus" in answer.sentence
    assert "une autre voie" in answer.sentence


@pytest.mark.parametrize(
    ("status", "code", "ours", "retry"),
    [
        (401, "00101", "token_refused", False),
        (401, "00103", "token_expired", False),
        (401, "00105", "token_blacklisted", False),
        (403, "00100", "rights_insufficient", False),
        (409, "00015", "same_request_running", True),
        (422, "00366", "identity_not_accepted", False),
        (422, "00203", "recipient_missing", False),
        (429, "00429", "too_many_requests", True),
        (502, "37999", "provider_error", True),
        (504, "00501", "network_error", True),
        (504, "37001", "provider_unavailable", True),
        (504, "37002", "provider_timeout", True),
        (504, "37004", "provider_not_reached", True),
        (504, "37008", "provider_busy", True),
        (504, "an unknown code", "provider_timeout", True),
        (500, "an unknown code", "provider_error", True),
        (503, "an unknown code", "unreachable", True),
        (418, "an unknown code", "unexpected_answer", False),
    ],
)
def test_a_service_that_fails_decides_nothing(status, code, ours, retry):
    answer = read(RSA, status, {"errors": [{"code": code}]})

    assert (answer.verdict, answer.code, answer.retry) == ("unavailable", ours, retry)
    assert "regardez vous-même le justificatif" in answer.sentence


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Maintenance</html>",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"12",
        b'{"data": []}',
        b'{"data": {"quotient_familial": 512}}',
        b"[" * 100_000,
        b'{"data": {"quotient_familial": {"valeur": ' + b"9" * 5000 + b"}}}",
        b'{"data": {"quotient_familial": {"valeur": 1}}}' + b" " * answers.LARGEST_BODY,
    ],
    ids=[
        "empty",
        "html",
        "binary",
        "list",
        "null",
        "number",
        "data",
        "bare",
        "deep",
        "long",
        "big",
    ],
)
@pytest.mark.parametrize("status", [200, 204, 302])
def test_what_cannot_be_read_is_unavailable_and_never_a_fault(status, body):
    answer = read(QF, status, body)

    assert (answer.verdict, answer.code) == ("unavailable", "unexpected_answer")


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ({}, "doubt"),
        ({"errors": []}, "doubt"),
        (b"<h1>Not found</h1>", "unavailable"),
        (b"", "unavailable"),
    ],
    ids=["empty object", "no code", "a web page", "nothing"],
)
def test_a_404_is_a_doubt_unless_it_is_not_even_json(body, verdict):
    assert read(QF, 404, body).verdict == verdict


@pytest.mark.parametrize("errors", [[], {}, "37003", [[]], ["37003"], [{}], [{"code": None}]])
def test_an_error_without_a_code_is_read_by_its_status(errors):
    answer = read(QF, 429, {"errors": errors})

    assert answer.code == "too_many_requests"


def test_nothing_of_the_person_stays():
    content = quotient(512)
    content["data"] |= {"enfants": [{"prenoms": "Ada"}], "adresse": {"pays": "FRANCE"}}

    answer = read(QF, 200, content)

    assert set(asdict(answer)) == {"verdict", "code", "sentence", "on", "provider", "retry"}
    assert "512" not in repr(answer)
    assert "Ada" not in repr(answer)
    assert answer.provider == "MSA"


def test_a_provider_that_is_none_of_the_two_is_not_repeated():
    content = quotient(512)
    content["data"]["quotient_familial"]["fournisseur"] = "Mme EXEMPLE"

    assert read(QF, 200, content).provider is None


def every_sentence() -> list[str]:
    rows = [*ERRORS.values(), *BY_STATUS.values(), answers.UNEXPECTED, answers.TOO_SLOW]
    told = [read(QF, 200, quotient(value)) for value in (0, 1, 701)]
    told += [read(e, 200, right(False)) for e in answers.RIGHTS]
    told += [read(e, 200, right(True, "2027-01-01")) for e in answers.RIGHTS]
    return [row.sentence for row in (*rows, *told)]


def test_sentences_are_short():
    spoken = [part for text in every_sentence() for part in text.split(". ")]

    assert [part for part in spoken if len(part.split()) > 20] == []


@pytest.fixture(scope="module")
def specification(shared):
    text = (shared / "specs" / "api_particulier" / "openapi.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))["paths"]


@pytest.mark.parametrize("endpoint", Endpoint)
def test_we_ask_what_the_specification_lets_us_ask(specification, endpoint):
    declared = specification[endpoint.path]["get"]["parameters"]
    query = {p["name"]: p.get("required", False) for p in declared if p["in"] == "query"}

    assert set(parameters(endpoint)) == set(query)
    assert set(NEEDED_BY_SPECIFICATION) == {name for name, needed in query.items() if needed}


def documented_errors(specification, endpoint: Endpoint) -> set[tuple[int, str]]:
    found = set()
    for way in ("identite", "france_connect"):
        responses = specification[f"/v3/dss/{endpoint}/{way}"]["get"]["responses"]
        for status, response in responses.items():
            examples = response["content"]["application/json"].get("examples", {}).values()
            errors = [error for e in examples for error in e["value"].get("errors", [])]
            found |= {(int(status), error["code"]) for error in errors}
    return found


def test_every_documented_error_has_its_row_and_no_row_is_invented(specification):
    documented = set().union(*(documented_errors(specification, e) for e in Endpoint))

    # 37003 stands in the published payloads and not in the specification.
    assert set(ERRORS) == documented | {(404, "37003")}
