"""The workshop's pages: a machine goes from its file to the stock, and nothing typed is lost."""

import gzip
import io
import json
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from coupdepouce.core.roles import Role
from coupdepouce.equipment.models import Computer, Lot
from coupdepouce.partners.models import Organisation
from coupdepouce.programmes.defaults import default_text
from coupdepouce.programmes.operations import load_programme
from tests.apps import workshop
from tests.apps.build import NOW, member, organisation, programme
from tests.web.desk import signed_in

TREE = {
    "class": "system",
    "id": "pc",
    "vendor": "Exemple",
    "product": "Modèle 1",
    "serial": "fictif 12",
    "configuration": {"chassis": "notebook"},
    "children": [
        {"id": "cpu", "class": "processor", "product": "Intel(R) Core(TM) i5-4210U CPU @ 1.70GHz"},
        {"id": "memory", "class": "memory", "description": "System Memory", "size": 2**33},
        {"id": "disk", "class": "disk", "product": "Exemple XYZ", "size": 240 * 10**9},
    ],
}
TYPED = {"serial": "FICTIF-9", "form": "laptop", "brand": "Exemple"}
EVIDENCE = {
    "method": "Écriture sur tout le disque",
    "tool": "Outil fictif 1.0",
    "done_by": "Dominique Fictif",
}
GRADES = {"functional": "A", "cosmetic": "B", "category": "B", "price": "120"}


@pytest.fixture(autouse=True)
def _programme():
    programme()


@pytest.fixture
def ours():
    return workshop.refurbisher(name="Atelier fictif")


@pytest.fixture
def bench(ours):
    return signed_in(ours)


@pytest.fixture
def lot(ours):
    return workshop.lot(ours, donor="Mairie fictive")


def page(client, screen, /, *args, **query):
    return client.get(reverse(f"refurbishing:{screen}", args=args), query)


def send(client, screen, /, *args, **said):
    return client.post(reverse(f"refurbishing:{screen}", args=args), {"once": uuid4(), **said})


def evidence():
    # The pages enter their machines today.
    return EVIDENCE | {"done_on": f"{timezone.localdate():%d/%m/%Y}"}


def file(data=None, name="machine.json"):
    content = json.dumps(TREE).encode() if data is None else data
    return SimpleUploadedFile(name, content)


def value(answer, field):
    form = answer.context["form"]
    return form[field].value()


# --- one machine, from its file to the stock ---------------------------------------------------


def test_a_machine_goes_from_its_file_to_the_stock(bench, lot):
    read = send(bench, "add", lot.reference, file=file())
    assert value(read, "processor") == "Intel(R) Core(TM) i5-4210U CPU @ 1.70GHz"
    assert (value(read, "serial"), value(read, "ram_gib")) == ("fictif 12", 8)
    assert "« Exemple XYZ » est un disque dur ou un SSD" in read.content.decode()
    assert Computer.objects.count() == 0

    said = {name: value(read, name) or "" for name in read.context["form"].fields}
    added = bench.post(
        reverse("refurbishing:add", args=[lot.reference]),
        said | {"first_kind": "ssd", "file": ""},
    )
    computer = Computer.objects.get()
    assert added["Location"] == reverse("refurbishing:machine", args=[computer.reference])
    assert computer.serial == "FICTIF12"
    assert computer.disks == [{"kind": "ssd", "bytes": 240 * 10**9}]

    ticked = page(bench, "machine", computer.reference, tout="1").context["tests"]
    send(bench, "tests", computer.reference, works=ticked["works"].value())
    send(bench, "erasure", computer.reference, **evidence())
    proposed = page(bench, "machine", computer.reference).context["grades"]
    assert (proposed["functional"].value(), proposed["category"].value()) == ("A", "A")
    assert proposed["price"].value() == "150,00"
    send(bench, "grades", computer.reference, **GRADES)
    done = send(bench, "stock", computer.reference)

    computer.refresh_from_db()
    assert done.status_code == 302
    assert (computer.state, computer.price, computer.cosmetic_grade) == ("stock", 12_000, "B")


