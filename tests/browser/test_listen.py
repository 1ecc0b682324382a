"""Listen: the device's own voice reads the page, and nothing is offered where there is none."""

import json

import pytest
from playwright.sync_api import Page, expect

# The voices of a phone, which the test's browser has not: it writes down what it is asked to say.
PHONE = """
(voices) => {
  window.heard = [];
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  const synthesis = {
    getVoices: () => (window.awake ? voices : []),
    speak: (one) => window.heard.push(one),
    cancel: () => (window.heard = []),
  };
  window.awake = !voices.some((one) => one.late);
  Object.defineProperty(window, "speechSynthesis", { value: synthesis });
}
"""
PAGES = (
    "/", "/verifier/", "/suivre/", "/aide/", "/vie-privee/", "/accessibilite/", "/ateliers/",
    "/suivre/reclamation/", "/suivre/reclamation/nouvelle/",
)  # fmt: skip
FRENCH = {"lang": "fr_FR", "localService": True, "name": "Voix"}
ARABIC = {"lang": "ar-SA", "localService": True, "name": "صوت"}


def on_a_phone(page: Page, path: str, *voices: dict) -> None:
    """Open a page on a device that has these voices."""
    page.add_init_script(f"({PHONE})({json.dumps(voices)})")
    page.goto(path)


def heard(page: Page) -> list[str]:
    return page.evaluate("heard.map((one) => one.text)")


def listen(page: Page, name: str = "Écouter"):
    return page.get_by_role("button", name=name)


def test_the_main_text_is_read_and_not_the_menus(pilot, visit):
    page = visit("/verifier/?commune=59350")
    page.locator(".answers a").first.click()
    on_a_phone(page, page.url, ARABIC, FRENCH)

    listen(page).click()

    said = heard(page)
    assert said[0] == "Vous y avez droit."
    assert "Votre ligne internet coûtera 19,99\u00a0€ par mois." in said
    assert not {"Retour", "Écouter", "English", "Imprimer", "Suivre ma demande"} & set(said)
    assert {one.strip() for one in said} == set(said)
    assert page.evaluate("heard.every((one) => one.voice.lang === 'fr_FR')")
    # What was silent while the text was read is on the page again.
    expect(page.get_by_role("link", name="Retour")).to_be_visible()
    expect(page.get_by_role("button", name="Imprimer")).to_be_visible()


def test_it_stops_when_asked_and_at_the_end(pilot, visit):
    page = visit("/")
    on_a_phone(page, "/", FRENCH)

    listen(page).click()
    assert heard(page)
    listen(page, "Arrêter").click()
    assert heard(page) == []

    listen(page).click()
    page.evaluate("heard[heard.length - 1].onend()")
    expect(listen(page)).to_be_visible()


def test_a_voice_stopped_late_does_not_stop_the_next_reading(pilot, visit):
    page = visit("/")
    on_a_phone(page, "/", FRENCH)

    listen(page).click()
    page.evaluate("window.before = heard[heard.length - 1]")
    listen(page, "Arrêter").click()
    listen(page).click()
    page.evaluate("before.onerror()")

    expect(listen(page, "Arrêter")).to_be_visible()


def test_arabic_is_read_by_an_arabic_voice(pilot, visit):
    page = visit("/")
    on_a_phone(page, "/?langue=ar", FRENCH, ARABIC)

    listen(page, "استمعوا").click()

    assert page.evaluate("heard.every((one) => one.lang === 'ar-SA')")
    assert heard(page)[0].startswith("إنترنت")


@pytest.mark.parametrize(
    ("path", "voices"),
    [
        ("/", []),
        ("/", [ARABIC]),
        ("/?langue=ar", [FRENCH]),
        ("/", [FRENCH | {"localService": False}]),  # it would send the text to its maker
    ],
    ids=["no voice", "another language", "no Arabic voice", "a voice far away"],
)
def test_without_a_voice_of_the_device_nothing_is_offered(pilot, visit, path, voices):
    page = visit("/")
    on_a_phone(page, path, *voices)

    expect(page.locator("[data-listen]")).to_be_hidden()


def test_voices_that_come_late_are_offered(pilot, visit):
    page = visit("/")
    on_a_phone(page, "/", FRENCH | {"late": True})
    expect(listen(page)).to_be_hidden()

    page.evaluate("awake = true; speechSynthesis.onvoiceschanged()")

    expect(listen(page)).to_be_visible()
    assert page.evaluate("speechSynthesis.onvoiceschanged") is None


def test_every_public_page_has_it_and_none_without_scripts(pilot, visit):
    page = visit("/", javascript=False)
    for path in PAGES:
        page.goto(path)
        expect(page.locator("[data-listen='#main']")).to_have_count(1)
        expect(page.locator("[data-listen]")).to_be_hidden()
