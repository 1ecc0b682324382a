"""The quality of a record: one criterion a line, each with its neighbour."""

from dataclasses import replace
from datetime import date

import pytest

from coupdepouce.core.directory import said
from coupdepouce.core.directory.quality import BY_CODE, CRITERIA, Record, judge
from coupdepouce.core.directory.said import Sort

TODAY = date(2026, 11, 25)
GOOD = Record(
    has_point=True,
    km_from_commune=1.2,
    address="3 rue Inventée",
    postcode="59000",
    commune_postcodes=frozenset({"59000", "59800"}),
    hours="Mo-Fr 09:00-12:00",
    services=1,
    access=1,
    is_reachable=True,
    siret="73282932000074",
    updated_on=date(2026, 6, 1),
)
TABLE = [
    ("not on a map", "point", {"has_point": False}, False),
    ("15 km from its commune", "in_commune", {"km_from_commune": 15.0}, True),
    ("a little farther", "in_commune", {"km_from_commune": 15.1}, False),
    ("no point to measure from", "in_commune", {"km_from_commune": None}, None),
    ("a number alone", "street", {"address": "12"}, False),
    ("a named square", "street", {"address": "place de l’Église"}, True),
    ("no address", "street", {"address": ""}, False),
    ("the other postcode", "postcode", {"postcode": "59800"}, True),
    ("a CEDEX", "postcode", {"postcode": "59033"}, False),
    ("a commune nobody knows", "postcode", {"commune_postcodes": frozenset()}, None),
    ("no hours", "hours", {"hours": " "}, False),
    ("hours in a sentence", "hours", {"hours": "le lundi matin"}, True),
    ("a sentence is not readable", "readable_hours", {"hours": "le lundi matin"}, False),
    ("no hours to read", "readable_hours", {"hours": ""}, None),
    ("no service", "services", {"services": 0}, False),
    ("nothing on access", "access", {"access": 0}, False),
    ("no contact", "contact", {"is_reachable": False}, False),
    ("no SIRET", "siret", {"siret": ""}, None),
    ("a wrong digit", "siret", {"siret": "73282932000075"}, False),
    ("an establishment of La Poste", "siret", {"siret": "35600000000048"}, True),
    ("a year old", "fresh", {"updated_on": date(2025, 11, 25)}, True),
    ("a day more", "fresh", {"updated_on": date(2025, 11, 24)}, False),
    ("no date", "fresh", {"updated_on": None}, None),
]


@pytest.mark.parametrize(
    ("code", "change", "holds"), [pytest.param(*row, id=case) for case, *row in TABLE]
)
def test_each_criterion(code, change, holds):
    assert BY_CODE[code].holds(replace(GOOD, **change), TODAY) is holds


def test_every_criterion_is_in_the_table():
    assert {code for _, code, _, _ in TABLE} == set(BY_CODE)


def test_a_good_record_has_nothing_to_mend():
    found = judge(GOOD, on=TODAY)

    assert (found.held, found.asked, found.failed) == (len(CRITERIA), len(CRITERIA), ())
    assert (found.sentence, found.remedy) == ("11 points justes sur 11.", "")


def test_what_nobody_can_say_does_not_count():
    found = judge(replace(GOOD, siret="", updated_on=None), on=TODAY)

    assert (found.held, found.asked) == (9, 9)


def test_the_score_is_explained_and_the_first_thing_to_mend_comes_first():
    found = judge(replace(GOOD, has_point=False, km_from_commune=None, hours=""), on=TODAY)

    assert found.sentence == (
        "7 points justes sur 9. Il n’est pas sur la carte. Il ne dit pas quand il est ouvert."
    )
    assert found.remedy == "Donnez sa latitude et sa longitude."


def test_a_sentence_stops_after_three_wrongs():
    found = judge(
        replace(GOOD, address="", hours="", services=0, access=0, is_reachable=False), on=TODAY
    )

    assert found.sentence.endswith("Et 2 de plus.")


SAID = [
    (
        "two editions, one saying",
        ["Accéder à du matériel", "Accès internet et matériel informatique"],
        ("on_the_spot",),
        (),
    ),
    (
        "the sentence that explains",
        ["Gratuit : Je peux accéder gratuitement au lieu"],
        ("free",),
        (),
    ),
    ("not the same as free", ["Gratuit sous condition : La gratuité est"], ("free_for_some",), ()),
    (
        "a list of shops",
        ["plain-pied", "LSF", "Réparation"],
        ("step_free", "signs"),
        ("Réparation",),
    ),
    ("reduced mobility is not step-free", ["Handicaps moteurs"], ("mobility",), ()),
    ("said of all", ["Adultes", "Seniors"], (), ()),
    ("a code is no word", ["numerique--acceder-a-du-materiel"], (), ()),
]


@pytest.mark.parametrize(
    ("values", "codes", "other"), [pytest.param(*row, id=case) for case, *row in SAID]
)
def test_what_a_place_says(values, codes, other):
    found = said.read(values)

    assert (found.codes, found.other) == (codes, other)


def test_sayings_are_sorted_by_what_a_person_looks_for():
    found = said.read(["Anglais", "Plain-pied", "Gratuit"])

    assert (found.of(Sort.LANGUAGE), found.of(Sort.ACCESS)) == (("english",), ("step_free",))
