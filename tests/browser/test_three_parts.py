"""One household, three parts: the line works, the computer is handed over, three sessions."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from coupdepouce.core.journey.model import Part
from coupdepouce.core.roles import Role
from coupdepouce.equipment.models import HandOver
from coupdepouce.outreach.models import Message
from coupdepouce.prescriptions.events import broken_at
from coupdepouce.training.models import Session
from tests.apps import build_training, cases
from tests.apps.build import member
from tests.apps.build_machines import machine
from tests.browser.test_follow import when_they_enter
from tests.browser.test_hand_over import when_all_is_done, when_it_is_ready, when_the_person_signs

EVERY_PART = (Part.LINE, Part.COMPUTER, Part.TRAINING)
CONSENTS = frozenset({"programme", "contact"})
PAST = (
    "Vous avez terminé vos ateliers.",
    *["Vous avez suivi une séance."] * 3,
    "Vous avez reçu votre ordinateur.",
    "Votre ordinateur vous attend à la boutique.",
    "Un ordinateur vous est réservé.",
    *["Votre place à l’atelier est réservée."] * 3,
    "Votre ligne internet marche.",
    "Un technicien vient chez vous.",
    "Votre ligne est commandée.",
    "La ligne est possible à votre adresse.",
    "La boutique a accepté votre demande.",
    "La boutique a reçu votre bon.",
    "Vous avez reçu votre bon.",
    "Vous demandez un atelier.",
    "Vous demandez un ordinateur.",
    "Vous demandez une ligne internet à la maison.",
    "Votre demande est commencée.",
)
# To the household, each thing once; what its prescriber is told is an "outcome".
TOLD = {
    "voucher_ready": 1, "accepted": 1, "line_ordered": 1, "line_appointment": 1, "line_active": 1,
    "session_booked": 3, "computer_reserved": 1, "computer_ready": 1, "computer_handed_over": 1,
    "outcome": 13,
}  # fmt: skip


def given_a_request(pilot, **fields):
    now = timezone.now() - timedelta(hours=5)
    made = cases.draft(by=pilot.prescriber, parts=EVERY_PART, at=now, **fields)
    for name, by, answers in (
        ("issue", pilot.prescriber, {}),
        ("present", pilot.advisor, {"identity_seen": "yes"}),
        ("accept", pilot.advisor, {}),
    ):
        cases.step(made, name, by, at=now, **answers)
    return made


def given_sessions(pilot, number: int, **fields) -> list[Session]:
    shop = pilot.advisor.organisation
    trainer = member(Role.TRAINER, of=shop)
    soon = timezone.now() + timedelta(days=2)
    return [
        build_training.session(
            shop=shop, trainer=trainer, starts_at=soon + timedelta(days=day), **fields
        )
        for day in range(number)
    ]


def at_the_counter(pilot, made, visit, sign_in) -> Page:
    page = visit("/suivre/")
    sign_in(page, pilot.advisor.user)
    page.goto(f"/boutique/bon/{made.reference}/")
    return page


def when_the_line_is_opened(page: Page) -> None:
    page.get_by_label("Fibre").check()
    page.get_by_role("button", name="La ligne est possible").click()
    page.get_by_label("Numéro de commande de l’opérateur").fill("FICTIF-9")
    page.get_by_role("button", name="Noter la commande").click()
    page.get_by_label("Jour et heure du rendez-vous").fill(
        f"{timezone.localdate() + timedelta(days=20):%d/%m/%Y} 14:30"
    )
    page.get_by_label("La personne").check()
    page.get_by_role("button", name="Noter le rendez-vous").click()
    page.get_by_label("Depuis quel jour ?").fill(f"{timezone.localdate():%d/%m/%Y}")
    page.get_by_role("button", name="La ligne marche", exact=True).click()


def when_the_computer_is_handed_over(page: Page, serial: str) -> None:
    page.get_by_role("button", name="Réserver un ordinateur").click()
    when_it_is_ready(page)
    when_all_is_done(page, serial)
    page.locator("canvas").scroll_into_view_if_needed()
    when_the_person_signs(page)
    page.get_by_role("button", name="Remettre l’ordinateur").click()
    expect(page.get_by_role("heading", name="Votre ordinateur")).to_be_visible()


def when_the_household_books(page: Page, made, times: int) -> None:
    when_they_enter(page, made)
    for _ in range(times):
        page.get_by_role("link", name="Choisir un atelier").click()
        page.get_by_role("button", name="Réserver ma place").first.click()


def when_the_trainer_notes_who_came(page: Page, sessions) -> None:
    now = timezone.now()
    for number, one in enumerate(sessions):
        began = now - timedelta(hours=3 - number)
        Session.objects.filter(pk=one.pk).update(
            starts_at=began, ends_at=began + timedelta(minutes=50)
        )
        page.goto(f"/formation/{one.reference}/")
        page.get_by_role("button", name="Venu").click()
        expect(page.get_by_role("button", name="Venu")).to_have_attribute("aria-pressed", "true")


@pytest.mark.chain
def test_a_household_gets_its_line_its_computer_and_three_sessions(
    pilot, visit, sign_in, check_page
):
    made = given_a_request(
        pilot, consents=CONSENTS, email="menage@exemple.invalid", preference="email"
    )
    one, sessions = machine(pilot.advisor.organisation), given_sessions(pilot, 3)
    household, counter = visit("/suivre/", width=320), at_the_counter(pilot, made, visit, sign_in)
    room = visit("/ateliers/", width=320)
    sign_in(room, sessions[0].trainer.user)

    when_the_line_is_opened(counter)
    when_the_household_books(household, made, 3)
    counter.goto(f"/boutique/bon/{made.reference}/")
    when_the_computer_is_handed_over(counter, one.serial)
    when_the_trainer_notes_who_came(room, sessions)
    cases.step(made, "finish_training", sessions[0].trainer, at=timezone.now())

    made.refresh_from_db()
    assert (made.line_state, made.computer_state, made.training_state) == (
        "active", "handed_over", "done",
    )  # fmt: skip
    assert broken_at(made) is None
    assert HandOver.objects.get().computer == one
    assert list(made.events.values_list("step", flat=True)).count("attend_session") == 3
    household.goto("/suivre/demande/")
    expect(household.get_by_text("Vous avez reçu votre ordinateur.").first).to_be_visible()
    expect(household.get_by_text("Vous avez terminé vos ateliers.").first).to_be_visible()
    past = household.get_by_role("region", name="Ce qui s’est passé").get_by_role("listitem")
    expect(past.locator("p:first-child")).to_have_text(PAST)
    check_page(household, "three-parts-household")
    assert Counter(Message.objects.values_list("template", flat=True)) == TOLD


@pytest.mark.chain
def test_what_cannot_be_given_says_so_and_what_to_do(pilot, visit, sign_in, check_page):
    made = given_a_request(pilot)
    (full,) = given_sessions(pilot, 1, capacity=1)
    build_training.booked(full, at=timezone.now())
    page = at_the_counter(pilot, made, visit, sign_in)

    page.get_by_role("link", name="La ligne n’est pas possible").click()
    page.get_by_label("Aucun réseau fixe").check()
    page.get_by_role("button", name="La ligne n’est pas possible").click()
    expect(page.get_by_text("La boutique regarde avec vous").first).to_be_visible()
    reserve = page.get_by_role("button", name="Réserver un ordinateur")
    expect(reserve).to_have_attribute("aria-disabled", "true")
    expect(reserve).to_have_accessible_description(
        "Aucun ordinateur n’est libre ici : mettez la personne sur la liste d’attente."
    )
    check_page(page, "three-parts-refusals")
    household = visit("/suivre/", width=320)
    when_they_enter(household, made)
    household.get_by_role("link", name="Choisir un atelier").click()
    expect(household.get_by_text("Complet")).to_be_visible()
    expect(household.get_by_role("button", name="Réserver ma place")).to_have_count(0)
    check_page(household, "three-parts-session-full")
    household.get_by_role("button", name="Prendre la liste d’attente").click()
    expect(household.get_by_text("Vous êtes sur la liste d’attente").first).to_be_visible()


@pytest.mark.chain
def test_a_guarantee_that_is_over_is_said(pilot, visit, sign_in):
    made, one = given_a_request(pilot), machine(pilot.advisor.organisation)
    page = at_the_counter(pilot, made, visit, sign_in)
    when_the_computer_is_handed_over_first(page, made, pilot, one.serial)
    HandOver.objects.update(guarantee_until=timezone.localdate())

    page.goto(f"/boutique/bon/{made.reference}/")

    expect(page.get_by_text("La garantie est terminée").first).to_be_attached()


def when_the_computer_is_handed_over_first(page: Page, made, pilot, serial: str) -> None:
    cases.step(made, "reserve_computer", pilot.advisor, at=timezone.now())
    cases.step(made, "ready_computer", pilot.advisor, at=timezone.now())
    page.goto(f"/boutique/bon/{made.reference}/ordinateur/")
    when_all_is_done(page, serial)
    page.get_by_label("La personne refuse de signer").check()
    page.get_by_role("button", name="Remettre l’ordinateur").click()
    expect(page.get_by_role("heading", name="Votre ordinateur")).to_be_visible()
