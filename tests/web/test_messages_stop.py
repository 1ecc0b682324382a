"""Fewer messages: the page of the link, STOP by the provider, and the report of the manager."""

import hmac
import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from coupdepouce.core.roles import Role
from coupdepouce.outreach import opting_out
from coupdepouce.outreach.models import Message, OptOut
from coupdepouce.outreach.sending import send_due
from coupdepouce.outreach.text import Text
from coupdepouce.outreach.texts import TEXTS
from tests.apps import cases
from tests.apps.build import NOW, member
from tests.apps.test_outreach_delivery import GATEWAY

HOOK = "/fournisseurs/exemple/reponses/"
REPLIES = """
[replies]
signature = "hmac-sha256"
header = "X-Signature"
secret = "{env:SMS_SECRET}"
list = "messages"
sender = "from"
text = "body"
"""


@pytest.fixture
def mail():
    cases.programme()
    cases.brought_to("issue", preference="email", email="camille@exemple.invalid")
    return Message.objects.get(template="voucher_ready")


def address(message):
    return reverse("public:stop", args=[message.key])


@pytest.fixture
def announced(monkeypatch):
    """Have a text that is not news of one's own request; none comes with us."""
    fair = Text(sms="Venez {link}", subject="Venez", email="Venez", necessary=False)
    monkeypatch.setitem(TEXTS, "fair", fair)


def test_the_link_of_an_email_stops_announcements_only(client, mail, announced):
    asked = client.get(address(mail))
    answer = client.post(address(mail), {"scope": "news"})
    done = client.get(answer["Location"]).content.decode()

    assert "Seulement les nouvelles de ma demande" in asked.content.decode()
    assert "C’est noté." in done
    assert OptOut.objects.get().scope == "news"
    assert "no-store" in asked["Cache-Control"]


def test_without_announcements_there_are_none_to_stop(client, mail):
    asked = client.get(address(mail)).content.decode()
    answer = client.post(address(mail), {"scope": "news"})

    assert "Seulement les nouvelles de ma demande" not in asked
    assert "Plus aucun message" in asked
    assert answer.status_code == 422
    assert not OptOut.objects.exists()


def test_whoever_chose_it_still_reads_what_they_chose(client, mail):
    opting_out.wish(key=mail.key, scope="news", at=NOW)

    page = client.get(address(mail)).content.decode()

    assert re.search(r'value="news"[^>]*checked', page)


def test_a_visit_alone_changes_nothing(client, mail):
    client.get(address(mail))

    assert not OptOut.objects.exists()


def test_no_message_any_more_then_all_again(client, mail):
    client.post(address(mail), {"scope": "all"})
    told = client.get(address(mail)).content.decode()
    client.post(address(mail), {"scope": "every"})

    assert "La personne qui vous suit vous prévient autrement." in told
    assert not OptOut.objects.exists()


def test_an_answer_is_needed(client, mail):
    assert client.post(address(mail), {}).status_code == 422


def test_the_page_is_in_the_language_of_its_reader(client, mail):
    page = client.get(address(mail), {"langue": "en"}).content.decode()

    assert "What do you want to receive?" in page


@pytest.mark.parametrize("key", [uuid4()])
def test_an_unknown_link_says_whom_to_tell(client, mail, key):
    page = client.get(reverse("public:stop", args=[key]))

    assert page.status_code == 409
    assert "Ce lien est trop ancien" in page.content.decode()


@pytest.fixture
def gateway(settings, tmp_path, monkeypatch):
    monkeypatch.setenv("SMS_SECRET", "secret")
    (tmp_path / "replies.toml").write_text(GATEWAY + REPLIES)
    settings.SMS_URL = f"gateway:{tmp_path / 'replies.toml'}"
    cases.programme()


def call(body, *, secret=b"secret", to=HOOK):
    signature = hmac.new(secret, body, "sha256").hexdigest()
    client = Client(enforce_csrf_checks=True)
    return client.post(
        to, body, content_type="application/json", headers={"X-Signature": signature}
    )


def reply(text, number="+33639980123"):
    return b'{"messages": [{"from": "%s", "body": "%s"}]}' % (number.encode(), text.encode())


@pytest.mark.parametrize("text", ["STOP", "stop", " Stop. Merci", "STOP!"])
def test_stop_by_reply_stops_the_texts_of_that_number(gateway, text):
    answers = [call(reply(text)).json(), call(reply(text, "0639980123")).json()]
    prescription = cases.brought_to("issue", preference="sms", phone="0639980123")

    send_due(at=NOW)

    message = Message.objects.get(template="voucher_ready")
    assert answers == [{"taken": 1}, {"taken": 0}]
    assert OptOut.objects.get().by_reply
    assert (message.state, message.reason) == ("failed", "stopped")
    assert message.about == f"prescription:{prescription.reference}"


@pytest.mark.parametrize("body", [reply("Merci"), reply("STOPPER"), reply("STOP", "Banque"), b"[]"])
def test_other_answers_stop_nothing(gateway, body):
    assert call(body).json() == {"taken": 0}
    assert not OptOut.objects.exists()


@pytest.mark.parametrize(
    ("given", "status"),
    [({"secret": b"autre"}, 401), ({"to": "/fournisseurs/autre/reponses/"}, 404)],
)
def test_only_the_provider_says_stop(gateway, given, status):
    assert call(reply("STOP"), **given).status_code == status
    assert not OptOut.objects.exists()


def test_what_is_wrong_with_another_channel_stops_no_reply(gateway, settings):
    settings.MAIL_URL = "pigeon://"

    assert call(reply("STOP")).json() == {"taken": 1}


def test_the_manager_reads_what_left_and_what_it_cost(client, mail):
    send_due(at=NOW)
    client.force_login(member(Role.PROGRAMME_MANAGER).user)

    page = client.get(reverse("messages:report")).content.decode()

    assert "Votre bon est prêt" in page
    assert "(à vérifier)" in page
    assert "ne fixe pas de budget" in page


def test_the_report_is_the_programme_managers(client, mail):
    client.force_login(member(Role.PRESCRIBER).user)

    assert client.get(reverse("messages:report")).status_code == 403
