"""Asking the administration from a draft: each answer has its sentence and its way on."""

import re
from datetime import timedelta
from threading import Thread
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coupdepouce.connect.api_particulier import client as state_client
from coupdepouce.connect.api_particulier.stand_in import DEMO_PAYLOADS, StandIn
from coupdepouce.core.roles import Role
from coupdepouce.households.models import ProofRequest, ProofSeen
from coupdepouce.partners.models import Membership, Organisation, ProofConnection
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.work import work_once
from tests.apps import cases
from tests.apps.build import member, organisation

NOBODY = "http://127.0.0.1:9"  # the discard port: nothing listens there


@pytest.fixture(autouse=True)
def _no_wait_inside_one_call(monkeypatch):
    monkeypatch.setattr(state_client, "FIRST_WAIT_SECONDS", 0.0)


@pytest.fixture(scope="module")
def url():
    server = StandIn(DEMO_PAYLOADS)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.url
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def prescriber() -> Membership:
    cases.programme()
    return member(Role.PRESCRIBER, of=organisation(Organisation.Kind.CCAS))


@pytest.fixture
def connection(prescriber, url) -> ProofConnection:
    return ProofConnection.objects.create(
        organisation=prescriber.organisation,
        url=url,
        token="jeton-de-test",
        recipient="00000000000000",
        connected_by=prescriber,
        connected_at=timezone.now(),
    )


@pytest.fixture
def desk(prescriber) -> Client:
    client = Client()
    client.force_login(prescriber.user)
    return client


@pytest.fixture
def draft(prescriber) -> Prescription:
    made = cases.draft(by=prescriber, quotient=None, at=timezone.now())
    made.household.consents.create(purpose="check", given_at=timezone.now())
    return made


def asked(desk: Client, draft: Prescription, name: str = "SOUS"):
    return desk.post(
        reverse("prescribing:ask", args=[draft.reference]),
        {
            "once": uuid4(),
            "endpoint": "quotient_familial",
            "birth_name": f"EXEMPLE-{name}",
            "first_names": "CAMILLE",
            "birth_date": "17/05/1980",
            "sex": "F",
            "birth_country": "99100",
        },
    )


def file_of(desk: Client, draft: Prescription) -> str:
    return desk.get(reverse("prescribing:file", args=[draft.reference])).content.decode()


def test_a_right_that_is_held_opens_the_voucher(desk, draft, connection):
    said = asked(desk, draft).content.decode()

    assert "Voir la décision" in said
    assert not re.search(r"(?<![0-9a-f-])512(?![0-9a-f-])", said)
    assert "Le ménage y a droit." in file_of(desk, draft)
    draft.refresh_from_db()
    proof = ProofSeen.objects.get(kind="api_particulier")
    assert proof.dated == timezone.localdate()
    assert draft.verdict.certain
    issued = desk.post(reverse("step", args=[draft.reference, "issue"]), {"once": uuid4()})
    assert issued.status_code == 302


DOUBTS = {
    "ZERO": "Le quotient familial est à zéro : cela ne prouve rien.",
    "ABSENT": "Aucun dossier n’est trouvé à ce nom. Ce n’est pas un refus.",
    "INCONNU": "Aucun dossier n’est trouvé à ce nom. Ce n’est pas un refus.",
}


@pytest.mark.parametrize("name", DOUBTS)
def test_a_doubt_is_no_refusal_and_leaves_another_route(desk, draft, connection, name):
    before = draft.verdict

    said = asked(desk, draft, name).content.decode()

    draft.refresh_from_db()
    assert DOUBTS[name] in said
    assert "Noter un papier vu" in said
    assert "reposée toute seule" not in said
    assert draft.verdict == before
    assert "Le ménage n’y a pas droit" not in file_of(desk, draft)


@pytest.mark.parametrize("is_gone", [False, True], ids=["the fund is down", "nothing listens"])
def test_a_service_that_is_down_leaves_the_paper(desk, draft, connection, is_gone):
    if is_gone:
        connection.url = NOBODY
        connection.save()

    said = asked(desk, draft, "PANNE").content.decode()

    waiting = ProofRequest.objects.get(household=draft.household)
    assert "regardez vous-même le justificatif" in said
    assert "Noter un papier vu" in said
    assert "reposée toute seule" in said
    assert waiting.next_try_at is not None


def test_the_worker_asks_again_and_the_draft_has_its_decision(desk, draft, connection, url):
    connection.url = NOBODY
    connection.save()
    asked(desk, draft)
    connection.url = url
    connection.save()

    done = work_once(at=timezone.now() + timedelta(minutes=2))

    draft.refresh_from_db()
    assert done["questions reposées à l’État"] == 1
    assert draft.verdict.certain
    assert "Le ménage y a droit." in file_of(desk, draft)


def test_an_answer_after_the_voucher_changes_no_decision(desk, draft, connection, url):
    connection.url = NOBODY
    connection.save()
    asked(desk, draft)
    Prescription.objects.filter(pk=draft.pk).update(state="issued")
    connection.url = url
    connection.save()

    work_once(at=timezone.now() + timedelta(minutes=2))

    before = draft.verdict
    draft.refresh_from_db()
    assert draft.verdict == before


def test_the_button_is_there_for_a_connected_public_body_only(desk, draft, request):
    before = file_of(desk, draft)
    request.getfixturevalue("connection")
    after = file_of(desk, draft)

    assert "Demander à l’administration" not in before
    assert "Demander à l’administration" in after


def test_without_a_connection_the_refusal_says_to_look_at_a_paper(desk, draft):
    answer = asked(desk, draft)

    assert answer.status_code == 422
    assert "regardez un justificatif" in answer.content.decode()


def test_without_its_agreement_nothing_is_asked(desk, draft, connection):
    draft.household.consents.filter(purpose="check").delete()

    answer = asked(desk, draft)

    assert answer.status_code == 422
    assert "Demandez l’accord" in answer.content.decode()
