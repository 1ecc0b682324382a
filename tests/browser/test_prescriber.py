"""The prescriber's desk in a real browser: keyboard only, counted, checked, with no script too."""

import time
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Membership, Organisation, Place, ProofConnection
from coupdepouce.programmes.models import CommunePoint
from tests.apps import cases
from tests.apps.build import member, organisation

PASSWORD = "quatre mots sans lien"
MOST_SCREENS, MOST_FIELDS = 3, 20
LILLE = "59350"
FIELDS = "form .field > input, form .field > select, form fieldset"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_attempts() -> None:
    """Forget the sign-ins of the tests before: the limit is per address."""
    cache.clear()


@pytest.fixture
def prescriber() -> Membership:
    """A prescriber with a password, a programme, a shop in town, and a team with work waiting."""
    cases.programme()
    CommunePoint.objects.create(code=LILLE, latitude=50.63, longitude=3.06)
    shop = Place.objects.create(
        source="fictif", source_id="1", kind=Place.Kind.SHOP, name="Boutique fictive du Centre",
        address="8 rue Inventée", postcode="59000", commune_code=LILLE, commune_name="Lille",
        latitude=50.62, longitude=3.06, digest="1",
    )  # fmt: skip
    organisation(Organisation.Kind.SHOP, name=shop.name, place=shop)
    team = organisation(Organisation.Kind.CCAS, name="CCAS fictif de Mirebourg")
    one = member(Role.PRESCRIBER, of=team)
    one.user.first_name, one.user.last_name = "Camille", "Modèle"
    one.user.set_password(PASSWORD)
    one.user.save()
    ProofConnection.objects.create(
        organisation=team, url="http://127.0.0.1:9", token="jeton", recipient="00000000000000",
        connected_by=one, connected_at=timezone.now(),
    )  # fmt: skip
    cases.draft(by=one, number=1, at=timezone.now())
    waiting = cases.draft(by=one, number=2, at=timezone.now())
    cases.step(waiting, "issue", one, at=timezone.now())
    return one


class Keyboard:
    """A person who never touches the mouse, and counts what the work takes."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.screens: list[str] = []
        self.fields = 0
        self.began = time.perf_counter()

    def to(self, name: str) -> None:
        """Press Tab until the thing of that name has the focus."""
        for _ in range(60):
            self.page.keyboard.press("Tab")
            if self.name() == name:
                return
        raise AssertionError(f"Tab never reaches « {name} »")

    def name(self) -> str:
        """Give what the focused thing is called."""
        said: str = self.page.evaluate(
            """() => {
                const it = document.activeElement;
                const own = it.labels && it.labels.length ? it.labels[0] : it;
                const copy = own.cloneNode(true);
                copy.querySelectorAll(".hint").forEach((hint) => hint.remove());
                return copy.textContent.replace(/\\s+/g, " ").trim();
            }"""
        )
        return said

    def write(self, name: str, text: str) -> None:
        """Go to a field and type."""
        self.to(name)
        self.page.keyboard.type(text)

    def press(self, name: str, key: str = "Enter") -> None:
        """Go to a button and press it."""
        self.to(name)
        self.page.keyboard.press(key)

    def sees(self, heading: str) -> None:
        """Wait for a screen, and count it once."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        if heading not in self.screens:
            self.screens.append(heading)


def given_a_signed_in_prescriber(page: Page, one: Membership) -> Keyboard:
    at = Keyboard(page)
    at.write("Adresse électronique", one.user.email)
    at.write("Mot de passe", PASSWORD)
    page.keyboard.press("Enter")
    at.sees("Prescriptions")
    return at


def when_the_person_is_searched_and_not_found(at: Keyboard, typed: str) -> None:
    at.to("Nom, date de naissance ou téléphone")
    at.page.keyboard.type(typed)
    at.page.keyboard.press("Enter")
    expect(at.page.get_by_text("Personne à ce nom dans votre équipe")).to_be_visible()


