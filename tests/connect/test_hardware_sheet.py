"""Many machines in one table: every row is a machine, or says what to correct."""

import pytest

from coupdepouce.connect.hardware.sheet import MachineRow, read_machines
from coupdepouce.connect.places.model import RowProblem
from coupdepouce.connect.places.table import is_from_excel
from coupdepouce.core.equipment.hardware import Disk, DiskType, Form, Screen
from coupdepouce.core.refusal import Refusal

HEAD = "numero_serie;forme;marque;modele;processeur;ram_go;disque_type;disque_go;ecran_pouces;wifi"
WHOLE = "AB1;portable;Exemple;Modèle 1;Exemple i3;7,5;SSD;240;15,6;oui"


def read(*rows, head=HEAD):
    data = "\n".join((head, *rows)).encode()
    return list(read_machines(data, name="lot.csv"))


def test_a_whole_row():
    (row,) = read(WHOLE)
    machine = row.hardware

    assert (row.line, machine.serial, machine.form) == (2, "AB1", Form.LAPTOP)
    assert (machine.brand, machine.model, machine.processor) == (
        "Exemple",
        "Modèle 1",
        "Exemple i3",
    )
    assert (machine.ram_mib, machine.wifi) == (7680, True)
    assert machine.disks == (Disk(type=DiskType.SSD, size_bytes=240 * 10**9),)
    assert machine.screen == Screen(inches=15.6)
    assert machine.unread == ()


def test_what_a_row_leaves_empty_is_none_and_named():
    (row,) = read("AB1;fixe;;;;;;;;")

    assert row.hardware.disks is None
    assert {one.field for one in row.hardware.unread} == {
        "brand", "model", "processor", "ram_mib", "disks", "screen", "wifi"
    }  # fmt: skip


def test_no_disk_is_said_not_left_empty():
    (row,) = read("AB1;fixe;;;;;aucun;;;")

    assert row.hardware.disks == ()
    assert "disks" not in {one.field for one in row.hardware.unread}


WRONG = """
row | column | remedy
;portable;;;;;;;; | numero_serie | Recopiez l’étiquette
0000;portable;;;;;;;; | numero_serie | Recopiez l’étiquette
AB2;;;;;;;;; | forme | Écrivez : portable
AB2;voiture;;;;;;;; | forme | Écrivez : portable
AB2;fixe;;;;beaucoup;;;; | ram_go | Écrivez un nombre entre 1 et 1024
AB2;fixe;;;;-4;;;; | ram_go | Écrivez un nombre
AB2;fixe;;;;nan;;;; | ram_go | Écrivez un nombre
AB2;fixe;;;;1e99;;;; | ram_go | Écrivez un nombre
AB2;fixe;;;;;disquette;;; | disque_type | Écrivez : hdd
AB2;fixe;;;;;;;;peut-être | wifi | Écrivez : oui, non
AB2;fixe;{brand};;;;;;; | marque | Écrivez au plus 80
AB2;fixe;;{model};;;;;; | modele | Écrivez au plus 120
AB1;fixe;;;;;;;; | numero_serie | Gardez une ligne par machine
AB2;fixe | - | Vérifiez ses séparateurs
"""


@pytest.mark.parametrize(
    "case", [line.split(" | ") for line in WRONG.strip().splitlines()[1:]], ids=lambda c: c[0]
)
def test_a_bad_row_is_told_and_stops_nothing(case):
    row, column, remedy = (cell.strip() for cell in case)
    row = row.format(brand="M" * 81, model="M" * 121)

    before, problem, after = read(WHOLE, row, "AB9;fixe;;;;;;;;")

    assert isinstance(before, MachineRow)
    assert isinstance(after, MachineRow)
    assert isinstance(problem, RowProblem)
    assert (problem.line, problem.column) == (3, column.removeprefix("-"))
    assert problem.remedy.startswith(remedy)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "places_file_empty"),
        (b"numero_serie;marque\nA;B", "column_missing"),
        (b"\xff\xfen\0u\0m", "places_not_utf8"),
        (b"PK\x03\x04\xe9;", "places_not_utf8"),
        (b"numero_serie;forme\nA\0;t\xe9l", "places_not_utf8"),
    ],
    ids=["empty", "no form", "utf-16, cut", "a workbook", "no text"],
)
def test_a_table_that_cannot_be_read(data, code):
    with pytest.raises(Refusal) as refused:
        read_machines(data, name="lot.csv")

    assert refused.value.code == code


def test_a_table_has_an_end():
    rows = [f"S{number};fixe;;;;;;;;" for number in range(2001)]

    with pytest.raises(Refusal, match="coupez-le"):
        read(*rows)


@pytest.mark.parametrize(
    ("letters", "is_guessed"),
    [("utf-8", False), ("utf-8-sig", False), ("utf-16", False), ("cp1252", True)],
)
def test_a_table_of_a_french_excel_keeps_its_accents(letters, is_guessed):
    data = "numero_serie;forme;modele\nA1;téléphone;Écran n° 5 à 10 €\n".encode(letters)

    (row,) = read_machines(data, name="lot.csv")

    assert row.hardware.model == "Écran n° 5 à 10 €"
    assert is_from_excel(data) == is_guessed


@pytest.mark.parametrize("letters", ["utf-16-le", "utf-16-be", "cp1252"])
def test_a_text_of_excel_is_read_with_its_tabs(letters):
    text = "numero_serie\tforme\tmodele\nA1\ttéléphone\tÉcran n° 5 ; 10 €\n"
    mark = "" if letters == "cp1252" else "\ufeff"

    (row,) = read_machines(f"{mark}{text}".encode(letters), name="lot.txt")

    assert row.hardware.model == "Écran n° 5 ; 10 €"
