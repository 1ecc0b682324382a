"""A household follows its request with its code and its year of birth, and may stop it."""

import pytest
from playwright.sync_api import Page, expect

from coupdepouce.prescriptions.models import Prescription
from tests.apps import cases


def when_they_enter(page: Page, prescription: Prescription, year: str = "1980") -> None:
    page.get_by_label("Code du bon").fill(prescription.vouchers.get().code.lower())
    page.get_by_label("Votre année de naissance").fill(year)
    page.get_by_role("button", name="Voir où j’en suis").click()


def then_they_read(page: Page, sentence: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(sentence)


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
def test_they_read_where_it_stands_and_stop(pilot, visit, check_page, javascript):
    prescription = cases.brought_to("issue", by=pilot.prescriber)
    page = visit("/suivre/", width=320, javascript=javascript)
    check_page(page, "follow-door")

    when_they_enter(page, prescription)
    then_they_read(page, "Votre bon est prêt. Vous pouvez aller en boutique.")
    expect(page.get_by_text("Centre social imaginaire")).to_be_visible()
    assert "?" not in page.url
    check_page(page, "follow-issued")
    page.get_by_role("link", name="Arrêter ma demande").click()
    check_page(page, "follow-withdraw")
    page.get_by_label("Je n’en ai pas besoin").check()
    page.get_by_role("button", name="Arrêter ma demande").click()

    then_they_read(page, "Votre demande est arrêtée.")
    check_page(page, "follow-withdrawn")
    page.get_by_role("button", name="Fermer cette page").click()
    page.goto("/suivre/demande/")
    then_they_read(page, "Suivre ma demande")


def test_the_appointment_is_told(pilot, visit, check_page):
    prescription = cases.brought_to("set_appointment", by=pilot.prescriber, shop=pilot.advisor)
    page = visit("/suivre/", width=320)

    when_they_enter(page, prescription)

    expect(page.get_by_text("Un technicien vient chez vous vendredi 4 décembre")).to_be_visible()
    expect(page.get_by_text("Boutique fictive du Centre").first).to_be_visible()
    check_page(page, "follow-appointment")


def test_a_wrong_year_says_what_to_do(pilot, visit, check_page):
    prescription = cases.brought_to("issue", by=pilot.prescriber)
    page = visit("/suivre/", width=320)

    when_they_enter(page, prescription, "1981")

    expect(page.get_by_role("alert")).to_contain_text("ne vont pas ensemble")
    check_page(page, "follow-wrong")


def test_it_is_read_in_english(pilot, visit, check_page):
    prescription = cases.brought_to("order_line", by=pilot.prescriber, shop=pilot.advisor)
    page = visit("/suivre/?langue=en", width=320)

    page.get_by_label("Voucher code").fill(prescription.vouchers.get().code)
    page.get_by_label("Your year of birth").fill("1980")
    page.get_by_role("button", name="See where I stand").click()

    then_they_read(page, "Your line is ordered.")
    expect(page.get_by_text("The shop accepted your request.").first).to_be_visible()
    check_page(page, "follow-en")
