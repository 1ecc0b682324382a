"""A household reads who sees its data, shares its follow-up, takes it back and erases all."""

import pytest
from playwright.sync_api import Page, expect

from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Organisation
from tests.apps import cases
from tests.apps.build import member, organisation
from tests.apps.build_shares import asked
from tests.browser.test_follow import then_they_read, when_they_enter

pytestmark = pytest.mark.django_db(transaction=True)
SECOND = "Maison inventée de l’emploi"


@pytest.fixture
def teams(pilot):
    """Give the pilot, and an employment adviser of another organisation."""
    partner = organisation(Organisation.Kind.ASSOCIATION, name=SECOND)
    return pilot, member(Role.PRESCRIBER, of=partner)


def given_the_desk_of(one, visit, sign_in, javascript: bool = True, width: int = 1280) -> Page:
    page = visit("/", javascript=javascript, width=width)
    sign_in(page, one.user)
    page.goto("/accueil/")
    return page


def given_the_page_of_who_sees(visit, request, javascript: bool = True) -> Page:
    phone = visit("/suivre/", width=320, javascript=javascript)
    when_they_enter(phone, request)
    phone.get_by_role("link", name="Qui voit mes informations").click()
    then_they_read(phone, "Qui voit mes informations")
    return phone


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
def test_share_read_take_back(teams, visit, sign_in, check_page, javascript):
    pilot, second = teams
    request = cases.brought_to("set_appointment", by=pilot.prescriber, shop=pilot.advisor)
    phone = given_the_page_of_who_sees(visit, request, javascript)
    expect(phone.get_by_role("heading", name="Centre social imaginaire")).to_be_visible()
    expect(phone.get_by_role("heading", name="Boutique fictive du Centre")).to_be_visible()
    check_page(phone, "who-sees")

    phone.get_by_role("link", name="Partager mon suivi").click()
    phone.get_by_label("Nom de la structure").fill("inventée emploi")
    phone.get_by_role("button", name="Chercher").click()
    check_page(phone, "share-choose")
    phone.get_by_role("link", name=SECOND).click()
    check_page(phone, "share-agree")
    phone.get_by_role("button", name="Je suis d’accord").click()
    expect(phone.get_by_role("heading", name=SECOND)).to_be_visible()

    desk = given_the_desk_of(second, visit, sign_in, javascript)
    desk.get_by_role("link", name="Partages").click()
    check_page(desk, "shares")
    desk.get_by_role("link", name="Camille").click()
    expect(desk.get_by_text("technicien, 04/12/2026 à 14h30")).to_be_visible()
    check_page(desk, "share-read")

    phone.reload()
    expect(phone.get_by_text("Quelqu’un y a ouvert vos informations 1 fois")).to_be_visible()
    phone.get_by_role("link", name="Arrêter ce partage").click()
    check_page(phone, "share-stop")
    phone.get_by_role("button", name="Arrêter ce partage").click()
    expect(phone.get_by_role("heading", name=SECOND)).to_have_count(0)
    expect(
        phone.get_by_role("heading", name="Qui d’autre a ouvert vos informations, et quand")
    ).to_be_visible()
    desk.reload()
    expect(desk.get_by_text("Ce partage n’existe pas, ou le ménage l’a arrêté.")).to_be_visible()


def test_known_elsewhere_asks_and_the_household_says_no(teams, visit, sign_in, check_page):
    pilot, second = teams
    request = cases.brought_to("issue", by=pilot.prescriber)
    person = request.household.people.get()
    desk = given_the_desk_of(second, visit, sign_in)
    desk.locator("input[name=q]").fill(f"{person.first_name} {person.last_name} 17/05/1980")
    desk.keyboard.press("Enter")
    check_page(desk, "known-elsewhere")
    desk.get_by_role("button", name="Demander au ménage").click()
    expect(desk.get_by_text("Votre question est partie.")).to_be_visible()

    phone = given_the_page_of_who_sees(visit, request)
    check_page(phone, "who-asks")
    phone.get_by_role("link", name="Répondre oui ou non").click()
    check_page(phone, "share-answer")
    phone.get_by_role("button", name="Non", exact=True).click()
    then_they_read(phone, "Qui voit mes informations")
    expect(phone.get_by_text(SECOND)).to_have_count(0)


