"""The workshops for the household: the public list, its own sessions, no account and no name."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from coupdepouce.accounts.sealing import unseal
from coupdepouce.core.journey.model import Part
from coupdepouce.prescriptions import workshops_told
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.workshops_told import offer_places
from coupdepouce.training.models import Booking, Session
from tests.apps import build_training as build
from tests.apps import cases
from tests.browser.town import place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _programme():
    cases.programme()


def request(number: int = 1, **contact):
    by = cases.prescriber()
    made = cases.draft(by=by, number=number, parts=(Part.TRAINING,), at=timezone.now(), **contact)
    cases.step(made, "issue", by, at=timezone.now())
    made.refresh_from_db()
    return made


def following(made) -> Client:
    """Open the page of a request by its code."""
    client = Client()
    code = made.vouchers.get().code
    answer = client.post(reverse("public:follow"), {"code": code, "birth_year": "1980"})
    assert answer.status_code == 302, answer.content.decode()
    return client


def mine(client: Client, language: str = "fr") -> str:
    return client.get(reverse("public:followed"), {"langue": language}).content.decode()


def take(client: Client, step: str, one: Session, once=None):
    return client.post(
        reverse("training:choose"), {"once": once or uuid4(), "take": f"{step}:{one.reference}"}
    )


def soon(**fields) -> Session:
    return build.session(starts_at=timezone.now() + timedelta(days=3), **fields)


def test_the_public_list_asks_no_name_and_shows_places(client):
    spot = place("Boutique fictive", "shop", number=8)
    soon(shop=build.shop(name="Boutique fictive", place=spot))
    soon(shop=build.shop(name="Boutique cachée"), published_at=None)

    text = client.get(reverse("training:listing"), {"ville": "Lille"}).content.decode()
    english = client.get(reverse("training:listing"), {"langue": "en"}).content.decode()

    assert "Près de Lille" in text
    assert "4 places libres" in text
    assert "Boutique cachée" not in text
    assert "4 places left" in english
    assert 'name="last_name"' not in text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"ville": "Zzzzqqq"}, "Aucune commune n’a ce nom."),
        ({"ville": "59999"}, "Nous ne connaissons pas ce code postal."),
        ({"ville": "Saint-Martin"}, "Laquelle est la vôtre"),
        ({"ville": ""}, "Les prochains ateliers"),
        ({}, "Aucun atelier n’est prévu pour le moment."),
    ],
)
def test_whatever_is_typed_the_list_answers(client, asked, said):
    answer = client.get(reverse("training:listing"), asked)

    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_a_commune_that_does_not_exist_says_so(client):
    assert client.get(reverse("training:listing"), {"commune": "99999"}).status_code == 409


def test_the_household_takes_a_place_keeps_the_day_and_gives_it_back():
    one, made = soon(), request()
    client = following(made)

    assert "Réserver ma place" in client.get(reverse("training:choose")).content.decode()
    assert take(client, "book_session", one).status_code == 302
    row = Booking.objects.get()
    text = mine(client)
    assert "Votre place est réservée" in text
    calendar = client.get(reverse("training:calendar", args=[row.reference]))
    (event,) = Calendar.from_ical(calendar.content).walk("VEVENT")
    assert event["dtstart"].dt == one.starts_at.replace(microsecond=0)
    client.post(
        reverse("training:give_back", args=[row.reference]),
        {"once": uuid4(), "reason": "cannot_come"},
    )
    row.refresh_from_db()
    assert (row.state, row.cancelled_by) == ("cancelled", "them")


def test_a_double_click_takes_one_place():
    one, made, once = soon(), request(), uuid4()
    client = following(made)

    for _ in range(2):
        assert take(client, "book_session", one, once).status_code == 302

    one.refresh_from_db()
    assert one.taken == 1


def test_full_it_is_said_and_the_queue_then_the_offer_are_open():
    one = soon(capacity=1)
    first, second = following(request(1)), following(request(2))
    take(first, "book_session", one)

    full = take(second, "book_session", one)
    take(second, "queue_session", one)
    assert full.status_code == 422
    assert "est complète. Prenez la liste d’attente, ou une autre séance." in full.content.decode()
    assert "Vous êtes sur la liste d’attente" in mine(second)
    holder = Booking.objects.get(state="booked")
    first.post(
        reverse("training:give_back", args=[holder.reference]),
        {"once": uuid4(), "reason": "cannot_come"},
    )
    offer_places(at=timezone.now())

    text = mine(second)
    assert "<h1>Une place est libre pour vous.</h1>" in text
    assert "À vous" in text
    assert "Sur la liste" not in text
    # The deadline and the button stand before all the rest.
    shown = [text.index(one) for one in ("Répondez avant le", "Oui, je viens", "La suite")]
    assert shown == sorted(shown)
    take(second, "book_session", one)
    assert "Votre place est réservée" in mine(second)


def test_the_history_says_who_cancelled_and_why():
    shop = build.shop(name="Boutique fictive du Port")
    own, ours = soon(), soon(shop=shop)
    made = request(1)
    client = following(made)
    take(client, "book_session", own)
    holder = Booking.objects.get(state="booked")
    client.post(
        reverse("training:give_back", args=[holder.reference]),
        {"once": uuid4(), "reason": "cannot_come"},
    )
    take(client, "book_session", ours)

    workshops_told.cancel(
        member=build.trainer(shop), reference=ours.reference, why="la salle est fermée.",
        at=timezone.now(),
    )  # fmt: skip

    text = " ".join(mine(client).split())
    assert "Vous avez annulé votre place à une séance." in text
    assert "La boutique a annulé votre séance." in text
    assert "Pourquoi : la salle est fermée.</p>" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Boutique fictive du Port" in text


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        ({"preference": "sms", "phone": "0600000000"}, "On vous écrit dès"),
        ({}, "Dès qu’une place est libre, la personne qui vous suit vous prévient."),
    ],
    ids=["written to", "told by the person who follows it"],
)
def test_a_household_on_the_list_reads_how_it_is_told(contact, said):
    made = request(1, **contact)
    Prescription.objects.filter(pk=made.pk).update(state="accepted", training_state="waiting")

    text = mine(following(made))

    assert ("On vous écrit" in text) == ("On vous écrit" in said)
    assert said in text


def test_it_reads_the_refusal_in_english():
    one = soon(capacity=1, taken=1)
    client = following(request())

    answer = client.post(
        f"{reverse('training:choose')}?langue=en",
        {"once": uuid4(), "take": f"book_session:{one.reference}"},
    )

    assert "This session is full. Join the waiting list" in answer.content.decode()


def test_another_household_s_place_is_not_shown():
    one = soon()
    take(following(request(1)), "book_session", one)
    row, other = Booking.objects.get(), following(request(2))

    for name in ("calendar", "give_back"):
        assert other.get(reverse(f"training:{name}", args=[row.reference])).status_code == 404


@pytest.mark.parametrize("name", ["choose", "give_back", "calendar"])
def test_without_the_code_nothing_opens(client, name):
    args = [] if name == "choose" else [uuid4()]

    answer = client.get(reverse(f"training:{name}", args=args))

    assert answer.status_code in {403, 409}


@pytest.mark.parametrize("said", ["", "attend_session:x", "book_session:pas-une-séance"])
def test_a_form_that_was_changed_takes_nothing(said):
    client = following(request())

    answer = client.post(reverse("training:choose"), {"once": uuid4(), "take": said})

    assert answer.status_code == 422
    assert not Booking.objects.exists()


def test_the_link_of_a_session_at_a_distance_is_for_who_has_a_place():
    one = soon(remote_link="https://visio.exemple.invalid/a", capacity=1)
    booked, waits = following(request(1)), following(request(2))
    take(booked, "book_session", one)
    take(waits, "queue_session", one)

    assert "https://visio.exemple.invalid/a" in mine(booked)
    assert "visio.exemple" not in mine(waits)
    assert "visio.exemple" not in waits.get(reverse("training:listing")).content.decode()


def test_a_request_without_workshops_shows_none():
    by = cases.prescriber()
    made = cases.draft(by=by, at=timezone.now())
    cases.step(made, "issue", by, at=timezone.now())

    assert "Vos ateliers" not in mine(following(made))


def test_needs_are_sealed_at_rest():
    from django.db import connection

    from coupdepouce.training.operations import record_needs

    made = request()
    record_needs(household_id=made.household_id, needs=["hearing"], by=None, at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT needs FROM training_needsanswer")
        (kept,) = cursor.fetchone()

    assert "hearing" not in kept
    assert unseal(kept) == "hearing"
