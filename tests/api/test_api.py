"""The API: a key has the rights of its member and no more, and says no with a code."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from coupdepouce.accounts.models import AccessLog
from coupdepouce.accounts.sealing import keyed_hash
from coupdepouce.api.endpoints import READERS, api
from coupdepouce.api.keys import WRONG_KEYS
from coupdepouce.api.problems import STATUS
from coupdepouce.core.journey.steps import BY_NAME
from coupdepouce.core.roles import STAFF, Role
from coupdepouce.core.voucher import code_of
from coupdepouce.partners.models import ApiKey, Organisation
from coupdepouce.partners.operations import close_membership
from coupdepouce.prescriptions.models import JourneyEvent, Voucher
from tests.apps import cases
from tests.apps.build import NOW, member, organisation
from tests.apps.build_journey import ACCEPTED, ISSUED, prescription

FACTS = {"on": "2026-11-20", "commune": "59350", "quotient_familial": 512}


def issued(number: int = 7, **fields):
    made = prescription(*ISSUED, **fields)
    code = code_of(number)
    Voucher.objects.create(
        prescription=made, code=code, code_hash=keyed_hash("voucher", code), issued_at=NOW,
        last_day=NOW.date() + timedelta(days=3650),
    )  # fmt: skip
    return made, code


def shop():
    return member(Role.SHOP_ADVISOR, of=organisation(Organisation.Kind.SHOP))


# --- keys -------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "x"}])
def test_without_a_good_key_the_answer_is_a_problem(caller, headers):
    software = caller(None)
    software.headers = headers

    answer = software.get("/prescriptions")

    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json()["code"] == "key_unknown"


def test_a_session_is_no_key(caller):
    software = caller(None)
    software.client.force_login(member().user)

    assert software.get("/prescriptions").status_code == 401


def test_a_revoked_key_and_the_key_of_who_left_open_nothing(caller):
    one, gone = member(), member()
    revoked, left = caller(one), caller(gone)
    ApiKey.objects.filter(membership=one).update(revoked_at=NOW)
    close_membership(membership=gone, by=None, at=NOW)

    assert revoked.get("/prescriptions").status_code == 401
    assert left.get("/prescriptions").status_code == 401


def test_wrong_keys_in_a_row_are_slowed_down(caller):
    software = caller(None)
    software.headers = {"Authorization": "Bearer wrong"}
    codes = [software.get("/prescriptions").status_code for _ in range(WRONG_KEYS + 1)]

    last = software.get("/prescriptions")

    assert set(codes[:-1]) == {401}
    assert last.status_code == 429
    assert last.headers["Retry-After"] == "300"


# --- roles ------------------------------------------------------------------------------------

ALLOWED = {
    ("post", "/check"): STAFF,
    ("get", "/prescriptions"): READERS,
    ("get", "/prescriptions/{reference}"): READERS,
    ("post", "/prescriptions/{reference}/steps/{name}"): READERS,
    ("post", "/vouchers/look-up"): (Role.SHOP_ADVISOR,),
}
BODIES = {"/check": FACTS, "/vouchers/look-up": {"code": "0000000000"}}


def addresses() -> set[tuple[str, str]]:
    return {
        (method, path.removeprefix("/api/v1"))
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
    }


def test_the_table_of_roles_names_every_address():
    assert addresses() == ALLOWED.keys()


@pytest.mark.parametrize("role", STAFF)
@pytest.mark.parametrize(("method", "path"), ALLOWED)
def test_each_role_is_let_in_where_it_should_be(caller, method, path, role):
    made = prescription()
    address = path.replace("{reference}", str(made.reference)).replace("{name}", "withdraw")
    software = caller(member(role))

    answer = getattr(software, method)(address, **_body(method, path))

    closed = answer.status_code == 403 and answer.json()["code"] == "not_your_screen"
    assert closed == (role not in ALLOWED[method, path])


def _body(method: str, path: str) -> dict:
    return {"body": BODIES.get(path, {})} if method == "post" else {}


# --- facts ------------------------------------------------------------------------------------


def test_facts_are_judged_as_the_command_does(caller):
    prescription()
    answer = caller(member()).post("/check", FACTS)

    said = answer.json()
    assert answer.status_code == 200
    assert (said["answer"], said["route"], said["certain"]) == ("yes", "quotient_familial", False)


def test_a_figure_nobody_verified_is_not_told(caller):
    prescription()
    said = caller(member()).post("/check", FACTS).json()

    assert all("700" not in reason["sentence"] for reason in said["reasons"])


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"on": "hier"}, "fact_malformed"),
        ({**FACTS, "quotient_familial": -1}, "fact_malformed"),
        ({**FACTS, "nom": "Fictif"}, "fact_malformed"),
        ([FACTS], "request_malformed"),
    ],
    ids=["not a day", "a negative quotient", "a key that does not exist", "a list"],
)
def test_a_malformed_fact_is_named_and_not_repeated(caller, facts, code):
    prescription()
    answer = caller(member()).post("/check", facts)

    assert answer.status_code == 422
    assert answer.json()["code"] == code
    assert "input" not in answer.content.decode()


# --- prescriptions ----------------------------------------------------------------------------


def test_a_partner_lists_its_own_prescriptions(caller):
    ours = member()
    made = prescription(by=ours)
    prescription()

    said = caller(ours).get("/prescriptions").json()

    assert (said["total"], said["has_next"]) == (1, False)
    (row,) = said["prescriptions"]
    assert row["reference"] == str(made.reference)
    assert row["parts"]["line"] == {"state": "wanted", "words": "Ligne demandée"}
    assert "Camille" not in str(said)


def test_a_list_is_filtered_and_its_page_checked(caller):
    ours = member()
    prescription(by=ours)
    prescription(*ACCEPTED, by=ours)
    software = caller(ours)

    assert software.get("/prescriptions", state="accepted").json()["total"] == 1
    assert software.get("/prescriptions", page="0").status_code == 422


def test_a_file_says_what_can_be_done_and_is_noted(caller):
    ours = member()
    made = prescription(by=ours)

    said = caller(ours).get(f"/prescriptions/{made.reference}").json()

    steps = {step["name"]: step for step in said["steps"]}
    assert steps["withdraw"]["is_open"]
    assert steps["withdraw"]["reasons"][0] == "no_need"
    assert steps["replace_voucher"]["refusal"] == "voucher_expired"
    assert said["history"][0]["words"] == "a remis le bon"
    assert AccessLog.objects.get().about == f"prescription:{made.reference}"


def test_the_file_of_another_team_reads_like_none(caller):
    software = caller(member())

    other = software.get(f"/prescriptions/{prescription().reference}")
    none = software.get(f"/prescriptions/{uuid4()}")

    assert (other.status_code, none.status_code) == (404, 404)
    assert other.json() == none.json()


def test_a_step_is_taken_once_whatever_is_sent_again(caller):
    ours = member()
    made = prescription(by=ours)
    software, key = caller(ours), uuid4()
    address, body = f"/prescriptions/{made.reference}/steps/withdraw", {"reason": "price"}

    first = software.post(address, body, key=key)
    second = software.post(address, body, key=key)
    third = software.post(address, body)

    assert first.status_code == 200
    assert second.json() == first.json()
    assert (third.status_code, third.json()["code"]) == (409, "step_not_now")
    assert JourneyEvent.objects.filter(prescription=made, step="withdraw").count() == 1


def test_two_partners_may_choose_the_same_key(caller):
    key = uuid4()
    for ours in (member(), member()):
        made = prescription(by=ours)
        answer = caller(ours).post(
            f"/prescriptions/{made.reference}/steps/withdraw", {"reason": "price"}, key=key
        )
        assert answer.status_code == 200


REFUSED = {
    "no reason": ("withdraw", {}, None, "reason_needed"),
    "an unknown reason": ("withdraw", {"reason": "x"}, None, "reason_needed"),
    "an unknown part of the body": ("withdraw", {"raison": "price"}, None, "request_malformed"),
    "a key that is none": ("withdraw", {"reason": "price"}, "no-key", "request_malformed"),
    "an unknown step": ("issu", {}, None, "step_unknown"),
    "the step of another role": ("present", {}, None, "not_your_step"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_step_refused_says_why(caller, case):
    name, body, key, code = REFUSED[case]
    ours = member()
    made = prescription(by=ours)

    answer = caller(ours).post(f"/prescriptions/{made.reference}/steps/{name}", body, key=key)

    assert answer.json()["code"] == code
    assert answer.status_code == STATUS.get(code, 422)


def test_the_key_of_sending_is_needed(caller):
    ours = member()
    made = prescription(by=ours)
    software = caller(ours)

    answer = software.client.post(
        f"/api/v1/prescriptions/{made.reference}/steps/withdraw", {"reason": "price"},
        content_type="application/json", headers=software.headers,
    )  # fmt: skip

    assert answer.status_code == 422
    assert "idempotency" in str(answer.json()["errors"]).lower()


def test_a_shop_reads_what_came_since_its_reception_and_never_why(caller):
    cases.programme()
    manager = member(Role.PARTNER_MANAGER, of=organisation(Organisation.Kind.ASSOCIATION))
    by, advisor = member(Role.PRESCRIBER, of=manager.organisation), shop()
    made = cases.draft(by=by, quotient=900)
    why = BY_NAME["claim_hardship"].reasons[0]
    cases.step(made, "claim_hardship", by, reason=why.code)
    cases.step(made, "approve_hardship", manager)
    cases.step(made, "issue", by)
    cases.step(made, "present", advisor, identity_seen="yes")
    address = f"/prescriptions/{made.reference}"

    theirs = caller(advisor).get(address).json()["history"]
    ours = caller(by).get(address).json()["history"]

    assert [one["words"] for one in theirs] == [BY_NAME["present"].journal]
    assert why.label in {one["reason"] for one in ours}


# --- vouchers ---------------------------------------------------------------------------------


def test_a_shop_reads_a_voucher_and_never_the_income(caller):
    made, code = issued()

    said = caller(shop()).post("/vouchers/look-up", {"code": code.lower()}).json()

    assert (said["reference"], said["first_name"]) == (str(made.reference), "Camille")
    assert not {"quotient", "income", "verdict", "reasons"} & said.keys()
    assert AccessLog.objects.get().about == f"prescription:{made.reference}"


def test_a_shop_receives_a_voucher_by_its_code_once(caller):
    made, code = issued()
    ours, other = caller(shop()), caller(shop())
    address = f"/prescriptions/{made.reference}/steps/present"
    body, key = {"code": code, "answers": {"identity_seen": "yes"}}, uuid4()

    first = ours.post(address, body, key=key)
    again = ours.post(address, body, key=key)
    late = other.post(address, body)

    assert first.status_code == 200, first.json()
    assert again.json() == first.json()
    assert (late.status_code, late.json()["code"]) == (409, "voucher_already_redeemed")


def test_a_shop_without_the_code_cannot_receive(caller):
    made, _ = issued()
    other, code = issued(number=8)
    software = caller(shop())
    address = f"/prescriptions/{made.reference}/steps/present"

    assert software.post(address, {"answers": {"identity_seen": "yes"}}).status_code == 404
    assert software.post(address, {"code": code}).status_code == 404
    assert other.reference != made.reference


def test_an_unknown_code_and_a_mistyped_one_are_said(caller):
    software = caller(shop())

    assert (
        software.post("/vouchers/look-up", {"code": code_of(99)}).json()["code"] == "code_unknown"
    )
    assert software.post("/vouchers/look-up", {"code": "ABC"}).json()["code"] == "code_malformed"


def test_codes_cannot_be_tried_one_after_the_other(caller):
    software = caller(shop())
    answers = [software.post("/vouchers/look-up", {"code": code_of(n)}) for n in range(31)]

    assert {answer.status_code for answer in answers[:30]} == {404}
    assert answers[30].status_code == 429


# --- description ------------------------------------------------------------------------------


def test_the_description_is_public_and_every_refusal_is_in_it(caller):
    said = caller(None).client.get("/api/v1/openapi.json").json()

    assert said["info"]["version"] == "1"
    for methods in said["paths"].values():
        for operation in methods.values():
            assert {"401", "403", "422", "429"} <= operation["responses"].keys()
            assert operation["summary"]
            assert re.search("[a-zé]", operation["description"])


def test_there_is_no_page_fetched_from_elsewhere(caller):
    assert caller(None).client.get("/api/v1/docs").status_code == 404


def test_no_cache_keeps_an_answer(caller):
    answers = [caller(member()).get("/prescriptions"), caller(None).get("/prescriptions")]

    assert {answer.headers["Cache-Control"] for answer in answers} == {"private, no-store"}


@pytest.mark.parametrize("name", ["state", "line_state", "waits_for"])
@pytest.mark.parametrize("value", ["\0", "x" * 9000, "accepte", "accepted\n"])
def test_a_filter_that_is_no_name_is_malformed(caller, name, value):
    answer = caller(member()).get("/prescriptions", **{name: value})

    assert (answer.status_code, answer.json()["code"]) == (422, "request_malformed")


@pytest.mark.parametrize(
    "body",
    ['{"answers":{"order_number":"a\\u0000"}}', '{"answers":{"order_number":"a\\ud800"}}',
     '{"answers":{"order_number":"a\\u202e"}}'],
    ids=["a zero byte", "half a pair", "a mark that turns the text"],
)  # fmt: skip
def test_signs_that_no_base_keeps_are_refused(caller, body):
    advisor = cases.advisor()
    cases.programme()
    made = cases.brought_to("find_line_available", shop=advisor)
    software = caller(advisor)

    answer = software.client.post(
        f"/api/v1/prescriptions/{made.reference}/steps/order_line", body,
        content_type="application/json",
        headers={**software.headers, "Idempotency-Key": str(uuid4())},
    )  # fmt: skip

    assert answer.status_code == 422
    assert answer.json()["detail"].endswith(".")
