"""What a machine costs and what its receipt says: kept, handed over, exchanged, lent, returned."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.utils import timezone
from pypdf import PdfReader

from coupdepouce.equipment import operations
from coupdepouce.equipment.models import HandOver
from coupdepouce.outreach.models import Message
from tests.apps import cases
from tests.apps.build_machines import machine
from tests.web.test_counter import said
from tests.web.test_public_follow import follow
from tests.web.test_stock import STROKES, asked, hand_over, kept, voucher

PRICE = "80 €"
OFFER = "169 €"
FORM = {"identity_seen": "on", "conditions_read": "on", "signature": STROKES}
NAMES = {"echange": "exchange_computer", "pret": "lend_computer"}


@pytest.fixture(autouse=True)
def _programme(db):
    cases.programme()


@pytest.fixture
def advisor(client):
    """Give an advisor, signed in."""
    one = cases.advisor()
    client.force_login(one.user)
    return one


@pytest.fixture
def given(client, advisor):
    """Give a household that has its machine."""
    prescription, one = kept(advisor)
    hand_over(client, prescription, one)
    return prescription, one


def plain(response) -> str:
    return said(response).replace("\N{NO-BREAK SPACE}", " ")


def counter(client, prescription) -> str:
    return plain(client.get(voucher(prescription)))


def household(client, prescription) -> str:
    return plain(client.get(follow(client, prescription)["Location"]))


def replace(client, prescription, way, serial, **fields):
    form = {"once": uuid4(), "reason": "screen", "serial": serial, **FORM}
    return client.post(f"{voucher(prescription)}ordinateur/{way}/", form | fields)


def receipt(client, prescription) -> str:
    return plain(client.get(f"{voucher(prescription)}ordinateur/recu/"))


# ---- the price


def test_once_a_machine_is_kept_its_own_price_is_said_everywhere(client, advisor):
    before = asked(advisor)
    assert f"{OFFER} (à vérifier)" in counter(client, before)

    prescription, _ = kept(advisor, number=2)

    shown = counter(client, prescription)
    assert PRICE in shown
    assert OFFER not in shown
    assert f"Il coûte {PRICE}." in household(client, prescription)
    page = plain(client.get(f"{voucher(prescription)}ordinateur/"))
    assert page.index(f"À payer : {PRICE}") < page.index("Signature de la personne")


def test_what_was_paid_is_what_the_receipt_says(client, given):
    prescription, _ = given

    assert f"Prix : {PRICE}" in receipt(client, prescription)
    shown = counter(client, prescription)
    assert PRICE in shown
    assert OFFER not in shown
    assert "Il coûte" not in household(client, prescription)


def test_after_a_return_there_is_no_price(client, advisor, given):
    prescription, one = given
    back = {"back": one.serial, "reason": "no_need"}
    cases.step(prescription, "return_computer", advisor, at=timezone.now(), **back)

    assert "€" not in counter(client, prescription)


# ---- the exchange and the loan


@pytest.mark.parametrize("way", NAMES)
def test_what_is_given_instead_is_read_and_signed_on_its_own_page(client, advisor, given, way):
    prescription, old = given
    new = machine(advisor.organisation)
    address = f"{voucher(prescription)}ordinateur/{way}/"

    links = client.get(voucher(prescription)).content.decode()
    page = plain(client.get(address))
    answer = replace(client, prescription, way, new.serial, back=old.serial)

    assert f'href="{address}"' in links
    assert old.serial in page
    assert "Il est pour votre foyer. Vous ne le revendez pas." in page
    assert page.index("Rien à payer") < page.index("Signature de la personne")
    assert answer["Location"] == f"{voucher(prescription)}ordinateur/recu/"
    row = HandOver.objects.get(computer=new)
    assert (row.is_signed, row.signature) == (True, STROKES)


@pytest.mark.parametrize("way", NAMES)
@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("identity_seen", "Cochez la case pour continuer."),
        ("conditions_read", "Cochez la case pour continuer."),
        ("signature", "Faites signer la personne, ou cochez qu’elle ne signe pas."),
        ("reason", "Choisissez une raison."),
    ],
)
def test_nothing_of_it_is_forgotten(client, given, way, field, sentence):
    prescription, old = given
    new = machine(prescription.shop)

    answer = replace(client, prescription, way, new.serial, **{"back": old.serial, field: ""})

    assert answer.status_code == 422
    assert sentence in said(answer)
    assert not HandOver.objects.filter(computer=new).exists()


def test_an_exchange_asks_for_the_machine_that_comes_back(client, given):
    prescription, _ = given
    new = machine(prescription.shop)

    page = client.get(f"{voucher(prescription)}ordinateur/echange/").content.decode()
    answer = replace(client, prescription, "echange", new.serial)

    assert 'name="back"' in page
    assert answer.status_code == 422
    assert "ordinateur rendu" in said(answer)
    assert not HandOver.objects.filter(computer=new).exists()


def test_the_receipt_of_an_exchange_says_what_was_exchanged_and_that_it_is_free(
    client, advisor, given
):
    prescription, old = given
    new = machine(advisor.organisation)
    replace(client, prescription, "echange", new.serial, back=old.serial)

    page = receipt(client, prescription)
    pdf = client.get(f"{voucher(prescription)}ordinateur/recu.pdf").content

    text = " ".join(PdfReader(BytesIO(pdf)).pages[0].extract_text().split())
    for sentence in (
        f"Échangé sous garantie : il remplace le numéro {old.serial}.",
        "Rien à payer.",
        "Signé devant",
        new.serial,
    ):
        assert sentence in page
        assert sentence in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "€" not in page
    assert "€" not in counter(client, prescription)


def test_the_receipt_of_a_loan_is_signed_and_free(client, advisor, given):
    prescription, _ = given
    lent = machine(advisor.organisation)
    replace(client, prescription, "pret", lent.serial)

    page = receipt(client, prescription)

    for sentence in (lent.serial, "Rien à payer.", "Vous le rendez quand", "Signé devant"):
        assert sentence in page
    assert "€" not in page


def test_a_receipt_of_before_says_nothing_that_was_not_done(client, given):
    prescription, _ = given
    HandOver.objects.update(is_signed=None, signature="")

    page = receipt(client, prescription)

    assert "Ce qui vous a été lu" not in page
    assert "Signature" not in page
    assert "Remis par" in page
    assert client.get(f"{voucher(prescription)}ordinateur/recu.pdf").status_code == 200


def test_after_the_guarantee_the_page_of_the_exchange_says_why(client, given):
    prescription, _ = given
    HandOver.objects.update(guarantee_until=timezone.localdate())

    page = client.get(f"{voucher(prescription)}ordinateur/echange/")

    assert "La garantie est terminée" in said(page)
    assert "<form" not in page.content.decode().split("<main")[1]


@pytest.mark.parametrize("way", NAMES)
def test_without_a_machine_nothing_is_replaced(client, advisor, way):
    prescription, _ = kept(advisor)

    answer = client.get(f"{voucher(prescription)}ordinateur/{way}/")

    assert "Ce ménage n’a pas d’ordinateur du programme." in said(answer)


def test_when_the_repair_fails_the_lent_machine_is_asked_and_another_given(client, advisor, given):
    prescription, own = given
    lent, new = machine(advisor.organisation), machine(advisor.organisation)
    replace(client, prescription, "pret", lent.serial)
    address = f"{voucher(prescription)}ordinateur/echange/"

    page = client.get(address).content.decode()
    wrong = replace(client, prescription, "echange", new.serial, back=own.serial)
    right = replace(client, prescription, "echange", new.serial, back=lent.serial)

    assert 'name="back"' in page
    assert f"numéro {lent.serial}" in said(wrong)
    assert (wrong.status_code, right.status_code) == (422, 302)
    new.refresh_from_db()
    assert new.state == "handed_over"


# ---- what the counter reads


def test_a_lent_machine_is_seen_at_the_counter_until_it_is_back(client, advisor, given):
    prescription, own = given
    lent = machine(advisor.organisation)
    replace(client, prescription, "pret", lent.serial)

    during = counter(client, prescription)
    cases.step(prescription, "end_loan", advisor, at=timezone.now(), back=lent.serial)

    assert "Prêté" in during
    assert f"Marque fictive Modèle 14, {lent.serial}" in during
    assert own.serial in during
    assert "€" not in during
    assert lent.serial not in counter(client, prescription)


def test_the_counter_says_the_last_day_of_the_guarantee_as_the_receipt_does(client, given):
    prescription, _ = given
    HandOver.objects.update(guarantee_until="2027-12-01")

    shown = counter(client, prescription)

    assert "Garanti jusqu’au mardi 30 novembre 2027" in shown
    assert "sans garantie" not in shown


@pytest.mark.parametrize(
    ("brand", "model", "name"),
    [
        ("LENOVO", "Lenovo G50-80", "Lenovo G50-80"),
        ("Dell Inc.", "DELL Latitude", "DELL Latitude"),
        ("Exemple", "Exemplaire 2", "Exemple Exemplaire 2"),
        ("Exemple", "", "Exemple"),
        ("", "Modèle 3", "Modèle 3"),
        ("", "", "Ordinateur portable"),
    ],
)
def test_a_brand_is_said_once(client, advisor, brand, model, name):
    one = machine(advisor.organisation, brand=brand, model=model)

    page = client.get(f"/boutique/ordinateurs/machine/{one.reference}/")

    assert f"<h1>{name}</h1>" in page.content.decode()


# ---- what the household is written


def told(prescription, template) -> str:
    about = f"prescription:{prescription.reference}"
    return Message.objects.get(about=about, template=template).text


def test_the_household_is_written_the_last_day_and_the_price(advisor):
    prescription, one = kept(advisor, preference="sms", phone="0639980001")

    one.refresh_from_db()
    last = f"Dernier jour : {one.reserved_until:%d/%m/%Y}."
    assert last in told(prescription, "computer_reserved")
    ready = told(prescription, "computer_ready")
    assert f"Prix : {PRICE}. {last} " in ready


def test_on_the_road_no_last_day_is_promised(advisor):
    prescription = asked(advisor, preference="email", email="camille@exemple.invalid")
    machine()
    cases.step(prescription, "reserve_computer", advisor)

    assert "Un ordinateur vous est réservé.\nLa boutique" in told(prescription, "computer_reserved")


@pytest.mark.parametrize("arrived", [2, 3])
def test_who_waits_is_written_the_day_when_it_is_known(advisor, arrived):
    prescription = asked(advisor, preference="sms", phone="0639980001")
    for _ in range(arrived):
        operations.note_move(
            machine(None, state="handed_over"),
            kind="received",
            at=timezone.now(),
            by=None,
            destination=advisor.organisation,
        )
    cases.step(prescription, "queue_computer", advisor, at=timezone.now())

    text = told(prescription, "computer_waiting")
    assert ("Sans doute vers le" in text) == (arrived == 3)
    assert "  " not in text


def test_freed_lent_repaired_and_returned_are_written(client, advisor):
    prescription, one = kept(advisor, preference="sms", phone="0639980001")
    hand_over(client, prescription, one)
    lent = machine(advisor.organisation)
    replace(client, prescription, "pret", lent.serial)
    cases.step(prescription, "end_loan", advisor, at=timezone.now(), back=lent.serial)
    back = {"back": one.serial, "reason": "no_need"}
    cases.step(prescription, "return_computer", advisor, at=timezone.now(), **back)
    freed, _ = kept(advisor, 2, preference="email", email="camille@exemple.invalid")
    cases.step(freed, "free_computer", advisor, reason="not_come", at=timezone.now())

    assert "Pourquoi : Personne n’est venu le chercher." in told(freed, "computer_freed")
    for template, words in (
        ("computer_lent", "vous prete un ordinateur"),
        ("computer_repaired", "vous avez repris votre ordinateur"),
        ("computer_returned", "vous avez rendu l'ordinateur"),
    ):
        assert words in told(prescription, template)
