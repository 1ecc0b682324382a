"""A partner, from request to renewal, as each person lives it."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from coupdepouce.core.calendar import add_months
from coupdepouce.outreach.models import Message
from coupdepouce.partners.models import Agreement, Establishment
from coupdepouce.prescriptions.work import work_once
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
    page.get_by_label("Oui : l’adresse entre dans l’annuaire").check()
    page.get_by_role("button", name="Accepter la candidature").click()
    expect(page.get_by_text("Acceptée", exact=True)).to_be_visible()


def when_the_manager_chooses_a_password(page: Page) -> None:
    link = Message.objects.get(template="invitation").text.split("mot de passe : ")[1].split()[0]
    page.goto("/" + link.split("/", 3)[3])
    for field in page.locator("input[type=password]").all():
        field.fill("quatre mots sans lien")
    page.get_by_role("button").last.click()


def when_the_manager_signs_in(page: Page) -> None:
    page.goto("/compte/connexion/")
    page.get_by_label("Adresse électronique").fill("dominique@exemple.invalid")
    page.get_by_label("Mot de passe").fill("quatre mots sans lien")
    page.get_by_role("button", name="Se connecter").click()


def when_the_manager_accepts_the_agreement(page: Page) -> None:
    page.goto("/partenaire/convention/")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Accepter la convention").click()
    expect(page.get_by_text("La convention est en vigueur")).to_be_visible()


def when_the_programme_grants_vouchers(page: Page) -> None:
    page.get_by_role("link", name=re.compile("Voir le partenaire")).click()
    page.get_by_role("link", name="Accorder des bons").click()
    page.get_by_label("Nombre de bons").fill("40")
    page.get_by_role("button", name="Accorder").click()
    expect(page.get_by_text("Il reste 40 bons")).to_be_visible()


def when_nine_months_pass() -> None:
    """Move the agreement into the past, as the calendar would, and let the worker do its turn."""
    start = add_months(timezone.localdate(), -10)
    Agreement.objects.update(starts_on=start, ends_on=add_months(start, 12))
    work_once(at=timezone.now())


@pytest.mark.chain
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
    when_the_manager_signs_in(structure)
    structure.goto("/partenaire/convention/")
    check_page(structure, "partner-to-accept")
    when_the_manager_accepts_the_agreement(structure)
    when_the_programme_grants_vouchers(programme)
    check_page(programme, "partner-page")

    when_nine_months_pass()
    programme.goto("/programme/partenaires/suivi/")
    expect(programme.get_by_text("Responsable du partenaire doit agir")).to_be_visible()
    check_page(programme, "partner-follow-up")
    assert "se renouvelle" in Message.objects.get(template="agreement_to_renew").subject
    when_the_manager_accepts_the_agreement(structure)
    expect(structure.get_by_text("Acceptée, pas encore commencée")).to_be_visible()
    check_page(structure, "partner-renewed")
    structure.get_by_role("link", name=re.compile("Du ")).first.click()
    expect(structure.get_by_role("heading", level=1)).to_have_text("Convention de partenariat")
    check_page(structure, "partner-paper")
