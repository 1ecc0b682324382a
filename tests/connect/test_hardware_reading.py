"""What a machine's file may hold besides the samples, and what is refused with its remedy."""

import gzip
import json

import pytest

from coupdepouce.connect.hardware.document import LARGEST
from coupdepouce.connect.hardware.reading import read_machine
from coupdepouce.core.refusal import Refusal

CPU = {"id": "cpu", "class": "processor", "product": "Exemple 1"}
MEMORY = {"id": "memory", "class": "memory", "description": "System Memory", "size": 2**33}


def machine(*devices, **settings):
    return {
        "id": "pc",
        "class": "system",
        "vendor": "Exemple",
        "product": "Modèle 1",
        "serial": "AB12",
        "configuration": {"chassis": "notebook"},
        "children": [{"id": "core", "class": "bus", "children": list(devices)}],
        **settings,
    }


def read(*devices, **settings):
    return read_machine(json.dumps(machine(*devices, **settings)).encode(), name="machine.json")


def sentence(hardware, field):
    return " ".join(one.sentence for one in hardware.unread if one.field == field)


def disk(**settings):
    return {"id": "disk", "class": "disk", "description": "ATA Disk", "size": 10**11, **settings}


def carried(*children, **settings):
    return {"id": "usb", "class": "storage", "children": list(children), **settings}


