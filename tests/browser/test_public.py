"""A household checks, on an old phone: 320 px, no JavaScript, keyboard only, in two languages."""

import re

import pytest
from playwright.sync_api import Page, expect

PHONE = 320


def answer(page: Page, words: str) -> None:
    page.get_by_role("link", name=words, exact=True).click()


def sheets(page: Page) -> int:
    """Count the sheets of A4 that printing the page takes."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))


def given_the_first_page(visit, **options) -> Page:
    return visit("/", **options)


def when_they_start(page: Page) -> None:
    page.get_by_role("link", name="Vérifier en 2 minutes").click()


def when_they_say_where_they_live(page: Page, town: str) -> None:
    page.get_by_label("Code postal ou nom de la commune").fill(town)
    page.get_by_role("button", name="Continuer").click()


def then_they_read(page: Page, sentence: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(sentence)


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
def test_two_answers_are_enough_to_read_yes(pilot, visit, check_page, javascript):
    page = given_the_first_page(visit, width=PHONE, javascript=javascript)
    check_page(page, "public-home")

    when_they_start(page)
    then_they_read(page, "Dans quelle commune habitez-vous ?")
    expect(page.get_by_text("Question 1 sur 3 au plus")).to_be_visible()
    check_page(page, "public-commune")
    when_they_say_where_they_live(page, "59000")
    then_they_read(page, "Avez-vous une de ces aides ?")
    check_page(page, "public-statuses")
    answer(page, "Le RSA")

    then_they_read(page, "Vous y avez droit.")
    expect(page.get_by_text("19,99 € par mois")).to_be_visible()
    expect(page.get_by_text("Vous avez le RSA. Cette aide ouvre le droit.")).to_be_visible()
    expect(page.get_by_text("Centre social imaginaire")).to_be_visible()
    expect(page.get_by_text("Boutique fictive du Centre")).to_be_visible()
    expect(page.get_by_text("Le papier qui montre votre aide")).to_be_visible()
    check_page(page, "public-yes")
    assert sheets(page) == 1


def test_the_saving_is_told_and_never_in_the_address(pilot, visit, check_page):
    page = given_the_first_page(visit, width=PHONE, javascript=False)
    when_they_start(page)
    when_they_say_where_they_live(page, "Lille")
    answer(page, "Aucune de ces aides")
    then_they_read(page, "Connaissez-vous votre quotient familial ?")
    check_page(page, "public-quotient")
    answer(page, "Je connais mon quotient familial")
    page.get_by_role("textbox", name="Votre quotient familial").fill("512 €")
    check_page(page, "public-quotient-typed")
    page.get_by_role("button", name="Continuer").click()
    then_they_read(page, "Vous y avez droit.")
    expect(page.get_by_text("Il ne dépasse pas la limite")).to_be_visible()
    assert "quotient" not in page.url
    assert "700" not in page.inner_text("main")

    page.get_by_label("Combien payez-vous aujourd’hui par mois ?").fill("34,99")
    page.get_by_role("button", name="Comparer").click()

    expect(page.get_by_text("Vous gardez 15 € par mois")).to_be_visible()
    assert "pays_now" not in page.url
    check_page(page, "public-saving")


def test_a_no_is_never_bare(pilot, visit, check_page):
    page = visit("/verifier/?commune=59350", width=PHONE)

    answer(page, "Aucune de ces aides")
    answer(page, "Je connais mon quotient familial")
    page.get_by_role("textbox", name="Votre quotient familial").fill("1200")
    page.get_by_role("button", name="Continuer").click()

    then_they_read(page, "Aujourd’hui, ce prix ne vous est pas ouvert.")
    for section in ("Pourquoi ?", "Ce qui peut changer la réponse", "Qui d’autre peut vous aider"):
        expect(page.get_by_role("heading", name=section)).to_be_visible()
    expect(page.get_by_text("Un travailleur social")).to_be_visible()
    check_page(page, "public-no")


def test_who_does_not_know_reads_what_to_bring(pilot, visit, check_page):
    page = visit("/verifier/?commune=59350", width=PHONE)

    answer(page, "Je ne sais pas")
    answer(page, "Je ne sais pas")

    then_they_read(page, "Il manque une réponse.")
    expect(page.get_by_text("Les aides que vous avez")).to_be_visible()
    check_page(page, "public-not-yet")


def test_another_region_reads_it_after_one_answer(pilot, visit, check_page):
    page = visit("/verifier/", width=PHONE)

    when_they_say_where_they_live(page, "Nice")

    then_they_read(page, "Aujourd’hui, ce prix ne vous est pas ouvert.")
    expect(page.get_by_text("Votre mairie peut vous parler d’autres aides")).to_be_visible()
    check_page(page, "public-elsewhere")


def test_going_back_finds_the_question_before(pilot, visit):
    page = visit("/verifier/?commune=59350", width=PHONE)
    answer(page, "Aucune de ces aides")

    page.get_by_role("link", name="Retour").click()
    then_they_read(page, "Avez-vous une de ces aides ?")
    page.get_by_role("link", name="Retour").click()

    then_they_read(page, "Dans quelle commune habitez-vous ?")


def test_the_keyboard_is_enough(pilot, visit):
    page = given_the_first_page(visit)

    tab_to(page, "Vérifier en 2 minutes")
    page.keyboard.press("Enter")
    then_they_read(page, "Dans quelle commune habitez-vous ?")
    tab_to(page, "")
    page.keyboard.type("59000")
    page.keyboard.press("Enter")
    then_they_read(page, "Avez-vous une de ces aides ?")
    tab_to(page, "L’AAH")
    page.keyboard.press("Enter")

    then_they_read(page, "Vous y avez droit.")


def tab_to(page: Page, words: str, most: int = 30) -> None:
    """Press Tab until a link has the focus, or a field when no words are given."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "[document.activeElement.tagName, document.activeElement.innerText]"
        )
        if (words and focused[1].strip() == words) or (not words and focused[0] == "INPUT"):
            return
    pytest.fail(f"Tab never reaches {words or 'a field'}")