def test_every_disk_of_the_file_is_kept(bench, lot):
    disks = [
        {"id": f"disk:{n}", "class": "disk", "product": f"Exemple SSD {n}", "size": n * 10**11}
        for n in (1, 2, 3)
    ]
    tree = TREE | {"children": [*TREE["children"][:2], *disks]}
    read = send(bench, "add", lot.reference, file=file(json.dumps(tree).encode()))
    assert len(read.context["form"].other_disks()) == 3

    said = {name: value(read, name) or "" for name in read.context["form"].fields}
    bench.post(reverse("refurbishing:add", args=[lot.reference]), said | {"file": ""})

    sizes = [disk["bytes"] for disk in Computer.objects.get().disks]
    assert sizes == [10**11, 2 * 10**11, 3 * 10**11]


@pytest.mark.parametrize(("many", "said"), [(4, False), (5, True)])
def test_a_disk_too_many_for_the_form_is_said(bench, lot, many, said):
    disks = [
        {"id": f"disk:{n}", "class": "disk", "product": f"Exemple SSD {n}", "size": n * 10**11}
        for n in range(1, many + 1)
    ]
    tree = TREE | {"children": [*TREE["children"][:2], *disks]}

    read = send(bench, "add", lot.reference, file=file(json.dumps(tree).encode()))

    assert (f"Le fichier montre {many} disques" in read.content.decode()) is said
    assert len(read.context["form"].other_disks()) == 3


def test_what_remains_is_said_on_the_page(bench, lot, ours):
    computer = workshop.machine(lot, ours)

    text = page(bench, "machine", computer.reference).content.decode()
    listed = page(bench, "home").content.decode()

    assert "Il manque : un test réussi, l’effacement, la note de fonctionnement" in text
    assert 'aria-disabled="true"' in text
    assert "Il manque : un test réussi, l’effacement" in listed


def test_stock_is_refused_with_what_is_missing(bench, lot, ours):
    computer = workshop.machine(lot, ours)

    answer = send(bench, "stock", computer.reference)

    assert answer.status_code == 422
    assert "Avant le stock, il manque : un test réussi" in answer.content.decode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Ce fichier est vide"),
        (b"rien", "n’est pas du JSON"),
        (b'{"class": "system", "child', "n’est pas entière"),
        (gzip.compress(bytes(10**8)), "trop gros"),
        (b" " * (9 * 1024 * 1024), "dépasse 8 Mo"),
    ],
    ids=["empty", "not json", "cut", "a bomb", "too heavy"],
)
def test_a_bad_file_leaves_what_was_typed(bench, lot, data, said):
    answer = send(bench, "add", lot.reference, file=file(data), **TYPED)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert (value(answer, "serial"), value(answer, "brand")) == ("FICTIF-9", "Exemple")
    assert 'value="laptop"' in text
    assert Computer.objects.count() == 0


def test_a_file_keeps_what_was_typed_and_it_does_not_say(bench, lot):
    answer = send(bench, "add", lot.reference, file=file(), screen="14 pouces", **TYPED)

    assert value(answer, "screen") == "14 pouces"
    assert value(answer, "serial") == "fictif 12"


def test_a_second_file_is_another_machine(bench, lot):
    two = TREE | {"children": [*TREE["children"], {"id": "d", "class": "disk", "size": 10**12}]}
    first = send(bench, "add", lot.reference, file=file(json.dumps(two).encode()))
    said = {name: value(first, name) or "" for name in first.context["form"].fields}

    other = {**TREE, "serial": None}
    second = bench.post(
        reverse("refurbishing:add", args=[lot.reference]),
        said | {"file": file(json.dumps(other).encode())},
    )

    assert (value(first, "second_gb"), value(second, "second_gb")) == (1000, None)
    assert not value(second, "serial")


def test_a_double_click_adds_one_machine(bench, lot):
    once = uuid4()

    for _ in range(2):
        answer = send(bench, "add", lot.reference, **TYPED, once=once)

    assert answer.status_code == 302
    assert Computer.objects.count() == 1