NVME = {"id": "nvme", "class": "storage", "configuration": {"driver": "nvme"}}
NAMESPACES = [
    {"id": "hwmon", "class": "disk", "description": "NVMe disk", "logicalname": "hwmon2"},
    {"id": "namespace:0", "class": "disk", "description": "NVMe disk", "logicalname": "/dev/ng0n1"},
    {
        "id": "namespace:1",
        "class": "disk",
        "description": "NVMe disk",
        "logicalname": "/dev/nvme0n1",
        "size": 256060514304,
    },
]
DISKS = {
    "a disk whose name says SSD": ([disk(product="Exemple SSD 860")], "SSD 100 Go"),
    "a name that only holds those letters": (
        [disk(product="MSSDX")],
        "disque de type inconnu 100 Go",
    ),
    "a disk that turns": ([disk(capabilities={"7200rpm": "…"})], "disque dur 100 Go"),
    "nvme, its sensor and its raw access": ([NVME | {"children": NAMESPACES}], "SSD NVMe 256 Go"),
    "nvme of an old lshw": ([NVME], "SSD NVMe, taille inconnue"),
    "emmc": (
        [carried(disk(id="card", description="SD/MMC Device", logicalname="/dev/mmcblk0"))],
        "mémoire eMMC 100 Go",
    ),
    "a card in the reader": ([disk(id="card", description="SD Card", logicalname="mmcblk0")], ""),
    "a key": ([carried(disk(), businfo="usb@1:1")], ""),
    "a disk at the end of a cable": (
        [carried(disk(), configuration={"driver": "usb-storage"})],
        "",
    ),
    "a disc": ([disk(id="cdrom")], ""),
    "an empty slot": ([disk(capabilities={"removable": "…"})], ""),
    "a size that cannot be": ([disk(size=2**64 - 2048)], "disque de type inconnu, taille inconnue"),
    "two disks": (
        [disk(product="SSD 1"), disk(id="disk:1", product="SSD 2", size=10**12)],
        "SSD 100 Go ; SSD 1000 Go",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("devices", "words"), DISKS.values(), ids=DISKS)
def test_the_disks_that_stay_in_the_machine(devices, words):
    hardware = read(*devices)

    assert {name: value for name, _, value in hardware.in_words()}["disks"] == words
    assert bool(sentence(hardware, "disks")) == ("inconnu" in words or not words)


def card(description="Network controller", **settings):
    return {"id": "network", "class": "network", "description": description, **settings}


WIFI = {
    "a wireless interface": ([card("Wireless interface", capabilities={"wireless": "…"})], True),
    "a card without its driver, named by its maker": ([card(product="Wireless 3160")], True),
    "a card whose name says nothing": ([card(product="Exemple 6205")], None),
    "a cable only": ([card("Ethernet interface")], False),
    "a cable, and a wifi key that leaves": (
        [card("Ethernet interface"), card("Wireless interface", businfo="usb@1:2")],
        False,
    ),
    "no card at all": ([], None),
}


@pytest.mark.parametrize(("devices", "wifi"), WIFI.values(), ids=WIFI)
def test_wifi_is_yes_no_or_not_said(devices, wifi):
    hardware = read(*devices)

    assert hardware.wifi is wifi
    assert bool(sentence(hardware, "wifi")) is (wifi is None)


@pytest.mark.parametrize("text", ["To Be Filled By O.E.M.", "00000000", "Default string", "", None])
def test_what_the_maker_did_not_fill_in_is_not_a_name(text):
    hardware = read(CPU, vendor=text, product=text, serial=text)

    assert (hardware.brand, hardware.model, hardware.serial) == (None, None, None)
    assert {"brand", "model", "serial"} <= {one.field for one in hardware.unread}


def test_the_serial_that_needs_sudo_says_so():
    assert "sudo" in sentence(read(CPU, serial=None), "serial")


@pytest.mark.parametrize(
    ("banks", "ram"),
    [
        ([MEMORY], 8192),
        ([MEMORY, MEMORY], 16384),
        ([], None),
        ([MEMORY | {"size": None}], None),
        ([MEMORY | {"size": 10**40}], None),
        ([MEMORY | {"size": 2**40}], 2**20),
        ([MEMORY | {"size": 2**41}], None),
    ],
    ids=["one", "two sockets", "none", "no size", "impossible", "the most", "too much"],
)
def test_memory(banks, ram):
    hardware = read(CPU, *banks)

    assert hardware.ram_mib == ram
    assert bool(sentence(hardware, "ram_mib")) is (ram is None)


def test_a_screen_without_a_case_is_nobody_s():
    display = {"id": "d", "class": "display", "configuration": {"resolution": "1366,768"}}

    hardware = read(display, configuration={"chassis": "other"})

    assert (hardware.form, hardware.screen) == (None, None)
    assert "« other »" in sentence(hardware, "form")


WHOLE = json.dumps(machine(CPU)).encode()
REFUSED = {
    "empty": (b"", "machine_file_empty", "lancez de nouveau"),
    "spaces": (b" \n ", "machine_file_empty", "lancez de nouveau"),
    "cut in the middle": (WHOLE[:90], "machine_file_cut", "attendez la fin"),
    "two trees one after the other": (WHOLE + WHOLE, "machine_file_cut", "Lancez de nouveau"),
    "lshw without -json": (b"pc\n    description: Notebook", "machine_file_not_json", "-json"),
    "utf-16": (WHOLE.decode().encode("utf-16"), "machine_file_not_utf8", "tel que"),
    "latin-1": ('{"a": "modèle"}'.encode("latin-1"), "machine_file_not_utf8", "tel que"),
    "a picture": (b"\x89PNG\r\n\x1a\n\xff\xd8", "machine_file_not_utf8", "tel que"),
    "too large": (b" " * (LARGEST + 1), "machine_file_too_large", "un par machine"),
    "a gzip bomb": (gzip.compress(bytes(LARGEST * 4)), "machine_file_too_large", "un par machine"),
    "a cut gzip": (gzip.compress(WHOLE)[:-9], "machine_file_damaged", "copiez-le de nouveau"),
    "a gzip of rubbish": (b"\x1f\x8b" + b"\x00" * 40, "machine_file_damaged", "copiez-le"),
    "a depth without end": (b'{"a":' * 200_000, "machine_file_cut", "Lancez de nouveau"),
    "a number without end": (b'{"a": ' + b"9" * 5000 + b"}", "machine_file_cut", "Lancez"),
    "a number": (b"3", "machine_file_unknown", "eReuse"),
    "null in a list": (b"[null]", "machine_file_unknown", "eReuse"),
    "an empty list": (b"[]", "machine_file_unknown", "eReuse"),
    "another JSON": (b'{"name": "x"}', "machine_file_unknown", "eReuse"),
    "an empty snapshot": (b'{"type": "Snapshot", "data": {}}', "machine_file_unknown", "eReuse"),
    "only the disks": (json.dumps([disk()]).encode(), "machine_file_partial", "sans autre option"),
    "only a bus": (json.dumps({"class": "bus"}).encode(), "machine_file_partial", "sans autre"),
    "two machines": (json.dumps([machine()] * 2).encode(), "machine_file_many", "un fichier par"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "code", "remedy"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_cannot_be_read_says_what_to_do(data, code, remedy):
    with pytest.raises(Refusal) as refused:
        read_machine(data, name="machine.json")

    assert refused.value.code == code
    assert remedy in refused.value.sentence
    assert "machine.json" in refused.value.sentence


def test_nothing_but_names_and_numbers_is_kept():
    odd = {"x": [1]}
    hardware = read(
        CPU | {"product": odd}, {"children": 3}, vendor=odd, product="a" * 500, serial=7
    )

    assert (hardware.brand, hardware.model, hardware.serial, hardware.processor) == (None,) * 4
