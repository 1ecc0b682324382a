"""The workshops, from the household that chooses to the trainer who notes, at both widths."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from coupdepouce.core.journey.model import Part
from coupdepouce.core.roles import Role
from coupdepouce.training.models import Booking, Session
from tests.apps import build_training as build
from tests.apps import cases
from tests.apps.build import member
from tests.browser.test_follow import when_they_enter


def given_a_request(town):
    made = cases.draft(by=town.prescriber, parts=(Part.TRAINING,), at=timezone.now())
    cases.step(made, "issue", town.prescriber, at=timezone.now())
    cases.step(made, "present", town.advisor, at=timezone.now(), identity_seen="yes")
    cases.step(made, "accept", town.advisor, at=timezone.now())
    return made


def given_sessions(town) -> tuple[Session, Session]:
    shop, now = town.advisor.organisation, timezone.now()
    trainer = member(Role.TRAINER, of=shop)
    soon = build.session(shop=shop, trainer=trainer, starts_at=now + timedelta(days=2), capacity=1)
    full = build.session(shop=shop, starts_at=now + timedelta(days=3), capacity=1)
    build.booked(full, at=now)
    return soon, full


def when_it_chooses(page: Page, button: str) -> None:
    page.get_by_role("link", name="Choisir un atelier").click()
    page.get_by_role("button", name=button).first.click()


def test_the_household_chooses_with_and_without_scripts(pilot, visit, check_page):
    soon, _ = given_sessions(pilot)
    made = given_a_request(pilot)
    listing = visit("/ateliers/?ville=Lille", width=320, javascript=False)
    expect(listing.get_by_text("1 place libre")).to_be_visible()
    check_page(listing, "workshops-listing")
    page = visit("/suivre/", width=320)
    when_they_enter(page, made)

    page.get_by_role("link", name="Choisir un atelier").click()
    check_page(page, "workshops-choose")
    page.get_by_role("button", name="Réserver ma place").click()

    expect(page.get_by_text("Votre place est réservée")).to_be_visible()
    expect(page.get_by_role("link", name="Ajouter à mon agenda")).to_be_visible()
    check_page(page, "workshops-mine")
    when_it_chooses(page, "Prendre la liste d’attente")
    expect(page.get_by_text("Vous êtes sur la liste d’attente")).to_be_visible()
    page.get_by_role("link", name="Je ne peux pas venir").first.click()
    check_page(page, "workshops-give-back")
    page.get_by_label("Je ne peux pas venir").check()
    page.get_by_role("button", name="Annuler ma place").click()
    expect(page.get_by_text("Votre place est réservée")).to_have_count(0)
    soon.refresh_from_db()
    assert soon.taken == 0


def test_the_trainer_notes_who_came_and_what_changed(pilot, visit, sign_in, check_page):
    soon, _ = given_sessions(pilot)
    made = given_a_request(pilot)
    cases.step(made, "book_session", pilot.advisor, at=timezone.now(), session=str(soon.reference))
    began = timezone.now() - timedelta(hours=2)
    Session.objects.filter(pk=soon.pk).update(
        starts_at=began, ends_at=timezone.now() + timedelta(minutes=1)
    )
    page = visit("/ateliers/", width=320)
    sign_in(page, soon.trainer.user)

    page.goto(f"/formation/{soon.reference}/")
    page.get_by_role("button", name="Venu").click()
    expect(page.get_by_role("button", name="Venu")).to_have_attribute("aria-pressed", "true")
    check_page(page, "workshops-session")
    page.get_by_role("link", name="La liste à imprimer").click()
    check_page(page, "workshops-paper")
    page.goto(f"/formation/{soon.reference}/recopier/")
    check_page(page, "workshops-copy")
    page.goto(f"/formation/personne/{made.reference}/")
    page.get_by_role("link", name="Avant les ateliers").click()
    check_page(page, "workshops-questions")
    page.get_by_role("button", name="Enregistrer").click()
    check_page(page, "workshops-person")
    for path in ("", "nouvelle/", "catalogue/", "agendas/", "questions/", "passees/"):
        page.goto(f"/formation/{path}")
        check_page(page, f"workshops-{path.strip('/') or 'home'}")

    assert Booking.objects.get(household=made.household_id).state == "attended"


def test_the_prescriber_sees_places_before_inviting(pilot, visit, sign_in, check_page):
    given_sessions(pilot)
    given_a_request(pilot)
    page = visit("/ateliers/", width=320, javascript=False)
    sign_in(page, pilot.prescriber.user)

    page.goto("/ateliers/inscrire/")
    check_page(page, "workshops-sessions")
    page.get_by_role("link", name="Premiers pas").first.click()
    expect(page.get_by_text("1 place pour 1 personne.")).to_be_visible()
    check_page(page, "workshops-invite")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Inviter ces personnes").click()

    expect(page.get_by_text("Inscrites")).to_be_visible()
