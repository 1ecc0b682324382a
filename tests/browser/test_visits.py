"""An appointment at the shop: its hours opened, one taken with the code, moved and given back."""

from datetime import time

from django.utils import timezone
from playwright.sync_api import expect

from coupdepouce.core.visits import Hours
from coupdepouce.visits.models import Visit
from coupdepouce.visits.operations import declare_hours
from tests.apps import cases
from tests.browser.test_follow import when_they_enter


def given_a_voucher(town):
    made = cases.draft(by=town.prescriber, at=timezone.now())
    cases.step(made, "issue", town.prescriber, at=timezone.now())
    return made


def given_hours(town) -> None:
    for weekday in range(7):
        hours = Hours(weekday=weekday, opens=time(9), closes=time(10), minutes=30, places=1)
        declare_hours(hours, by=town.advisor)


def test_the_household_takes_moves_and_gives_back_without_scripts(pilot, visit, check_page):
    given_hours(pilot)
    page = visit("/suivre/", width=320, javascript=False)
    when_they_enter(page, given_a_voucher(pilot))

    page.get_by_role("link", name="Prendre un rendez-vous").click()
    check_page(page, "visit-choose")
    page.get_by_role("button").filter(has_text="30").first.click()
    expect(page.get_by_role("link", name="Changer de moment")).to_be_visible()
    check_page(page, "visit-mine")
    first = Visit.objects.get(ended_at=None).starts_at
    page.get_by_role("link", name="Changer de moment").click()
    page.locator("nav[aria-labelledby=days] a").last.click()
    page.locator("button[name=slot]").first.click()
    assert Visit.objects.get(ended_at=None).starts_at > first
    page.get_by_role("button", name="Rendre ce rendez-vous").click()

    expect(page.get_by_role("link", name="Prendre un rendez-vous")).to_be_visible()
    assert not Visit.objects.filter(ended_at=None).exists()


def test_the_pages_are_for_everybody(pilot, visit, sign_in, check_page):
    given_hours(pilot)
    made = given_a_voucher(pilot)
    page = visit("/suivre/")
    sign_in(page, pilot.advisor.user)
    page.goto("/boutique/rendez-vous/")
    check_page(page, "visit-hours")
    page.get_by_role("button", name="Fermer Lundi").click()
    page.get_by_label("Jour").select_option(label="Lundi")
    for label, value in (("De", "9 h"), ("À", "10 h")):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="Ouvrir ces heures").click()
    expect(page.get_by_text("Ces heures sont ouvertes aux rendez-vous.")).to_be_visible()
    Visit.objects.create(
        once=made.reference,
        household=made.household,
        shop=pilot.advisor.organisation,
        starts_at=timezone.now(),
        place=1,
    )
    page.goto("/boutique/")
    expect(page.get_by_role("heading", name="Rendez-vous aujourd’hui")).to_be_visible()
    check_page(page, "visit-today")
    household = visit("/suivre/", width=320)
    when_they_enter(household, made)
    household.get_by_role("link", name="Changer de moment").click()
    check_page(household, "visit-choose-scripts")
