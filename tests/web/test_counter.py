"""The counter: the code is typed once, shown never; a shop sees its own, and no income."""

import re
from datetime import timedelta
from itertools import combinations
from uuid import uuid4

import pytest
from django.utils import timezone

from coupdepouce.accounts.models import AccessLog
from coupdepouce.core.journey.model import Part
from coupdepouce.core.voucher import grouped
from coupdepouce.partners.models import Place
from coupdepouce.prescriptions import lists
from coupdepouce.prescriptions.links import shop_link
from coupdepouce.prescriptions.models import Prescription
from tests.apps import build_training, cases
from tests.apps.build_machines import machine

PRESENT = {"identity_seen": "on"}


@pytest.fixture(autouse=True)
def _programme(db):
    cases.programme()


@pytest.fixture
def advisor(client):
    """Give an advisor, signed in."""
    one = cases.advisor()
    client.force_login(one.user)
    return one


def issued(**fields) -> Prescription:
    return cases.brought_to("issue", address="7 rue Cachée", **fields)


def code_of(prescription) -> str:
    return prescription.vouchers.get().code


def page_of(prescription) -> str:
    return f"/boutique/bon/{prescription.reference}/"


def look_up(client, prescription):
    return client.post("/boutique/", {"code": grouped(code_of(prescription))})


def present(client, prescription, once=None, **fields):
    return client.post(page_of(prescription), {"once": once or uuid4(), **PRESENT, **fields})


def said(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_code_is_never_in_an_address(client, advisor):
    prescription = issued()

    answer = look_up(client, prescription)

    assert answer["Location"] == page_of(prescription)
    assert code_of(prescription) not in client.get(answer["Location"]).content.decode()


def test_without_its_code_a_voucher_is_not_open(client, advisor):
    assert client.get(page_of(issued())).status_code == 404


def test_the_counter_shows_whose_it_is_and_what_it_opens_but_no_reason(client, advisor):
    prescription = issued()
    look_up(client, prescription)

    text = said(client.get(page_of(prescription)))

    assert "Camille Exempleb1" in text
    assert "Ligne internet" in text
    assert "19,99 € par mois" in text
    for hidden in ("quotient", "attestation", "CAF", "rue Cachée", "17/05"):
        assert hidden not in text


def test_the_address_is_read_once_the_request_is_accepted(client, advisor):
    prescription = issued()
    look_up(client, prescription)
    present(client, prescription)
    before = said(client.get(page_of(prescription)))

    cases.step(prescription, "accept", advisor)

    assert "rue Cachée" not in before
    assert "7 rue Cachée, 59000 Lille" in said(client.get(page_of(prescription)))


def test_the_phone_is_read_once_the_request_is_accepted(client, advisor):
    prescription = issued(phone="0639980001")
    look_up(client, prescription)
    before = said(client.get(page_of(prescription)))
    present(client, prescription)
    received = said(client.get(page_of(prescription)))

    cases.step(prescription, "accept", advisor)

    assert "Téléphone" not in before + received
    assert "Téléphone de la personne 06 39 98 00 01" in said(client.get(page_of(prescription)))


def test_the_shop_reads_whom_to_call(client, advisor):
    prescription = issued()
    prescription.organisation.place = Place.objects.create(
        source="fictif", source_id="1", kind="place", name="Maison fictive", digest="x",
        address="1 rue Inventée", postcode="59000", commune_name="Lille",
    )  # fmt: skip
    prescription.organisation.save()
    who = f"{prescription.organisation.name}, 1 rue Inventée, 59000 Lille"
    first = look_up(client, prescription)
    shown = said(client.get(first["Location"]))

    cases.step(prescription, "present", cases.advisor(), identity_seen="yes")

    assert who in shown
    assert f"Appelez le prescripteur : {who}." in said(look_up(client, prescription))


def test_a_new_voucher_is_not_told_to_use_the_new_voucher(client, advisor):
    prescription = issued()
    cases.step(prescription, "replace_voucher", prescription.prescriber, reason="lost")
    code = prescription.vouchers.get(replaced_at=None).code

    opened = client.post("/boutique/", {"code": code}, follow=True)

    assert "Recevoir ce bon" in said(opened)
    assert "nouveau bon" not in said(opened)


def test_the_identity_is_explained_after_what_is_ticked(client, advisor):
    prescription = issued()
    look_up(client, prescription)

    text = said(client.get(page_of(prescription)))

    assert text.index("J’ai vu une pièce d’identité") < text.index("Regardez-la")


def with_a_line(advisor, name):
    if name == "active":
        return cases.brought_to("activate_line", shop=advisor)
    prescription = cases.brought_to("order_line", shop=advisor)
    cases.step(prescription, "fail_order", advisor, reason="dead_socket")
    return prescription


@pytest.mark.parametrize(
    ("name", "tone", "word"),
    [("failed", "no", "Commande en échec"), ("active", "yes", "Ligne active")],
)
def test_the_list_says_where_the_line_stands(client, advisor, name, tone, word):
    with_a_line(advisor, name)

    page = client.get("/boutique/")

    (row,) = page.context["rows"] + page.context["to_finish"]
    assert row["tone"] == tone
    assert row["word"] == word
    assert "Accepté" not in said(page)


def test_after_an_end_nothing_is_in_hand(client, advisor):
    prescription = cases.brought_to("present", shop=advisor)
    cases.step(prescription, "decline", advisor, reason="no_offer")

    for address in (page_of(prescription), "/boutique/?tout"):
        text = said(client.get(address))
        assert "Refusé en boutique" in text
        assert "Ligne demandée" not in text


def test_each_visit_about_somebody_is_written_down(client, advisor):
    prescription = issued()
    look_up(client, prescription)

    client.get(page_of(prescription))

    visit = AccessLog.objects.first()
    assert (visit.screen, visit.about) == (
        "counter:voucher",
        f"prescription:{prescription.reference}",
    )


def test_the_identity_is_ticked_before_the_voucher_is_received(client, advisor):
    prescription = issued()
    look_up(client, prescription)

    answer = client.post(page_of(prescription), {"once": uuid4()})

    assert answer.status_code == 422
    prescription.refresh_from_db()
    assert prescription.state == "issued"


def test_a_double_click_receives_once(client, advisor):
    prescription, once = issued(), uuid4()
    look_up(client, prescription)

    answers = [present(client, prescription, once=once) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert prescription.events.filter(step="present").count() == 1


def test_another_shop_reads_that_it_was_received_and_nothing_else(client, advisor):
    prescription = issued()
    look_up(client, prescription)
    cases.step(prescription, "present", cases.advisor(), identity_seen="yes")

    for answer in (look_up(client, prescription), client.get(page_of(prescription))):
        text = said(answer)
        assert "déjà été reçu" in text
        assert "Camille" not in text


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("K7M", "Le code a 10 caractères, il y en a 3"),
        ("0000000001", "Un caractère du code n’est pas le bon"),
        ("0000000000", "Aucun bon n’a ce code"),
    ],
)
def test_a_wrong_code_is_kept_and_explained(client, advisor, code, sentence):
    answer = client.post("/boutique/", {"code": code})

    assert answer.status_code == 422
    assert sentence in said(answer)
    assert f'value="{code}"' in answer.content.decode()


