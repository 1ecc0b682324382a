"""The way of one's own request: the door, where it stands, and stopping."""

from uuid import uuid4

import pytest

from coupdepouce.core.voucher import grouped
from coupdepouce.partners.models import Organisation
from coupdepouce.prescriptions.models import Prescription
from tests.apps import cases
from tests.web.test_public import heading, said

YEAR = "1980"


@pytest.fixture(autouse=True)
def _programme(db):
    cases.programme()


def follow(client, prescription, year=YEAR):
    code = grouped(prescription.vouchers.get().code)
    return client.post("/suivre/", {"code": code, "birth_year": year})


def test_the_household_reads_where_it_stands(client):
    prescription = cases.brought_to("set_appointment")

    door = follow(client, prescription)
    page = client.get(door["Location"])

    assert door["Location"] == "/suivre/demande/"
    assert heading(page) == "Un technicien vient chez vous."
    text = said(page)
    assert "Un technicien vient chez vous vendredi 4 décembre 2026 à 14 h 30." in text
    assert "La boutique a reçu votre bon." in text
    for hidden in ("Camille", "quotient", prescription.vouchers.get().code, "rue Fictive"):
        assert hidden not in text


def test_whom_to_ask_is_who_follows_the_request_today(client):
    prescription = cases.brought_to("issue")
    address = follow(client, prescription)["Location"]
    team = f"{prescription.organisation.name} qui suit votre demande"

    before = said(client.get(address))
    Organisation.objects.filter(pk=prescription.organisation_id).update(is_active=False)
    closed = said(client.get(address))

    assert team in before
    assert team not in closed
    assert "L’équipe du programme Elle suit votre demande. Écrivez-lui avec" in closed


def test_the_key_of_a_request_is_sealed_and_short_lived(client):
    prescription = cases.brought_to("issue")

    cookie = follow(client, prescription).cookies["suivi"]

    assert (cookie["path"], cookie["max-age"], cookie["httponly"]) == ("/suivre/", 1200, True)
    assert prescription.vouchers.get().code not in cookie.value


WHAT_IS_LEFT = """
line      | computer    | training | what is left
active    | handed_over | wanted   | Choisissez un atelier
active    | handed_over | booked   | Venez à votre séance
active    | wanted      | wanted   | La boutique vous réserve un ordinateur.
active    | ready       | wanted   | Allez à la boutique avec une pièce d’identité.
wanted    | wanted      | wanted   | La boutique vérifie que la ligne est possible chez vous.
ordered   | ready       | booked   | L’opérateur prépare votre ligne.
late      | ready       | booked   | Parlez-en vite à la personne qui vous suit
none      | none        | wanted   | Choisissez un atelier
active    | handed_over | done     | Vous avez votre ordinateur
active    | none        | none     | il n’y a plus rien à faire
"""


@pytest.mark.parametrize(
    "row", WHAT_IS_LEFT.strip().splitlines()[1:], ids=lambda row: row.split("|")[3].strip()
)
def test_what_is_left_is_the_first_part_still_open(client, row):
    line, computer, training, left = [cell.strip() for cell in row.split("|")]
    prescription = cases.brought_to("accept")
    Prescription.objects.filter(pk=prescription.pk).update(
        line_state=line, computer_state=computer, training_state=training
    )

    text = said(client.get(follow(client, prescription)["Location"]))

    assert left in text
    is_over = "plus rien à faire" in left
    assert ("plus rien à faire" in text) is is_over


BEFORE_THE_ORDER = [
    ("fibre", "Votre ligne passe par la fibre.", "Elle coûte 19,99 € par mois."),
    ("satellite", "Votre ligne passe par le satellite.", "Demandez son prix à la boutique"),
]


