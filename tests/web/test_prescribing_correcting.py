"""A typing mistake is repaired on a draft, under the rules that let the household in."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.models import Prescription
from tests.apps import cases
from tests.web.desk import PERSON, YESTERDAY, entered, file_of, issued, opened, signed_in

KEPT = ("address", "preference", "consents", "first_name", "last_name", "birth_date", "postcode",
        "adults", "children")  # fmt: skip


@pytest.fixture
def prescriber() -> Membership:
    cases.programme()
    return cases.prescriber()


@pytest.fixture
def desk(prescriber: Membership) -> Client:
    return signed_in(prescriber)


def corrected(desk: Client, prescription: Prescription, **changes: object):
    given = {name: PERSON[name] for name in KEPT} | {"once": uuid4()} | changes
    return desk.post(reverse("prescribing:edit", args=[prescription.reference]), given)


@pytest.mark.parametrize(
    ("changes", "reads"),
    [
        ({"first_name": "Elsa"}, "Elsa Exemple"),
        ({"last_name": "Modèle"}, "Élodie Modèle"),
        ({"birth_date": "28/03/1985"}, "28/03/1985"),
        ({"postcode": "62100", "commune": "Lille"}, "62100 Calais"),
        ({"adults": "2", "children": "3"}, "2 adultes, 3 enfants"),
    ],
)
def test_what_was_typed_wrong_is_repaired(desk, changes, reads):
    prescription = opened(desk)

    answer = corrected(desk, prescription, **changes)

    assert answer.status_code == 302, answer.context["form"].errors
    assert reads in file_of(desk, prescription)


def test_the_form_shows_what_is_known(desk):
    prescription = opened(desk, phone="06 39 98 01 23")

    page = desk.get(reverse("prescribing:edit", args=[prescription.reference])).content.decode()

    for value in ("Élodie", "Exemple", "27/03/1985", "59800", "Lille", "06 39 98 01 23"):
        assert f'value="{value}"' in page


def test_the_corrected_name_is_the_one_compared(desk):
    corrected(desk, opened(desk), last_name="Modèle")

    again = entered(desk, last_name="Modèle", address="9 rue Inventée")
    former = entered(desk, address="9 rue Inventée")

    assert "a déjà un dossier ici" in again.content.decode()
    assert former.status_code == 302


def test_nobody_becomes_somebody_known(desk):
    opened(desk, last_name="Modèle", address="9 rue Inventée")
    prescription = opened(desk)

    answer = corrected(desk, prescription, last_name="Modèle")

    assert answer.status_code == 422
    assert "a déjà un dossier ici" in answer.content.decode()
    assert "Élodie Exemple" in file_of(desk, prescription)


def test_a_dwelling_shared_by_two_is_gone_past_with_a_reason(desk):
    opened(desk, last_name="Modèle", address="9 rue Inventée")
    prescription = opened(desk)

    refused = corrected(desk, prescription, address="9 rue Inventée")
    kept = corrected(desk, prescription, address="9 rue Inventée", despite="same_dwelling")

    assert "Continuer quand même" in refused.content.decode()
    assert kept.status_code == 302


def test_a_commune_of_the_same_territory_changes_no_decision(desk):
    prescription = opened(desk)

    corrected(desk, prescription, postcode="62100", commune="")

    assert "Le ménage y a droit." in file_of(desk, prescription)


def test_a_commune_outside_closes_the_door_and_back_inside_asks_for_the_paper(desk):
    prescription = opened(desk)

    corrected(desk, prescription, postcode="75011", commune="")
    outside = file_of(desk, prescription)
    corrected(desk, prescription)
    inside = file_of(desk, prescription)

    assert "La commune est hors du territoire du programme." in outside
    assert "notez le papier de nouveau" in inside
    assert "On ne peut pas encore dire" in inside


def test_the_contact_and_the_agreements_can_be_corrected(desk):
    prescription = opened(desk)
    reached = {"email": "elodie@exemple.invalid", "preference": "email"}

    refused = corrected(desk, prescription, **reached)
    corrected(desk, prescription, **reached, consents=["programme", "contact"])

    text = file_of(desk, prescription)
    assert refused.context["form"].errors["preference"]
    assert "elodie@exemple.invalid" in text
    assert "recevoir des nouvelles" in text


def test_once_the_voucher_is_out_only_the_contact_changes(desk):
    prescription = issued(desk)

    answer = corrected(desk, prescription, last_name="Modèle", address="9 rue Inventée")

    text = file_of(desk, prescription)
    assert answer.status_code == 302
    assert "Élodie Exemple" in text
    assert "9 rue Inventée" in text
    assert YESTERDAY in text