def test_codes_are_not_tried_by_the_hundred(client, advisor, monkeypatch):
    monkeypatch.setattr("coupdepouce.web.counter.views.TRIES", 3)

    answers = [client.post("/boutique/", {"code": "0000000000"}) for _ in range(4)]

    assert "Aucun bon" in said(answers[2])
    assert "Trop d’essais" in said(answers[3])


def test_the_list_says_what_waits_and_only_for_this_shop(client, advisor):
    ours = cases.brought_to("accept", shop=advisor, number=2)
    cases.brought_to("accept", number=3)

    text = said(client.get("/boutique/"))

    assert "Exemplec2" in text
    assert "Exempled3" not in text
    assert client.get(page_of(ours)).status_code == 200


def test_a_decline_says_what_to_tell_the_person(client, advisor):
    prescription = cases.brought_to("present", shop=advisor)

    cases.step(prescription, "decline", advisor, reason="no_offer")

    text = said(client.get(page_of(prescription)))
    assert "Refusé en boutique" in text
    assert "Revoyez la personne qui vous a remis le bon." in text


def test_the_shop_card_can_be_printed(client, advisor):
    text = said(client.get("/boutique/fiche/"))

    assert "19,99 € par mois" in text
    assert "à vérifier" not in text


def link_of(prescription, shop) -> str:
    prescription.suggested_shop = shop.organisation
    prescription.save()
    address = shop_link(prescription_id=prescription.pk, shop_id=shop.organisation_id)
    return "/" + address.split("/", 3)[3]


