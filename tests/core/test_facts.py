"""Facts are read strictly: a wrong one is refused with its index, its key and the remedy."""

from datetime import date

import pytest

from coupdepouce.core.eligibility import Facts, Hardship, LineToday, ProofSeen, read_facts
from coupdepouce.core.refusal import Refusal

EXAMPLE = {
    "on": "2026-11-20", "commune": "59350", "adults": 1, "children": 2,
    "quotient_familial": 512, "statuses": ["rsa"], "hardship": None,
    "proofs": [{"kind": "attestation_qf", "date": "2026-11-02"}],
    "line": {"has": True, "monthly_cost": 34.99, "ends_on": None, "exit_fee": 0},
    "computer": "none", "skills": "beginner",
}  # fmt: skip


def read(raw, index=0):
    return read_facts(raw, index=index, commune_exists={"59350", "2A004"}.__contains__)


def with_key(**known):
    return {"on": "2026-11-20"} | known


def test_the_example_of_the_contract_is_read():
    assert read(EXAMPLE) == Facts(
        on=date(2026, 11, 20),
        commune="59350",
        adults=1,
        children=2,
        quotient_familial=512,
        statuses=frozenset({"rsa"}),
        hardship=None,
        proofs=(ProofSeen(kind="attestation_qf", date=date(2026, 11, 2)),),
        line=LineToday(has=True, monthly_cost=3499, ends_on=None, exit_fee=0),
        computer="none",
        skills="beginner",
    )


def test_every_key_but_the_day_may_be_missing():
    assert read({"on": "2026-11-20"}) == Facts(on=date(2026, 11, 20))


def test_a_null_key_reads_as_a_missing_one():
    empty = dict.fromkeys(EXAMPLE) | {"on": "2026-11-20"}

    assert read(empty) == Facts(on=date(2026, 11, 20))


def test_an_empty_list_of_statuses_is_not_an_unknown_one():
    assert read(with_key(statuses=[])).statuses == frozenset()
    assert read(with_key(statuses=None)).statuses is None


def test_the_same_status_twice_is_one():
    assert read(with_key(statuses=["rsa", "rsa"])).statuses == frozenset({"rsa"})


@pytest.mark.parametrize(
    ("claim", "hardship"),
    [
        pytest.param(None, None, id="not claimed"),
        pytest.param({"approved": None}, Hardship(approved=None), id="waiting"),
        pytest.param({"approved": True}, Hardship(approved=True), id="approved"),
        pytest.param({"approved": False}, Hardship(approved=False), id="refused"),
    ],
)
def test_hardship(claim, hardship):
    assert read(with_key(hardship=claim)).hardship == hardship


def test_an_empty_line_is_a_line_of_which_nothing_is_known():
    assert read(with_key(line={})).line == LineToday()


@pytest.mark.parametrize("day", ["2028-02-29", "0001-01-01", "2999-12-31"])
def test_a_day_of_the_calendar_is_read(day):
    assert read({"on": day}).on.isoformat() == day


A_COUNT = "un nombre entier est attendu, 0 ou plus, sans virgule ni guillemets."
AN_AMOUNT = "un montant en euros est attendu, entre 0 et 100 000, au centime près."
A_DAY = "une date qui existe est attendue, comme « 2026-11-20 »."
A_FLAG = "true, false ou null est attendu."
AN_OBJECT = "un objet entre accolades est attendu."
STATUSES = "rsa, aah, aspa, ass, c2s, boursier, prime_activite, asf"
PROOFS = "attestation_qf, attestation_droits, api_particulier"
PROOF = {"kind": "attestation_qf", "date": "2026-11-02"}

