"""The training as a prescriber meets it: refused with the link, answered, taken again."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coupdepouce.core.partners.briefing import questions_of
from coupdepouce.core.programme import parse
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import BriefingAttempt
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.programmes.defaults import default_text
from coupdepouce.programmes.operations import load_programme
from tests.apps import cases
from tests.apps.build import NOW, member

pytestmark = pytest.mark.django_db
PAGE = "partnership:briefing"


@pytest.fixture(autouse=True)
def _programme():
    # In force since long before any clock of a test.
    load_programme(text=default_text().replace("since = 2026-12-01", "since = 2020-01-01"), at=NOW)


@pytest.fixture
def novice():
    return member(is_briefed=False)


def signed_in(one) -> Client:
    client = Client()
    client.force_login(one.user)
    return client


@pytest.fixture
def desk(novice):
    return signed_in(novice)


def answers(**wrong):
    return {one.name: one.right for one in questions_of(parse(default_text()))} | wrong


def text(answer) -> str:
    return answer.content.decode()


def test_before_twenty_fields_the_page_says_what_comes_first_and_leads_there(desk):
    answer = desk.get(reverse("prescribing:new"))

    assert answer.status_code == 403
    assert "Suivez d’abord la formation de 20 minutes" in text(answer)
    assert f'href="{reverse(PAGE)}"' in text(answer)


def test_the_closed_button_of_a_draft_says_why_and_leads_there(desk, novice):
    draft = cases.draft(by=member(of=novice.organisation), at=timezone.now())

    page = text(desk.get(reverse("prescribing:file", args=[draft.reference])))
    refused = desk.post(reverse("step", args=[draft.reference, "issue"]), {"once": uuid4()})

    assert "Suivez d’abord la formation de 20 minutes" in page
    assert page.count(f'href="{reverse(PAGE)}"') == 2  # the menu, and the remedy
    assert "Suivez d’abord la formation de 20 minutes" in text(refused)
    assert Prescription.objects.get().state == "draft"


def test_all_right_it_is_dated_and_the_desk_opens(desk):
    answer = desk.post(reverse(PAGE), answers(), follow=True)

    assert "La formation est réussie" in text(answer)
    assert "Formation réussie le" in text(answer)
    assert desk.get(reverse("prescribing:new")).status_code == 200


def test_what_is_wrong_is_said_with_why_and_the_other_answers_stay(desk):
    answer = desk.post(reverse(PAGE), answers(zero="yes"))

    page = text(answer)
    assert answer.status_code == 422
    assert "7 bonnes réponses sur 8" in page
    assert "Le quotient de 0 est un doute" in page
    assert "Un foyer a une seule offre" not in page
    assert page.count(" checked") == 8
    assert not BriefingAttempt.objects.get().has_passed


@pytest.mark.parametrize("said", [{}, {"zero": "made up"}, {"zero": "é" * 9000}])
def test_what_is_not_an_answer_is_asked_again_and_not_counted(desk, said):
    answer = desk.post(reverse(PAGE), {**(answers() if said else {}), **said})

    assert answer.status_code == 422
    assert not BriefingAttempt.objects.exists()


def test_the_manager_sees_who_passed_and_when(novice):
    chief = member(Role.PARTNER_MANAGER, of=novice.organisation)
    before = text(signed_in(chief).get(reverse("steering:team")))
    signed_in(novice).post(reverse(PAGE), answers(call="nobody"))
    tried = text(signed_in(chief).get(reverse("steering:team")))
    signed_in(novice).post(reverse(PAGE), answers())

    after = text(signed_in(chief).get(reverse("steering:team")))

    today = f"{timezone.localtime():%d/%m/%Y}"
    assert "À réussir d’abord" in before
    assert f"À réussir d’abord (7 sur 8 le {today})" in tried
    assert f"Réussie le {today}" in after
    assert "À réussir d’abord" not in after


@pytest.mark.parametrize("role", [Role.SHOP_ADVISOR, Role.PROGRAMME_MANAGER])
def test_the_page_is_for_those_who_prescribe(role):
    assert signed_in(member(role)).get(reverse(PAGE)).status_code == 403
