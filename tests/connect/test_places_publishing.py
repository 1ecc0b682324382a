"""A place in a published standard: the source's own words, or the reason why they are not there."""

import csv
import json
from datetime import date

import pytest

from coupdepouce.connect.places.model import Kind, PlaceRow
from coupdepouce.connect.places.publishing import data_inclusion, mednum
from coupdepouce.connect.places.publishing.table_schema import (
    NO_SITE,
    OTHERWISE,
    REASONS,
    column_names,
    published,
)
from coupdepouce.connect.places.publishing.writing import NO_EQUAL, RENAMED, Entry, publish

ORIGINAL = {
    "id": "lieu-1",
    "pivot": "43493312300029",
    "nom": "Médiathèque  Exemple",
    "commune": "Lille",
    "code_postal": "59000",
    "adresse": "1 rue de l’Exemple",
    "complement_adresse": "2e étage",
    "latitude": "50.630",
    "longitude": "3.06",
    "source": "fictif",
    "date_maj": "2022-06-02",
    "horaires": "du lundi au jeudi",
    "services": "Accéder à du matériel;Accéder à une connexion internet",
}
ROW = PlaceRow(
    line=0,
    source="fictif",
    source_id="lieu-1",
    kind=Kind.PLACE,
    name="Médiathèque Exemple",
    address="1 rue de l’Exemple, 2e étage",
    postcode="59000",
    commune_name="Lille",
    code_insee="59350",
    latitude=50.63,
    longitude=3.06,
    opening_hours="",
    services=("Accéder à du matériel", "Accéder à une connexion internet"),
    labels=(),
    publics=(),
    access=(),
    website="",
    phone="",
    email="",
    updated_on=date(2022, 6, 2),
    pivot="43493312300029",
    original=ORIGINAL,
)
LONGER = "Ce texte dépasse %s signes."
TODAY, FIRST = mednum.EDITIONS["1.0.1"], mednum.EDITIONS["0.1.1"]
DI = data_inclusion.STRUCTURE


def entry(changed=(), *, shares_id=False, **cells):
    original = {**ORIGINAL, **cells}
    row = PlaceRow(**{**vars(ROW), "original": {c: v for c, v in original.items() if v}})
    return Entry(row=row, changed=frozenset(changed), shares_id=shares_id)


def test_the_edition_of_the_file_gives_every_cell_back():
    record = publish(entry(), FIRST).record

    assert record == {**ORIGINAL, "code_insee": "59350"}  # completed, never replaced


def test_a_code_that_the_source_gave_is_given_back():
    assert publish(entry(code_insee="59355"), FIRST).record["code_insee"] == "59355"


TWO = "Accéder à du matériel;Accéder à une connexion internet"
ORDERED = "Créer avec le numérique;Prendre en main un ordinateur"
MADE = "Loisirs et créations numériques|Maîtrise des outils numériques du quotidien"
ACCESS, SAFE = "Accès internet et matériel informatique", "Utilisation sécurisée du numérique"
PUBLICS = "Seniors (+ 65 ans);Surdité"
LABELS, PROGRAMMES = "CNFS;France Services", "Conseillers numériques|France Services"
FACTORY = "Fabriques de Territoire"
TRANSLATED = {
    "two services are one today": ("services", TWO, "services", ACCESS),
    "the order is kept": ("services", ORDERED, "services", MADE),
    "words of today stay": ("services", SAFE, "services", SAFE),
    "labels": ("labels_nationaux", LABELS, "dispositif_programmes_nationaux", PROGRAMMES),
    "a label elsewhere": ("labels_nationaux", FACTORY, "formations_labels", FACTORY),
    "publics": ("publics_accueillis", PUBLICS, "publics_specifiquement_adresses", "Seniors"),
    "their other half": ("publics_accueillis", PUBLICS, "prise_en_charge_specifique", "Surdité"),
    "a name that changed": ("labels_autres", "SudLabs", "autres_formations_labels", "SudLabs"),
}


@pytest.mark.parametrize(
    ("column", "original", "where", "said"), TRANSLATED.values(), ids=TRANSLATED
)
def test_the_words_of_the_first_edition_become_those_of_today(column, original, where, said):
    found = publish(entry(**{column: original}), TODAY)

    assert found.record[where] == said
    assert found.remarks == []


@pytest.mark.parametrize("edition", [FIRST, TODAY], ids=["first", "today"])
@pytest.mark.parametrize("column", ["site_web", "prise_rdv"])
@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "https://exemple.invalid;JavaScript:x", " java\tscript:x", "data:x"],
)
def test_an_address_that_opens_something_else_is_left_out_and_said(edition, column, address):
    found = publish(entry(**{column: address}), edition)

    assert column not in found.record
    (remark,) = found.remarks
    assert (remark.column, remark.sentence) == (column, NO_SITE)


@pytest.mark.parametrize("address", ["https://exemple.invalid", "www.exemple.invalid:80", "http:x"])
def test_other_addresses_are_given_back_as_written(address):
    assert publish(entry(site_web=address), FIRST).record["site_web"] == address


