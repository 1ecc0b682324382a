"""Searching before creating."""

import random
from datetime import date
from uuid import uuid4

import pytest

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.households.operations import create_household
from coupdepouce.households.search import search
from tests.apps.build import NOW, entry, member, person

MOBILE = "06 39 98 01 23"  # of the range kept for fiction
SYLLABLES = (
    "ba", "bel", "bou", "cha", "clé", "da", "del", "fa", "fon", "ga", "gui", "ha", "jo", "ka", "lu",
    "ma", "mé", "na", "nou", "pa", "ri", "sa", "ta", "vé", "zé",
)  # fmt: skip
CASES = 500


@pytest.fixture
def by():
    return member()


def enter(*people, by, **fields):
    return create_household(new=entry(*people, **fields), by=by, at=NOW, once=uuid4())


def names(found):
    return [hit.name for hit in found.hits]


@pytest.mark.parametrize(
    "text",
    [
        "Jean-Pierre Le Gall",
        "le gall jean pierre",
        "LEGALL Jeanpierre",
        "gall",
        "jean-piere galle",  # a letter lost, a letter added
        "jaen-pierre le gall",  # two letters swapped
        "17/05/1980",
        "1980-05-17",
        "Le Gall 17.05.1980",
        "06.39.98.01.23",
        "+33 6 39 98 01 23",
        "Le Gal 0639980123",
    ],
)
def test_a_household_is_found_by(text, by):
    enter(person("Jean-Pierre", "Le Gall", date(1980, 5, 17)), by=by, phone=MOBILE)
    enter(person("Amina", "El Amrani", date(1991, 2, 3)), by=by)

    found = search(member=by, text=text)

    assert names(found) == ["Jean-Pierre Le Gall"]


@pytest.mark.parametrize("text", ["", "   ", "le", "Gilles", "18/05/1980", "06 39 98 01 24"])
def test_nobody_is_found_by(text, by):
    enter(person("Jean-Pierre", "Le Gall", date(1980, 5, 17)), by=by, phone=MOBILE)

    assert names(search(member=by, text=text)) == []


@pytest.mark.parametrize(
    ("text", "code"), [("31/02/1980", "birth_date_wrong"), ("06 39 98 01 2", "phone_malformed")]
)
def test_what_cannot_be_is_said(text, code, by):
    with pytest.raises(Refusal) as refusal:
        search(member=by, text=text)

    assert refusal.value.code == code


def test_the_birth_date_tells_two_of_the_same_name_apart(by):
    enter(person("Ali", "Fictif", date(1990, 1, 1)), by=by)
    enter(person("Ali", "Fictif", date(2005, 1, 1)), by=by)

    found = search(member=by, text="Ali Fictif 01/01/1990")

    assert [hit.birth_year for hit in found.hits] == [1990, 2005]


def test_an_exact_name_comes_before_a_typo(by):
    for last_name in ("Dupond", "Dupont", "Dupons"):
        enter(person("Zoé", last_name), by=by)

    assert names(search(member=by, text="zoe dupont"))[0] == "Zoé Dupont"


def test_another_organisation_s_household_is_told_for_a_full_name_and_birth_date_only(by):
    enter(person("Zoé", "Le Gall", date(1980, 5, 17)), by=member(), phone=MOBILE)

    told = {
        text: search(member=by, text=text)
        for text in (
            "Le Gall Zoé 17/05/1980",
            "zoe legall 1980-05-17",
            "Zoé Le Gall",
            "Zoé Le Gall 18/05/1980",
            "17/05/1980",
            MOBILE,
        )
    }

    assert [found.known_elsewhere for found in told.values()] == [True, True] + [False] * 4
    assert not any(found.hits for found in told.values())


def test_one_s_own_household_is_not_known_elsewhere(by):
    enter(person("Zoé", "Le Gall", date(1980, 5, 17)), by=by)

    found = search(member=by, text="Zoé Le Gall 17/05/1980")

    assert (len(found.hits), found.known_elsewhere) == (1, False)


@pytest.mark.parametrize(
    ("role", "hits"), [(Role.PROGRAMME_MANAGER, 1), (Role.SHOP_ADVISOR, 0), (Role.EVALUATOR, 0)]
)
def test_who_searches_everywhere(role, hits, by):
    enter(person("Zoé", "Fictif"), by=by)

    assert len(search(member=member(role), text="Zoé Fictif").hits) == hits


@pytest.mark.parametrize("rows", [2, 20])
def test_a_search_costs_the_same_for_more_rows(rows, by, django_assert_num_queries):
    for number in range(rows):
        enter(person("Zoé", "Fictif", date(1950 + number, 1, 1)), by=by)

    with django_assert_num_queries(4):
        found = search(member=by, text="Zoé Fictif 01/01/1950")

    assert len(found.hits) == min(rows, 10)


def invented(chance):
    return "".join(chance.choices(SYLLABLES, k=chance.choice((2, 2, 3)))).capitalize()


def with_typo(name, chance):
    at = chance.randrange(len(name) - 1)
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    return chance.choice(
        (
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at:],
            name[:at] + letter + name[at + 1 :],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        )
    )


def test_names_with_one_typo_in_each_part_are_found_in_either_order(by):
    chance = random.Random(20261120)
    people = [(invented(chance), invented(chance)) for _ in range(CASES)]
    for number, (first, last) in enumerate(people):
        enter(person(first, last, date(1940 + number % 60, 1 + number % 12, 1)), by=by)

    found = 0
    for first, last in people:
        typed = [with_typo(first, chance), with_typo(last, chance)]
        chance.shuffle(typed)
        found += f"{first} {last}" in names(search(member=by, text=" ".join(typed)))

    assert found / CASES >= 0.98, f"recall {found / CASES}"
