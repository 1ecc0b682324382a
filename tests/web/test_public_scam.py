"""Is it a scam? What the page says is what this site sends, and its link is where doubt begins."""

import pytest

from coupdepouce.core.campaigns.codes import EXAMPLE
from coupdepouce.core.languages import known_languages
from coupdepouce.core.messages.wording import BEGINS
from coupdepouce.outreach.campaigns.queries import link_of
from coupdepouce.outreach.letters import doubt_address
from coupdepouce.outreach.models import Message
from coupdepouce.outreach.queries import in_force
from coupdepouce.outreach.texts import TEXTS
from tests.apps import cases

pytestmark = pytest.mark.django_db
CODES = [language.code for language in known_languages()]


def test_the_page_says_the_addresses_of_this_site(client, settings):
    settings.SITE_URL, settings.MAIL_FROM = "https://pilote.example", "bonjour@pilote.example"
    cases.programme()

    page = client.get("/arnaque/").content.decode()

    assert "https://pilote.example/" in page
    assert f"Il commence par : {BEGINS}" in page
    assert "bonjour@pilote.example" in page
    for fact in ("33700", "0 805 805 817".replace(" ", "\N{NO-BREAK SPACE}"), "17cyber.gouv.fr"):
        assert fact in page


@pytest.mark.parametrize("code", CODES)
def test_every_sms_begins_as_the_page_says(code):
    begins = {name: in_force(name, code).words.sms.split(":")[0].strip() for name in TEXTS}

    assert {name: words for name, words in begins.items() if words != BEGINS} == {}


def test_an_announcement_is_in_its_sender_s_name_and_its_link_is_ours(client, settings):
    settings.SITE_URL = "https://pilote.example"
    cases.programme()

    page = client.get("/arnaque/").content.decode()

    assert "Une annonce de la CAF, de la mairie, d’une association" in page
    assert "Elle est à leur nom, par SMS, courriel ou lettre." in page
    assert link_of(EXAMPLE).startswith("https://pilote.example/")


@pytest.mark.parametrize("where", ["/", "/aide/", "/vie-privee/"])
def test_who_doubts_finds_the_page(client, where):
    cases.programme()

    assert 'href="/arnaque/"' in client.get(where).content.decode()


@pytest.mark.parametrize(
    ("way", "says"),
    [({"email": "camille@exemple.example"}, True), ({"phone": "0639980001"}, False)],
    ids=["an e-mail", "an SMS, that would cost a second one"],
)
def test_a_message_says_where_to_doubt(way, says):
    cases.programme()
    preference = "email" if "email" in way else "sms"
    cases.brought_to("issue", preference=preference, **way)

    text = Message.objects.get(template="voucher_ready").text

    assert (doubt_address() in text) is says