def test_a_value_without_equal_is_named_and_the_others_stay():
    found = publish(entry(publics_accueillis="Adultes;Surdité"), TODAY)

    assert found.record["prise_en_charge_specifique"] == "Surdité"
    assert [(one.column, one.value, one.sentence) for one in found.remarks] == [
        ("publics_accueillis", "Adultes", NO_EQUAL)
    ]


FOREIGN = REASONS["enum"]
LEFT_OUT = {
    "a resume too long": ("today", "presentation_resume", "x" * 281, LONGER % 280),
    "the same, once allowed more": ("first", "presentation_resume", "x" * 501, LONGER % 500),
    "a list with a foreign item": ("first", "services", "Rien", FOREIGN),
    "a good end hides nothing": ("today", "frais_a_charge", "Rien|Gratuit", FOREIGN),
    "a site that is not one": ("di", "site_web", "exemple", NO_SITE),
    "a network nobody knows": ("di", "reseaux_porteurs", "inconnu", FOREIGN),
    "a number that is not one": ("today", "latitude", "nord", OTHERWISE),
}
TARGETS = {"today": TODAY, "first": FIRST, "di": DI}


@pytest.mark.parametrize(
    ("target", "column", "original", "sentence"), LEFT_OUT.values(), ids=LEFT_OUT
)
def test_what_the_schema_refuses_is_left_out_and_said(target, column, original, sentence):
    found = publish(entry(**{column: original}), TARGETS[target])

    assert [(one.column, one.sentence) for one in found.remarks] == [(column, sentence)]
    needed = column == "services"  # the first edition needs it: the whole row is left out
    assert found.record is None if needed else column not in found.record


def test_a_place_without_what_the_schema_needs_is_left_out_whole():
    bare = Entry(row=PlaceRow(**{**vars(ROW), "updated_on": None, "original": {}}))

    found = publish(bare, TODAY)

    assert found.record is None
    assert [(one.column, one.sentence) for one in found.remarks] == [
        ("date_maj", "Ce champ est obligatoire.")
    ]


def test_what_changed_here_is_written_and_the_rest_given_back():
    record = publish(entry(changed=["name"]), TODAY).record

    assert (record["nom"], record["latitude"]) == ("Médiathèque Exemple", "50.630")


def test_a_place_of_ours_alone_is_written_from_what_we_hold():
    ours = Entry(row=PlaceRow(**{**vars(ROW), "original": {}, "labels": ("France Services",)}))

    record = publish(ours, TODAY).record

    assert record["adresse"] == "1 rue de l’Exemple, 2e étage"
    assert record["services"] == "Accès internet et matériel informatique"
    assert record["dispositif_programmes_nationaux"] == "France Services"
    assert (record["latitude"], record["date_maj"]) == ("50.63", "2022-06-02")


def test_an_unknown_number_is_zeros_for_one_standard_and_nothing_for_the_other():
    unknown = entry(pivot="00000000000000")

    assert publish(unknown, TODAY).record["pivot"] == "00000000000000"
    assert "siret" not in publish(unknown, DI).record


def test_two_sources_with_one_identifier_are_told_apart():
    found = publish(entry(shares_id=True), TODAY)

    assert found.record["id"] == "fictif--lieu-1"
    assert [one.sentence for one in found.remarks] == [RENAMED]


@pytest.mark.parametrize("identifier", ["lieu-1", "fictif--lieu-1"])
def test_the_identifier_of_a_structure_names_its_source_once(identifier):
    assert publish(entry(id=identifier), DI).record["id"] == "fictif--lieu-1"


def test_a_structure_is_one_of_the_published_package():
    record = publish(entry(labels_nationaux="CNFS", presentation_resume="Un lieu."), DI).record

    assert DI.model().model_validate(record).model_dump(exclude_none=True, mode="json") == {
        **record,
        "horaires_accueil": "du lundi au jeudi",
        "reseaux_porteurs": ["conseillers-numeriques"],
        "description": "Un lieu.",
    }


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_a_column_with_a_typing_error_is_refused_not_ignored(target):
    record = publish(entry(), target).record

    with pytest.raises(ValueError, match="horaire_acceuil"):
        target.model().model_validate({**record, "horaire_acceuil": "Mo-Fr 09:00-12:00"})


@pytest.mark.parametrize("name", [mednum.FIRST, mednum.TODAY])
def test_a_schema_is_kept_with_its_licence_and_where_it_was_read(name):
    schema = published(name)

    assert schema["licenses"][0]["name"] == "etalab-2.0"
    assert schema["source"].startswith("https://schema.data.gouv.fr/LaMednum/")
    assert len(set(column_names(name))) == len(schema["fields"])


def test_a_file_has_every_column_in_its_order():
    header, line = csv.reader(mednum.as_csv([{"id": "1", "prise_rdv": "x,y"}], edition="1.0.1"))

    assert tuple(header) == column_names(mednum.TODAY)
    assert (line[0], line[-1], "".join(line[1:-1])) == ("1", "x,y", "")


@pytest.mark.parametrize("count", [0, 1, 3])
def test_structures_are_one_list(count):
    records = [{"id": str(number)} for number in range(count)]

    assert json.loads("".join(data_inclusion.as_json(records))) == records
