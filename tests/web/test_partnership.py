"""The pages of structures that join: what they ask, what they refuse, who reads what."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from coupdepouce.accounts.models import AccessLog
from coupdepouce.core.roles import Role
from coupdepouce.outreach.models import Message
from coupdepouce.partners.links import application_token
from coupdepouce.partners.models import Application, Establishment, Organisation
from tests.apps import cases
from tests.apps.build import member, organisation
from tests.apps.build_partners import OTHER_SIRET, SIRET, candidature, manager, move

pytestmark = pytest.mark.django_db
SAID = {
    "siret": SIRET,
    "name": "Épicerie solidaire inventée",
    "kind": "association",
    "address": "5 rue Inventée",
    "postcode": "59000",
    "commune_name": "Lille",
    "first_name": "Dominique",
    "last_name": "Fictif",
    "function": "directrice",
    "email": "dominique@exemple.invalid",
    "words": "Nous voulons aider.",
}


@pytest.fixture(autouse=True)
def _programme():
    cases.programme()


@pytest.fixture
def chief():
    return manager()


@pytest.fixture
def desk(chief):
    client = Client()
    client.force_login(chief.user)
    return client


def send(client, **changes):
    return client.post(reverse("partnership:join"), {"once": uuid4()} | SAID | changes)


def text(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("siret", ["12", "00000000000019", "é" * 14])
def test_a_wrong_number_is_asked_again_beside_its_field(client, siret):
    answer = client.get(reverse("partnership:join"), {"siret": siret})

    assert answer.status_code == 422
    assert "ce siret n’existe pas" in text(answer).lower()
    assert 'aria-invalid="true"' in text(answer)


def test_the_register_fills_the_page(client):
    Establishment.objects.create(
        siret=SIRET, name="ENSEIGNE FICTIVE", address="5 RUE INVENTEE", postcode="59000",
        commune_code="59350", commune_name="LILLE",
    )  # fmt: skip

    page = text(client.get(reverse("partnership:join"), {"siret": "000 000 000 00018"}))

    assert 'value="ENSEIGNE FICTIVE"' in page
    assert 'value="5 RUE INVENTEE"' in page
    assert "Le répertoire Sirene a rempli" in page


def test_a_candidature_leads_to_its_own_page_which_no_cache_keeps(client):
    answer = send(client)

    page = client.get(answer["Location"])
    assert "Votre candidature est arrivée." in text(page)
    assert "Vous</strong> avez envoyé la candidature" in text(page)
    assert page["Cache-Control"] == "private, no-store"


def test_a_body_that_is_there_already_is_proposed_and_the_answer_is_needed(client):
    team = organisation(siret=OTHER_SIRET, commune_code="59350", name="Épicerie du Nord fictive")

    asked = send(client)
    again = send(client, twin=str(team.pk))

    assert asked.status_code == 422
    assert "Oui, Épicerie du Nord fictive" in text(asked)
    assert again.status_code == 302
    assert Application.objects.get().team == team


def test_nothing_is_lost_when_something_is_wrong(client):
    answer = send(client, postcode="59", email="personne")

    assert answer.status_code == 422
    assert "Écrivez cinq chiffres." in text(answer)
    assert 'value="Épicerie solidaire inventée"' in text(answer)


def test_a_robot_is_stopped(client):
    for number in range(20):
        send(client, email=f"robot{number}@exemple.invalid")

    answer = send(client, email="robot@exemple.invalid")

    assert "Trop d’essais" in text(answer)
    assert Application.objects.count() == 20


def test_the_thread_goes_both_ways_and_each_reads_its_own_words(client, chief, desk):
    one = candidature()
    address = reverse("partnership:follow", args=[application_token(one.reference)])

    client.post(address, {"once": uuid4(), "words": "Avez-vous reçu ?"})
    file = text(desk.get(reverse("steering:candidature", args=[one.reference])))

    assert "Avez-vous reçu ?" in file
    assert "Épicerie solidaire inventée</strong> a répondu" in file
    assert AccessLog.objects.filter(about=f"application:{one.reference}").exists()


def test_a_message_without_words_is_asked_again(client):
    one = candidature()
    address = reverse("partnership:follow", args=[application_token(one.reference)])

    answer = client.post(address, {"once": uuid4(), "words": " "})

    assert answer.status_code == 422
    assert "Écrivez votre message." in text(answer)


def test_a_correction_is_made_on_what_was_said(client, chief):
    one = candidature()
    token = application_token(one.reference)
    move(one, "ask_correction", chief, words="Quelle adresse ?")
    address = reverse("partnership:correct", args=[token])

    page = text(client.get(address))
    done = client.post(address, SAID | {"once": uuid4(), "address": "6 rue Inventée"})

    assert "Quelle adresse ?" in page
    assert 'value="5 rue Inventée"' in page
    assert done.status_code == 302
    one.refresh_from_db()
    assert (one.state, one.address) == ("received", "6 rue Inventée")


def test_withdrawn_there_is_nothing_more_to_do(client):
    one = candidature()
    token = application_token(one.reference)

    client.post(reverse("partnership:withdraw", args=[token]), {"once": uuid4()})
    again = client.post(reverse("partnership:withdraw", args=[token]), {"once": uuid4()})

    page = text(client.get(reverse("partnership:follow", args=[token])))
    assert "Vous avez retiré votre candidature." in page
    assert "<form" not in page
    assert again.status_code == 422


def test_a_link_cut_short_says_what_to_do(client):
    answer = client.get(reverse("partnership:follow", args=["abc"]))

    assert answer.status_code == 409
    assert "Copiez-le en entier" in text(answer)


def test_the_programme_accepts_from_the_list(desk, chief):
    one = candidature()

    listed = text(desk.get(reverse("steering:candidatures")))
    address = reverse("steering:candidature_step", args=[one.reference, "approve"])
    done = desk.post(address, {"once": uuid4(), "words": "Bienvenue."})

    assert "Responsable du programme doit agir" in listed
    assert done.status_code == 302
    made = Organisation.objects.get(siret=SIRET)
    assert "/compte/mot-de-passe/choisir/" in Message.objects.get(template="invitation").text
    file = text(desk.get(done["Location"]))
    assert reverse("steering:organisation", args=[made.pk]) in file
    assert "Terminées" in text(desk.get(reverse("steering:candidatures")))


def test_a_step_that_is_closed_says_why_and_is_refused(desk):
    organisation(siret=OTHER_SIRET, commune_code="59350", name="Épicerie du Nord fictive")
    one = Application.objects.get(pk=candidature("99999999800019").pk)
    Application.objects.update(siret=SIRET)

    file = text(desk.get(reverse("steering:candidature", args=[one.reference])))
    answer = desk.post(
        reverse("steering:candidature_step", args=[one.reference, "approve"]), {"once": uuid4()}
    )

    assert "Accepter la candidature : Une structure du même SIREN" in file
    assert "Épicerie du Nord fictive" in file
    assert answer.status_code == 422


def test_an_unknown_step_and_another_role_are_refused(desk):
    one = candidature()
    address = reverse("steering:candidature_step", args=[one.reference, "danse"])
    other = Client()
    other.force_login(member(Role.PARTNER_MANAGER).user)

    assert desk.get(address).status_code == 409
    assert other.get(address).status_code == 403
