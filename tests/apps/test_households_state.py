"""Asking the State: what each answer leaves in the database, and when it is asked again."""

from contextlib import contextmanager
from datetime import timedelta
from threading import Thread
from uuid import uuid4

import pytest

from coupdepouce.connect.api_particulier import client
from coupdepouce.connect.api_particulier.stand_in import DEMO_PAYLOADS, StandIn
from coupdepouce.core.refusal import Refusal
from coupdepouce.households.models import ProofRequest, ProofSeen, RecordedVerdict
from coupdepouce.households.operations import (
    ask_state,
    erase_household,
    record_consent,
    retry_proof_requests,
    withdraw_consent,
)
from coupdepouce.households.queries import proof_requests
from coupdepouce.outreach.models import Message
from coupdepouce.partners.models import Membership, Organisation, ProofConnection
from coupdepouce.prescriptions import work
from tests.apps import cases
from tests.apps.build import NOW, household, member, organisation, programme

SIRET = "00000000000000"
MINUTE = timedelta(minutes=1)
NOBODY = "http://127.0.0.1:9"  # the discard port: nothing listens there


@contextmanager
def serving(folder=DEMO_PAYLOADS):
    server = StandIn(folder)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.url
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(autouse=True)
def _no_wait_inside_one_call(monkeypatch):
    monkeypatch.setattr(client, "FIRST_WAIT_SECONDS", 0.0)


@pytest.fixture(scope="module")
def url():
    with serving() as address:
        yield address


@pytest.fixture
def connection(url):
    programme()
    by = member(of=organisation(Organisation.Kind.CCAS))
    return ProofConnection.objects.create(
        organisation=by.organisation,
        url=url,
        token="jeton-de-test",
        recipient=SIRET,
        connected_by=by,
        connected_at=NOW,
    )


@pytest.fixture
def by(connection):
    return connection.connected_by


@pytest.fixture
def home(by):
    made = household(of=by.organisation)
    record_consent(household_id=made.pk, purpose="check", by=by, at=NOW)
    return made


def identity(name):
    return {
        "nomNaissance": f"EXEMPLE-{name}",
        "prenoms": ["CAMILLE"],
        "sexeEtatCivil": "F",
        "codeCogInseePaysNaissance": "99100",
        "codeCogInseeCommuneNaissance": "59350",
        "anneeDateNaissance": 1980,
        "moisDateNaissance": 5,
        "jourDateNaissance": 17,
    }


def ask(home, by, name, endpoint="quotient_familial"):
    return ask_state(
        household_id=home.pk,
        endpoint=endpoint,
        identity=identity(name),
        by=by,
        at=NOW,
        once=uuid4(),
    )


def test_a_quotient_under_the_ceiling_is_a_proof_and_a_verdict(home, by):
    answer = ask(home, by, "SOUS")

    proof = ProofSeen.objects.get()
    assert (answer.verdict, proof.kind, proof.dated) == ("held", "api_particulier", NOW.date())
    assert (answer.decision.recorded.route, answer.decision.recorded.certain) == (
        "quotient_familial",
        True,
    )


def test_a_status_that_is_held_is_a_proof_and_a_verdict(home, by):
    answer = ask(home, by, "OUI", "revenu_solidarite_active")

    assert answer.decision.recorded.route == "status"
    assert answer.decision.recorded.certain


@pytest.mark.parametrize(
    ("name", "verdict", "code"),
    [
        ("DESSUS", "not_held", "quotient_over_ceiling"),
        ("ZERO", "doubt", "quotient_zero_doubt"),
        ("INCONNU", "doubt", "file_not_found"),
    ],
)
def test_any_other_answer_leaves_no_trace(home, by, name, verdict, code):
    answer = ask(home, by, name)

    assert (answer.verdict, answer.code) == (verdict, code)
    assert answer.sentence
    assert not ProofSeen.objects.exists()
    assert not RecordedVerdict.objects.exists()
    assert not ProofRequest.objects.exists()


def test_an_association_cannot_ask(home, by):
    by.organisation.kind = Organisation.Kind.ASSOCIATION

    with pytest.raises(Refusal) as refusal:
        ask(home, by, "SOUS")

    assert refusal.value.code == "not_a_public_body"


def test_a_connection_switched_off_cannot_ask(home, by, connection):
    connection.is_enabled = False
    connection.save()

    with pytest.raises(Refusal) as refusal:
        ask(home, by, "SOUS")

    assert refusal.value.code == "not_connected"


def test_without_the_household_s_agreement_nothing_is_asked(by):
    with pytest.raises(Refusal) as refusal:
        ask(household(of=by.organisation), by, "SOUS")

    assert refusal.value.code == "consent_missing"


def test_a_household_of_another_organisation_is_not_asked_about(by):
    with pytest.raises(Refusal) as refusal:
        ask(household(), by, "SOUS")

    assert refusal.value.code == "not_found"


