"""Who may open what: every address has an audience, and every role meets it on every screen."""

import re
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client

from coupdepouce.core.roles import NAMES, STAFF, Role
from coupdepouce.outreach.models import Message
from coupdepouce.partners.models import Organisation
from coupdepouce.web.account.demonstration import DOES
from coupdepouce.web.frame import menu_of
from tests.apps import cases
from tests.apps.build import member, organisation
from tests.screens import every_screen

NOBODY = UUID("0d6f3c9e-5a0c-4c56-8a73-2f2a4f1d0001")
SAMPLES = {
    "uuid": str(NOBODY),
    "number": "999999",
    "slug": "issue",
    "str": "offers.line.price",
    "path": "x",
}
KIND_OF = {
    Role.SHOP_ADVISOR: Organisation.Kind.SHOP,
    Role.TRAINER: Organisation.Kind.SHOP,
    Role.REFURBISHER: Organisation.Kind.REFURBISHER,
    Role.EVALUATOR: Organisation.Kind.EVALUATOR,
    Role.PROGRAMME_MANAGER: Organisation.Kind.OPERATOR,
    Role.ADMINISTRATOR: Organisation.Kind.OPERATOR,
}
SCREENS = {screen.address: screen for screen in every_screen()}
GUARDED = {address: one for address, one in SCREENS.items() if one.roles}


def _sample(address: str) -> str:
    """Fill an address with names of nothing: who may enter is decided before what exists."""
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES[found[1] or "str"], address)


@pytest.mark.parametrize("address", SCREENS)
def test_every_address_says_who_it_is_for(address):
    assert hasattr(SCREENS[address].view, "audience")


@pytest.mark.parametrize("address", GUARDED)
def test_nobody_enters_without_signing_in(client, address):
    answer = client.get(_sample(address))

    assert answer.status_code == 302
    assert settings.LOGIN_URL in answer["Location"] or "/connexion/" in answer["Location"]


@pytest.mark.parametrize("role", STAFF)
def test_each_role_meets_the_audience_of_every_screen(role):
    cases.programme()
    kind = KIND_OF.get(role, Organisation.Kind.CCAS)
    client = Client()
    client.force_login(member(role, of=organisation(kind)).user)

    for address, one in GUARDED.items():
        answer = client.get(_sample(address))

        closed = (
            answer.status_code == 403 and "Cette page est réservée à" in answer.content.decode()
        )
        assert closed == (role not in one.roles), f"{role} on {address}"
        assert answer.status_code in {200, 302, 403, 404, 405, 409}, f"{role} on {address}"


@pytest.mark.parametrize("role", STAFF)
def test_every_role_has_a_first_page_with_its_own_work(role):
    # Complaints are few: whose list is most often empty does not begin there.
    assert menu_of(role)[0].label != "Réclamations"


def test_a_person_without_a_role_is_told_so_and_not_sent_round():
    one = member(Role.PRESCRIBER)
    one.organisation.is_active = False
    one.organisation.save()
    client = Client()
    client.force_login(one.user)

    answer = client.get("/accueil/")

    assert answer.status_code == 403
    assert "demandez à votre responsable" in answer.content.decode()


def test_a_person_of_two_organisations_acts_for_one_at_a_time():
    first = member(Role.PRESCRIBER)
    second = first.user.memberships.create(
        organisation=organisation(name="Autre structure"), role=Role.PARTNER_MANAGER,
        since=first.since,
    )  # fmt: skip
    cases.programme()
    client = Client()
    client.force_login(first.user)

    client.post("/compte/changer/", {"organisation": second.pk})
    refused = client.post("/compte/changer/", {"organisation": member().pk})

    assert client.get("/accueil/").wsgi_request.member == second
    assert refused.status_code == 404


@pytest.mark.parametrize("demo", [True, False])
def test_only_the_demonstration_lists_its_accounts(client, settings, demo):
    settings.DEMO = demo
    fictional = member(of=organisation(is_fictional=True))
    real = member()

    text = client.get("/compte/connexion/").content.decode()

    assert (fictional.user.email in text) == demo
    assert real.user.email not in text


def test_the_demonstration_says_what_each_role_does_in_the_order_of_the_journey(client, settings):
    settings.DEMO = True
    for role in reversed(STAFF):
        for _ in "12":
            member(role, of=organisation(KIND_OF.get(role, "ccas"), is_fictional=True))

    text = client.get("/compte/connexion/").content.decode()

    assert re.findall("<h3>(.+?)</h3>", text) == [NAMES[role].capitalize() for role in STAFF]
    assert {text.count(DOES[role]) for role in STAFF} == {1}


def test_a_password_link_leaves_by_the_outbox_and_says_nothing_of_accounts(client):
    one = member()

    known = client.post("/compte/mot-de-passe/oublie/", {"email": one.user.email})
    unknown = client.post("/compte/mot-de-passe/oublie/", {"email": "x@exemple.invalid"})

    assert known["Location"] == unknown["Location"]
    letter = Message.objects.get()
    assert letter.recipient == one.user.email
    assert "/compte/mot-de-passe/choisir/" in letter.text


def test_the_link_lets_a_person_choose_a_password_and_sign_in(client):
    one = member()
    client.post("/compte/mot-de-passe/oublie/", {"email": one.user.email})
    link = Message.objects.get().text.split("http://testserver")[1].split()[0]

    form = client.get(link, follow=True).request["PATH_INFO"]
    word = "quatre mots sans lien"
    client.post(form, {"password1": word, "password2": word})
    answer = client.post("/compte/connexion/", {"login": one.user.email, "password": word})

    assert answer["Location"] == "/accueil/"


def test_a_desk_is_in_french_whatever_the_browser_asks():
    client = Client(headers={"accept-language": "en"})
    client.force_login(member(Role.SHOP_ADVISOR, of=organisation(Organisation.Kind.SHOP)).user)

    page = client.get("/boutique/")

    assert '<html lang="fr"' in page.content.decode()
    assert page.headers["Content-Language"] == "fr"
    assert '<html lang="en"' in client.get("/").content.decode()
