"""The whole chain, as people live it: from a question on a phone to a line that works."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from coupdepouce.prescriptions.events import broken_at
from coupdepouce.prescriptions.models import Prescription


@pytest.fixture
def people(pilot, visit, sign_in):
    """Give each person a screen of their own, staff signed in."""

    def opened(path: str, user=None, **options) -> Page:
        page = visit("/aide/", **options)
        if user:
            sign_in(page, user)
        page.goto(path)
        return page

    return {
        "household": opened("/", width=320),
        "prescriber": opened("/accueil/", pilot.prescriber.user),
        "advisor": opened("/boutique/", pilot.advisor.user),
    }


def when_the_household_checks(page: Page) -> None:
    page.get_by_role("link", name="Vérifier en 2 minutes").click()
    page.get_by_label("Code postal ou nom de la commune").fill("59000")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("link", name="Le RSA").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous y avez droit.")
    expect(page.get_by_text("Centre social imaginaire")).to_be_visible()


def when_the_prescriber_enters_the_household(page: Page) -> None:
    page.get_by_label("Nom, date de naissance ou téléphone").fill("Élodie Exemple 27/03/1985")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Créer ce ménage").click()
    for name, text in {
        "Adresse": "4 rue Inventée",
        "Code postal": "59000",
        "Adultes": "1",
        "Enfants": "2",
        "Date écrite sur le papier": f"{timezone.localdate():%d/%m/%Y}",
        "Quotient familial": "512",
    }.items():
        page.get_by_label(re.compile(rf"^\s*{name}\b")).first.fill(text)
    page.get_by_label("Quel papier avez-vous vu ?").select_option("attestation_qf")
    page.get_by_label("J’accepte que ma demande soit enregistrée").check()
    page.get_by_role("button", name="Enregistrer et voir la décision").click()
    expect(page.get_by_role("heading", name="Le ménage y a droit.")).to_be_visible()
    page.get_by_role("button", name="Remettre le bon").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre bon")


def read_code(page: Page) -> str:
    """Read the code on the printed voucher, as the household does."""
    return "".join(page.locator(".code span").all_inner_texts())


def when_the_shop_receives_the_voucher(page: Page, code: str) -> None:
    page.get_by_label("Code du bon").fill(code)
    page.get_by_role("button", name="Lire le bon").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Élodie Exemple")
    page.get_by_label("J’ai vu une pièce d’identité au nom de la personne").check()
    page.get_by_role("button", name="Recevoir ce bon").click()
    page.get_by_role("button", name="Accepter la demande").click()


def when_the_shop_opens_the_line(page: Page) -> None:
    page.get_by_label("Fibre").check()
    page.get_by_role("button", name="La ligne est possible").click()
    page.get_by_label("Numéro de commande de l’opérateur").fill("FICTIF-7")
    page.get_by_role("button", name="Noter la commande").click()
    page.get_by_label("Jour et heure du rendez-vous").fill(
        f"{timezone.localdate() + timedelta(days=20):%d/%m/%Y} 14:30"
    )
    page.get_by_label("La personne").check()
    page.get_by_role("button", name="Noter le rendez-vous").click()
    page.get_by_label("Depuis quel jour ?").fill(f"{timezone.localdate():%d/%m/%Y}")
    page.get_by_role("button", name="La ligne marche").click()
    expect(page.get_by_text("Ligne active depuis")).to_be_visible()


def when_the_household_follows(page: Page, code: str) -> None:
    page.get_by_role("link", name="Suivre ma demande").first.click()
    page.get_by_label("Code du bon").fill(code.lower())
    page.get_by_label("Votre année de naissance").fill("1985")
    page.get_by_role("button", name="Voir où j’en suis").click()


@pytest.mark.chain
def test_from_a_question_on_a_phone_to_a_line_that_works(people, check_page):
    household, prescriber = people["household"], people["prescriber"]
    advisor = people["advisor"]

    when_the_household_checks(household)
    when_the_prescriber_enters_the_household(prescriber)
    code = read_code(prescriber)
    when_the_household_follows(household, code)
    expect(household.get_by_role("heading", level=1)).to_contain_text("Votre bon est prêt")
    when_the_shop_receives_the_voucher(advisor, code)
    when_the_shop_opens_the_line(advisor)

    household.reload()
    expect(household.get_by_role("heading", level=1)).to_have_text("Votre ligne internet marche.")
    check_page(household, "chain-household")
    prescriber.goto("/accueil/")
    expect(prescriber.get_by_text("a noté que la ligne est active").first).to_be_visible()
    check_page(prescriber, "chain-prescriber")
    prescription = Prescription.objects.get()
    assert (prescription.state, prescription.line_state) == ("accepted", "active")
    assert broken_at(prescription) is None
