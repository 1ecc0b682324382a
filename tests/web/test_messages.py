"""What the providers call, and what a prescriber reads of a message that does not arrive."""

import hmac

import pytest
from django.test import Client

from coupdepouce.outreach.models import Message
from tests.apps import cases
from tests.apps.test_outreach_delivery import GATEWAY

HOOK = "/fournisseurs/exemple/accuses/"


@pytest.fixture
def sent(db, settings, tmp_path, monkeypatch):
    """Give a request whose news left by the gateway, and the name it has there."""
    monkeypatch.setenv("SMS_SECRET", "secret")
    (tmp_path / "sms.toml").write_text(GATEWAY)
    settings.SMS_URL = f"gateway:{tmp_path / 'sms.toml'}"
    cases.programme()
    prescription = cases.brought_to("issue", preference="sms", phone="0639980123")
    Message.objects.update(
        state="sent", provider="exemple", reference="P-1", next_try_at=None, sent_at=cases.NOW
    )
    return prescription


def call(body=b'{"id": "P-1", "status": "lost"}', *, secret=b"secret", to=HOOK):
    signature = hmac.new(secret, body, "sha256").hexdigest()
    client = Client(enforce_csrf_checks=True)
    return client.post(
        to, body, content_type="application/json", headers={"X-Signature": signature}
    )


def test_a_provider_says_that_a_message_is_lost_and_the_prescriber_reads_what_to_do(client, sent):
    client.force_login(sent.prescriber.user)

    answers = [call(), call()]
    home = client.get("/accueil/").content.decode()
    file = client.get(f"/prescriptions/{sent.reference}/").content.decode()

    assert [one.json() for one in answers] == [{"taken": 1}, {"taken": 0}]
    assert "À prévenir autrement" in home
    for page in (home, file):
        assert "Le SMS n’arrive pas" in page
        assert "Appelez, ou imprimez la lettre." in page


def test_once_the_household_is_told_otherwise_the_list_is_empty(client, sent):
    client.force_login(sent.prescriber.user)
    call()
    key = Message.objects.get(reference="P-1").key

    answer = client.post(f"/accueil/prevenu/{key}/")

    assert (answer.status_code, answer["Location"]) == (302, "/accueil/")
    assert "À prévenir autrement" not in client.get("/accueil/").content.decode()


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({"secret": b"autre"}, 401, "signature_wrong"),
        ({"body": b"{"}, 422, "receipt_malformed"),
        ({"to": "/fournisseurs/autre/accuses/"}, 404, "not_found"),
    ],
)
def test_what_a_provider_may_not_say(sent, given, status, code):
    answer = call(**given)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert Message.objects.get(reference="P-1").state == "sent"


@pytest.mark.parametrize("name", ["MAIL_URL", "LETTER_URL"])
def test_what_is_wrong_with_another_channel_stops_no_receipt(sent, settings, name):
    setattr(settings, name, "pigeon://")

    assert call().json() == {"taken": 1}


def test_a_receipt_is_only_posted(client, sent):
    assert client.get(HOOK).status_code == 405
