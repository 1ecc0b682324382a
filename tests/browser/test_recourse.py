"""A household turned away says it disagrees, reads the answer, and another person looks again."""

import pytest
from playwright.sync_api import Page, expect

from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Organisation
from coupdepouce.recourse.models import Complaint
from tests.apps import cases
from tests.apps.build import member, organisation
from tests.browser.test_follow import then_they_read, when_they_enter

pytestmark = pytest.mark.django_db(transaction=True)


def when_they_say(page: Page, reason: str, words: str) -> None:
    page.get_by_label(reason).check()
    page.get_by_label("Racontez avec vos mots").fill(words)
    page.get_by_role("button", name="Envoyer ma réclamation").click()


def when_staff_answer(page: Page, button: str, outcome: str, words: str) -> None:
    page.get_by_role("link", name=button, exact=True).click()
    page.get_by_label(outcome).check()
    page.get_by_label("Votre réponse, que la personne lira").fill(words)
    page.get_by_role("button", name=button, exact=True).click()


def given_the_desk_of(one, visit, sign_in, javascript: bool) -> Page:
    page = visit("/", javascript=javascript)
    sign_in(page, one.user)
    page.goto("/reclamations/")
    return page


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
@pytest.mark.chain
def test_from_a_refusal_to_a_second_look(pilot, visit, sign_in, check_page, javascript):
    turned_away = cases.brought_to("present", by=pilot.prescriber, shop=pilot.advisor)
    cases.step(turned_away, "decline", pilot.advisor, reason="no_offer")
    manager = member(Role.PARTNER_MANAGER, of=pilot.prescriber.organisation)
    phone = visit("/suivre/", width=320, javascript=javascript)

    when_they_enter(phone, turned_away)
    phone.get_by_role("link", name="Dire ce qui ne va pas").click()
    check_page(phone, "complain-with-file")
    when_they_say(phone, "On m’a dit non", "La boutique n’a pas regardé mon logement.")
    then_they_read(phone, "Votre réclamation est reçue.")
    check_page(phone, "complaint-received")

    desk = given_the_desk_of(manager, visit, sign_in, javascript)
    check_page(desk, "complaints-list")
    desk.get_by_role("link", name="Conteste une réponse").click()
    check_page(desk, "complaint-staff")
    when_staff_answer(desk, "Répondre", "La réponse reste la même", "Le réseau manque chez vous.")
    check_page(desk, "complaint-answered-staff")

    phone.reload()
    then_they_read(phone, "Nous vous avons répondu.")
    check_page(phone, "complaint-answered")
    phone.get_by_role("link", name="Demander qu’une autre personne regarde").click()
    check_page(phone, "complaint-second-look")
    phone.get_by_role("button", name="Demander qu’une autre personne regarde").click()

    programme = given_the_desk_of(pilot.manager, visit, sign_in, javascript)
    programme.get_by_role("link", name="Conteste une réponse").click()
    when_staff_answer(
        programme, "Répondre après un deuxième regard", "La réponse change", "Nous reprenons."
    )

    phone.reload()
    then_they_read(phone, "Une autre personne vous a répondu.")
    expect(phone.get_by_text("Nous reprenons.")).to_be_visible()


def test_after_the_public_check_without_a_name(pilot, visit, check_page):
    page = visit("/suivre/reclamation/nouvelle/", width=320)
    check_page(page, "complain")
    page.get_by_role("button", name="Envoyer ma réclamation").click()
    check_page(page, "complain-errors")

    page.get_by_label("Avec un code, sur ce site").check()
    when_they_say(page, "On m’a dit non", "Mon quotient a changé.")
    then_they_read(page, "Votre réclamation est reçue.")
    expect(page.get_by_role("heading", name="Gardez ce code")).to_be_visible()

    page.get_by_role("button", name="Fermer cette page").click()
    page.goto("/suivre/reclamation/")
    check_page(page, "complaint-door")
    page.get_by_label("Code de votre réclamation").fill(Complaint.objects.get().code)
    page.get_by_role("button", name="Lire la réponse").click()
    then_they_read(page, "Votre réclamation est reçue.")
    page.get_by_role("link", name="Effacer ma réclamation").click()
    page.get_by_role("button", name="Effacer ma réclamation").click()

    assert page.url.endswith("/")
    page.goto("/suivre/reclamation/papier/")
    check_page(page, "complaint-paper")


def test_a_prescriber_writes_it_for_a_household(pilot, visit, sign_in, check_page):
    request = cases.brought_to("issue", by=pilot.prescriber)
    member(Role.PARTNER_MANAGER, of=organisation(Organisation.Kind.ASSOCIATION))
    page = visit("/")
    sign_in(page, pilot.prescriber.user)

    page.goto(f"/prescriptions/{request.reference}/")
    page.get_by_role("link", name="Écrire sa réclamation").click()
    check_page(page, "complaint-entry")
    page.get_by_label("Attend depuis trop longtemps").check()
    page.get_by_label("Ce que dit la personne").fill("Deux mois sans nouvelle.")
    page.get_by_label("Écrit sur papier le").fill("01/11/2026")
    page.get_by_role("button", name="Garder la réclamation").click()

    expect(page.get_by_role("heading", name="Code à donner à la personne")).to_be_visible()
    check_page(page, "complaint-entered")
    assert Complaint.objects.get().came_by == "paper"
