"""At the counter: from the code on paper to the active line, and back when it is a mistake."""

from playwright.sync_api import Page, expect

from coupdepouce.core.voucher import grouped
from coupdepouce.prescriptions.links import shop_link
from coupdepouce.prescriptions.models import Prescription
from tests.apps import cases


def given_a_voucher(pilot) -> Prescription:
    return cases.brought_to("issue", by=pilot.prescriber, address="7 rue Inventée")


def given_the_counter(pilot, visit, sign_in, **options) -> Page:
    page = visit("/suivre/", **options)
    sign_in(page, pilot.advisor.user)
    page.goto("/boutique/")
    return page


def when_the_code_is_typed(page: Page, prescription: Prescription) -> None:
    page.get_by_label("Code du bon").fill(grouped(prescription.vouchers.get().code).lower())
    page.get_by_role("button", name="Lire le bon").click()


def when_the_step_is_taken(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def then_the_state_is(page: Page, word: str) -> None:
    expect(page.locator(".status").first).to_have_text(word)


def test_from_the_code_to_the_accepted_request(pilot, visit, sign_in, check_page):
    prescription = given_a_voucher(pilot)
    page = given_the_counter(pilot, visit, sign_in)
    check_page(page, "counter-home-empty")

    when_the_code_is_typed(page, prescription)
    then_the_state_is(page, "Bon remis")
    expect(page.get_by_role("heading", name="Camille Exempleb1")).to_be_visible()
    expect(page.get_by_text("7 rue Inventée")).to_have_count(0)
    check_page(page, "counter-voucher")

    when_the_step_is_taken(page, "Recevoir ce bon")
    expect(page.get_by_role("alert")).to_be_visible()
    check_page(page, "counter-identity-missing")
    page.get_by_label("J’ai vu une pièce d’identité au nom de la personne").check()
    when_the_step_is_taken(page, "Recevoir ce bon")
    then_the_state_is(page, "Reçu en boutique")
    check_page(page, "counter-received")

    when_the_step_is_taken(page, "Accepter la demande")
    expect(page.get_by_text("7 rue Inventée, 59000 Lille")).to_be_visible()
    check_page(page, "counter-accepted")


def test_from_the_accepted_request_to_the_active_line(pilot, visit, sign_in, check_page):
    prescription = cases.brought_to("accept", by=pilot.prescriber, shop=pilot.advisor)
    page = given_the_counter(pilot, visit, sign_in)
    page.get_by_role("link", name="Camille").click()

    page.get_by_label("Fibre").check()
    when_the_step_is_taken(page, "La ligne est possible")
    page.get_by_label("Numéro de commande de l’opérateur").fill("FICTIF-1")
    when_the_step_is_taken(page, "Noter la commande")
    page.get_by_label("Jour et heure du rendez-vous").fill("04/12/2026 14:30")
    page.get_by_label("La personne").check()
    when_the_step_is_taken(page, "Noter le rendez-vous")
    expect(page.get_by_text("vendredi 4 décembre 2026 à 14 h 30")).to_be_visible()
    check_page(page, "counter-appointment")
    page.get_by_label("Depuis quel jour ?").fill("20/11/2026")
    when_the_step_is_taken(page, "La ligne marche")

    expect(page.get_by_text("Ligne active depuis")).to_be_visible()
    check_page(page, "counter-active")
    prescription.refresh_from_db()
    assert prescription.line_state == "active"


def test_it_works_without_javascript_on_a_narrow_screen(pilot, visit, sign_in, check_page):
    prescription = given_a_voucher(pilot)
    page = given_the_counter(pilot, visit, sign_in, width=320, javascript=False)

    when_the_code_is_typed(page, prescription)
    page.get_by_label("J’ai vu une pièce d’identité au nom de la personne").check()
    when_the_step_is_taken(page, "Recevoir ce bon")

    then_the_state_is(page, "Reçu en boutique")


def test_the_keyboard_is_enough(pilot, visit, sign_in):
    prescription = given_a_voucher(pilot)
    page = given_the_counter(pilot, visit, sign_in)

    page.get_by_label("Code du bon").focus()
    page.keyboard.type(prescription.vouchers.get().code)
    page.keyboard.press("Enter")
    then_the_state_is(page, "Bon remis")
    page.get_by_label("J’ai vu une pièce d’identité au nom de la personne").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    then_the_state_is(page, "Reçu en boutique")


def test_a_decline_tells_what_to_say_to_the_person(pilot, visit, sign_in, check_page):
    prescription = given_a_voucher(pilot)
    cases.step(prescription, "present", pilot.advisor, identity_seen="yes")
    page = given_the_counter(pilot, visit, sign_in)
    check_page(page, "counter-home")

    page.get_by_role("link", name="Camille").click()
    page.get_by_role("link", name="Ne pas accepter la demande").click()
    check_page(page, "counter-decline")
    page.get_by_label("L’offre ne convient pas au logement").check()
    when_the_step_is_taken(page, "Ne pas accepter la demande")

    expect(page.get_by_text("À dire à la personne")).to_be_visible()
    then_the_state_is(page, "Refusé en boutique")
    check_page(page, "counter-declined")


def test_a_mistake_is_given_back(pilot, visit, sign_in):
    prescription = given_a_voucher(pilot)
    cases.step(prescription, "present", pilot.advisor, identity_seen="yes")
    page = given_the_counter(pilot, visit, sign_in)

    page.get_by_role("link", name="Camille").click()
    page.get_by_role("link", name="Annuler la réception du bon").click()
    page.get_by_label("Nous avons fait une erreur").check()
    when_the_step_is_taken(page, "Annuler la réception du bon")

    expect(page.get_by_role("heading", name="Recevoir un bon")).to_be_visible()
    prescription.refresh_from_db()
    assert prescription.state == "issued"


def test_a_wrong_code_is_explained(pilot, visit, sign_in, check_page):
    page = given_the_counter(pilot, visit, sign_in, width=320)

    page.get_by_label("Code du bon").fill("K7M WQ2")
    page.get_by_role("button", name="Lire le bon").click()

    expect(page.get_by_role("alert")).to_contain_text("Le code a 10 caractères, il y en a 6")
    check_page(page, "counter-wrong-code")


def test_the_shop_card(pilot, visit, sign_in, check_page):
    page = given_the_counter(pilot, visit, sign_in)

    page.get_by_role("link", name="Que dire à la personne").click()

    expect(page.get_by_role("heading", name="Ce que vous pouvez dire")).to_be_visible()
    check_page(page, "counter-card")


def test_a_shop_without_account_answers(pilot, visit, check_page):
    prescription = given_a_voucher(pilot)
    prescription.suggested_shop = pilot.advisor.organisation
    prescription.save()
    link = shop_link(prescription_id=prescription.pk, shop_id=pilot.advisor.organisation_id)
    page = visit("/" + link.split("/", 3)[3], width=320)
    check_page(page, "counter-answer")

    page.get_by_role("button", name="Nous attendons cette personne").click()

    expect(page.get_by_text("Votre réponse est notée")).to_be_visible()
    check_page(page, "counter-answered")
    assert prescription.events.last().step == "expect"


def test_a_link_that_was_cut_says_what_to_do(pilot, visit, check_page):
    page = visit("/reponse/coupe/", width=320)

    expect(page.get_by_text("Copiez-le en entier")).to_be_visible()
    check_page(page, "counter-answer-cut")
