"""Somebody looks for a place on an old phone, and the programme manager mends the list."""

import re

import pytest
from playwright.sync_api import Page, expect

from coupdepouce.partners.models import Place


def sheets(page: Page) -> int:
    """Count the sheets of A4 that printing the page takes."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))


def given_places_always_open() -> None:
    Place.objects.update(
        opening_hours="24/7",
        access="Plain-pied\nGratuit",
        services=["Accéder à une connexion internet"],
    )


def when_they_ask_for_places_of_their_town(page: Page, town: str) -> None:
    page.get_by_role("link", name="Où aller près de chez vous").click()
    page.get_by_label("Code postal ou nom de la commune").fill(town)
    page.get_by_role("button", name="Voir les lieux").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
def test_a_person_finds_a_place_its_hours_and_prints_it(pilot, visit, check_page, javascript):
    given_places_always_open()
    page = visit("/", width=320, javascript=javascript)

    when_they_ask_for_places_of_their_town(page, "59000")
    expect(page.get_by_role("heading", level=1)).to_have_text("Où aller près de Lille")
    expect(page.get_by_text("3 lieux à 10 km au plus.")).to_be_visible()
    check_page(page, "directory-list")

    page.get_by_text("Choisir plus précisément").click()
    page.get_by_label("Que cherchez-vous ?").select_option("Une boutique")
    page.get_by_label("Ouvert maintenant").check()
    page.get_by_label("Quel accueil ?").select_option("Entrée sans marche")
    page.get_by_role("button", name="Voir les lieux").click()
    expect(page.get_by_text("1 lieu à 10 km au plus.")).to_be_visible()
    check_page(page, "directory-chosen")

    page.get_by_role("link", name="Boutique fictive du Centre").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Boutique fictive du Centre")
    expect(page.get_by_text("Entrée sans marche")).to_be_visible()
    check_page(page, "directory-place")
    assert sheets(page) == 1


def test_the_answer_leads_to_all_the_places(pilot, visit):
    page = visit("/verifier/?commune=59350", width=320)
    page.get_by_role("link", name="Le RSA", exact=True).click()

    page.get_by_role("link", name="Voir tous les lieux près de chez vous").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Où aller près de Lille")


def test_the_programme_manager_mends_the_list(pilot, visit, sign_in, check_page):
    desk = Place.objects.get(name="Centre social imaginaire")
    Place.objects.create(
        source="autre", source_id="1", kind="place", name="CENTRE SOCIAL IMAGINAIRE",
        address=desk.address, postcode="59000", commune_code="59350", digest="x",
    )  # fmt: skip
    page = visit("/")
    sign_in(page, pilot.manager.user)

    page.goto("/programme/partenaires/lieux/qualite/")
    check_page(page, "directory-quality-empty")
    page.get_by_role("button", name="Relire tous les lieux").click()
    expect(page.get_by_text("Lieux relus : 4.")).to_be_visible()
    check_page(page, "directory-quality")

    page.goto("/programme/partenaires/lieux/doublons/")
    check_page(page, "directory-pairs")
    page.get_by_role("link", name="imaginaire").first.click()
    check_page(page, "directory-pair")
    kept = page.get_by_role("article", name="Centre social imaginaire", exact=True)
    kept.get_by_role("button", name="Réunir et garder ce lieu").click()
    expect(page.get_by_text("Un seul lieu est affiché.")).to_be_visible()
    check_page(page, "directory-pairs-none")
