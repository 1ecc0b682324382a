"""The pages of the machines: the hand-over and its receipt, a shop's stock, parcels and counts."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.utils import timezone
from pypdf import PdfReader

from coupdepouce.accounts.models import AccessLog
from coupdepouce.core.journey.model import Part
from coupdepouce.core.roles import Role
from coupdepouce.equipment import operations
from coupdepouce.equipment.models import Computer, HandOver, Inventory, Parcel
from coupdepouce.partners.models import Organisation
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.programmes.operations import confirm_figure
from coupdepouce.web.public import computer
from tests.apps import cases
from tests.apps.build import NOW, household, member, organisation
from tests.apps.build_machines import lot, machine, refurbisher
from tests.spec.table import cases as table
from tests.web.desk import signed_in
from tests.web.test_counter import said
from tests.web.test_public import heading
from tests.web.test_public_follow import follow

STROKES = "M10 20L30 40"


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
def manager():
    return member(Role.PROGRAMME_MANAGER, of=organisation(Organisation.Kind.OPERATOR))


def asked(shop, number=1, *, parts=(Part.COMPUTER,), **fields):
    return cases.brought_to("accept", shop=shop, number=number, parts=parts, **fields)


def kept(shop, number=1, **fields):
    one = machine(shop.organisation)
    prescription = asked(shop, number, **fields)
    cases.step(prescription, "reserve_computer", shop, at=timezone.now())
    cases.step(prescription, "ready_computer", shop, at=timezone.now())
    return prescription, one


def voucher(prescription) -> str:
    return f"/boutique/bon/{prescription.reference}/"


def hand_over(client, prescription, one, **fields):
    form = {
        "once": uuid4(),
        "identity_seen": "on",
        "conditions_read": "on",
        "serial": one.serial,
        "signature": STROKES,
    }
    return client.post(f"{voucher(prescription)}ordinateur/", form | fields)


# ---- the hand-over


def test_the_counter_leads_to_the_hand_over_and_then_to_the_receipt(client, advisor):
    prescription, one = kept(advisor)
    address = f"{voucher(prescription)}ordinateur/"

    counter = client.get(voucher(prescription)).content.decode()
    page = said(client.get(address))
    answer = hand_over(client, prescription, one)

    assert f'href="{address}"' in counter
    assert one.serial in said(client.get(voucher(prescription)))
    assert "Marque fictive Modèle 14" in page
    assert "Il est pour votre foyer. Vous ne le revendez pas." in page
    assert answer["Location"] == f"{address}recu/"
    receipt = said(client.get(answer["Location"]))
    assert one.serial in receipt
    assert HandOver.objects.get().receipt_number in receipt
    assert f'd="{STROKES}"' in client.get(answer["Location"]).content.decode()


def test_the_conditions_are_read_in_the_persons_language(client, advisor):
    prescription, one = kept(advisor, language="en")

    page = client.get(f"{voucher(prescription)}ordinateur/").content.decode()
    hand_over(client, prescription, one)
    receipt = said(client.get(f"{voucher(prescription)}ordinateur/recu/"))

    assert 'lang="en"' in page
    assert "It is for your household. You do not sell it." in page
    assert "What was read to you" in receipt
    assert HandOver.objects.get().language == "en"


def test_a_wrong_serial_says_which_and_keeps_the_signature(client, advisor):
    prescription, one = kept(advisor)

    answer = hand_over(client, prescription, one, serial="AUTRE99")

    text = said(answer)
    assert answer.status_code == 422
    assert f"Donnez Marque fictive Modèle 14, numéro {one.serial}" in text
    assert "vous avez scanné AUTRE99" in text
    assert f'value="{STROKES}"' in answer.content.decode()
    assert not HandOver.objects.exists()


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("identity_seen", "Cochez la case pour continuer."),
        ("conditions_read", "Cochez la case pour continuer."),
        ("serial", "Scannez le numéro de série, ou tapez-le."),
        ("signature", "Faites signer la personne, ou cochez qu’elle ne signe pas."),
    ],
)
def test_nothing_is_forgotten(client, advisor, field, sentence):
    prescription, one = kept(advisor)

    answer = hand_over(client, prescription, one, **{field: ""})

    assert answer.status_code == 422
    assert sentence in said(answer)


def test_without_a_signature_the_advisor_is_the_witness(client, advisor):
    advisor.user.first_name = "Dominique"
    advisor.user.save()
    prescription, one = kept(advisor)

    hand_over(client, prescription, one, signature="", signature_refused="yes")

    row = HandOver.objects.get()
    assert (row.is_signed, row.signature) == (False, "")
    receipt = said(client.get(f"{voucher(prescription)}ordinateur/recu/"))
    assert "La personne n’a pas signé. Témoin : Dominique" in receipt


def test_a_double_click_hands_over_once(client, advisor):
    prescription, one = kept(advisor)
    once = uuid4()

    answers = [hand_over(client, prescription, one, once=once) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert HandOver.objects.count() == 1


def test_what_is_not_ready_is_not_handed_over(client, advisor):
    machine(advisor.organisation)
    prescription = asked(advisor)
    cases.step(prescription, "reserve_computer", advisor)

    page = client.get(f"{voucher(prescription)}ordinateur/")

    assert "n’est pas encore prêt" in said(page)
    assert "<form" not in page.content.decode().split("<main")[1]


def test_another_shop_sees_neither_the_hand_over_nor_the_receipt(advisor):
    prescription, _ = kept(advisor)
    stranger = signed_in(cases.advisor())

    for page in ("ordinateur/", "ordinateur/recu/", "ordinateur/recu.pdf"):
        assert stranger.get(voucher(prescription) + page).status_code == 404


def test_each_visit_is_written_down(client, advisor):
    prescription, one = kept(advisor)
    hand_over(client, prescription, one)
    for page in ("ordinateur/recu/", "ordinateur/recu.pdf"):
        client.get(voucher(prescription) + page)

    seen = AccessLog.objects.filter(about=f"prescription:{prescription.reference}")
    assert set(seen.values_list("screen", flat=True)) == {
        "stock:hand_over", "stock:receipt", "stock:receipt_pdf",
    }  # fmt: skip


def test_the_pdf_says_what_the_page_says(client, advisor, manager):
    confirm_figure(path="stock.guarantee", by=manager, at=NOW)
    prescription, one = kept(advisor, parts=(Part.COMPUTER, Part.TRAINING))
    hand_over(client, prescription, one)

    answer = client.get(f"{voucher(prescription)}ordinateur/recu.pdf")

    text = " ".join(PdfReader(BytesIO(answer.content)).pages[0].extract_text().split())
    page = said(client.get(f"{voucher(prescription)}ordinateur/recu/"))
    for sentence in (one.serial, "Garanti jusqu’au", "inclus.", "S’il tombe en panne",
                     "Votre prochain atelier", "Il est pour votre foyer."):  # fmt: skip
        assert sentence in text
        assert sentence in page
    assert "Camille" not in text + page
    assert len(PdfReader(BytesIO(answer.content)).pages) == 1


def test_an_unconfirmed_guarantee_is_not_printed(client, advisor):
    prescription, one = kept(advisor)
    hand_over(client, prescription, one)

    receipt = said(client.get(f"{voucher(prescription)}ordinateur/recu/"))

    assert "Garanti jusqu’au" not in receipt
    assert "La boutique vous dit jusqu’à quand il est garanti." in receipt


def test_a_forgotten_household_leaves_a_receipt_without_signature(client, advisor):
    prescription, one = kept(advisor)
    hand_over(client, prescription, one)
    operations.forget_household(household_id=prescription.household_id, at=NOW)

    page = client.get(f"{voucher(prescription)}ordinateur/recu/").content.decode()

    assert STROKES not in page


def test_after_the_guarantee_the_exchange_is_closed_and_says_why(client, advisor):
    prescription, one = kept(advisor)
    hand_over(client, prescription, one)
    HandOver.objects.update(guarantee_until=timezone.localdate())

    text = said(client.get(voucher(prescription)))

    assert "La garantie est terminée" in text
    assert "Voir le reçu" in text


def test_a_lost_machine_is_said_where_the_request_is_read(client, advisor):
    prescription, one = kept(advisor)
    Computer.objects.filter(pk=one.pk).update(state="missing")

    text = said(client.get(voucher(prescription)))

    assert "La machine réservée manque. La personne reprend bientôt sa place" in text


# ---- the stock of a shop


def test_a_shop_sees_its_own_machines_and_no_others(client, advisor):
    mine, other = machine(advisor.organisation), machine(cases.advisor().organisation)

    text = said(client.get("/boutique/ordinateurs/"))

    assert mine.serial in text
    assert other.serial not in text
    history = "/boutique/ordinateurs/machine/{}/"
    assert client.get(history.format(mine.reference)).status_code == 200
    assert client.get(history.format(other.reference)).status_code == 404


def test_a_shop_that_runs_short_is_told_and_the_manager_too(client, advisor, manager):
    for _ in range(2):
        machine(advisor.organisation)
    sentence = "Il reste peu d’ordinateurs."

    short = said(client.get("/boutique/ordinateurs/"))
    machine(advisor.organisation)
    enough = said(client.get("/boutique/ordinateurs/"))

    assert sentence in short
    assert "2 (alerte en dessous de 3)" in short
    assert sentence not in enough
    boss = signed_in(manager)
    assert "Des boutiques manquent" not in said(boss.get("/programme/ordinateurs/"))
    boss.post(f"/programme/ordinateurs/{advisor.organisation_id}/seuil/", {"minimum": "4"})
    listed = said(boss.get("/programme/ordinateurs/"))
    assert f"{advisor.organisation.name} – libres : 3, seuil : 4." in listed


def test_an_empty_threshold_gives_back_the_programmes(advisor, manager):
    boss = signed_in(manager)
    address = f"/programme/ordinateurs/{advisor.organisation_id}/seuil/"
    boss.post(address, {"minimum": "9"})

    boss.post(address, {"minimum": ""})
    wrong = boss.post(address, {"minimum": "beaucoup"})

    assert "3 (programme)" in said(boss.get("/programme/ordinateurs/"))
    assert wrong.status_code == 422


@pytest.mark.parametrize(("arrived", "days"), [(2, None), (3, 30), (9, 10)])
def test_a_date_is_said_only_when_it_can_be_computed(client, advisor, arrived, days):
    prescription = asked(advisor)
    cases.step(prescription, "queue_computer", advisor, at=timezone.now())
    for _ in range(arrived):
        one = machine(None, state="handed_over")
        operations.note_move(
            one, kind="received", at=timezone.now(), by=None, destination=advisor.organisation
        )

    text = said(client.get("/boutique/ordinateurs/attente/"))
    told = said(client.get(follow(client, prescription)["Location"]))

    assert "Premier inscrit, premier servi" in text
    assert "Date prévue = place sur la liste × 90 jours" in text
    assert "1. Camille Exempleb1" in text
    assert ("Pas encore connue" in text) == (days is None)
    assert "Vous êtes à la place 1." in told
    assert ("La date n’est pas encore connue." in told) == (days is None)
    if days:
        coming = timezone.localdate() + timedelta(days=days)
        assert f"{coming.day} " in told.split("vers le")[1][:20]


# ---- parcels


def send(client, to, *machines, **fields):
    form = {
        "once": uuid4(),
        "to": to.organisation_id,
        "serials": "\n".join(one.serial for one in machines),
    }
    return client.post("/boutique/ordinateurs/colis/nouveau/", form | fields)


def test_a_parcel_goes_from_one_shop_to_another_and_says_what_is_missing(client, advisor):
    there = cases.advisor()
    one, two = machine(advisor.organisation), machine(advisor.organisation)

    sent = send(client, there, one, two)
    desk = signed_in(there)
    waiting = said(desk.get("/boutique/ordinateurs/"))
    nothing = desk.post(sent["Location"], {"serials": ""})
    opened = desk.post(sent["Location"], {"serials": f" {one.serial.lower()} \n"}, follow=True)

    assert f"Ouvrir le colis de {advisor.organisation.name}" in waiting
    assert "Scannez ce qui est dans le colis, ou cochez « vide »." in said(nothing)
    assert "Il manque des machines" in said(opened)
    assert two.serial in said(opened)
    assert "Reçu, il en manque 1" in said(client.get("/boutique/ordinateurs/colis/"))


def test_a_parcel_that_cannot_leave_keeps_what_was_scanned(client, advisor):
    answer = send(client, cases.advisor(), serials="INCONNU1")

    assert answer.status_code == 422
    assert "Aucune machine n’a ce numéro : INCONNU1" in said(answer)
    assert "INCONNU1</textarea>" in answer.content.decode()


def test_only_the_two_places_of_a_parcel_and_the_programme_read_it(client, advisor, manager):
    sent = send(client, cases.advisor(), machine(advisor.organisation))

    assert client.get(sent["Location"]).status_code == 200
    assert signed_in(manager).get(sent["Location"]).status_code == 200
    assert signed_in(cases.advisor()).get(sent["Location"]).status_code == 404


def test_a_refurbisher_sends_the_machine_that_somebody_waits_for(advisor):
    house = refurbisher()
    one = machine(lot=lot(of=house.organisation))
    cases.step(asked(advisor), "reserve_computer", advisor)
    bench = signed_in(house)

    listed = said(bench.get("/boutique/ordinateurs/colis/"))
    elsewhere = send(bench, cases.advisor(), one)
    sent = send(bench, advisor, one)

    assert one.serial in listed.split(f"Pour {advisor.organisation.name}")[1]
    assert "elle part pour" in said(elsewhere)
    assert Parcel.objects.get().destination == advisor.organisation
    assert sent.status_code == 302


def test_what_is_awaited_is_ticked_in_the_list_of_its_shop(advisor):
    house, there = refurbisher(), cases.advisor()
    mine = lot(of=house.organisation)
    kept_here = [machine(lot=mine) for _ in range(2)]
    other, free = machine(lot=mine), machine(lot=mine)
    for number, shop in enumerate((advisor, advisor, there), start=1):
        cases.step(asked(shop, number), "reserve_computer", shop)
    bench = signed_in(house)

    asked_for = bench.get(f"/boutique/ordinateurs/colis/nouveau/?pour={advisor.organisation_id}")
    form = {"chosen": [kept_here[0].serial, kept_here[1].serial], "serials": free.serial}
    sent = send(bench, advisor, **form)
    left = said(bench.get("/boutique/ordinateurs/colis/nouveau/"))

    page = asked_for.content.decode()
    assert f'<option value="{advisor.organisation_id}" selected>' in page
    for one, shop in (*((one, advisor) for one in kept_here), (other, there)):
        assert f"{shop.organisation.name} : Marque fictive Modèle 14, {one.serial}" in said(
            asked_for
        )
    assert free.serial not in page
    assert sent.status_code == 302
    travels = set(Parcel.objects.get().items.values_list("computer__serial", flat=True))
    assert travels == {free.serial, *(one.serial for one in kept_here)}
    assert other.serial in left
    assert kept_here[0].serial not in left


def test_a_parcel_of_nothing_is_not_sent(advisor):
    house = refurbisher()
    machine(lot=lot(of=house.organisation))
    cases.step(asked(advisor), "reserve_computer", advisor)

    answer = send(signed_in(house), advisor, serials="")

    assert answer.status_code == 422
    assert "Scannez au moins une machine" in said(answer)


def test_a_refurbisher_reads_for_which_shop_its_machine_is_kept(advisor):
    house = refurbisher()
    mine = lot(of=house.organisation)
    one = machine(lot=mine)
    cases.step(asked(advisor), "reserve_computer", advisor)
    bench, shop = signed_in(house), advisor.organisation.name

    pages = {
        name: said(bench.get(f"/reconditionnement/{name}"))
        for name in ("", f"lots/{mine.reference}/", f"machines/{one.reference}/")
    }

    assert one.serial in pages[""].split(f"Pour {shop}")[1]
    assert f"Réservée pour {shop}" in pages[f"lots/{mine.reference}/"]
    assert f"Réservée pour {shop}" in pages[f"machines/{one.reference}/"]


# ---- counts


def test_a_count_from_the_first_scan_to_its_closing(client, advisor):
    seen, lost = machine(advisor.organisation), machine(advisor.organisation)
    opened = client.post("/boutique/ordinateurs/inventaire/")
    address = opened["Location"]

    client.post(address, {"serials": f"{seen.serial}\nFAUX\n{seen.serial}"})
    text = said(client.get(address))
    client.post(f"{address}retirer/", {"serial": "FAUX"})
    corrected = said(client.get(address))
    asked_first = said(client.get(f"{address}clore/"))
    client.post(f"{address}clore/")

    assert "Manquantes : 1" in text
    assert "Inconnues : 1" in text
    assert "Vues : 1" in text
    assert "Inconnues" not in corrected
    assert "Machines notées manquantes : 1." in asked_first
    assert Computer.objects.get(pk=lost.pk).state == "missing"
    assert "Manquantes : 1" in said(client.get(address))
    assert client.post(address, {"serials": "X"}).status_code == 422


def test_who_loses_a_machine_is_named_before_the_count_is_closed(client, advisor):
    prescription, one = kept(advisor)
    stranger = machine(
        advisor.organisation,
        state="reserved",
        reserved_for=household(),
        reserved_shop=advisor.organisation,
    )
    seen = machine(advisor.organisation)
    address = client.post("/boutique/ordinateurs/inventaire/")["Location"]
    nothing = client.get(f"{address}clore/")
    unsaid = client.post(f"{address}clore/")
    client.post(address, {"serials": seen.serial})

    asked_first = said(client.get(f"{address}clore/"))

    assert "aucune machine n’est là" in said(nothing)
    assert unsaid.status_code == 422
    assert "cochez qu’il n’y en a aucune" in said(unsaid)
    assert "aucune machine n’est là" not in asked_first
    who = prescription.household.people.get(role="applicant")
    assert (
        f"{who.first_name} {who.last_name} : Marque fictive Modèle 14, {one.serial}" in asked_first
    )
    assert f"pas encore venue : Marque fictive Modèle 14, {stranger.serial}" in asked_first
    assert "reprend sa place sur la liste d’attente" in asked_first
    assert AccessLog.objects.filter(about="list").exists()


def test_the_workshop_reads_on_its_page_that_a_shop_scanned_its_machine(client, advisor):
    house = refurbisher()
    one = machine(lot=lot(of=house.organisation), state="intake")
    address = client.post("/boutique/ordinateurs/inventaire/")["Location"]
    client.post(address, {"serials": one.serial})
    text = said(client.get(address))
    client.post(f"{address}clore/")

    page = said(signed_in(house).get("/reconditionnement/"))

    assert "À mettre de côté : 1" in text
    assert f"{one.serial} : {advisor.organisation.name} l’a scannée" in page
    assert "Demandez-la à la boutique." in page


def test_a_count_is_the_shops_own(client, advisor):
    client.post("/boutique/ordinateurs/inventaire/")
    address = f"/boutique/ordinateurs/inventaire/{Inventory.objects.get().reference}/"
    stranger = signed_in(cases.advisor())

    assert stranger.get(address).status_code == 404
    assert stranger.get(f"{address}clore/").status_code == 404
    assert stranger.post(f"{address}clore/").status_code == 404


# ---- the household


def test_the_household_reads_that_it_is_ready_then_its_guarantee(client, advisor, manager):
    confirm_figure(path="stock.guarantee", by=manager, at=NOW)
    prescription, one = kept(advisor)
    door = follow(client, prescription)["Location"]
    ready = said(client.get(door))
    hand_over(client, prescription, one)

    page = client.get(follow(client, prescription)["Location"])
    given = said(page)

    assert heading(page) == "Vous avez votre ordinateur."
    assert "Votre ordinateur vous attend à la boutique." in ready
    assert "Allez à la boutique avec une pièce d’identité." in ready
    assert "Il est gardé jusqu’au" in ready
    assert "Vous avez votre ordinateur. Il est garanti jusqu’au" in given
    assert one.serial not in ready + given


SPEAKS = """
case                                  | state    | computer    | line      | training | speaks
it has it                             | accepted | handed_over | none      | none     | yes
it has it, and the line works         | accepted | handed_over | active    | none     | yes
it has it, the line is to come        | accepted | handed_over | wanted    | none     | no
it has it, a technician comes         | accepted | handed_over | ordered   | none     | no
it has it, a session is to be chosen  | accepted | handed_over | none      | wanted   | no
it has it, the request is over        | closed   | handed_over | none      | none     | no
it gave it back                       | accepted | returned    | none      | done     | yes
it gave it back after the request     | closed   | returned    | active    | none     | yes
one is lent after the request         | closed   | on_loan     | active    | none     | yes
it is ready                           | accepted | ready       | wanted    | wanted   | yes
"""


@pytest.mark.parametrize("case", table(SPEAKS))
def test_when_the_computer_is_the_headline(case):
    states = {f"{part}_state": case[part] for part in ("computer", "line", "training")}

    speaks = computer.speaks(Prescription(state=case["state"], **states))

    assert speaks == (case["speaks"] == "yes")