@pytest.mark.parametrize(
    ("endpoint", "name", "code"),
    [("revenus", "SOUS", "endpoint_unknown"), ("quotient_familial", "", "identity_malformed")],
)
def test_a_malformed_question_is_refused(home, by, endpoint, name, code):
    wrong = identity(name) if name else {**identity("SOUS"), "nomNaissance": 3}

    with pytest.raises(Refusal) as refusal:
        ask_state(
            household_id=home.pk, endpoint=endpoint, identity=wrong, by=by, at=NOW, once=uuid4()
        )

    assert refusal.value.code == code


def unplug(connection):
    connection.url = NOBODY
    connection.save()


def test_a_service_that_is_down_is_asked_again_in_a_minute(home, by, connection):
    unplug(connection)

    answer = ask(home, by, "SOUS")

    assert (answer.verdict, answer.next_try_at) == ("unavailable", NOW + MINUTE)
    assert retry_proof_requests(at=NOW + MINUTE - timedelta(seconds=1)) == 0


def test_asked_again_and_answered_the_identity_is_emptied(home, by, connection, url):
    unplug(connection)
    ask(home, by, "SOUS")
    connection.url = url
    connection.save()

    done = retry_proof_requests(at=NOW + MINUTE)

    (request,) = proof_requests(home)
    assert done == 1
    assert (request.verdict, request.identity, request.next_try_at) == ("held", "", None)
    assert home.verdicts.get().certain


def test_two_questions_that_wait_are_one(home, by, connection):
    unplug(connection)

    ask(home, by, "SOUS")
    ask(home, by, "SOUS")

    assert ProofRequest.objects.count() == 1


def test_an_answer_by_hand_closes_the_question_that_waits(home, by, connection, url):
    unplug(connection)
    ask(home, by, "SOUS")
    connection.url = url
    connection.save()

    ask(home, by, "SOUS")

    (request,) = proof_requests(home)
    assert (request.next_try_at, request.identity) == (None, "")


def test_five_tries_each_later_then_no_more(home, by, connection):
    unplug(connection)
    ask(home, by, "SOUS")
    waits = []

    at = NOW
    while request := ProofRequest.objects.filter(next_try_at__isnull=False).first():
        waits.append((request.next_try_at - at) // MINUTE)
        at = request.next_try_at
        retry_proof_requests(at=at)

    request = ProofRequest.objects.get()
    assert waits == [1, 5, 30, 120]
    assert (request.attempts, request.identity, request.verdict) == (5, "", "unavailable")


def test_a_question_about_an_erased_household_is_forgotten(home, by, connection):
    unplug(connection)
    ask(home, by, "SOUS")

    erase_household(household_id=home.pk, at=NOW)

    assert retry_proof_requests(at=NOW + MINUTE) == 0
    assert ProofRequest.objects.get().identity == ""


def test_a_connection_lost_meanwhile_closes_the_question(home, by, connection):
    unplug(connection)
    ask(home, by, "SOUS")
    connection.is_enabled = False
    connection.save()

    retry_proof_requests(at=NOW + MINUTE)

    request = ProofRequest.objects.get()
    assert (request.code, request.identity, request.next_try_at) == ("not_connected", "", None)


@pytest.mark.parametrize("why", ["consent_missing", "not_yours"])
def test_what_is_no_longer_allowed_is_not_asked_again(home, by, connection, url, why):
    unplug(connection)
    ask(home, by, "SOUS")
    connection.url = url  # it would answer
    connection.save()
    if why == "not_yours":
        Membership.objects.filter(pk=by.pk).update(until=NOW)
    else:
        withdraw_consent(household_id=home.pk, purpose="check", by=by, at=NOW)

    retry_proof_requests(at=NOW + MINUTE)

    request = ProofRequest.objects.get()
    assert (request.code, request.identity, request.next_try_at) == (why, "", None)
    assert not RecordedVerdict.objects.exists()


def test_a_right_written_by_a_worker_that_was_killed_reaches_the_draft(by, connection, url):
    draft = cases.draft(by=by, quotient=None, consents=frozenset({"programme", "check"}))
    unplug(connection)
    ask(draft.household, by, "SOUS")
    connection.url = url
    connection.save()
    retry_proof_requests(at=NOW + MINUTE)  # killed here: the verdict is written, and no more

    for minute in (2, 3):
        work.ask_state_again(at=NOW + minute * MINUTE)

    draft.refresh_from_db()
    assert (draft.verdict.answer, draft.verdict.certain) == ("yes", True)
    assert Message.objects.filter(template="state_answer").count() == 1


def test_a_right_held_at_last_reaches_the_draft_and_its_prescriber_is_told(by, connection, url):
    draft = cases.draft(by=by, quotient=None, consents=frozenset({"programme", "check"}))
    unplug(connection)
    ask(draft.household, by, "SOUS")
    connection.url = url
    connection.save()

    asked = work.ask_state_again(at=NOW + MINUTE)

    draft.refresh_from_db()
    assert (asked, draft.verdict.answer, draft.verdict.certain) == (1, "yes", True)
    assert Message.objects.filter(template="state_answer").count() == 1
    assert cases.step(draft, "issue", by, at=NOW + MINUTE).step == "issue"