def test_a_shop_without_account_says_it_expects_the_person(client):
    prescription, shop = issued(), cases.advisor()
    address = link_of(prescription, shop)

    before = said(client.get(address))
    answer = client.post(address, {"once": uuid4(), "step": "expect"})

    assert "Camille" not in before
    assert "rue Cachée" not in before
    assert "Votre réponse est notée" in said(answer)
    event = prescription.events.last()
    assert (event.step, event.role, event.organisation) == (
        "expect",
        "receiver",
        shop.organisation,
    )


def test_a_shop_that_is_not_asked_finds_nothing_to_answer(client):
    prescription, shop = issued(), cases.advisor()
    address = link_of(prescription, shop)
    prescription.suggested_shop = None
    prescription.save()

    text = said(client.get(address))

    assert text.count("cette demande ne vous attend plus") == 1
    assert "Nous attendons" not in text


def test_a_shop_that_cannot_says_why(client):
    prescription, shop = issued(), cases.advisor()
    address = link_of(prescription, shop)

    without = client.post(address, {"once": uuid4(), "step": "turn_away"})
    answer = client.post(address, {"once": uuid4(), "step": "turn_away", "reason": "closed"})

    assert without.status_code == 422
    assert "Choisissez une raison" in said(without)
    assert answer.status_code == 200
    assert prescription.events.last().reason == "closed"


def test_a_link_that_is_cut_or_over_says_what_to_do(client):
    prescription, shop = issued(), cases.advisor()
    address = link_of(prescription, shop)
    cases.step(prescription, "present", shop, identity_seen="yes")

    cut, over = client.get(address[:-3] + "/"), client.get(address)

    assert "Copiez-le en entier" in said(cut)
    assert "Vous n’avez rien à faire" in said(over)


def test_a_link_that_is_too_old_says_who_to_ask(client, monkeypatch):
    address = link_of(issued(), cases.advisor())
    monkeypatch.setattr("django.core.signing.time.time", lambda: 4_000_000_000)

    assert "Demandez au prescripteur" in said(client.get(address))


def test_a_shop_answers_its_link_once(client):
    prescription, shop = issued(), cases.advisor()
    address = link_of(prescription, shop)

    client.post(address, {"once": uuid4(), "step": "expect"})
    again = client.post(address, {"once": uuid4(), "step": "expect"})
    client.post(address, {"once": uuid4(), "step": "turn_away", "reason": "closed"})
    after = client.post(address, {"once": uuid4(), "step": "turn_away", "reason": "closed"})

    assert "déjà notée" in said(again)
    assert "déjà notée" in said(after)
    assert [event.step for event in prescription.events.all()][-2:] == ["expect", "turn_away"]


def test_a_voucher_replaced_since_it_was_read_is_not_received(client, advisor):
    by = cases.prescriber()
    prescription = cases.brought_to("issue", by=by)
    client.post("/boutique/", {"code": prescription.vouchers.get().code})
    cases.step(prescription, "replace_voucher", by, reason="lost")

    answer = client.post(page_of(prescription), {"once": uuid4(), "identity_seen": "yes"})

    prescription.refresh_from_db()
    assert (answer.status_code, prescription.state) == (404, "issued")


def test_what_only_has_to_be_ended_is_below_what_waits(client, advisor):
    done = cases.brought_to("activate_line", shop=advisor, number=4)
    waits = cases.brought_to("accept", shop=advisor, number=5)

    page = client.get("/boutique/")

    assert [row["href"] for row in page.context["rows"]] == [page_of(waits)]
    assert [row["href"] for row in page.context["to_finish"]] == [page_of(done)]
    text = said(page)
    assert text.index("Exemplef5") < text.index("Tout est réglé") < text.index("Exemplee4")
    assert "À terminer depuis" in text
    assert text.count("Attend la boutique") == 1


def test_each_one_to_end_is_on_a_page(client, advisor, monkeypatch):
    monkeypatch.setattr(lists, "PAGE", 1)
    made = [cases.brought_to("activate_line", shop=advisor, number=number) for number in (4, 5)]

    pages = [client.get("/boutique/", {"terminer": number}) for number in (1, 2)]

    rows = [row["href"] for page in pages for row in page.context["to_finish"]]
    assert sorted(rows) == sorted(page_of(one) for one in made)
    assert 'href="?terminer=2#finish"' in pages[0].content.decode()
    assert 'href="?terminer=1#finish"' in pages[1].content.decode()
    assert "terminer=3" not in pages[1].content.decode()