MALFORMED = {
    "not an object": ([], "", AN_OBJECT),
    "null": (None, "", AN_OBJECT),
    "no day": ({}, "on", f"cette clé est nécessaire : {A_DAY}"),
    "a null day": ({"on": None}, "on", f"cette clé est nécessaire : {A_DAY}"),
    "a month for a day": ({"on": "2026-11"}, "on", A_DAY),
    "a thirteenth month": ({"on": "2026-13-01"}, "on", A_DAY),
    "a 29 February of an ordinary year": ({"on": "2026-02-29"}, "on", A_DAY),
    "an hour": ({"on": "2026-11-20T10:00"}, "on", A_DAY),
    "a day the French way": ({"on": "20/11/2026"}, "on", A_DAY),
    "a compact day": ({"on": "20261120"}, "on", A_DAY),
    "a day of the week": ({"on": "2026-W47-5"}, "on", A_DAY),
    "a day with a space": ({"on": " 2026-11-20"}, "on", A_DAY),
    "a day with a line end": ({"on": "2026-11-20\n"}, "on", A_DAY),
    "a day in other digits": ({"on": "٢٠٢٦-11-20"}, "on", A_DAY),
    "a number for a day": ({"on": 20261120}, "on", A_DAY),
    "a year too far": ({"on": "3000-01-01"}, "on", "une année jusqu’à 2999 est attendue."),
    "a key misspelt": (
        with_key(quotient=1), "quotient",
        "cette clé n’existe pas : essayez « quotient_familial »."),
    "a key unheard of": (
        with_key(zzz=1), "zzz",
        f"cette clé n’existe pas : choisissez parmi {', '.join(EXAMPLE)}."),
    "a commune that does not exist": (
        with_key(commune="59999"), "commune",
        "« 59999 » n’existe pas, écrivez le code Insee à cinq caractères de la commune."),
    "a district of Paris": (
        with_key(commune="75101"), "commune",
        "« 75101 » est un arrondissement, écrivez « 75056 »."),
    "the last district of Lyon": (
        with_key(commune="69389"), "commune",
        "« 69389 » est un arrondissement, écrivez « 69123 »."),
    "the last district of Marseille": (
        with_key(commune="13216"), "commune",
        "« 13216 » est un arrondissement, écrivez « 13055 »."),
    "a commune as a number": (
        with_key(commune=59350), "commune", "un texte entre guillemets est attendu."),
    "an empty commune": (
        with_key(commune=""), "commune",
        "«  » n’existe pas, écrivez le code Insee à cinq caractères de la commune."),
    "minus one adult": (with_key(adults=-1), "adults", A_COUNT),
    "half a child": (with_key(children=1.5), "children", A_COUNT),
    "a negative quotient": (with_key(quotient_familial=-1), "quotient_familial", A_COUNT),
    "a quotient written 512.0": (with_key(quotient_familial=512.0), "quotient_familial", A_COUNT),
    "a quotient between quotes": (with_key(quotient_familial="512"), "quotient_familial", A_COUNT),
    "a quotient that is true": (with_key(quotient_familial=True), "quotient_familial", A_COUNT),
    "a quotient that is not a number": (
        with_key(quotient_familial=float("nan")), "quotient_familial", A_COUNT),
    "a status alone": (
        with_key(statuses="rsa"), "statuses", "une liste entre crochets est attendue."),
    "a status in capitals": (
        with_key(statuses=["RSA"]), "statuses[0]",
        "« RSA » n’est pas connu, essayez « rsa »."),
    "a status unheard of": (
        with_key(statuses=["rsa", "chômeur"]), "statuses[1]",
        f"« chômeur » n’est pas connu, choisissez parmi {STATUSES}."),
    "a status that is null": (
        with_key(statuses=[None]), "statuses[0]",
        f"un texte entre guillemets est attendu, parmi {STATUSES}."),
    "hardship that is true": (with_key(hardship=True), "hardship", AN_OBJECT),
    "hardship that says nothing": (
        with_key(hardship={}), "hardship.approved", f"cette clé est nécessaire : {A_FLAG}"),
    "hardship in words": (with_key(hardship={"approved": "oui"}), "hardship.approved", A_FLAG),
    "hardship as a number": (with_key(hardship={"approved": 1}), "hardship.approved", A_FLAG),
    "hardship with its motive": (
        with_key(hardship={"approved": None, "why": "x"}), "hardship.why",
        "cette clé n’existe pas : choisissez parmi approved."),
    "proofs that are not a list": (
        with_key(proofs=PROOF), "proofs", "une liste entre crochets est attendue."),
    "a proof that is not an object": (with_key(proofs=["attestation_qf"]), "proofs[0]", AN_OBJECT),
    "a proof without its date": (
        with_key(proofs=[{"kind": "attestation_qf"}]), "proofs[0].date",
        f"cette clé est nécessaire : {A_DAY}"),
    "a proof without its kind": (
        with_key(proofs=[{"date": "2026-11-02"}]), "proofs[0].kind",
        f"un texte entre guillemets est attendu, parmi {PROOFS}."),
    "a proof unheard of": (
        with_key(proofs=[PROOF, PROOF | {"kind": "facture"}]), "proofs[1].kind",
        f"« facture » n’est pas connu, choisissez parmi {PROOFS}."),
    "a proof dated by its month": (
        with_key(proofs=[PROOF | {"date": "2026-11"}]), "proofs[0].date", A_DAY),
    "a line that is true": (with_key(line=True), "line", AN_OBJECT),
    "a line held or not, as a number": (with_key(line={"has": 1}), "line.has", A_FLAG),
    "a cost in words": (with_key(line={"monthly_cost": "34,99"}), "line.monthly_cost", AN_AMOUNT),
    "a cost that is true": (with_key(line={"monthly_cost": True}), "line.monthly_cost", AN_AMOUNT),
    "a negative cost": (with_key(line={"monthly_cost": -0.01}), "line.monthly_cost", AN_AMOUNT),
    "a cost finer than a cent": (
        with_key(line={"monthly_cost": 34.999}), "line.monthly_cost", AN_AMOUNT),
    "a cost that is not a number": (
        with_key(line={"monthly_cost": float("nan")}), "line.monthly_cost", AN_AMOUNT),
    "a cost without end": (
        with_key(line={"monthly_cost": float("inf")}), "line.monthly_cost", AN_AMOUNT),
    "a cost one euro too high": (
        with_key(line={"monthly_cost": 100_001}), "line.monthly_cost", AN_AMOUNT),
    "a negative exit fee": (with_key(line={"exit_fee": -1}), "line.exit_fee", AN_AMOUNT),
    "a line that ends in a month": (with_key(line={"ends_on": "2027-01"}), "line.ends_on", A_DAY),
    "a line's key misspelt": (
        with_key(line={"monthly_price": 1}), "line.monthly_price",
        "cette clé n’existe pas : essayez « monthly_cost »."),
    "a computer unheard of": (
        with_key(computer="tablet"), "computer",
        "« tablet » n’est pas connu, choisissez parmi none, old, shared, working."),
    "skills as a number": (
        with_key(skills=3), "skills",
        "un texte entre guillemets est attendu, parmi none, beginner, intermediate, advanced."),
}  # fmt: skip


@pytest.mark.parametrize("case", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_fact_is_refused(case):
    raw, key, remedy = case

    with pytest.raises(Refusal) as refused:
        read(raw, index=7)

    assert refused.value.code == "fact_malformed"
    assert refused.value.data == {"index": 7, "key": key}
    where = f"[7].{key}" if key else "[7]"
    assert refused.value.sentence == f"{where} : {remedy}"
