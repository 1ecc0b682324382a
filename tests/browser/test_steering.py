"""The steering pages in a real browser: axe, both widths, keyboard, without JavaScript."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from coupdepouce.core.roles import STAFF, Role
from coupdepouce.outreach.operations import Recipient, enqueue
from coupdepouce.partners.models import Membership, Organisation
from coupdepouce.programmes.models import PriorityZone
from tests.apps.build import NOW, member, organisation
from tests.apps.build_journey import ACCEPTED, ACTIVE, ISSUED, prescription

pytestmark = pytest.mark.django_db(transaction=True)


def named(one: Membership, first: str, last: str) -> Membership:
    one.user.first_name, one.user.last_name = first, last
    one.user.save()
    return one


@pytest.fixture
def people() -> dict[str, Membership]:
    operator = organisation(Organisation.Kind.OPERATOR, name="Opérateur fictif")
    partner = organisation(name="CCAS de Mirebourg")
    return {
        "manager": named(member(Role.PARTNER_MANAGER, of=partner), "Alix", "Fictif"),
        "prescriber": named(member(of=partner), "Dominique", "Modèle"),
        "programme": named(member(Role.PROGRAMME_MANAGER, of=operator), "Sacha", "Exemple"),
        "administrator": named(member(Role.ADMINISTRATOR, of=operator), "Noa", "Exemple"),
    }


@pytest.fixture
def given_a_programme_at_work(people) -> None:
    by = people["prescriber"]
    prescription(*ISSUED, by=by, since=NOW - timedelta(days=120), due_on=NOW.date())
    prescription("prepare", "want_line", by=by, waits_for="partner_manager")
    prescription(*ACCEPTED, by=by, since=NOW - timedelta(days=40))
    prescription(*ACTIVE, by=by, since=NOW - timedelta(days=60))
    prescription(*ISSUED, "withdraw", by=by, reasons={"withdraw": "price"})
    PriorityZone.objects.create(
        code="QP059001", name="Quartier Fictif", department="59", communes="59350"
    )
    enqueue(
        once="x", template="invitation", to=Recipient(channel="email", address="a@exemple.invalid"),
        context={"organisation": "CCAS de Mirebourg", "link": "http://localhost/compte/",
                 "next_step": ""},
        about="", at=NOW,
    )  # fmt: skip


PAGES = [
    ("manager", "team"), ("manager", "open_account"), ("manager", "connections"),
    ("manager", "connect"), ("programme", "connections"),
    ("programme", "programme"), ("programme", "measures"), ("programme", "figures"),
    ("programme", "organisations"), ("programme", "zones"), ("programme", "merge"),
    ("programme", "places"), ("administrator", "access"), ("administrator", "accounts"),
    ("administrator", "mailbox"), ("programme", "languages"),
]  # fmt: skip


@pytest.fixture
def signed_in(people, given_a_programme_at_work, visit, sign_in):
    """Give a function that opens the browser of one of them."""

    def opened(who: str, **options):
        page = visit("/", **options)
        sign_in(page, people[who].user)
        return page

    return opened


@pytest.mark.parametrize(("who", "name"), PAGES)
def test_a_page_is_for_everybody_at_both_widths(who, name, signed_in, check_page, settings):
    settings.DEMO = True
    page = signed_in(who)

    page.goto(reverse(f"steering:{name}"))

    check_page(page, f"steering-{name}-{who}" if name == "connections" else f"steering-{name}")


def test_a_key_is_made_then_closed_by_keyboard_without_javascript(signed_in, check_page):
    page = signed_in("manager", javascript=False)

    page.goto(reverse("steering:make_key"))
    page.get_by_label("Nom du logiciel").fill("Logiciel fictif")
    page.keyboard.press("Enter")
    secret = page.get_by_label("Votre clé").input_value()
    check_page(page, "steering-key")
    page.get_by_role("link", name="C’est copié").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Logiciel fictif").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Fermer la clé").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/connexions/")
    check_page(page, "steering-key-closed")

    assert secret.startswith("cdp_")
    assert page.get_by_text("La clé est fermée.").is_visible()


def test_a_public_body_connects_then_cuts(signed_in, check_page):
    page = signed_in("manager")

    page.goto(reverse("steering:connections"))
    page.get_by_role("link", name="Connecter l’API Particulier").click()
    page.get_by_label("Adresse du service").fill("https://particulier.exemple.invalid")
    page.get_by_label("Jeton").fill("deux mots")
    page.get_by_label("SIRET").fill("00000000000000")
    page.get_by_role("button", name="Connecter", exact=True).click()
    check_page(page, "steering-connect-refused")
    page.get_by_label("Jeton").fill("jeton-fictif")
    page.get_by_role("button", name="Connecter", exact=True).click()
    check_page(page, "steering-connected")
    page.get_by_role("link", name="Couper la connexion").click()
    page.get_by_role("button", name="Couper la connexion").click()
    page.wait_for_url("**/connexions/")

    assert page.get_by_text("n’est plus connectée").is_visible()


def test_a_figure_is_confirmed_by_keyboard_without_javascript(people, signed_in, check_page):
    page = signed_in("programme", javascript=False)

    page.goto(reverse("steering:figures"))
    page.get_by_role("link", name="Prix de l’ordinateur").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Confirmer ce chiffre").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/chiffres/")

    assert page.get_by_text("Le chiffre est confirmé").is_visible()


def test_an_administrator_looks_as_another_and_comes_back(people, signed_in, check_page):
    page = signed_in("administrator")

    page.goto(reverse("steering:accounts"))
    page.get_by_role("button", name="Regarder à la place de Alix Fictif").click()
    page.goto(reverse("steering:team"))
    check_page(page, "steering-impersonating")
    page.get_by_role("button", name="Revenir à mon compte").click()

    assert page.url.endswith(reverse("steering:accounts"))


def test_a_file_of_places_is_shown_then_written(people, signed_in, check_page):
    page = signed_in("programme")
    text = (
        "id,nom,adresse,code_postal,commune,latitude,longitude,horaires\n"
        "b1,Boutique fictive,1 rue inventée,59000,Lille,50.63,3.06,\n"
        "b2,,2 rue inventée,59000,Lille,50.63,3.06,\n"
    )

    page.goto(reverse("steering:places"))
    page.get_by_label("Fichier").set_input_files(
        {"name": "boutiques.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    page.get_by_role("button", name="Voir ce qui change").click()
    check_page(page, "steering-places-preview")
    page.get_by_role("button", name="Écrire ces lieux").click()

    assert page.get_by_text("Lieux ajoutés : 1").is_visible()


def test_two_households_are_compared_side_by_side(people, signed_in, check_page):
    one = prescription(*ISSUED, by=people["prescriber"])
    other = prescription(*ISSUED, "expire", by=people["prescriber"])
    page = signed_in("programme")

    page.goto(reverse("steering:merge_preview", args=[one.reference, other.reference]))

    check_page(page, "steering-merge-preview")


def test_on_a_small_screen_the_menus_fold_and_open_without_javascript(signed_in, check_page):
    page = signed_in("programme", width=320, javascript=False)
    page.goto(reverse("steering:programme"))
    title = page.get_by_role("heading", level=1)
    folded = title.bounding_box()["y"]
    for summary, name in (("Menu", "Principale"), ("Rubriques : Prescriptions", "Rubriques")):
        links = page.get_by_role("navigation", name=name, exact=True)
        assert not links.is_visible()
        page.get_by_text(summary).focus()
        page.keyboard.press("Enter")
        assert links.is_visible()
    check_page(page, "steering-menus-open")

    page.get_by_role("link", name="Mesures").click()

    assert page.url.endswith(reverse("steering:measures"))
    assert folded < 200
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(page.get_by_role("navigation", name="Rubriques")).to_be_visible()


def test_the_sign_in_of_the_demonstration_is_for_everybody(visit, check_page, settings):
    settings.DEMO = True
    for role in STAFF:
        member(role, of=organisation(name="Organisation fictive au nom long", is_fictional=True))

    page = visit("/compte/connexion/")

    check_page(page, "sign-in-demonstration")