def when_the_household_is_entered_once(at: Keyboard) -> None:
    at.press("Créer ce ménage")
    at.sees("Nouvelle prescription")
    at.fields = at.page.locator(FIELDS).count()
    expect(at.page.get_by_label("Prénom")).to_have_value("Élodie")
    expect(at.page.get_by_label("Date de naissance")).to_have_value("27/03/1985")
    at.write("Adresse", "4 rue Inventée")
    at.write("Code postal", "59800")
    at.write("Adultes", "1")
    at.write("Enfants", "2")
    at.write("Ce qu’elle paie par mois pour internet", "34,99")
    at.write("Quel papier avez-vous vu ?", "Papier de la CAF")
    at.write("Date écrite sur le papier", f"{timezone.localdate():%d%m%Y}")
    at.write("Quotient familial", "512")
    at.press("J’accepte que ma demande soit enregistrée et suivie par le programme.", "Space")
    at.press("Enregistrer et voir la décision")


def when_the_voucher_is_issued(at: Keyboard) -> None:
    at.sees("Élodie Exemple")
    expect(at.page.get_by_role("heading", name="Le ménage y a droit.")).to_be_visible()
    at.press("Remettre le bon")


def then_the_voucher_is_on_paper(at: Keyboard) -> None:
    # The sheet is what comes out of the printer, not a screen to fill in.
    expect(at.page.get_by_role("heading", level=1)).to_have_text("Votre bon")
    expect(at.page.get_by_text("Boutique fictive du Centre")).to_be_visible()
    seconds = time.perf_counter() - at.began
    assert len(at.screens) <= MOST_SCREENS, at.screens
    assert at.fields <= MOST_FIELDS
    print(f"{len(at.screens)} screens, {at.fields} fields, {seconds:.1f} s by keyboard")


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_log_in_to_the_printed_voucher(
    visit: Callable[..., Page], prescriber: Membership, *, javascript: bool
) -> None:
    page = visit("/compte/connexion/", javascript=javascript)

    at = given_a_signed_in_prescriber(page, prescriber)
    when_the_person_is_searched_and_not_found(at, "Élodie Exemple 27/03/1985")
    when_the_household_is_entered_once(at)
    when_the_voucher_is_issued(at)

    then_the_voucher_is_on_paper(at)


def test_the_form_is_accessible(
    visit: Callable[..., Page], prescriber: Membership, check_page: Callable[[Page, str], None]
) -> None:
    page = visit("/compte/connexion/")
    check_page(page, "desk-login")
    at = given_a_signed_in_prescriber(page, prescriber)
    check_page(page, "desk-home")
    when_the_person_is_searched_and_not_found(at, "Élodie Exemple 27/03/1985")
    check_page(page, "desk-not-found")
    at.press("Créer ce ménage")
    at.sees("Nouvelle prescription")
    check_page(page, "desk-new")
    page.get_by_label("Téléphone").fill("12")
    page.get_by_label("Code postal").fill("62120")
    page.get_by_role("button", name="Enregistrer").click()
    check_page(page, "desk-new-errors")


def test_a_draft_is_accessible(
    visit: Callable[..., Page], prescriber: Membership, check_page: Callable[[Page, str], None]
) -> None:
    page = visit("/compte/connexion/")
    given_a_signed_in_prescriber(page, prescriber)
    page.get_by_role("link", name="Brouillon").first.click()
    check_page(page, "desk-draft")
    page.get_by_role("link", name="Noter un papier").click()
    check_page(page, "desk-proof")
    page.go_back()
    page.get_by_role("link", name="Demander à l’administration").click()
    check_page(page, "desk-ask")
    page.go_back()
    page.get_by_role("link", name="Corriger").click()
    check_page(page, "desk-edit")
    page.go_back()
    page.get_by_text("Autres actions").click()
    page.get_by_role("link", name="Arrêter la demande").click()
    check_page(page, "desk-step")
    page.get_by_label("La personne n’en a pas besoin").check()
    page.get_by_role("button", name="Arrêter la demande").click()
    expect(page.get_by_text("Retiré").first).to_be_visible()
    page.goto(page.url.replace("prescriptions", "menages") + "prescrire/")
    check_page(page, "desk-prescribe")


