"""A line that gets stuck, then late: the desk, the prescriber and the household read the same."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from coupdepouce.connect.coverage import NETWORKS, CoverageRow
from coupdepouce.lines.operations import import_coverage
from coupdepouce.programmes import communes
from coupdepouce.programmes.defaults import default_text
from coupdepouce.programmes.operations import load_programme
from tests.apps import cases
from tests.apps.line_cases import HEADER, active, back_office, ordered


def given_somebody(visit, sign_in, one, path: str, **options) -> Page:
    page = visit("/suivre/", **options)
    sign_in(page, one.user)
    page.goto(path)
    return page


def given_the_coverage_of_the_commune() -> None:
    row = CoverageRow(
        line=2,
        code="59350",
        name="Lille",
        premises=165_379,
        per_thousand=dict.fromkeys(NETWORKS, 886),
    )
    import_coverage(rows=[row], exists=communes.exists, read_on="2024", source="Arcep")


def given_an_offer_that_ends(*, days: int) -> None:
    day = timezone.localdate() + timedelta(days=days)
    text = default_text().replace("[offers.computer]", f"ends_on = {day}\n[offers.computer]", 1)
    load_programme(text=text, at=timezone.now())


def when(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def test_a_stuck_line_goes_from_hand_to_hand_until_it_is_solved(pilot, visit, sign_in, check_page):
    given_the_coverage_of_the_commune()
    desk = back_office()
    found = ordered(by=pilot.prescriber, shop=pilot.advisor, address="7 rue Inventée")
    mine = given_somebody(visit, sign_in, pilot.prescriber, f"/prescriptions/{found.reference}/")
    when_the_prescriber_says_what_blocks(mine, check_page)

    office = given_somebody(visit, sign_in, desk, "/operateur/")
    when_the_desk_answers_and_hands_over(office, check_page)

    mine.reload()
    mine.get_by_role("link", name="Clore", exact=True).click()
    mine.get_by_label("Débloqué : la commande continue").check()
    when(mine, "Clore")
    expect(mine.get_by_role("heading", name="Répondre")).to_have_count(0)
    check_page(mine, "line-case-closed")


def when_the_prescriber_says_what_blocks(mine: Page, check_page) -> None:
    mine.get_by_role("link", name="Voir la ligne").click()
    check_page(mine, "line-household")
    mine.get_by_role("link", name="Signaler un blocage").click()
    check_page(mine, "line-open")
    when(mine, "Ouvrir le dossier")
    expect(mine.get_by_role("alert")).to_be_visible()
    mine.get_by_label("Aucune nouvelle de la commande").check()
    mine.get_by_label("Ce qu’il faut savoir").fill("Rien depuis dix jours.")
    when(mine, "Ouvrir le dossier")
    check_page(mine, "line-case")


def when_the_desk_answers_and_hands_over(office: Page, check_page) -> None:
    check_page(office, "operator-home")
    office.get_by_role("link", name="Exemple").click()
    check_page(office, "operator-line")
    office.get_by_role("link", name="Aucune nouvelle de la commande").click()
    office.get_by_label("Votre message").fill("Le technicien passe lundi.")
    when(office, "Écrire")
    expect(office.get_by_text("Le technicien passe lundi.")).to_be_visible()
    office.get_by_role("link", name="Confier à quelqu’un d’autre").click()
    check_page(office, "line-hand-over")
    office.get_by_label("Le prescripteur").check()
    when(office, "Confier")
    expect(office.get_by_text("Attend le prescripteur depuis aujourd’hui")).to_be_visible()


def test_the_operators_file_warns_the_prescriber_and_the_household(
    pilot, visit, sign_in, check_page
):
    given_an_offer_that_ends(days=60)
    found = active(by=pilot.prescriber, shop=pilot.advisor)
    cut = timezone.localdate() + timedelta(days=15)
    text = f"{HEADER}\nFICTIF-1,late,{timezone.localdate()},{cut},,\nINCONNU,active,2026-01-01,,,"
    office = given_somebody(
        visit, sign_in, back_office(), "/operateur/fichier/", javascript=False, width=320
    )

    file = {"name": "suivi.csv", "mimeType": "text/csv", "buffer": text.encode()}
    office.get_by_label("Fichier de l’opérateur").set_input_files(file)
    when(office, "Voir ce qui change")
    check_page(office, "operator-preview")
    when(office, "Écrire ces lignes")
    expect(office.get_by_text("Commande INCONNU", exact=True)).to_be_visible()

    mine = given_somebody(visit, sign_in, pilot.prescriber, "/accueil/")
    expect(mine.get_by_role("link", name="La ligne risque une coupure")).to_be_visible()
    mine.get_by_role("link", name="Exemple").first.click()
    mine.get_by_role("link", name="Ce qui peut être fait").click()
    expect(mine.get_by_role("heading", name="Coupure annoncée le")).to_be_visible()
    check_page(mine, "line-late")
    mine.get_by_role("link", name="Voir le plan de sortie").click()
    check_page(mine, "line-exit-plan")

    home = visit("/suivre/", width=320)
    home.get_by_label("Code").first.fill(found.vouchers.get().code)
    home.get_by_label("Année de naissance").fill("1980")
    home.locator("main form button[type=submit]").first.click()
    expect(home.get_by_role("heading", name="Cela arrive.")).to_be_visible()
    expect(home.get_by_role("heading", name="Le prix de votre ligne change le")).to_be_visible()
    check_page(home, "follow-late")


def test_the_counter_reads_the_hint_before_it_asks_the_operator(pilot, visit, sign_in, check_page):
    given_the_coverage_of_the_commune()
    found = cases.brought_to("accept", by=pilot.prescriber, shop=pilot.advisor, number=70)

    page = given_somebody(visit, sign_in, pilot.advisor, f"/boutique/bon/{found.reference}/")

    expect(page.get_by_text("seul l’opérateur le dit pour une adresse")).to_be_visible()
    check_page(page, "counter-availability")
