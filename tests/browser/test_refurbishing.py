"""The workshop in a real browser: a machine from its file to the stock, axe, without JavaScript."""

import json

import pytest
from django.urls import reverse

from coupdepouce.core.roles import Role
from coupdepouce.equipment.models import Computer
from coupdepouce.partners.models import Organisation
from tests.apps import workshop
from tests.apps.build import member, organisation, programme
from tests.web.test_refurbishing import TREE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ours():
    programme()
    return workshop.refurbisher(name="Atelier fictif")


@pytest.fixture
def lot(ours):
    return workshop.lot(ours, donor="Mairie fictive")


@pytest.fixture
def bench(ours, visit, sign_in):
    """Give a function that opens a page of the workshop."""

    def opened(screen, *args, **options):
        page = visit("/", **options)
        sign_in(page, ours.user)
        page.goto(reverse(f"refurbishing:{screen}", args=args))
        return page

    return opened


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without"])
def test_a_machine_goes_from_its_file_to_the_stock(bench, lot, check_page, javascript):
    page = bench("add", lot.reference, javascript=javascript)

    page.get_by_label("Fichier de la machine").set_input_files(
        {
            "name": "machine.json",
            "mimeType": "application/json",
            "buffer": json.dumps(TREE).encode(),
        }
    )
    page.get_by_role("button", name="Lire le fichier").click()
    check_page(page, "workshop-read")
    page.get_by_label("Disque", exact=False).first.select_option("ssd")
    page.get_by_role("button", name="Ajouter cette machine").click()
    check_page(page, "workshop-machine")

    page.get_by_role("link", name="Tout cocher").click()
    page.get_by_role("button", name="Écrire les essais").click()
    page.get_by_label("Outil et version").fill("Outil fictif 1.0")
    page.get_by_label("Écriture sur tout le disque").check()
    page.get_by_label("Effacé par", exact=True).fill("Dominique Fictif")
    check_page(page, "workshop-erasure")
    page.get_by_role("button", name="Écrire l’effacement").click()
    page.locator("[name=cosmetic][value=B]").check()
    check_page(page, "workshop-grades")
    page.get_by_role("button", name="Écrire les notes et le prix").click()
    page.get_by_role("button", name="Mettre en stock").click()

    assert page.get_by_text("La machine est en stock.").is_visible()
    assert Computer.objects.get().state == "stock"
    check_page(page, "workshop-stocked")


def test_the_keyboard_alone_opens_what_is_folded(bench, lot, ours):
    computer = workshop.machine(lot, ours)
    page = bench("machine", computer.reference)
    folded = page.locator("#effacement")
    assert folded.get_attribute("open") is None

    folded.locator("summary").focus()
    page.keyboard.press("Enter")

    assert folded.get_attribute("open") is not None


def test_a_bad_file_keeps_what_was_typed(bench, lot, check_page):
    page = bench("add", lot.reference, javascript=False)
    page.get_by_label("Marque").fill("Tapée")

    page.get_by_label("Fichier de la machine").set_input_files(
        {"name": "autre.txt", "mimeType": "text/plain", "buffer": b"rien"}
    )
    page.get_by_role("button", name="Lire le fichier").click()

    assert page.get_by_label("Marque").input_value() == "Tapée"
    assert page.get_by_text("n’est pas du JSON").first.is_visible()
    check_page(page, "workshop-bad-file")


@pytest.mark.parametrize("screen", ["home", "lots", "lot", "rates", "announce", "sheet"])
def test_a_page_is_for_everybody_at_both_widths(bench, lot, ours, check_page, screen):
    workshop.receive(lot, ours, count=3)
    workshop.stocked(lot, ours)
    workshop.machine(lot, ours)

    page = bench(screen, *([lot.reference] if screen in {"lot", "sheet"} else []))

    check_page(page, f"workshop-{screen}")


def test_the_programme_reads_a_machine(visit, sign_in, lot, ours, check_page):
    computer = workshop.ready(lot, ours)
    operator = organisation(Organisation.Kind.OPERATOR)
    page = visit("/")
    sign_in(page, member(Role.PROGRAMME_MANAGER, of=operator).user)

    page.goto(reverse("refurbishing:machine", args=[computer.reference]))

    check_page(page, "workshop-read-only")
    assert page.locator("main form").count() == 0