def test_what_is_issued_is_accessible(
    visit: Callable[..., Page], prescriber: Membership, check_page: Callable[[Page, str], None]
) -> None:
    page = visit("/compte/connexion/")
    given_a_signed_in_prescriber(page, prescriber)
    page.get_by_role("link", name="Bon remis").first.click()
    check_page(page, "desk-issued")
    page.get_by_role("link", name="Voir et imprimer le bon").click()
    check_page(page, "desk-voucher")
    page.goto("/prescriptions/bons/")
    check_page(page, "desk-batch")
    page.goto("/accueil/")
    page.get_by_label("Nom, date de naissance ou téléphone").fill("Camille")
    page.keyboard.press("Enter")
    expect(page.get_by_text("dans votre équipe")).to_be_visible()
    check_page(page, "desk-found")
    page.get_by_role("link", name="né(e) en 1980").first.click()
    check_page(page, "desk-household")
    page.goto("/compte/raccourcis/")
    check_page(page, "desk-shortcuts")
    page.goto("/prescriptions/0d6f3c9e-5a0c-4c56-8a73-2f2a4f1d0001/")
    check_page(page, "desk-refusal")


def test_choosing_a_password_is_accessible(
    visit: Callable[..., Page], check_page: Callable[[Page, str], None]
) -> None:
    page = visit("/compte/mot-de-passe/oublie/")
    check_page(page, "desk-password")
    page.get_by_label("Adresse électronique").fill("personne@exemple.invalid")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Regardez vos courriels")).to_be_visible()
    check_page(page, "desk-password-sent")
    page.goto("/compte/mot-de-passe/choisir/1-trop-ancien/")
    check_page(page, "desk-password-old-link")


def test_a_likeness_can_be_read_and_gone_past(
    visit: Callable[..., Page], prescriber: Membership, check_page: Callable[[Page, str], None]
) -> None:
    page = visit("/compte/connexion/")
    given_a_signed_in_prescriber(page, prescriber)
    page.goto("/prescriptions/nouvelle/")
    for name, text in {
        "Prénom": "Dominique", "Nom": "Modèle", "Date de naissance": "01021990",
        "Adresse": "1 rue Fictive", "Code postal": "59000", "Adultes": "1", "Enfants": "0",
    }.items():  # fmt: skip
        page.get_by_label(name, exact=True).or_(page.get_by_label(f"{name} (si vous voulez)")).fill(
            text
        )
    page.get_by_label("J’accepte que ma demande").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Continuer quand même")).to_be_visible()
    check_page(page, "desk-likeness")
    page.get_by_label("Deux ménages vivent dans ce logement").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Un autre ménage lui ressemble.")).to_be_visible()


def test_the_keys_lead_where_the_page_of_keys_says(
    visit: Callable[..., Page], prescriber: Membership
) -> None:
    page = visit("/compte/connexion/")
    given_a_signed_in_prescriber(page, prescriber)
    first = page.locator("[data-list] a").first

    page.locator("body").press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".list [aria-current]")).to_be_in_viewport()
    page.keyboard.press("n")
    expect(page.get_by_label("Prénom")).to_be_focused()
    page.keyboard.type("n")
    expect(page.get_by_label("Prénom")).to_have_value("n")


def test_faults_say_what_to_write(
    visit: Callable[..., Page], prescriber: Membership, check_page: Callable[[Page, str], None]
) -> None:
    page = visit("/compte/connexion/")
    given_a_signed_in_prescriber(page, prescriber)
    page.goto("/prescriptions/nouvelle/")
    page.get_by_label("Adultes").fill("0")
    page.get_by_role("button", name="Enregistrer").click()
    for said in ("Écrivez le prénom.", "Au moins 1 adulte.", "Sans son accord"):
        expect(page.get_by_text(said).first).to_be_visible()
    expect(page.get_by_text("obligatoire")).to_have_count(0)
    check_page(page, "desk-faults")
    page.goto("/accueil/")
    page.get_by_role("link", name="Bon remis").first.click()
    page.get_by_text("Autres actions").click()
    page.get_by_role("link", name="Arrêter la demande").click()
    page.get_by_label("La personne n’en a pas besoin").check()
    page.get_by_role("button", name="Arrêter la demande").click()
    expect(page.get_by_role("link", name="Nouvelle demande")).to_be_visible()
    check_page(page, "desk-ended")