@pytest.mark.parametrize(("technology", "network", "price"), BEFORE_THE_ORDER)
def test_the_network_and_its_price_are_said_before_the_order(client, technology, network, price):
    shop = cases.advisor()
    prescription = cases.brought_to("accept", shop=shop)
    cases.step(prescription, "find_line_available", shop, technology=technology)
    address = follow(client, prescription)["Location"]

    before = said(client.get(address)).replace("\u202f", " ").replace("\xa0", " ")
    cases.step(prescription, "order_line", shop, order_number="FICTIF-1")
    after = said(client.get(address))

    assert network in before
    assert price in before
    assert network not in after


@pytest.mark.parametrize("state", ["active", "late", "suspended"])
def test_a_line_that_works_is_stopped_by_the_operator_alone(client, state):
    prescription = cases.brought_to("activate_line")
    Prescription.objects.filter(pk=prescription.pk).update(line_state=state)

    follow(client, prescription)

    for path in ("/suivre/demande/", "/suivre/arreter/"):
        text = said(client.get(path))
        assert "Appelez l’opérateur" in text
        assert "demandez à la boutique." not in text


@pytest.mark.parametrize("year", ["1981", "80", "", "abcd"])
def test_a_wrong_year_opens_nothing(client, year):
    prescription = cases.brought_to("issue")

    answer = follow(client, prescription, year)

    assert answer.status_code == 422
    assert "suivi" not in answer.cookies
    assert client.get("/suivre/demande/").status_code == 403


def test_years_are_not_tried_one_by_one(client):
    prescription = cases.brought_to("issue")

    for year in range(1960, 1970):
        follow(client, prescription, str(year))
    answer = follow(client, prescription, YEAR)

    assert answer.status_code == 422
    assert "Trop d’essais" in said(answer)


def test_the_household_withdraws_with_a_reason(client):
    prescription = cases.brought_to("issue")
    follow(client, prescription)
    once = uuid4()

    without = client.post("/suivre/arreter/", {"once": once})
    answer = client.post("/suivre/arreter/", {"once": once, "reason": "no_need"})
    again = client.post("/suivre/arreter/", {"once": once, "reason": "no_need"})

    assert without.status_code == 422
    assert answer.status_code == again.status_code == 302
    prescription.refresh_from_db()
    assert prescription.state == "withdrawn"
    page = client.get("/suivre/demande/")
    assert heading(page) == "Votre demande est arrêtée."
    assert "Arrêter ma demande" not in said(page)


def test_an_ordered_line_is_first_cancelled_by_the_shop(client):
    prescription = cases.brought_to("order_line")
    follow(client, prescription)

    page = client.get("/suivre/arreter/")
    shown = client.get("/suivre/demande/")

    assert 'name="reason"' not in page.content.decode()
    assert "/suivre/arreter/" not in shown.content.decode()
    for one in (page, shown):
        assert "elle s’annule d’abord en boutique" in said(one)


@pytest.mark.parametrize(("end", "reason"), [("decline", "no_offer"), ("withdraw", "no_need")])
def test_after_an_end_no_part_is_under_way(client, end, reason):
    by, shop = cases.prescriber(), cases.advisor()
    prescription = cases.brought_to("present", by=by, shop=shop)
    cases.step(prescription, end, shop if end == "decline" else by, reason=reason)
    follow(client, prescription)

    now, _ = said(client.get("/suivre/demande/")).split("Ce qui s’est passé")

    assert "En cours" not in now
    assert "Vous demandez" not in now


def test_leaving_closes_the_door(client):
    follow(client, cases.brought_to("issue"))

    client.post("/suivre/quitter/")

    assert client.get("/suivre/demande/").status_code == 403


@pytest.mark.parametrize(
    "name", ["issue", "present", "accept", "find_line_available", "order_line", "activate_line"]
)
def test_every_state_says_what_comes_next(client, name):
    prescription = cases.brought_to(name)
    follow(client, prescription)

    page = client.get("/suivre/demande/")

    assert page.status_code == 200
    assert "La suite" in said(page)
