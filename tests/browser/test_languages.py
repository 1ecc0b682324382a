"""Every public page in every language, narrow, wide and printed: seen, axe clean, left in a folder.

`make test` leaves the pictures in var/reports/screens: `ar-home-320.png`, `ar-home-print.png`.
"""

import re
import shutil
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from coupdepouce.core.languages import known_languages
from coupdepouce.households.models import Household
from coupdepouce.outreach.models import Message
from coupdepouce.partners.models import Place
from coupdepouce.recourse.models import Complaint
from tests.apps import build_complaints, cases
from tests.apps.build_partners import SIRET
from tests.apps.build_shares import asked, given, second_one
from tests.browser.conftest import NARROW, SCREENSHOTS, WIDE
from tests.browser.test_visits import given_a_voucher, given_hours
from tests.browser.test_workshops import given_a_request, given_sessions

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
    "complain-paper": "/suivre/reclamation/papier/",
    "answer": "/suivre/reclamation/",
    "towns": "/verifier/?ville=Saint-Denis",
    "places": "/lieux/",
    "places-near": "/lieux/?commune=59350",
    "workshops-near": "/ateliers/?ville=Lille",
    "missing": "/une-page-qui-manque/",
}
ANSWER = {"en": "A paper is missing.", "ar": "ورقة ناقصة."}
# What a household opens with its code, one after the other; the last erases all.
WITH_CODE = {
    "request": ("followed",),
    "withdraw": ("withdraw",),
    "complain-with-code": ("complain",),
    "who-sees": ("who",),
    "agreement": ("agreement", "contact"),
    "share": ("share",),
    "share-found": ("share", "?q=inventée"),
    "share-with": ("share_with", "other"),
    "share-answer": ("share_answer", "asked"),
    "share-stop": ("share_stop", "given"),
    "erase": ("erase",),
    "erase-confirm": ("erase_confirm",),
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


def opened(visit, code: str, prescription) -> Page:
    """Open a request with its code, in a language."""
    Household.objects.filter(pk=prescription.household_id).update(language=code)
    page = visit(f"/suivre/?langue={code}")
    page.locator("input[name=code]").fill(prescription.vouchers.get().code)
    page.locator("input[name=birth_year]").fill("1980")
    page.locator("main form button").first.click()
    expect(page).to_have_url(re.compile("/suivre/demande/"))
    return page


@pytest.mark.parametrize("code", CODES)
def test_what_a_code_opens_in_each_language(pilot, visit, show, code):
    request = cases.brought_to("set_appointment", by=pilot.prescriber, shop=pilot.advisor)
    third = second_one(name="Association inventée")
    shares = {"asked": asked(request, second_one()), "given": given(request, third)}
    words = {name: str(one.reference) for name, one in shares.items()}
    words["other"] = str(second_one(name="Mission inventée de l’emploi").organisation_id)
    page = opened(visit, code, request)

    for name, (view, *rest) in WITH_CODE.items():
        given_in_path = [words.get(one, one) for one in rest if not one.startswith("?")]
        query = "".join(one for one in rest if one.startswith("?"))
        page.goto(reverse(f"public:{view}", args=given_in_path) + query)
        told(page, code)
        show(page, f"{code}-{name}")

    page.locator("input[type=checkbox]").check()
    page.locator("main form button").first.click()
    expect(page).to_have_url(re.compile("/suivre/efface/"))
    show(page, f"{code}-erased")


@pytest.mark.parametrize("code", CODES)
def test_a_voucher_followed_and_its_appointment_in_each_language(pilot, visit, show, code):
    given_hours(pilot)
    page = opened(visit, code, given_a_voucher(pilot))
    show(page, f"{code}-request-voucher")

    page.goto(reverse("public:visit"))
    told(page, code)
    show(page, f"{code}-visit")
    page.locator("button[name=slot]").first.click()
    told(page, code)
    show(page, f"{code}-request-visit")


@pytest.mark.parametrize("code", CODES)
def test_a_workshop_in_each_language(pilot, visit, show, code):
    given_sessions(pilot)
    page = opened(visit, code, given_a_request(pilot))

    page.goto(reverse("training:choose"))
    told(page, code)
    show(page, f"{code}-workshop")
    page.locator("main form button").first.click()
    told(page, code)
    show(page, f"{code}-request-workshop")


@pytest.mark.parametrize("code", CODES)
def test_a_complaint_answered_in_each_language(pilot, visit, show, code):
    page = visit(f"/suivre/reclamation/nouvelle/?langue={code}")
    page.locator("main form button").first.click()
    show(page, f"{code}-complain-errors")
    page.locator("input[value=decision]").check()
    page.locator("input[value=none]").check()
    page.locator("textarea").fill("Mon quotient a changé.")
    page.locator("main form button").first.click()
    told(page, code)
    show(page, f"{code}-complaint")

    kept = Complaint.objects.get()
    build_complaints.answered(kept, pilot.manager, own_text="" if code == "fr" else ANSWER[code])
    page.reload()
    show(page, f"{code}-complaint-answered")
    page.goto(reverse("public:complaint_step", args=[kept.reference, "ask_second_look"]))
    told(page, code)
    show(page, f"{code}-second-look")


@pytest.mark.parametrize("code", CODES)
def test_fewer_messages_and_a_place_in_each_language(pilot, visit, show, code):
    cases.brought_to("issue", preference="email", email="camille@exemple.invalid")
    message = Message.objects.filter(channel="email").first()
    Place.objects.update(
        opening_hours="Mo-Fr 09:00-12:00,13:30-17:00; PH off",
        access="Plain-pied\nGratuit",
        services=["Accéder à une connexion internet"],
    )
    page = visit(f"/?langue={code}")
    for name, path in {
        "fewer-messages": reverse("public:stop", args=[message.key]),
        "place": reverse("directory:place", args=[Place.objects.first().pk]),
    }.items():
        page.goto(path)
        told(page, code)
        show(page, f"{code}-{name}")


def test_a_structure_asks_to_join_in_french(pilot, visit, show):
    page = visit("/partenaires/rejoindre/")
    show(page, "fr-join")
    page.get_by_label("SIRET de votre structure").fill(SIRET)
    page.get_by_role("button", name="Continuer").click()
    show(page, "fr-join-form")


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
