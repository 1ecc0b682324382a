"""Every sample of lshw and eReuse, field by field, against the JSON it comes from."""

import gzip
import json

import pytest

from coupdepouce.connect.hardware.reading import read_machine
from coupdepouce.core.equipment.hardware import FIELDS
from tests.connect.conftest import HARDWARE
from tests.connect.hardware_table import FILES, found_at, rows


def packed(shared, file):
    return (shared / "data" / "samples" / f"{FILES[file]}.json.gz").read_bytes()


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row[0]}-{row[1]}")
def test_field(shared, row, record_property):
    file, field, where, there, read, said = row
    data = packed(shared, file)
    machine = read_machine(data, name=file)
    words = {name: value or "—" for name, _, value in machine.in_words()}
    sentences = [one.sentence for one in machine.unread if one.field == field]

    assert found_at(json.loads(gzip.decompress(data)), where) == there
    assert words[field] == read
    assert (sentences == []) if said == "-" else [s for s in sentences if said in s]
    record_property(HARDWARE, f"| {' | '.join(cell.replace('|', '/') for cell in row)} |")


def test_the_table_holds_every_field_of_every_sample(shared):
    samples = (shared / "data" / "samples").glob("*.json.gz")
    machines = {one.name for one in samples if one.name.startswith(("lshw_", "ereuse_"))}

    assert {f"{name}.json.gz" for name in FILES.values()} == machines
    assert {(row[0], row[1]) for row in rows()} == {(f, name) for f in FILES for name in FIELDS}


@pytest.mark.parametrize("file", FILES)
def test_packed_or_not_in_a_list_or_not_it_is_the_same_machine(shared, file):
    data = packed(shared, file)
    plain = gzip.decompress(data)

    assert read_machine(plain, name=file) == read_machine(data, name=file)
    if FILES[file].startswith("lshw"):
        assert read_machine(b"[" + plain + b"]", name=file) == read_machine(data, name=file)


def test_a_tree_kept_as_text_is_the_same_machine(shared):
    snapshot = json.loads(gzip.decompress(packed(shared, "b570")))
    as_tree = read_machine(json.dumps(snapshot).encode(), name="b570")

    snapshot["data"]["lshw"] = json.dumps([snapshot["data"]["lshw"]])

    assert read_machine(json.dumps(snapshot).encode(), name="b570") == as_tree


def test_without_smart_the_type_of_the_disk_is_not_guessed(shared):
    snapshot = json.loads(gzip.decompress(packed(shared, "b570")))
    del snapshot["data"]["smart"]

    machine = read_machine(json.dumps(snapshot).encode(), name="b570")

    assert machine.disks[0].type == "unknown"
    assert [one.field for one in machine.unread] == ["disks"]