def test_the_same_serial_is_refused_beside_its_field(bench, lot):
    send(bench, "add", lot.reference, **TYPED)

    answer = send(bench, "add", lot.reference, **TYPED | {"serial": " fictif-9 "})

    assert answer.status_code == 422
    assert "Elle est : Atelier fictif." in str(answer.context["form"].errors["serial"])
    assert value(answer, "brand") == "Exemple"


def test_a_typed_machine_names_what_is_not_known(bench, lot):
    send(bench, "add", lot.reference, **TYPED)

    computer = Computer.objects.get()
    assert {"field": "disks", "sentence": "Pas encore connu : disques."} in computer.unread
    assert "brand" not in {one["field"] for one in computer.unread}


def test_no_disk_is_an_answer(bench, lot):
    send(bench, "add", lot.reference, **TYPED, first_kind="none")

    computer = Computer.objects.get()
    assert (computer.disks, "disks" in str(computer.unread)) == ([], False)


def test_correcting_shows_what_is_known_and_changes_it(bench, lot, ours):
    computer = workshop.ready(lot, ours)
    form = page(bench, "correct", computer.reference).context["form"]
    said = {name: form[name].value() or "" for name in form.fields}

    answer = send(bench, "correct", computer.reference, **said | {"brand": "Corrigée"})

    computer.refresh_from_db()
    assert answer.status_code == 302
    assert (computer.brand, computer.category, computer.price) == ("Corrigée", "", None)
    assert computer.disks == [{"kind": "ssd", "bytes": 240 * 10**9}]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"brand": "Corrigée"}, "Il manque : la catégorie, le prix."),
        (
            {"serial": "FICTIF-8"},
            "Il manque : un test réussi, l’effacement, la catégorie, le prix.",
        ),
    ],
)
def test_a_correction_says_what_it_asks_again(bench, lot, ours, changes, told):
    computer = workshop.ready(lot, ours)
    form = page(bench, "correct", computer.reference).context["form"]
    said = {name: form[name].value() or "" for name in form.fields}

    send(bench, "correct", computer.reference, **said | changes)

    text = page(bench, "machine", computer.reference).content.decode()
    assert f"C’est corrigé. {told}" in text


# --- the bench ----------------------------------------------------------------------------------


def test_a_price_over_the_cap_names_the_decree_and_keeps_the_form(bench, lot, ours):
    computer = workshop.machine(lot, ours)

    answer = send(bench, "grades", computer.reference, **GRADES | {"price": "180,01"})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "dépasse le plafond du décret du 7 novembre 2022" in text
    assert 'value="180,01"' in text


def test_a_proposed_price_is_brought_down_to_the_cap(bench, lot, ours):
    dear = default_text().replace("laptop = { value = 120,", "laptop = { value = 500,")
    load_programme(text=dear, at=NOW)
    computer = workshop.machine(lot, ours, ram_mib=4096)

    shown = page(bench, "machine", computer.reference)

    assert shown.context["grades"]["price"].value() == "180,00"
    assert "ramené au plafond" in shown.content.decode()


def test_an_unknown_processor_is_asked_never_guessed(bench, lot, ours):
    computer = workshop.machine(lot, ours, processor="Exemple X1")

    shown = page(bench, "machine", computer.reference)

    text = shown.content.decode()
    assert "« Exemple X1 » n’est pas dans la table du programme." in text
    assert not shown.context["grades"]["category"].value()


def test_a_failed_test_wants_a_word(bench, lot, ours):
    computer = workshop.machine(lot, ours)

    answer = send(bench, "tests", computer.reference, works=["starts"])

    assert answer.status_code == 422
    assert "Dites ce qui ne marche pas" in answer.content.decode()
    assert answer.context["tests"]["works"].value() == ["starts"]


