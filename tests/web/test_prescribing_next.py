"""What a file offers next: one way forward, another way, or a new request."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coupdepouce.core.calendar import in_words
from coupdepouce.core.journey.model import Part
from coupdepouce.core.journey.reasons import DECLINES
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.work import give_computers
from tests.apps import cases
from tests.apps.build import member
from tests.apps.build_machines import machine
from tests.web.desk import file_of, issued, opened, signed_in, step


@pytest.fixture
def prescriber() -> Membership:
    cases.programme()
    return cases.prescriber()


@pytest.fixture
def desk(prescriber: Membership) -> Client:
    return signed_in(prescriber)


def offered(desk: Client, prescription: Prescription) -> str:
    """Give the buttons of « La suite », above the other actions."""
    text = file_of(desk, prescription)
    after = text.split('id="next-step"')[1]
    shown = re.split("<details>|</section>", after)[0]
    return " ".join(re.findall(r'class="button[^>]*>([^<]+)<', shown))


CASES = [
    pytest.param({}, "Remettre le bon", id="entitled"),
    pytest.param({"proof_kind": "", "proof_dated": ""}, "Noter un papier", id="no paper yet"),
    pytest.param(
        {"quotient_familial": "900", "statuses": ["none"]},
        "Signaler une situation difficile",
        id="over the ceiling",
    ),
    pytest.param({"postcode": "75011"}, "Arrêter la demande", id="outside the territory"),
]


@pytest.mark.parametrize(("changes", "expected"), CASES)
def test_the_next_step_follows_the_answer(desk, changes, expected):
    prescription = opened(desk, **changes)

    assert expected in offered(desk, prescription)
    assert ("Noter un papier" in offered(desk, prescription)) is (expected == "Noter un papier")


def test_outside_the_territory_no_paper_is_asked(desk):
    assert "Noter un papier" not in file_of(desk, opened(desk, postcode="75011"))


def test_a_difficult_situation_waits_for_the_manager_then_ends(desk, prescriber):
    prescription = opened(desk, quotient_familial="900", statuses=["none"])
    step(desk, prescription, "claim_hardship", reason="sudden_loss")
    manager = signed_in(member(Role.PARTNER_MANAGER, of=prescriber.organisation))

    waiting, asked = offered(desk, prescription), offered(manager, prescription)
    step(manager, prescription, "refuse_hardship")

    assert waiting == ""
    assert "Approuver la situation difficile" in asked
    assert "Arrêter la demande" in offered(desk, prescription)


def declined(desk: Client, **changes: object) -> Prescription:
    prescription, advisor = issued(desk, **changes), cases.advisor()
    cases.step(prescription, "present", advisor, identity_seen="yes")
    cases.step(prescription, "decline", advisor, reason=DECLINES[-1].code)
    return prescription


def test_after_a_refusal_at_the_shop_a_new_request_is_one_page_away(desk):
    prescription = declined(desk, parts=["line", "training"])
    again = reverse("prescribing:prescribe", args=[prescription.household.reference])

    assert again in file_of(desk, prescription)
    form = desk.get(again).context["form"]
    assert form.initial["parts"] == ["line", "training"]


def test_the_paper_already_seen_still_holds_for_the_new_request(desk):
    prescription = opened(desk)
    step(desk, prescription, "withdraw", reason="no_need")
    again = reverse("prescribing:prescribe", args=[prescription.household.reference])

    page = desk.get(again).content.decode()
    desk.post(again, {"once": uuid4(), "parts": ["line"]})

    assert "Le papier déjà vu vaut encore" in page
    latest = Prescription.objects.latest("pk")
    assert step(desk, latest, "issue").status_code == 302


def test_while_another_request_is_open_the_old_file_offers_none(desk):
    prescription = opened(desk)
    step(desk, prescription, "withdraw", reason="no_need")
    again = reverse("prescribing:prescribe", args=[prescription.household.reference])
    desk.post(again, {"once": uuid4(), "parts": ["line"]})

    assert again not in file_of(desk, prescription)


def test_what_is_over_says_when_and_stands_below_what_waits(desk):
    over = opened(desk)
    step(desk, over, "withdraw", reason="no_need")
    opened(desk, first_name="Dominique", last_name="Modèle", address="9 rue Inventée")

    text = desk.get(reverse("home")).content.decode()

    assert f"terminé le {in_words(timezone.localdate())}" in text
    assert text.index("Dominique Modèle") < text.index("Élodie Exemple")


def test_the_open_file_is_marked_in_the_list_even_from_another_page(desk, prescriber):
    last = cases.draft(by=prescriber, number=0, at=timezone.now())
    for number in range(1, 51):
        cases.draft(by=prescriber, number=number, at=timezone.now() - timedelta(days=1))

    text = file_of(desk, last)

    assert text.count('aria-current="true"') == 1
    assert "Voir tout" in text


def test_the_prescriber_reads_the_place_in_the_queue_and_what_is_kept(desk, prescriber):
    shop = cases.advisor()
    waiting = [
        cases.brought_to("accept", by=prescriber, shop=shop, number=n, parts=(Part.COMPUTER,))
        for n in (1, 2)
    ]
    for one in waiting:
        cases.step(one, "queue_computer", shop)
    assert "<dt>Place sur la liste</dt>\n      <dd>2</dd>" in file_of(desk, waiting[1])

    machine(shop.organisation)
    give_computers(at=timezone.now())

    text = file_of(desk, waiting[0])
    assert "Place sur la liste" not in text
    assert "Réservé jusqu’au" in text