@pytest.mark.parametrize("width", [320, 1280])
def test_the_team_notes_a_consent_given_in_person(teams, visit, sign_in, check_page, width):
    pilot, _ = teams
    request = cases.brought_to("issue", by=pilot.prescriber)
    desk = given_the_desk_of(pilot.prescriber, visit, sign_in, width=width)
    desk.goto(f"/prescriptions/{request.reference}/")
    desk.get_by_role("link", name="Partager avec une autre structure").click()
    desk.get_by_label("Nom de la structure").fill("emploi")
    desk.keyboard.press("Enter")
    check_page(desk, "staff-share-choose")
    desk.get_by_role("link", name=SECOND).click()
    desk.get_by_role("button", name="Partager le suivi").click()
    expect(desk.get_by_role("alert")).to_contain_text("Sans son accord, rien n’est partagé.")
    check_page(desk, "staff-share-agree")
    desk.get_by_label("La personne est devant moi").check()
    desk.get_by_role("button", name="Partager le suivi").click()

    expect(desk.get_by_text(f"Avec {SECOND} depuis le")).to_be_visible()
    check_page(desk, "staff-shared")
    desk.get_by_role("link", name="Arrêter ce partage").click()
    check_page(desk, "staff-share-stop")
    desk.get_by_role("button", name="Arrêter le partage").click()
    expect(desk.get_by_text(f"Avec {SECOND} depuis le")).to_have_count(0)


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
def test_take_back_an_agreement_then_erase_all(teams, visit, check_page, javascript):
    pilot, second = teams
    request = cases.brought_to("order_line", by=pilot.prescriber, shop=pilot.advisor)
    asked(request, second)
    phone = given_the_page_of_who_sees(visit, request, javascript)
    phone.get_by_role("link", name="Retirer : Recevoir des nouvelles").click()
    check_page(phone, "agreement")
    phone.get_by_role("button", name="Retirer mon accord").click()
    expect(phone.get_by_text("Recevoir des nouvelles")).to_have_count(0)

    phone.get_by_role("link", name="Effacer mes informations").click()
    check_page(phone, "erase")
    phone.get_by_role("link", name="Continuer").click()
    phone.get_by_role("button", name="Effacer mes informations").click()
    check_page(phone, "erase-errors")
    phone.get_by_label("J’ai compris").check()
    phone.get_by_role("button", name="Effacer mes informations").click()

    then_they_read(phone, "Vos informations sont effacées")
    expect(phone.get_by_text(str(request.reference)[:8])).to_be_visible()
    check_page(phone, "erased")
    phone.get_by_role("button", name="Fermer cette page").click()
    phone.goto("/suivre/")
    when_they_enter_old_code(phone)


def when_they_enter_old_code(phone: Page) -> None:
    phone.goto("/suivre/qui-voit/")
    then_they_read(phone, "Suivre ma demande")


def test_who_sees_is_read_in_english(pilot, visit, check_page):
    request = cases.brought_to("issue", by=pilot.prescriber)
    page = visit("/suivre/?langue=en", width=320)
    page.get_by_label("Voucher code").fill(request.vouchers.get().code)
    page.get_by_label("Your year of birth").fill("1980")
    page.get_by_role("button", name="See where I stand").click()

    page.get_by_role("link", name="Who sees my information?").click()

    then_they_read(page, "Who sees my information")
    expect(page.get_by_text("Nobody there has opened your information yet.").first).to_be_visible()
    check_page(page, "who-sees-en")
