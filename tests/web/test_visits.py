"""The pages of the appointment at the shop: hours, the prescriber's, the household's, today's."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from coupdepouce.core.calendar import PARIS
from coupdepouce.core.roles import Role
from coupdepouce.core.visits import slot_of
from coupdepouce.visits import queries
from coupdepouce.visits.models import Visit, VisitHours
from tests.apps import cases
from tests.apps.build import member
from tests.web.desk import signed_in
from tests.web.test_counter import said
from tests.web.test_public_follow import follow

HOURS = {"weekday": "0", "opens": "9 h", "closes": "9:30", "minutes": "30", "places": "1"}
PAGE = "/boutique/rendez-vous/"
CHOOSE = "/suivre/rendez-vous/"


@pytest.fixture(autouse=True)
def _programme(db):
    cases.programme()


@pytest.fixture
def shop():
    return cases.advisor()


@pytest.fixture
def desk(shop):
    return signed_in(shop)


@pytest.fixture
def receiving(desk, shop):
    """Give the shop that receives each day, and its first moment of tomorrow."""
    for weekday in range(7):
        desk.post(PAGE, HOURS | {"weekday": weekday})
    tomorrow = timezone.localdate() + timedelta(days=1)
    return datetime(tomorrow.year, tomorrow.month, tomorrow.day, 9, tzinfo=PARIS)


def issued(shop, number=1):
    prescription = cases.draft(number=number, shop=shop.organisation, at=timezone.now())
    cases.step(prescription, "issue", prescription.prescriber, at=timezone.now())
    return prescription


def visit_of(prescription):
    return queries.visit_of(prescription.household_id, at=timezone.now())


def choose(client, prescription, slot, **fields):
    follow(client, prescription)
    return client.post(CHOOSE, {"once": uuid4(), "slot": slot} | fields)


# ---- the shop


def test_a_shop_opens_and_closes_its_hours(desk):
    opened = said(desk.post(PAGE, HOURS, follow=True))
    row = VisitHours.objects.get()
    over = desk.post(PAGE, HOURS | {"opens": "9:15", "closes": "10:00"})
    closed = said(desk.post(f"{PAGE}{row.pk}/fermer/", follow=True))

    assert "Lundi, 9 h à 9 h 30" in opened.replace("\N{NO-BREAK SPACE}", " ")
    assert over.status_code == 422
    assert "La boutique reçoit déjà à ces heures" in said(over)
    assert "Pas de rendez-vous." in closed


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("weekday", "", "Choisissez un jour."),
        ("weekday", "9", "Sélectionnez un choix valide"),
        ("opens", "neuf", "Écrivez une heure comme 9:00 ou 9 h 30."),
        ("closes", "9:10", "laisse au moins un rendez-vous entier"),
        ("minutes", "x", "Écrivez un nombre entier."),
        ("places", "0", "Recevez de 1 à 20 personnes à la fois."),
    ],
)
def test_hours_badly_written_are_said_so(desk, field, value, sentence):
    answer = desk.post(PAGE, HOURS | {field: value})

    assert answer.status_code == 422
    assert sentence in said(answer)
    assert not VisitHours.objects.exists()


def test_the_home_of_the_shop_shows_todays_without_a_name(desk, shop):
    prescription = issued(shop)
    now = timezone.now()
    Visit.objects.create(
        once=uuid4(),
        household=prescription.household,
        shop=shop.organisation,
        starts_at=now,
        place=1,
    )

    home, elsewhere = (
        said(desk.get("/boutique/")),
        said(signed_in(cases.advisor()).get("/boutique/")),
    )

    today = home.split("Rendez-vous aujourd’hui")[1]
    assert "Ligne internet" in today
    assert "Camille" not in home
    assert "Rendez-vous aujourd’hui" not in elsewhere


def test_the_hours_are_the_shops_own_business(shop):
    stranger = signed_in(member(Role.PRESCRIBER))

    assert stranger.get(PAGE).status_code == 403
    assert stranger.post(PAGE, HOURS).status_code == 403


# ---- the prescriber


def test_the_prescriber_takes_moves_and_gives_back(shop, receiving):
    prescription = issued(shop)
    team = signed_in(prescription.prescriber)
    address = reverse("step", args=[prescription.reference, "book_visit"])
    file = reverse("prescribing:file", args=[prescription.reference])
    back = reverse("step", args=[prescription.reference, "cancel_visit"])

    before = said(team.get(file))
    page = team.get(address).content.decode()
    for days in (0, 1):
        slot = slot_of(shop.organisation_id, receiving + timedelta(days=days))
        assert team.post(address, {"once": uuid4(), "slot": slot}).status_code == 302
    after = said(team.get(file))
    moved = visit_of(prescription)
    team.post(back, {"once": uuid4()})

    assert "Prendre un rendez-vous en boutique" in before
    assert "Rendre le rendez-vous" not in before
    assert slot_of(shop.organisation_id, receiving) in page
    assert "Rendre le rendez-vous en boutique" in after
    assert f"à 9 h, {shop.organisation.name}" in after.replace("\N{NO-BREAK SPACE}", " ")
    assert moved.starts_at == receiving + timedelta(days=1)
    assert visit_of(prescription) is None


def test_without_hours_the_prescriber_sees_nothing_new(shop):
    prescription = issued(shop)
    file = reverse("prescribing:file", args=[prescription.reference])

    assert "rendez-vous en boutique" not in said(signed_in(prescription.prescriber).get(file))


# ---- the household


def test_the_household_takes_one_with_its_code(client, shop, receiving):
    prescription = issued(shop)
    door = follow(client, prescription)["Location"]

    before = said(client.get(door))
    page = client.get(CHOOSE).content.decode()
    slot = slot_of(shop.organisation_id, receiving)
    answer = choose(client, prescription, slot)
    after = said(client.get(door)).replace("\N{NO-BREAK SPACE}", " ")

    assert "Prendre un rendez-vous" in before
    assert f'value="{slot}"' in page
    assert answer["Location"] == door
    assert visit_of(prescription).starts_at == receiving
    assert "à 9 h" in after
    assert "Changer de moment" in after


def test_a_day_is_chosen_first(client, shop, receiving):
    follow(client, issued(shop))
    later = receiving + timedelta(days=3)

    page = client.get(f"{CHOOSE}?jour={later.date().isoformat()}").content.decode()

    assert f'value="{slot_of(shop.organisation_id, later)}"' in page
    assert f'value="{slot_of(shop.organisation_id, receiving)}"' not in page


def test_what_somebody_else_took_is_no_longer_shown_and_is_refused(client, shop, receiving):
    slot = slot_of(shop.organisation_id, receiving)
    first, second = issued(shop, 1), issued(shop, 2)
    choose(client, first, slot)

    late = choose(client, second, slot)

    assert late.status_code == 422
    assert "Ce moment n’est plus libre" in said(late)
    assert f'value="{slot}"' not in late.content.decode()
    assert visit_of(second) is None


@pytest.mark.parametrize("slot", ["", "x", "1@2026-99-99T09:00", "999999@2026-11-30T09:00"])
def test_a_moment_made_up_is_refused(client, shop, receiving, slot):
    prescription = issued(shop)

    assert choose(client, prescription, slot).status_code == 422
    assert choose(client, prescription, slot, once="x").status_code == 422
    assert visit_of(prescription) is None


def test_the_household_gives_it_back(client, shop, receiving):
    prescription = issued(shop)
    choose(client, prescription, slot_of(shop.organisation_id, receiving))

    answers = [client.post(f"{CHOOSE}rendre/", {"once": uuid4()}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert visit_of(prescription) is None


def test_without_the_code_nothing_is_shown_or_taken(client, shop, receiving):
    assert client.get(CHOOSE).status_code == 403
    assert client.post(f"{CHOOSE}rendre/", {"once": uuid4()}).status_code == 403


def test_without_hours_the_household_reads_nothing_of_it(client, shop):
    door = follow(client, issued(shop))["Location"]

    assert "rendez-vous" not in said(client.get(door))


def test_it_is_chosen_in_english_too(client, shop, receiving):
    prescription = issued(shop)
    follow(client, prescription)

    page = said(client.get(f"{CHOOSE}?langue=en"))

    assert "Choose an appointment" in page
    assert "09:00" in page