def test_the_whole_check_is_read_in_english(pilot, visit, check_page):
    page = given_the_first_page(visit, width=PHONE)

    page.get_by_role("link", name="English").click()
    then_they_read(page, "Internet at home, at a low price")
    check_page(page, "public-home-en")
    page.get_by_role("link", name="Check in 2 minutes").click()
    page.get_by_label("Postcode or name of the town").fill("59000")
    page.get_by_role("button", name="Continue").click()
    then_they_read(page, "Do you receive one of these benefits?")
    answer(page, "RSA")

    then_they_read(page, "You are entitled to it.")
    expect(page.get_by_text("€19.99 a month").first).to_be_visible()
    check_page(page, "public-yes-en")


def test_several_towns_are_shown_and_none_is_said(pilot, visit, check_page):
    page = visit("/verifier/", width=PHONE, javascript=False)

    when_they_say_where_they_live(page, "saint-q")
    expect(page.get_by_role("link", name="Saint-Quentin Aisne")).to_be_visible()
    check_page(page, "public-towns")
    page.get_by_role("link", name="Retour").click()
    when_they_say_where_they_live(page, "zzz")

    expect(page.get_by_text("Aucune commune n’a ce nom")).not_to_have_count(0)
    assert page.get_by_label("Code postal ou nom de la commune").input_value() == "zzz"
    check_page(page, "public-town-unknown")


@pytest.mark.parametrize(
    ("path", "name"),
    [("/aide/", "help"), ("/vie-privee/", "privacy"), ("/accessibilite/", "accessibility")],
)
def test_the_pages_that_explain_can_be_read(pilot, visit, check_page, path, name):
    page = visit(path, width=PHONE, javascript=False)

    check_page(page, f"public-{name}")
