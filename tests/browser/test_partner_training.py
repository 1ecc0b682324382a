"""The short training as a prescriber takes it, and what the shops may expect, printed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from coupdepouce.core.partners.briefing import questions_of
from coupdepouce.core.partners.forecast import ENOUGH
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.programmes.queries import current_programme
from tests.apps import cases
from tests.apps.build import member
from tests.apps.build_journey import ISSUED, prescription
from tests.browser.conftest import NARROW


def given_the_training(visit, sign_in, one, **options) -> Page:
    page = visit("/", **options)
    sign_in(page, one.user)
    page.goto("/accueil/")
    if options.get("width") == NARROW:
        page.get_by_text("Menu", exact=True).click()
    page.get_by_role("link", name="Formation", exact=True).click()
    return page


def when_they_answer(page: Page, **wrong: str) -> None:
    for one in questions_of(current_programme()[1]):
        value = wrong.get(one.name, one.right)
        page.locator(f"input[name={one.name}][value={value}]").check()
    page.get_by_role("button", name="Vérifier mes réponses").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
def test_the_training_is_read_missed_and_passed(pilot, visit, sign_in, check_page, javascript):
    novice = member(of=pilot.prescriber.organisation, is_briefed=False)
    first = questions_of(current_programme()[1])[0]
    other = next(value for value, _ in first.choices if value != first.right)
    page = given_the_training(visit, sign_in, novice, width=NARROW, javascript=javascript)
    check_page(page, "briefing")

    page.get_by_role("button", name="Vérifier mes réponses").click()
    expect(page.get_by_role("alert")).to_contain_text("Choisissez une réponse.")
    check_page(page, "briefing-empty")

    when_they_answer(page, **{first.name: other})
    expect(page.get_by_role("alert")).to_contain_text(first.why)
    check_page(page, "briefing-wrong")

    when_they_answer(page)
    expect(page.get_by_text("La formation est réussie")).to_be_visible()
    expect(page.get_by_text("Formation réussie le")).to_be_visible()
    check_page(page, "briefing-done")


def given_enough_past(by) -> None:
    went = timezone.now() - timedelta(days=15)
    for _ in range(ENOUGH):
        prescription(*ISSUED, by=by, since=went)


def given_a_voucher_for(shop, by) -> None:
    out = cases.brought_to("issue", by=by)
    Prescription.objects.filter(pk=out.pk).update(suggested_shop=shop)


def test_what_the_shops_may_expect_is_read_and_printed(pilot, visit, sign_in, check_page):
    shop = pilot.advisor.organisation
    page = visit("/")
    sign_in(page, pilot.manager.user)
    page.goto(reverse("steering:forecast"))
    expect(page.get_by_text("Pas assez de passé pour le dire.")).to_be_visible()
    check_page(page, "forecast-empty")

    given_enough_past(pilot.prescriber)
    given_a_voucher_for(shop, pilot.prescriber)
    page.goto(reverse("steering:measures"))
    page.get_by_role("link", name="Prévisions").click()
    expect(page.get_by_role("table").first).to_contain_text(shop.name)
    check_page(page, "forecast")
    expect(page.get_by_role("button", name="Imprimer")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Imprimer")).to_be_hidden()
    expect(page.get_by_role("table").first).to_be_visible()
