"""A campaign as people live it: made, its letters sent by others, opened on a phone, counted."""

import csv
import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from coupdepouce.prescriptions.models import Prescription
from tests.apps import cases

pytestmark = pytest.mark.django_db(transaction=True)
# The browser of the tests says that it has no screen, and is not counted.
PHONE = "Mozilla/5.0 (Linux; Android 9; SM-J330F) Chrome/120.0 Mobile Safari/537.36"
LETTERS = 5


def in_days(number: int) -> str:
    return f"{timezone.localdate() + timedelta(days=number):%d/%m/%Y}"


def fill(page: Page, **said: str) -> None:
    for label, text in said.items():
        page.get_by_label(re.compile(label.replace("_", " "))).first.fill(text)


def when_the_manager_makes_a_campaign(page: Page) -> None:
    page.get_by_role("link", name="Nouvelle campagne").click()
    fill(
        page,
        Nom="Rentrée fictive",
        Communes="Lille",
        Qui_est_touché="Des familles fictives",
        Combien_de_ménages="200",
    )
    page.get_by_label("Qui envoie").select_option("ccas")
    page.get_by_role("button", name="Faire la campagne").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rentrée fictive")


def when_the_manager_adds_a_mailing(page: Page) -> None:
    page.get_by_role("link", name="Ajouter une vague").click()
    page.get_by_label("Comment").select_option("mailing")
    fill(page, Premier_jour=in_days(0))
    fill(page, Dernier_jour=in_days(30))
    page.get_by_label("Centre social imaginaire").check()
    page.get_by_label("Texte", exact=False).first.fill("Internet à petit prix : {link}")
    page.get_by_role("button", name="Faire la vague").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vague 1")


def when_the_manager_exports_the_letters(page: Page) -> list[str]:
    page.get_by_role("link", name="Préparer des lettres").click()
    fill(page, Nombre_de_lettres=str(LETTERS))
    page.get_by_role("button", name="Tirer les codes").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=f"{LETTERS} lettres").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(StringIO(text), delimiter=";"))
    assert all(row["code"] in row["texte"] for row in rows)
    return [row["code"] for row in rows]


def when_a_household_opens_its_letter(phone: Page, code: str) -> None:
    phone.goto(f"/c/{code}")
    phone.get_by_label("Code postal ou nom de la commune").fill("59000")
    phone.get_by_role("button", name="Continuer").click()
    phone.get_by_role("link", name="Le RSA").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Vous y avez droit.")
    expect(phone.get_by_text(f"{code[:4]} {code[4:]}")).to_be_visible()


def when_the_desk_writes_the_code(desk: Page, request: Prescription, code: str) -> None:
    desk.goto(f"/prescriptions/{request.reference}/")
    desk.get_by_role("link", name="Noter le code").click()
    fill(desk, Code_de_l=code.lower())
    desk.get_by_role("button", name="Enregistrer").click()
    expect(desk.get_by_text("Rentrée fictive, vague 1")).to_be_visible()


def counted(page: Page) -> list[str]:
    return [cell.inner_text() for cell in page.locator("tbody tr").first.locator("td").all()]


def test_a_letter_that_others_send_is_counted_from_the_phone_to_the_desk(
    pilot, visit, sign_in, check_page
):
    page = visit("/aide/")
    sign_in(page, pilot.manager.user)
    page.goto("/programme/campagnes/")
    when_the_manager_makes_a_campaign(page)
    check_page(page, "campaign")
    when_the_manager_adds_a_mailing(page)
    codes = when_the_manager_exports_the_letters(page)

    phone = visit("/aide/", width=320, javascript=False, agent=PHONE)
    when_a_household_opens_its_letter(phone, codes[0])
    check_page(phone, "campaign-result")
    page.reload()
    assert counted(page) == ["5", "moins de 5", "moins de 5", "0", "0", "0"]

    for code in (*codes, codes[0]):
        phone.goto(f"/c/{code}")
    desk = visit("/aide/", javascript=False)
    sign_in(desk, pilot.prescriber.user)
    when_the_desk_writes_the_code(desk, cases.draft(by=pilot.prescriber), codes[0])
    page.reload()
    assert counted(page) == ["5", "5", "moins de 5", "moins de 5", "0", "0"]
    assert not phone.context.cookies()
    check_page(page, "campaign-wave")


@pytest.mark.parametrize("path", ["/programme/campagnes/", "/programme/campagnes/nouvelle/"])
def test_the_first_pages_are_for_everybody_at_both_widths(path, pilot, visit, sign_in, check_page):
    page = visit("/aide/")
    sign_in(page, pilot.manager.user)
    page.goto(path)

    check_page(page, f"campaigns-{path.split('/')[-2]}")


def test_a_partner_finds_its_link_its_square_and_its_poster(pilot, visit, sign_in, check_page):
    page = visit("/aide/")
    sign_in(page, pilot.manager.user)
    page.goto("/programme/campagnes/")
    when_the_manager_makes_a_campaign(page)
    page.get_by_role("link", name="Ajouter une vague").click()
    check_page(page, "campaign-new-wave")
    page.get_by_label("Comment").select_option("poster")
    fill(page, Premier_jour=in_days(0))
    fill(page, Dernier_jour=in_days(30))
    page.get_by_label("Centre social imaginaire").check()
    page.get_by_role("button", name="Faire la vague").click()
    page.get_by_role("link", name="Ajouter une affiche").click()
    fill(page, Où_elle_est="salle d’attente")
    page.get_by_role("button", name="Ajouter l’affiche").click()

    expect(
        page.get_by_role("heading", name="Centre social imaginaire, salle d’attente")
    ).to_be_visible()
    expect(page.get_by_role("img", name="Le lien court à scanner")).to_have_count(2)
    check_page(page, "campaign-posters")