def test_the_next_erasure_is_filled_like_the_last_one(bench, lot, ours):
    send(bench, "erasure", workshop.machine(lot, ours).reference, **evidence())

    form = page(bench, "machine", workshop.machine(lot, ours).reference).context["erasure"]

    filled = [form[name].value() for name in ("tool", "done_by", "method")]
    assert filled == ["Outil fictif 1.0", "Dominique Fictif", None]


def certificate(client, computer):
    erasure = computer.erasures.get()
    return page(client, "certificate", computer.reference, erasure.pk)


def test_our_certificate_is_a_tagged_pdf_that_says_the_evidence(bench, lot, ours):
    computer = workshop.machine(lot, ours, serial="FICTIF-9")
    send(bench, "erasure", computer.reference, **evidence())

    answer = certificate(bench, computer)

    drawn = PdfReader(io.BytesIO(answer.content))
    text = " ".join(page.extract_text() for page in drawn.pages)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="effacement-FICTIF-9.pdf"'
    assert drawn.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert drawn.trailer["/Root"]["/Lang"] == "fr"
    for said in (
        "Atelier fictif",
        "FICTIF-9",
        "Outil fictif 1.0",
        "Dominique Fictif",
        "SSD 240 Go",
    ):
        assert said in text.replace("\n", " ")


def test_an_attached_certificate_is_given_back_as_it_came(bench, lot, ours):
    computer = workshop.machine(lot, ours)
    attached = SimpleUploadedFile("rapport.pdf", b"%PDF-1.7 fictif")
    send(bench, "erasure", computer.reference, **evidence(), certificate=attached)

    answer = certificate(bench, computer)

    assert answer.content == b"%PDF-1.7 fictif"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment;")


def test_a_certificate_of_another_kind_is_refused_and_nothing_is_lost(bench, lot, ours):
    computer = workshop.machine(lot, ours)
    attached = SimpleUploadedFile("page.pdf", b"<html><script>")

    answer = send(bench, "erasure", computer.reference, **evidence(), certificate=attached)

    assert answer.status_code == 422
    assert "Envoyez un PDF ou une photo" in answer.content.decode()
    assert answer.context["erasure"]["tool"].value() == "Outil fictif 1.0"
    assert computer.erasures.count() == 0


# --- lots and tables ------------------------------------------------------------------------------


def test_a_lot_is_announced_received_explained_and_closed(bench):
    said = {
        "donor": "Mairie fictive", "is_public_body": "yes", "announced_count": "3",
        "announced_on": "01/11/2026",
    }  # fmt: skip
    opened = send(bench, "announce", **said)
    lot = Lot.objects.get()
    assert opened["Location"] == reverse("refurbishing:lot", args=[lot.reference])

    send(bench, "receive", lot.reference, received_count="2", received_on="02/11/2026")
    shown = page(bench, "lot", lot.reference).content.decode()
    assert "1 machine de moins qu’annoncé." in shown
    refused = send(bench, "close_lot", lot.reference, note="")
    assert refused.status_code == 422
    assert "Dites pourquoi" in refused.content.decode()

    closed = send(bench, "close_lot", lot.reference, note="Une machine cassée, deux à entrer.")
    assert closed.status_code == 302
    text = page(bench, "lot", lot.reference).content.decode()
    assert "Une machine cassée" in text
    assert "Ajouter une machine" not in text


def test_a_table_is_shown_before_it_is_written(bench, lot):
    data = b"numero_serie;forme;ram_go\nT-1;portable;8\nT-2;voiture;8\n"

    sent = send(bench, "sheet", lot.reference, file=file(data, "lot.csv"))
    shown = bench.get(sent["Location"])

    text = shown.content.decode()
    assert "T-1" in text
    assert "Écrivez : portable" in text
    assert Computer.objects.count() == 0

    written = bench.post(sent["Location"], {"once": uuid4()})
    assert written["Location"] == reverse("refurbishing:lot", args=[lot.reference])
    assert [one.serial for one in Computer.objects.all()] == ["T-1"]


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"a;b\n1;2", "n’a pas de colonne numero_serie"), (b"PK\x03\xe9", "n’est pas en UTF-8")],
    ids=["no column", "a workbook"],
)
def test_a_table_that_cannot_be_read_says_why_once(bench, lot, data, said):
    answer = send(bench, "sheet", lot.reference, file=file(data, "lot.csv"))

    assert answer.status_code == 422
    assert answer.content.decode().count(said) == 1


