"""Every public page in every language, narrow, wide and printed: seen, axe clean, left in a folder.

`make test` leaves the pictures in var/reports/screens: `ar-home-320.png`, `ar-home-print.png`.
"""

import shutil
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from coupdepouce.core.languages import known_languages
from coupdepouce.households.models import Household
from tests.apps import cases
from tests.browser.conftest import NARROW, SCREENSHOTS, WIDE

REPORT = SCREENSHOTS.parent / "reports" / "screens"
SHEET = 794  # A4 at 96 points an inch
CODES = [language.code for language in known_languages()]
DIRECTIONS = {one.code: "rtl" if one.right_to_left else "ltr" for one in known_languages()}
YES = "/verifier/?commune=59350&statuses=rsa"
PAGES = {
    "home": "/",
    "question": "/verifier/",
    "statuses": "/verifier/?commune=59350",
    "follow": "/suivre/",
    "help": "/aide/",
    "privacy": "/vie-privee/",
    "accessibility": "/accessibilite/",
    "workshops": "/ateliers/",
    "scam": "/arnaque/",
    "complain": "/suivre/reclamation/nouvelle/",
    "answer": "/suivre/reclamation/",
}

Show = Callable[[Page, str], None]


@pytest.fixture
def show(check_page) -> Show:
    """Give a function that checks a page and leaves its three pictures."""
    REPORT.mkdir(parents=True, exist_ok=True)

    def shown(page: Page, name: str) -> None:
        check_page(page, name)
        for width in (NARROW, WIDE):
            shutil.copy(SCREENSHOTS / f"{name}-{width}.png", REPORT)
        page.set_viewport_size({"width": SHEET, "height": 1123})
        page.emulate_media(media="print")
        page.screenshot(path=REPORT / f"{name}-print.png", full_page=True)
        page.emulate_media(media="screen")

    return shown


def told(page: Page, code: str) -> None:
    """Check that the page says its language and its direction."""
    root = page.locator("html")
    expect(root).to_have_attribute("lang", code)
    expect(root).to_have_attribute("dir", DIRECTIONS[code])
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("code", CODES)
def test_the_public_pages_in_each_language(pilot, visit, show, code):
    page = visit(f"/?langue={code}")
    for name, path in PAGES.items():
        page.goto(path)
        told(page, code)
        show(page, f"{code}-{name}")


@pytest.mark.parametrize("code", CODES)
def test_the_answers_in_each_language(pilot, visit, show, code):
    page = visit(f"/verifier/?commune=59350&langue={code}")

    page.locator(".answers a").first.click()
    told(page, code)
    expect(page.locator(".verdict.yes")).to_be_visible()
    show(page, f"{code}-yes")

    page.goto("/verifier/?commune=75056")
    told(page, code)
    show(page, f"{code}-no")


@pytest.mark.parametrize("code", CODES)
def test_a_request_in_each_language(pilot, visit, show, code):
    prescription = cases.brought_to("set_appointment", by=pilot.prescriber, shop=pilot.advisor)
    Household.objects.filter(pk=prescription.household_id).update(language=code)
    page = visit(f"/suivre/?langue={code}")
    page.locator("input[name=code]").fill(prescription.vouchers.get().code)
    page.locator("input[name=birth_year]").fill("1980")
    page.locator("main form button").first.click()
    told(page, code)
    show(page, f"{code}-request")


@pytest.mark.parametrize("code", CODES)
def test_a_voucher_in_each_language(pilot, visit, sign_in, show, code):
    page = visit("/")
    issued = cases.brought_to("issue", by=pilot.prescriber)
    Household.objects.filter(pk=issued.household_id).update(language=code)
    sign_in(page, pilot.prescriber.user)
    page.goto(reverse("prescribing:voucher", args=[issued.reference]))
    told(page, code)
    show(page, f"{code}-voucher")


def test_in_arabic_what_points_forward_points_left(pilot, visit):
    page = visit("/verifier/?commune=59350&langue=ar", width=NARROW)

    arrow = page.locator(".answers a .icon").first
    words = page.locator(".answers a").first

    assert arrow.evaluate("one => getComputedStyle(one).transform") == "matrix(-1, 0, 0, 1, 0, 0)"
    assert arrow.bounding_box()["x"] < words.bounding_box()["x"] + 60