def impossible(advisor, **fields):
    prescription = cases.brought_to("find_line_available", shop=advisor, **fields)
    cases.step(prescription, "find_line_not_available", advisor, reason="no_network")
    return prescription


def test_a_line_that_is_impossible_asks_for_another_network_first(client, advisor):
    prescription = impossible(advisor)

    page = client.get(page_of(prescription))
    listed = client.get("/boutique/")

    assert page.context["step"].name == "find_line_available"
    assert page.context["button"] == "Finalement, la ligne est possible"
    assert "Terminer la prescription" in [one["label"] for one in page.context["others"]]
    assert len(listed.context["rows"]) == 1


def test_a_network_that_does_not_come_has_no_price(client, advisor):
    text = said(client.get(page_of(impossible(advisor))))

    assert "Ligne impossible à l’adresse." in text
    assert "19,99" not in text
    assert text.count("pas possible à cette adresse") == 2  # the fibre and the copper
    assert "4G ou 5G fixe offre et prix à confirmer avec l’opérateur" in text


def test_a_request_without_a_line_has_no_dwelling_to_connect(client, advisor):
    prescription = cases.brought_to("accept", shop=advisor, parts=(Part.COMPUTER,))

    assert "Logement à raccorder" not in said(client.get(page_of(prescription)))


def test_why_nothing_can_be_done_is_said_once(client, advisor):
    prescription = cases.brought_to("set_appointment", shop=advisor)
    Prescription.objects.filter(pk=prescription.pk).update(
        line_state="late", training_state="booked"
    )

    page = client.get(page_of(prescription))

    assert page.context["step"] is None
    assert said(page).count("Un volet est encore en cours") == 1


@pytest.mark.parametrize("technology", ["fibre", "satellite"])
def test_the_price_of_the_fibre_is_said_of_the_fibre_alone(client, advisor, technology):
    prescription = cases.brought_to("accept", shop=advisor)
    cases.step(prescription, "find_line_available", advisor, technology=technology)

    text = said(client.get(page_of(prescription)))

    assert ("19,99" in text) is (technology == "fibre")
    assert ("Prix à confirmer avec l’opérateur" in text) is (technology == "satellite")


@pytest.mark.parametrize(
    ("name", "true", "untrue"),
    [
        ("order_line", "elle s’annule d’abord en boutique", "marche déjà"),
        ("activate_line", "marche déjà", "elle s’annule d’abord en boutique"),
    ],
)
def test_what_the_counter_says_of_a_line_is_true_in_its_state(client, advisor, name, true, untrue):
    prescription = cases.brought_to(name, shop=advisor)

    page = client.get(page_of(prescription))

    text = said(page)
    closed = " ".join(choice.refusal.sentence for choice in page.context["closed"])
    assert true in closed
    assert untrue not in closed + text
    assert ("La ligne n’avance pas ?" in text) == (name == "order_line")
    assert ("Un problème avec la ligne ?" in text) == (name == "activate_line")


def test_the_counter_says_who_confirmed_the_appointment(client, advisor):
    prescription = cases.brought_to("set_appointment", shop=advisor)

    text = said(client.get(page_of(prescription)))

    assert "vendredi 4 décembre 2026 à 14 h 30, confirmé par la personne" in text


PARTS = [
    combination
    for size in (1, 2, 3)
    for combination in combinations((Part.LINE, Part.COMPUTER, Part.TRAINING), size)
]


@pytest.mark.parametrize("parts", PARTS, ids="+".join)
def test_whatever_it_opens_a_voucher_is_received_then_accepted(client, advisor, parts):
    machine(advisor.organisation)
    build_training.session(shop=advisor.organisation, starts_at=timezone.now() + timedelta(days=2))
    prescription = issued(parts=parts)
    look_up(client, prescription)

    shown = client.get(page_of(prescription)).context
    assert (shown["step"].name, shown["others"]) == ("present", [])
    present(client, prescription)
    shown = client.get(page_of(prescription)).context
    assert shown["step"].name == "accept"

    cases.step(prescription, "accept", advisor)
    shown = client.get(page_of(prescription)).context
    assert shown["step"].part is parts[0]
    for other in shown["others"]:
        assert client.get(other["href"]).status_code == 200