@pytest.mark.parametrize(("letters", "told"), [("cp1252", True), ("utf-8", False)])
def test_a_table_of_a_french_excel_is_shown_with_a_notice(bench, lot, letters, told):
    data = "numero_serie;forme;modele\nT-1;portable;Écran\n".encode(letters)

    sent = send(bench, "sheet", lot.reference, file=file(data, "lot.csv"))

    text = bench.get(sent["Location"]).content.decode()
    assert "Écran" in text
    assert ("Vérifiez les accents" in text) == told


def test_a_limit_is_said_in_our_words(bench, lot):
    answer = send(bench, "add", lot.reference, **TYPED | {"ram_gib": "5000", "brand": "M" * 81})

    said = answer.content.decode()
    assert "Écrivez au plus 1024." in said
    assert "au plus 80 signes" in said
    assert "Assurez-vous" not in said


# --- who may see, who may write -------------------------------------------------------------------


def test_another_refurbisher_sees_nothing_of_it(lot, ours):
    computer = workshop.ready(lot, ours)
    erasure = computer.erasures.get()
    other = signed_in(workshop.refurbisher())

    for screen, args in [
        ("lot", [lot.reference]),
        ("add", [lot.reference]),
        ("sheet", [lot.reference]),
        ("machine", [computer.reference]),
        ("correct", [computer.reference]),
        ("certificate", [computer.reference, erasure.pk]),
    ]:
        assert page(other, screen, *args).status_code == 404, screen
    for screen in ("tests", "erasure", "grades", "stock"):
        assert send(other, screen, computer.reference).status_code == 404, screen
    assert "Mairie fictive" not in page(other, "lots").content.decode()
    assert computer.serial not in page(other, "home").content.decode()


def test_the_programme_reads_and_does_not_write(lot, ours):
    computer = workshop.ready(lot, ours)
    operator = organisation(Organisation.Kind.OPERATOR)
    reader = signed_in(member(Role.PROGRAMME_MANAGER, of=operator))

    text = page(reader, "machine", computer.reference).content.decode()

    assert "Certificat d’effacement" in text
    assert "<form" not in text.partition("<main")[2]
    assert certificate(reader, computer).status_code == 200
    assert send(reader, "stock", computer.reference).status_code == 403
    assert "Mairie fictive" in page(reader, "lots").content.decode()


def test_the_menu_opens_on_the_workshop(bench):
    assert bench.get("/accueil/")["Location"] == reverse("refurbishing:home")


# --- figures --------------------------------------------------------------------------------------


def test_rates_show_their_counts(bench, lot, ours):
    workshop.receive(lot, ours, count=4)
    workshop.stocked(lot, ours)

    text = page(bench, "rates").content.decode()

    assert "1 sur 4 (25\N{NO-BREAK SPACE}%)" in text
    assert "pas encore" in text


CARBON = """
[equipment.carbon]
kg_avoided = { value = 7, source = "source fictive", verified = false }
formula = "Formule fictive."
"""


@pytest.mark.parametrize("has_factor", [False, True])
def test_carbon_is_shown_only_with_its_source_and_formula(bench, has_factor):
    if has_factor:
        load_programme(text=default_text() + CARBON, at=NOW)

    text = page(bench, "rates").content.decode()

    assert ("Formule fictive." in text) is has_factor
    assert ("source fictive (à vérifier)" in text) is has_factor
    assert ("ne donne pas de facteur" in text) is not has_factor


def test_an_all_in_one_is_typed_as_the_sheet_reads_it(bench, ours):
    lot = workshop.lot(ours)

    page = bench.get(f"/reconditionnement/lots/{lot.reference}/machine/").content.decode()

    assert "ordinateur fixe ou tout-en-un" in page
