"""What a partner manager connects: API Particulier for a public body, keys for its software."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import ApiKey, Membership, Organisation, ProofConnection
from coupdepouce.partners.queries import membership_by_key, proof_connection
from tests.apps import cases
from tests.apps.build import member, organisation

SERVICE = {
    "url": "https://particulier.api.exemple.invalid",
    "token": "code-tout-fictif",
    "recipient": "00000000000000",
}


def signed_in(one: Membership) -> Client:
    client = Client()
    client.force_login(one.user)
    return client


def page(one: Membership, screen: str, /, *args: object) -> str:
    return signed_in(one).get(reverse(f"steering:{screen}", args=args)).content.decode()


def send(one: Membership, screen: str, /, *args: object, **said: object):
    address = reverse(f"steering:{screen}", args=args)
    return signed_in(one).post(address, {"once": uuid4(), **said})


@pytest.fixture
def manager() -> Membership:
    return member(Role.PARTNER_MANAGER, of=organisation(Organisation.Kind.CCAS))


def test_the_team_leads_to_the_connections(manager):
    cases.programme()
    assert reverse("steering:connections") in page(manager, "team")


def test_a_public_body_connects_its_habilitation_and_reads_who_did_it_and_when(manager):
    answer = send(manager, "connect", **SERVICE)

    made = ProofConnection.objects.get()
    text = page(manager, "connections")
    assert answer.status_code == 302
    assert (made.organisation, made.connected_by) == (manager.organisation, manager)
    assert SERVICE["url"] in text
    assert SERVICE["recipient"] in text
    assert f"{made.connected_at:%d/%m/%Y}" in text
    assert str(manager.user) in text
    assert "code-tout-fictif" not in text


def test_an_association_reads_why_it_cannot_connect():
    one = member(Role.PARTNER_MANAGER, of=organisation(Organisation.Kind.ASSOCIATION))

    text = page(one, "connections")
    answer = send(one, "connect", **SERVICE)

    assert "sert les organismes publics" in text
    assert reverse("steering:connect") not in text
    assert answer.status_code == 422
    assert "sert les organismes publics" in answer.content.decode()
    assert not ProofConnection.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"url": "http://particulier.exemple.invalid"}, "circule en clair"),
        ({"url": "particulier"}, "n’est pas valable"),
        ({"token": "code-tout-fictif en deux"}, "mal copié"),
        ({"token": ""}, "Jeton"),
        ({"recipient": "12345678901234"}, "Ce SIRET n’existe pas"),
    ],
    ids=["no lock", "no address", "a token with spaces", "no token", "a SIRET with a wrong digit"],
)
def test_a_refusal_is_said_in_the_form_and_all_but_the_token_is_kept(manager, wrong, sentence):
    said = SERVICE | wrong

    answer = send(manager, "connect", **said)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "À corriger" in text
    assert sentence in text
    assert said["url"] in text
    assert said["recipient"] in text
    assert "code-tout-fictif" not in text
    assert not ProofConnection.objects.exists()


def test_the_form_starts_from_the_siret_of_the_organisation():
    of = organisation(Organisation.Kind.CCAS, siret="00000000000000")

    assert "00000000000000" in page(member(Role.PARTNER_MANAGER, of=of), "connect")


def test_a_connection_is_cut_after_a_question(manager):
    send(manager, "connect", **SERVICE)

    question = page(manager, "disconnect")
    before = proof_connection(manager.organisation_id)
    answer = send(manager, "disconnect")

    assert "Le jeton est effacé." in question
    assert before is not None
    assert answer.status_code == 302
    assert proof_connection(manager.organisation_id) is None
    assert "Connecter l’API Particulier" in page(manager, "connections")


def test_an_association_has_nothing_to_cut():
    one = member(Role.PARTNER_MANAGER, of=organisation(Organisation.Kind.ASSOCIATION))

    answer = send(one, "disconnect")

    assert answer.status_code == 422
    assert "sert les organismes publics" in answer.content.decode()


def key_shown(answer) -> str:
    return answer.content.decode().partition('value="cdp_')[2].partition('"')[0]


def test_a_key_is_shown_once_and_acts_for_who_made_it(manager):
    answer = send(manager, "make_key", label="Logiciel fictif")

    secret = f"cdp_{key_shown(answer)}"
    text = page(manager, "connections")
    assert membership_by_key(secret) == manager
    assert "no-store" in answer["Cache-Control"]
    assert "Logiciel fictif" in text
    assert secret not in text


@pytest.mark.parametrize(("label", "sentence"), [("Logiciel", "porte ce nom"), (" ", "Nom du log")])
def test_a_key_that_is_refused_says_why(manager, label, sentence):
    send(manager, "make_key", label="Logiciel")

    answer = send(manager, "make_key", label=label)

    assert answer.status_code == 422
    assert "À corriger" in answer.content.decode()
    assert sentence in answer.content.decode()
    assert ApiKey.objects.count() == 1


def test_a_closed_key_opens_nothing_and_stays_in_the_list(manager):
    secret = f"cdp_{key_shown(send(manager, 'make_key', label='Logiciel fictif'))}"
    key = ApiKey.objects.get()

    question = page(manager, "revoke_key", key.pk)
    answer = send(manager, "revoke_key", key.pk)

    assert "« Logiciel fictif »" in question
    assert answer.status_code == 302
    assert "Fermée le" in page(manager, "connections")
    with pytest.raises(Refusal):
        membership_by_key(secret)


def test_the_keys_of_a_team_are_its_own(manager):
    send(manager, "make_key", label="Logiciel fictif")
    key = ApiKey.objects.get()
    other = member(Role.PARTNER_MANAGER)

    answer = send(other, "revoke_key", key.pk)

    key.refresh_from_db()
    assert "Logiciel fictif" not in page(other, "connections")
    assert answer.status_code == 404
    assert key.revoked_at is None


def test_the_programme_manager_keeps_the_keys_of_the_operator_only(manager):
    send(manager, "make_key", label="Logiciel du partenaire")
    operator = organisation(Organisation.Kind.OPERATOR)
    programme = member(Role.PROGRAMME_MANAGER, of=operator)

    secret = f"cdp_{key_shown(send(programme, 'make_key', label='Logiciel maison'))}"

    text = page(programme, "connections")
    assert membership_by_key(secret) == programme
    assert "Logiciel maison" in text
    assert "Logiciel du partenaire" not in text
    assert reverse("steering:measures") in text


@pytest.mark.parametrize("rows", [2, 10])
def test_the_page_costs_the_same_for_more_keys(manager, rows, django_assert_num_queries):
    for number in range(rows):
        send(manager, "make_key", label=f"Logiciel {number}")
    client = signed_in(manager)

    with django_assert_num_queries(5):
        client.get(reverse("steering:connections"))
