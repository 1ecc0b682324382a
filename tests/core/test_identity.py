"""Marks of people, dwellings and telephones: what is alike, and what must not be."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coupdepouce.core.household.dwelling import dwelling_key
from coupdepouce.core.household.identity import (
    name_keys,
    name_readings,
    part_keys,
    person_keys,
    phone_key,
    words,
)

DAY = date(1980, 5, 17)
NAMES = st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=12)


def test_words_lose_accents_case_and_punctuation():
    assert words("  L’Hôpital-ŒUVRÉ, d'Ægir_ß ") == ("l", "hopital", "oeuvre", "d", "aegir", "ss")


def test_a_blank_name_has_no_mark():
    assert person_keys(first="", last="Fictif", birth_date=DAY) == frozenset()
    assert person_keys(first="Camille", last=" - ", birth_date=DAY) == frozenset()


def test_a_name_made_of_particles_is_a_name():
    assert name_readings(first="Van", last="Le") == {"van le"}


@given(first=NAMES, last=NAMES)
def test_one_typo_still_shares_a_mark(first, last):
    typo = first[1] + first[0] + first[2:]  # two letters swapped
    other = last[:-1] + "é"  # the last letter changed

    assert part_keys(words(typo)) & name_keys(first=last, last=first)
    assert part_keys(words(other)) & name_keys(first=last, last=first)


def test_two_letters_allow_no_typo():
    assert part_keys({"li"}) == {"li"}
    assert part_keys({"lia"}) == {"lia", "li", "la", "ia"}


@pytest.mark.parametrize("phone", ["0612345678", "+33 6 12", "", "+0123456789", "+33612345678x"])
def test_a_phone_is_compared_as_e164_only(phone):
    with pytest.raises(ValueError, match="compared as"):
        phone_key(phone)


def test_a_phone_is_its_own_mark():
    assert phone_key("+33612345678") == "+33612345678"


def test_one_address_in_two_communes_is_two_dwellings():
    one = dwelling_key(address="12 rue Dumas", commune_code="59350")
    other = dwelling_key(address="12 rue Dumas", commune_code="59009")

    assert one != other


@pytest.mark.parametrize("address", ["", "Le Bourg", "Ferme des Fictifs, Le Bourg"])
def test_an_address_without_a_number_has_no_mark(address):
    assert dwelling_key(address=address, commune_code="59350") == ""


def test_a_shared_address_has_no_mark():
    shelter = dwelling_key(address="1 rue du Foyer", commune_code="59350", shared_address=True)

    assert shelter == ""
