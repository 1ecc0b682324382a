"""A computer handed over at the counter: signed with the finger, or without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from coupdepouce.core.journey.model import Part
from coupdepouce.equipment.models import HandOver
from tests.apps import cases
from tests.apps.build_machines import machine
from tests.browser.conftest import NARROW, WIDE


def given_a_computer_kept(pilot):
    one = machine(pilot.advisor.organisation)
    prescription = cases.brought_to(
        "accept", by=pilot.prescriber, shop=pilot.advisor, parts=(Part.COMPUTER,)
    )
    cases.step(prescription, "reserve_computer", pilot.advisor)
    return prescription, one


def given_its_page(pilot, prescription, visit, sign_in, **options) -> Page:
    page = visit("/suivre/", **options)
    sign_in(page, pilot.advisor.user)
    page.goto(f"/boutique/bon/{prescription.reference}/")
    return page


def when_it_is_ready(page: Page) -> None:
    page.get_by_role("button", name="L’ordinateur est prêt").click()
    page.get_by_role("link", name="Remettre l’ordinateur").click()


def when_all_is_done(page: Page, serial: str) -> None:
    page.get_by_label("J’ai vu une pièce d’identité").check()
    page.get_by_label("J’ai lu les conditions").check()
    # The last one: an exchange asks first for the machine that comes back.
    page.get_by_label("Numéro de série").last.fill(serial.lower())


def when_the_person_signs(page: Page) -> None:
    box = page.locator("canvas").bounding_box()
    x, y = box["x"], box["y"]
    page.mouse.move(x + 30, y + 60)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(x + 30 + 20 * step, y + 60 + 20 * (-1) ** step)
    page.mouse.up()


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_signed_with_the_finger(pilot, visit, sign_in, check_page, width):
    prescription, one = given_a_computer_kept(pilot)
    page = given_its_page(pilot, prescription, visit, sign_in, width=width)
    when_it_is_ready(page)
    check_page(page, "hand-over")

    when_all_is_done(page, "AUTRE1")
    page.locator("canvas").scroll_into_view_if_needed()
    when_the_person_signs(page)
    page.get_by_role("button", name="Remettre l’ordinateur").click()
    expect(page.get_by_role("alert")).to_contain_text(one.serial)
    check_page(page, "hand-over-wrong-serial")

    page.get_by_label("Numéro de série").fill(one.serial)
    page.get_by_label("Numéro de série").press("Enter")
    expect(page.get_by_role("heading", name="Votre ordinateur")).to_be_visible()
    check_page(page, "receipt")
    row = HandOver.objects.get()
    assert row.is_signed
    assert re.fullmatch(r"M\d+ \d+(L\d+ \d+){8}", row.signature)


def test_a_signature_is_wiped_or_refused(pilot, visit, sign_in):
    prescription, _ = given_a_computer_kept(pilot)
    page = given_its_page(pilot, prescription, visit, sign_in)
    when_it_is_ready(page)
    kept = page.locator("[data-signature] input[type=hidden]")
    refuses = page.get_by_label("La personne refuse de signer")

    page.locator("canvas").scroll_into_view_if_needed()
    when_the_person_signs(page)
    expect(kept).not_to_have_value("")
    page.get_by_role("button", name="Effacer et recommencer").click()
    expect(kept).to_have_value("")
    when_the_person_signs(page)
    refuses.check()
    expect(kept).to_have_value("")
    when_the_person_signs(page)
    expect(refuses).not_to_be_checked()


def test_without_javascript_the_advisor_is_the_witness(pilot, visit, sign_in, check_page):
    prescription, one = given_a_computer_kept(pilot)
    page = given_its_page(pilot, prescription, visit, sign_in, javascript=False)
    when_it_is_ready(page)
    expect(page.locator("canvas")).to_be_hidden()
    check_page(page, "hand-over-no-script")

    when_all_is_done(page, one.serial)
    page.get_by_label("La personne refuse de signer").check()
    page.get_by_role("button", name="Remettre l’ordinateur").click()

    expect(page.get_by_text("La personne n’a pas signé.")).to_be_visible()


INSTEAD = {
    "exchange": "Échanger l’ordinateur",
    "loan": "Prêter un ordinateur pendant la réparation",
}


@pytest.mark.parametrize("name", INSTEAD)
def test_what_is_given_instead_is_signed_too(pilot, visit, sign_in, check_page, name):
    button = INSTEAD[name]
    prescription, one = given_a_computer_kept(pilot)
    new = machine(pilot.advisor.organisation)
    page = given_its_page(pilot, prescription, visit, sign_in)
    when_it_is_ready(page)
    when_all_is_done(page, one.serial)
    page.get_by_label("La personne refuse de signer").check()
    page.get_by_role("button", name="Remettre l’ordinateur").click()
    page.goto(f"/boutique/bon/{prescription.reference}/")

    page.get_by_role("link", name=button).click()
    check_page(page, name)
    when_all_is_done(page, new.serial)
    if name == "exchange":
        page.get_by_label("Numéro de série de l’ordinateur rendu").fill(one.serial)
    page.get_by_label("Le clavier ne marche pas").check()
    page.locator("canvas").scroll_into_view_if_needed()
    when_the_person_signs(page)
    page.get_by_role("button", name=button).click()

    expect(page.get_by_text("Rien à payer.")).to_be_visible()
    check_page(page, f"receipt-{name}")
    assert HandOver.objects.get(computer=new).is_signed


PAGES = (
    ("stock", "/boutique/ordinateurs/"),
    ("stock-queue", "/boutique/ordinateurs/attente/"),
    ("stock-parcels", "/boutique/ordinateurs/colis/"),
    ("stock-send", "/boutique/ordinateurs/colis/nouveau/"),
    ("stock-inventories", "/boutique/ordinateurs/inventaire/"),
)


def test_the_pages_of_the_machines_are_for_everybody(pilot, visit, sign_in, check_page):
    _, one = given_a_computer_kept(pilot)
    page = visit("/suivre/")
    sign_in(page, pilot.advisor.user)
    for name, address in PAGES:
        page.goto(address)
        check_page(page, name)
    page.goto(f"/boutique/ordinateurs/machine/{one.reference}/")
    check_page(page, "stock-machine")
    page.goto("/boutique/ordinateurs/inventaire/")
    page.get_by_role("button", name="Commencer un inventaire").click()
    page.get_by_label("Machines vues").fill(f"{one.serial}\nINCONNU1")
    page.get_by_role("button", name="Ajouter ces machines").click()
    expect(page.get_by_role("heading", name="Inconnues : 1")).to_be_visible()
    check_page(page, "stock-count")


def test_the_programme_reads_the_stock_of_its_shops(pilot, visit, sign_in, check_page):
    page = visit("/suivre/")
    sign_in(page, pilot.manager.user)
    page.goto("/programme/ordinateurs/")
    check_page(page, "stock-shops")
