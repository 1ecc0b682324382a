"""A partner, from request to renewal, as each person lives it."""

import re

import pytest
from playwright.sync_api import Page, expect

from coupdepouce.outreach.models import Message
from coupdepouce.partners.models import Establishment
from tests.apps.build_partners import SIRET


@pytest.fixture
def people(pilot, visit, sign_in):
    """Give the programme manager a screen, and the structure another."""
    programme = visit("/aide/")
    sign_in(programme, pilot.manager.user)
    programme.goto("/programme/partenaires/candidatures/")
    return {"structure": visit("/partenaires/rejoindre/", width=320), "programme": programme}


def given_the_register_knows_the_site() -> None:
    Establishment.objects.create(
        siret=SIRET, name="EPICERIE INVENTEE", address="5 RUE INVENTEE", postcode="59000",
        commune_code="59350", commune_name="LILLE",
    )  # fmt: skip


def fill(page: Page, **fields: str) -> None:
    for name, text in fields.items():
        page.get_by_label(re.compile(rf"^\s*{name.replace('_', ' ')}", re.IGNORECASE)).fill(text)


def when_the_structure_asks(page: Page) -> None:
    page.get_by_label("SIRET de votre structure").fill("000 000 000 00018")
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_label("Nom de la structure")).to_have_value("EPICERIE INVENTEE")
    page.get_by_label("Sorte de structure").select_option("association")
    fill(page, prénom_du_référent="Dominique", nom_du_référent="Fictif", fonction="directrice")
    page.get_by_label("Adresse électronique professionnelle").fill("dominique@exemple.invalid")
    page.get_by_role("button", name="Envoyer la candidature").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Votre candidature est arrivée")


def when_the_programme_asks_for_a_correction(page: Page) -> None:
    page.reload()
    page.get_by_role("link", name="EPICERIE INVENTEE").click()
    page.get_by_role("link", name="Demander une correction").click()
    page.get_by_label("Votre message").fill("Quel est votre nom d’usage ?")
    page.get_by_role("button", name="Demander une correction").click()
    expect(page.get_by_text("À corriger")).to_be_visible()


def when_the_structure_corrects(page: Page) -> None:
    page.reload()
    page.get_by_role("link", name="Corriger et répondre").click()
    expect(page.get_by_text("Quel est votre nom d’usage ?")).to_be_visible()
    page.get_by_label("Nom de la structure").fill("Épicerie solidaire inventée")
    page.get_by_role("button", name="Envoyer la correction").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Votre candidature est arrivée")


def when_the_programme_accepts(page: Page) -> None:
    page.reload()
    page.get_by_role("link", name="Accepter la candidature").click()
    page.get_by_label("Votre message").fill("Bienvenue.")
    page.get_by_role("button", name="Accepter la candidature").click()
    expect(page.get_by_text("Acceptée", exact=True)).to_be_visible()


def when_the_manager_chooses_a_password(page: Page) -> None:
    link = Message.objects.get(template="invitation").text.split("mot de passe : ")[1].split()[0]
    page.goto("/" + link.split("/", 3)[3])
    for field in page.locator("input[type=password]").all():
        field.fill("quatre mots sans lien")
    page.get_by_role("button").last.click()


def test_a_partner_from_request_to_renewal(people, check_page):
    structure, programme = people["structure"], people["programme"]
    given_the_register_knows_the_site()
    check_page(structure, "partner-door")

    when_the_structure_asks(structure)
    check_page(structure, "partner-received")
    when_the_programme_asks_for_a_correction(programme)
    check_page(programme, "partner-file")
    when_the_structure_corrects(structure)
    when_the_programme_accepts(programme)
    structure.reload()
    expect(structure.get_by_role("heading", level=1)).to_contain_text("acceptée")
    check_page(structure, "partner-accepted")
    when_the_manager_chooses_a_password(structure)
