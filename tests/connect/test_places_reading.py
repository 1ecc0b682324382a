"""Places of four standards become rows; a bad row is told and never stops the rest."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from coupdepouce.connect.places.model import Kind, PlaceRow, RowProblem
from coupdepouce.connect.places.reading import (
    COLUMN_NOT_KEPT,
    CONTACT_NOT_KEPT,
    read_places,
    reread,
)
from coupdepouce.core.refusal import Refusal

PLACE = {
    "id": "lieu-1",
    "pivot": "43493312300029",
    "nom": "Médiathèque Exemple",
    "commune": "Lille",
    "code_postal": "59000",
    "code_insee": "59350",
    "adresse": "1 rue de l’Exemple",
    "latitude": "50.63",
    "longitude": "3.06",
    "horaires": "Mo-Fr 09:00-12:00",
    "site_web": "https://exemple.invalid",
    "date_maj": "2022-06-02",
    "services": "Accéder à du matériel;Prendre en main un ordinateur",
}
HOUSE = {
    "id_fs": "7",
    "lib_fs": "France services d’Exemple",
    "adresse": "1 place de l’Exemple",
    "complement_adresse": "Mairie",
    "insee_com": "02758",
    "code_postal": "02370",
    "lib_com": "Exemple",
    "latitude": "49.4108",
    "longitude": "3.516475",
    "h_lundi": "13:30 - 17:00",
    "h_mardi": "09:00 - 12:00 / 13:30 - 17:00",
    "h_mercredi": "09:00 - 12:00 / 13:30 - 17:00",
    "prise_rdv": "Oui",
    "format_fs": "Bus_équivalent",
}
SHOP = {
    "id": "b-1",
    "nom": "Boutique Exemple",
    "adresse": "1 rue de l’Exemple",
    "code_postal": "59000",
    "commune": "Lille",
    "horaires": "Mo-Sa 10:00-19:00",
    "telephone": "00 00 00 00 00",
    "courriel": "boutique@exemple.invalid",
    "services": "ligne;ordinateur;atelier",
}
STRUCTURE = {
    "source": "dora",
    "id": "s-1",
    "nom": "Centre social Exemple",
    "date_maj": "2025-02-14",
    "siret": "13003013300016",
    "commune": "Lille",
    "code_postal": "59000",
    "horaires_accueil": "Mo-Fr 08:30-12:30; PH off",
    "reseaux_porteurs": "mission-locale|aidants-connect",
}


def as_csv(*rows: dict[str, str]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(dict.fromkeys(k for r in rows for k in r)))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def read(*rows: dict[str, str], **settings: object) -> list[PlaceRow | RowProblem]:
    return list(read_places(as_csv(*rows), name="lieux.csv", **settings))


def only(*rows: dict[str, str], **settings: object) -> PlaceRow:
    (place,) = read(*rows, **settings)
    assert isinstance(place, PlaceRow)
    return place


def test_a_place_of_the_national_standard():
    assert only(PLACE) == PlaceRow(
        line=2,
        source="mediation-numerique",
        source_id="lieu-1",
        kind=Kind.PLACE,
        name="Médiathèque Exemple",
        address="1 rue de l’Exemple",
        postcode="59000",
        commune_name="Lille",
        code_insee="59350",
        latitude=50.63,
        longitude=3.06,
        opening_hours="Mo-Fr 09:00-12:00",
        services=("Accéder à du matériel", "Prendre en main un ordinateur"),
        labels=(),
        publics=(),
        access=(),
        website="https://exemple.invalid",
        phone="",
        email="",
        updated_on=date(2022, 6, 2),
        pivot="43493312300029",
        original=PLACE,
    )


@pytest.mark.parametrize(
    "names",
    [
        ("labels_nationaux", "conditions_acces", "publics_accueillis"),
        ("dispositif_programmes_nationaux", "frais_a_charge", "prise_en_charge_specifique"),
    ],
    ids=["first names", "names of 1.0.2"],
)
def test_columns_of_every_age(names):
    label, access, public = names

    place = only({**PLACE, label: "France Services|CNFS", access: "Gratuit", public: "Surdité"})

    assert place.labels == ("France Services", "CNFS")
    assert place.access == ("Gratuit",)
    assert place.publics == ("Surdité",)


def test_a_place_that_moves_says_so():
    assert only({**PLACE, "itinerance": "Itinérant;Fixe"}).access == ("Itinérant",)


def test_a_france_services_house():
    place = only(HOUSE)

    assert (place.source, place.source_id, place.code_insee) == ("france-services", "7", "02758")
    assert place.address == "1 place de l’Exemple, Mairie"
    assert place.opening_hours == "Mo 13:30-17:00; Tu-We 09:00-12:00,13:30-17:00"
    assert place.labels == ("France Services",)
    assert place.access == ("Rendez-vous possible", "Itinérant")
    assert place.updated_on is None


def test_a_shop():
    place = only(SHOP)

    assert (place.kind, place.source, place.phone) == (Kind.SHOP, "boutiques", "00 00 00 00 00")
    assert place.email == "boutique@exemple.invalid"
    assert place.services == ("ligne", "ordinateur", "atelier")
    assert place.code_insee is None


@pytest.mark.parametrize(
    "networks", ["mission-locale|aidants-connect", '["mission-locale", "aidants-connect"]']
)
def test_a_structure_of_data_inclusion(networks):
    place = only({**STRUCTURE, "reseaux_porteurs": networks})

    assert (place.source, place.source_id, place.pivot) == ("dora", "s-1", "13003013300016")
    assert place.opening_hours == "Mo-Fr 08:30-12:30; PH off"
    assert place.labels == ("mission-locale", "aidants-connect")


def test_contacts_of_a_place_are_left_out_and_it_is_said():
    contacts = {"telephone": "00 00 00 00 00", "courriel": "ada@exemple.invalid"}

    *said, place = read({**PLACE, **contacts})

    assert (place.phone, place.email) == ("", "")
    assert contacts.keys().isdisjoint(place.original)
    assert [(one.column, one.sentence) for one in said] == [
        ("courriel", CONTACT_NOT_KEPT),
        ("telephone", CONTACT_NOT_KEPT),
    ]


def test_a_column_that_no_schema_knows_is_named_once_for_the_file():
    said, *places = read({**PLACE, "horraires": "x"}, {**PLACE, "id": "lieu-2", "horraires": "y"})

    assert (said.line, said.column, said.sentence) == (1, "horraires", COLUMN_NOT_KEPT)
    assert len(places) == 2


def test_a_row_kept_is_read_again_as_it_was():
    place = only({**PLACE, "complement_adresse": "2e  étage", "nom": "Médiathèque\0 Exemple"})

    assert replace(reread(place.original), line=2) == place


def test_json_reads_like_csv():
    data = json.dumps([{**PLACE, "latitude": 50.63, "services": ["a", "b"]}]).encode()

    (place,) = read_places(data, name="lieux.json")

    assert (place.line, place.latitude, place.services) == (1, 50.63, ("a", "b"))


def test_text_is_cleaned():
    place = only({**PLACE, "nom": "  Média\u00a0thèque\x00\u200b\r\n Exemple "})

    assert place.name == "Média thèque Exemple"


def find_lille(postcode: str, commune: str) -> str | None:
    return "59350" if (postcode, commune) == ("59000", "Lille") else None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"code_insee": ""}, "59350"),
        ({"code_insee": "59512"}, "59512"),
        ({"code_insee": "", "commune": "Ailleurs"}, None),
        ({"code_insee": "", "code_postal": ""}, None),
    ],
)
def test_the_caller_finds_a_commune_that_the_file_leaves_out(changes, expected):
    place = only({**PLACE, **changes}, resolve=find_lille)

    assert place.code_insee == expected


def value_of(column: str) -> Callable[[PlaceRow], object]:
    names = {
        "code_postal": "postcode",
        "code_insee": "code_insee",
        "latitude": "latitude",
        "longitude": "longitude",
        "horaires": "opening_hours",
        "site_web": "website",
        "date_maj": "updated_on",
        "pivot": "pivot",
    }
    return lambda place: getattr(place, names[column])


@pytest.mark.parametrize(
    ("case", "column", "value", "expected"),
    [
        ("a moment", "date_maj", "2022-06-02T10:00:00Z", date(2022, 6, 2)),
        ("no date", "date_maj", "", None),
        ("a comma for a point", "latitude", "50,63", 50.63),
        ("zeros for a number", "pivot", "00000000000000", None),
        ("spaces in a number", "pivot", "434 933 123 00029", "43493312300029"),
        ("an association", "pivot", "W123456789", "W123456789"),
        ("two sites", "site_web", "https://a.invalid;https://b.invalid", "https://a.invalid"),
        ("Corsica", "code_insee", "2a004", "2A004"),
        ("no hours", "horaires", "", ""),
    ],
)
def test_values_we_take(case, column, value, expected):
    assert value_of(column)(only({**PLACE, column: value})) == expected, case


@pytest.mark.parametrize(
    ("case", "column", "value", "left", "remedy"),
    [
        ("a zero lost", "code_postal", "1200", "01200", "01200"),
        ("letters", "code_postal", "F-59000", "", "Corrigez"),
        ("a zero lost", "code_insee", "1033", "01033", "01033"),
        ("no such code", "code_insee", "2C004", None, "Corrigez"),
        ("not a number", "latitude", "nord", None, "degrés"),
        ("not finite", "latitude", "nan", None, "degrés"),
        ("out of France", "latitude", "5.63", None, "Vérifiez"),
        ("north of France", "latitude", "51.6", None, "Vérifiez"),
        ("alone", "longitude", "", None, "les deux"),
        ("in words", "horaires", "Lundi 9h-12h", "", "Mo-Fr"),
        ("no protocol", "site_web", "www.exemple.invalid", "", "https://"),
        ("a script", "site_web", "javascript:alert(1)", "", "https://"),
        ("French order", "date_maj", "02/06/2022", None, "AAAA-MM-JJ"),
        ("no such day", "date_maj", "2022-02-30", None, "AAAA-MM-JJ"),
        ("too short", "pivot", "12345", None, "SIRET"),
    ],
)
def test_a_value_we_cannot_take_is_left_out_with_a_warning(case, column, value, left, remedy):
    first, place = read({**PLACE, column: value})[-2:]

    assert (first.severity, first.line) == ("warning", 2)
    assert remedy in first.remedy
    assert value_of(column)(place) == left, case


def test_swapped_coordinates_are_told_and_not_guessed():
    warning, place = read({**PLACE, "latitude": "3.06", "longitude": "50.63"})

    assert warning.remedy == "Échangez latitude et longitude."
    assert (place.latitude, place.longitude) == (None, None)


@pytest.mark.parametrize(
    ("latitude", "longitude"), [("-20.88", "55.45"), ("14.61", "-61.01"), ("-12.84", "45.11")]
)
def test_overseas_is_france(latitude, longitude):
    place = only(
        {**PLACE, "code_postal": "97400", "code_insee": "97411",
         "latitude": latitude, "longitude": longitude}
    )  # fmt: skip

    assert (place.latitude, place.longitude) == (float(latitude), float(longitude))


def test_zero_and_zero_is_no_point():
    warning, place = read({**PLACE, "code_insee": "97411", "latitude": "0", "longitude": "0"})

    assert warning.column == "latitude"
    assert place.latitude is None


def test_a_day_that_cannot_be_read_leaves_the_others():
    warning, place = read({**HOUSE, "h_lundi": "le matin"})

    assert (warning.column, warning.value) == ("h_lundi", "le matin")
    assert place.opening_hours == "Tu-We 09:00-12:00,13:30-17:00"


def test_an_incomplete_email_is_left_out():
    warning, place = read({**SHOP, "courriel": "boutique@"})

    assert (warning.column, place.email) == ("courriel", "")


def test_a_bad_row_in_the_table_itself_stops_nothing_either():
    problem, place = read_places(as_csv(PLACE, PLACE).replace(b"lieu-1,", b"", 1), name="lieux.csv")

    assert (problem.severity, problem.line, place.line) == ("refused", 2, 3)


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"id": ""}, "id"),
        ({"nom": " "}, "nom"),
        ({"code_insee": "", "commune": "", "latitude": "", "longitude": ""}, "commune"),
        ({"code_insee": "", "code_postal": "", "latitude": "", "longitude": ""}, "commune"),
    ],
)
def test_a_row_without_what_makes_a_place_is_refused_alone(changes, column):
    problem, place = read({**PLACE, **changes}, {**PLACE, "id": "lieu-2"})

    assert (problem.severity, problem.line, problem.column) == ("refused", 2, column)
    assert place.source_id == "lieu-2"


@pytest.mark.parametrize("empty", ["code_insee", "commune", "code_postal"])
def test_one_way_to_find_a_place_is_enough(empty):
    assert only({**PLACE, empty: ""})


def test_an_identifier_seen_twice_is_refused_the_second_time():
    first, problem, third = read(PLACE, PLACE, {**PLACE, "source": "autre"})

    assert (first.line, third.line) == (2, 4)
    assert problem.sentence == "Cet identifiant est déjà celui de la ligne 2."
    assert (problem.column, problem.value) == ("id", "lieu-1")


def test_a_format_nobody_knows_names_the_columns_expected():
    with pytest.raises(Refusal) as refused:
        read_places(b"a,b\n1,2\n", name="lieux.csv")

    assert refused.value.code == "places_format_unknown"
    for column in ("pivot", "id_fs", "date_maj", "code_postal"):
        assert column in refused.value.sentence


def test_places_that_lost_their_pivot_do_not_become_shops():
    place = {column: value for column, value in PLACE.items() if column != "pivot"}

    with pytest.raises(Refusal, match="n’est pas reconnu"):
        read_places(as_csv(place), name="lieux.csv")


def test_a_column_that_misses_is_named():
    with pytest.raises(Refusal) as refused:
        read_places(b"id,pivot,nom,adresse\n", name="lieux.csv")

    assert refused.value.code == "places_column_missing"
    assert "commune, code_postal" in refused.value.sentence


def test_a_file_without_a_row_gives_nothing():
    header = as_csv(PLACE).splitlines()[0]

    assert list(read_places(header, name="lieux.csv")) == []


@pytest.mark.parametrize(
    ("file", "kept", "warned"),
    [
        ("mednum_lieux_nord_pas_de_calais_2023.csv.gz", 1741, {"horaires": 3, "site_web": 1}),
        ("mednum_lieux_data_inclusion_2022.csv.gz", 3811, {"horaires": 120}),
        ("france_services_2024-08.csv.gz", 2845, {}),
        ("samples/mednum_data_inclusion_25_lieux.json", 25, {}),
    ],
)
def test_published_files(shared, file, kept, warned):
    read = list(read_places((shared / "data" / file).read_bytes(), name=file))

    problems = [row for row in read if isinstance(row, RowProblem)]
    assert len(read) - len(problems) == kept
    assert Counter(problem.column for problem in problems) == warned
    assert {problem.severity for problem in problems} <= {"warning"}
