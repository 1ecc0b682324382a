"""Import then export of the published files: valid, and identical where nothing changed."""

import csv
import gzip
import io
import json
import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from coupdepouce.connect.places.reading import read_places
from coupdepouce.core.refusal import Refusal
from coupdepouce.partners.importing import import_places
from coupdepouce.partners.models import Place
from coupdepouce.partners.places.publishing import Account, Format, places_file, published
from coupdepouce.programmes.commune_names import resolve
from tests.apps.test_partners_places import ROW

DATA = Path(os.environ["COUPDEPOUCE_SHARED"]) / "data"
REPORT = Path(__file__).parents[2] / "var" / "reports" / "places.md"
FILES = {
    "mednum_lieux_nord_pas_de_calais_2023.csv.gz": 1741,
    "mednum_lieux_data_inclusion_2022.csv.gz": 3811,
}
FIRST, TODAY = Format(name="mednum", edition="0.1.1"), Format(name="mednum")
STRUCTURES = Format(name="data-inclusion")


def bring_in(*rows):
    return import_places(rows=rows, commune_of=resolve)


def record(chosen=TODAY):
    (one,) = published(chosen)
    return one.record


def test_a_place_whose_hours_changed_here_gives_the_new_ones_and_the_rest_back():
    line = b"id,pivot,nom,commune,code_postal,adresse,horaires,date_maj,services\n"
    line += b"1,00000000000000,Lieu  fictif,ROUBAIX,59100,adresse,Mo 09:00-12:00,2022-01-01,\n"
    bring_in(*read_places(line, name="lieux.csv"))
    Place.objects.update(opening_hours="Tu 09:00-12:00")

    assert (record()["horaires"], record()["nom"]) == ("Tu 09:00-12:00", "Lieu  fictif")


def test_closed_places_and_shops_are_not_published():
    bring_in(ROW, replace(ROW, source_id="2", kind="shop"))
    Place.objects.filter(source_id="1").update(is_open=False)

    assert list(published(STRUCTURES)) == []


def test_a_file_of_structures_comes_back_as_it_went():
    structure = {
        "source": "dora",
        "id": "dora--1",
        "nom": "Lieu fictif",
        "date_maj": "2025-02-14",
        "commune": "Roubaix",
        "code_postal": "59100",
        "site_web": "https://exemple.invalid",
        "reseaux_porteurs": ["aidants-connect"],
        "latitude": 50.69,
        "longitude": 3.17,
    }
    bring_in(*read_places(json.dumps([structure]).encode(), name="lieux.json"))

    text = "".join(places_file(STRUCTURES, account=Account()))

    assert json.loads(text) == [{**structure, "code_insee": "59512"}]


@pytest.mark.parametrize("settings", [{"name": "x"}, {"name": "mednum", "edition": "3"}])
def test_a_format_nobody_publishes_is_refused(settings):
    with pytest.raises(Refusal, match="Choisissez"):
        Format(**settings)


@pytest.mark.parametrize("count", [2, 50])
def test_an_export_costs_the_same_for_more_places(count, django_assert_num_queries):
    bring_in(*(replace(ROW, source_id=str(number)) for number in range(count)))

    with django_assert_num_queries(2):
        list(published(TODAY))


# --- the two published files ---

ALLOWED = {"identique", "vide"}
MORE = {
    "code_insee": {"complété"},  # ours where the source had none
    "id": {"traduit"},  # two sources, one identifier
}
SAME_WORDS = {
    "id", "pivot", "nom", "commune", "code_postal", "adresse", "complement_adresse", "latitude",
    "longitude", "typologie", "site_web", "horaires", "presentation_resume", "source", "date_maj",
}  # fmt: skip


LEFT_OUT = "laissé de côté"
FATES = ("identique", "complété", "traduit", "dit ailleurs", LEFT_OUT, "vide")


def rows_of(file):
    text = gzip.decompress((DATA / file).read_bytes()).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def fate(cell, value):
    """Say what became of a cell: a number compares as a number, a list as its text."""
    if value in ("", None, []):
        return LEFT_OUT if cell.strip("0") else "vide"  # a number of zeros says "unknown"
    if not cell:
        return "complété"
    same = float(cell) == value if isinstance(value, float) else cell == value
    return "identique" if same else "traduit"


def fates(chosen, originals):
    """Count, column by column, what became of each cell of each place."""
    counts: dict[str, Counter[str]] = {one.name: Counter() for one in chosen.target.columns}
    account = Account()
    records = {}
    for one, original in zip(published(chosen), originals, strict=True):
        for record in account.records([one]):
            records[record["id"]] = record
            refused = {remark.column for remark in one.remarks}
            for column in chosen.target.columns:
                names = (column.name, *column.reads)
                name, cell = next(((n, original[n]) for n in names if original.get(n)), ("", ""))
                found = fate(cell, record.get(column.name))
                is_elsewhere = found == LEFT_OUT and column.words and name not in refused
                counts[column.name]["dit ailleurs" if is_elsewhere else found] += 1
    assert len(records) == account.written  # every identifier is one place
    return account, counts


def write_report(found):
    """Keep what became of each field of each file, and every reason why it is not there."""
    lines = ["# Lieux : ce que l’import puis l’export rendent, champ par champ", ""]
    lines += ["Fichiers : " + ", ".join(f"{file} ({count})" for file, count in FILES.items()), ""]
    for chosen, (account, counts) in found.items():
        edition = f" {chosen.edition}" if chosen.name == "mednum" else " v1"
        lines += [f"## {chosen.name}{edition}", ""]
        lines += [f"{account.written} lieux écrits et valides, {account.left_out} laissés de côté."]
        lines += ["", f"| champ | {' | '.join(FATES)} |", "|---|" + "---|" * len(FATES)]
        for column, count in counts.items():
            lines.append(f"| {column} | {' | '.join(str(count[one]) for one in FATES)} |")
        reasons = Counter(
            (one.column, "" if one.column == "id" else one.value, one.sentence)
            for one in account.remarks
        )
        lines += ["", "| champ | valeur | raison | fois |", "|---|---|---|---|"]
        for (column, value, sentence), count in reasons.most_common():
            lines.append(f"| {column} | {value.replace('|', ' ; ')} | {sentence} | {count} |")
        lines.append("")
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text("\n".join(lines), encoding="utf-8")


@pytest.mark.skipif(not DATA.is_dir(), reason="COUPDEPOUCE_SHARED names no folder of open data")
def test_the_published_places_come_in_and_go_out():
    originals = []
    for file, count in FILES.items():
        report = bring_in(*read_places((DATA / file).read_bytes(), name=file))
        assert (report.added, report.refused) == (count, 0)
        originals += rows_of(file)
    found = {chosen: fates(chosen, originals) for chosen in (FIRST, TODAY, STRUCTURES)}
    write_report(found)

    written = {chosen: (one.written, one.left_out) for chosen, (one, _) in found.items()}
    assert written == {FIRST: (5552, 0), TODAY: (5552, 0), STRUCTURES: (5551, 1)}
    for chosen, (_, counts) in found.items():
        same = set(counts) if chosen == FIRST else SAME_WORDS & set(counts)
        for column in same:
            assert set(counts[column]) <= ALLOWED | MORE.get(column, set()), column
    assert counts["nom"]["identique"] == 5551
