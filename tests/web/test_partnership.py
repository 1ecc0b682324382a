"""The pages of structures that join: what they ask, what they refuse, who reads what."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coupdepouce.accounts.models import AccessLog
from coupdepouce.core.roles import Role
from coupdepouce.outreach.models import Message
from coupdepouce.partners.links import application_token
from coupdepouce.partners.models import (
    Agreement,
    Application,
    Establishment,
    Membership,
    Organisation,
    Place,
    Quota,
)
from coupdepouce.partners.queries.follow_up import waits
from coupdepouce.programmes.defaults import default_text
from coupdepouce.programmes.operations import load_programme
from tests.apps import cases
from tests.apps.build import NOW, member, organisation
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
    desk = Client()
    desk.force_login(chief.user)
    said = "Adresse : avant « 5 rue Inventée », maintenant « 6 rue Inventée »."
    assert said in text(client.get(done["Location"]))
    assert said in text(desk.get(reverse("steering:candidature", args=[one.reference])))


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


@pytest.mark.parametrize(("public", "places"), [("yes", 1), ("no", 0)])
def test_the_programme_accepts_from_the_list(desk, chief, public, places):
    one = candidature()

    listed = text(desk.get(reverse("steering:candidatures")))
    address = reverse("steering:candidature_step", args=[one.reference, "approve"])
    unsaid = desk.post(address, {"once": uuid4(), "words": "Bienvenue."})
    done = desk.post(address, {"once": uuid4(), "words": "Bienvenue.", "receives_public": public})

    assert "Responsable du programme doit agir" in listed
    assert unsaid.status_code == 422
    assert "Dites si la structure reçoit du public." in text(unsaid)
    assert done.status_code == 302
    made = Organisation.objects.get(siret=SIRET)
    assert Place.objects.count() == places
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
        reverse("steering:candidature_step", args=[one.reference, "approve"]),
        {"once": uuid4(), "receives_public": "yes"},
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


class TestAgreement:
    """The partner's manager accepts, the programme proposes and grants, each prints."""

    @pytest.fixture
    def partner(self):
        return member(Role.PARTNER_MANAGER)

    @pytest.fixture
    def office(self, partner):
        client = Client()
        client.force_login(partner.user)
        return client

    def propose(self, desk, partner, **said):
        address = reverse("steering:propose", args=[partner.organisation_id])
        today = timezone.localdate()
        return desk.post(address, {"once": uuid4(), "starts_on": f"{today:%d/%m/%Y}", **said})

    def said(self, page, **changes):
        versions = {"charter_version": "exemple-1", "annex_version": "exemple-1"}
        return {"once": uuid4(), "charter": "on", "annex": "on"} | versions | changes

    def test_proposed_read_accepted_printed(self, desk, office, partner):
        address = reverse("partnership:agreement")
        assert "Aucune convention n’est demandée" in text(office.get(address))
        self.propose(desk, partner)

        page = text(office.get(address))
        done = office.post(address, self.said(page))

        assert "Elle ne demande aucun argent" in page
        assert done.status_code == 302
        after = text(office.get(address))
        assert "La convention est en vigueur" in after
        assert "J’ai lu" not in after
        paper = reverse("partnership:agreement_paper", args=[Agreement.objects.get().pk])
        for client in (office, desk):
            assert f"Acceptée par {partner.user}" in text(client.get(paper))

    def test_a_box_left_empty_and_an_old_text_are_refused(self, desk, office, partner):
        self.propose(desk, partner)
        address = reverse("partnership:agreement")

        empty = office.post(address, self.said("", annex=""))
        old = office.post(address, self.said("", annex_version="exemple-0"))

        assert (empty.status_code, old.status_code) == (422, 422)
        assert "Cochez la case pour accepter." in text(empty)
        assert "relisez-le" in text(old)
        assert Agreement.objects.get().accepted_at is None

    def test_the_programme_grants_and_the_partner_reads_its_units(self, desk, office, partner):
        address = reverse("steering:grant", args=[partner.organisation_id])
        period = {"starts_on": "01/01/2026", "ends_on": "01/01/2100"}

        desk.post(address, {"once": uuid4(), "units": "40", **period})
        wrong = desk.post(address, {"once": uuid4(), "units": "0", **period})
        crossed = desk.post(
            address,
            {"once": uuid4(), "units": "1", "starts_on": "01/06/2026", "ends_on": "01/01/2027"},
        )

        assert Quota.objects.get().granted == 40
        assert (wrong.status_code, crossed.status_code) == (422, 422)
        assert "Une dotation va déjà" in text(crossed)
        assert "Dotation en bons" in text(office.get(reverse("partnership:agreement")))

    def test_what_waits_says_for_whom_and_since_when(self, desk, partner):
        candidature()
        self.propose(desk, partner)

        page = text(desk.get(reverse("steering:follow_up")))

        assert "Candidature reçue" in page
        assert "Responsable du partenaire doit agir depuis aujourd’hui" in page

    def test_the_manager_is_told_of_the_agreement_that_waits(self, chief):
        one = candidature()
        move(one, "approve", chief)
        led = Membership.objects.get(organisation=one.organisation)
        office = Client()
        office.force_login(led.user)
        screens = ("home", "steering:team")
        pages = [text(office.get(reverse(name))) for name in screens]

        assert "acceptez la convention" in Message.objects.get(template="invitation").text
        assert all("Votre convention attend d’être acceptée" in page for page in pages)
        Agreement.objects.update(accepted_at=NOW)
        pages = [text(office.get(reverse(name))) for name in screens]
        assert not any("Votre convention attend" in page for page in pages)

    @pytest.mark.parametrize("needed", [True, False])
    def test_a_partner_without_manager_or_agreement_is_followed(self, desk, partner, needed):
        if needed:
            wanted = default_text().replace("agreement_needed = false", "agreement_needed = true")
            load_programme(text=wanted, at=NOW)
        led = member(Role.PARTNER_MANAGER, of=organisation(name="Association fictive menée"))
        bare = organisation(name="Association fictive seule")
        self.propose(desk, partner)

        found = waits(member=manager(), day=timezone.localdate(), agreement_needed=needed)
        said = {(one.organisation_id, one.word) for one in found if one.word.startswith("Sans")}

        unagreed = {(one, "Sans convention") for one in (led.organisation_id, bare.pk)}
        assert said == {(bare.pk, "Sans responsable"), *(unagreed if needed else ())}
        page = text(desk.get(reverse("steering:follow_up")))
        assert "Sans responsable" in page
        assert ("Sans convention" in page) is needed

    def test_a_closed_agreement_stops_the_button_with_its_reason(self, desk, partner):
        self.propose(desk, partner)
        prescriber = member(Role.PRESCRIBER, of=partner.organisation)
        draft = cases.draft(by=prescriber, at=timezone.now())
        client = Client()
        client.force_login(prescriber.user)

        page = text(client.get(reverse("prescribing:file", args=[draft.reference])))

        assert "La convention de votre structure n’est pas en vigueur" in page


@pytest.mark.parametrize("rows", [2, 12])
def test_what_waits_costs_the_same_for_more_rows(desk, rows, django_assert_max_num_queries):
    for number in range(rows):
        candidature(email=f"personne{number}@exemple.invalid")
        one = organisation()
        Agreement.objects.create(
            organisation=one, starts_on="2026-01-01", ends_on="2099-01-01", proposed_at=NOW
        )

    with django_assert_max_num_queries(10):
        desk.get(reverse("steering:follow_up"))
