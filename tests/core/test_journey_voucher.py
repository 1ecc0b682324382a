"""The code of a voucher: typed by tired people, read aloud on the telephone."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.voucher import ALPHABET, CODES, LENGTH, code_of, grouped, read_code

numbers = st.integers(0, CODES - 1)
codes = numbers.map(code_of)


def is_read(text: str) -> bool:
    try:
        read_code(text)
    except Refusal:
        return False
    return True


@given(codes)
def test_a_code_is_ten_characters_without_look_alikes(code: str) -> None:
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{10}", code)
    assert read_code(code) == code


@given(numbers, numbers)
def test_two_numbers_have_two_codes(one: int, other: int) -> None:
    assert (code_of(one) == code_of(other)) == (one == other)


@given(codes, st.sampled_from([" ", "-", ".", "\u00a0", "\u202f"]))
def test_a_code_is_read_as_people_write_it(code: str, separator: str) -> None:
    written = separator.join((code[:3], code[3:6], code[6:])).lower()

    assert read_code(f"  {written}\n") == code
    assert read_code(grouped(code)) == code


@given(codes)
def test_look_alikes_are_read_as_the_character_meant(code: str) -> None:
    confused = code.replace("1", "I").replace("0", "O")

    assert read_code(confused) == code
    assert read_code(confused.replace("I", "l").replace("O", "o")) == code


@given(codes, st.integers(0, LENGTH - 1))
def test_every_single_mistyped_character_is_caught(code: str, place: int) -> None:
    for letter in ALPHABET.replace(code[place], ""):
        assert not is_read(code[:place] + letter + code[place + 1 :])


def test_two_neighbours_swapped_are_caught_but_for_one_pair() -> None:
    """Luhn modulo n sees every swap but that of its first and last characters, 0 and Z."""
    missed = set()
    for one in ALPHABET:
        for other in ALPHABET:
            for place in range(LENGTH - 1):
                payload = list("3M7" + "X" * (LENGTH - 4))
                payload[place : place + 2] = [one, other]
                code = _completed(payload, place)
                swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
                if one != other and is_read(swapped):
                    missed.add(frozenset({code[place], code[place + 1]}))

    assert missed == {frozenset({"0", "Z"})}


def _completed(payload: list[str], place: int) -> str:
    """Make it a code that is read, without touching the two characters at `place`."""
    free = 0 if place > 0 else LENGTH - 1
    for letter in ALPHABET:
        code = "".join([*payload[:LENGTH]]).ljust(LENGTH, "X")
        code = code[:free] + letter + code[free + 1 :]
        if is_read(code):
            return code
    raise AssertionError("a check character always exists")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "il y en a 0"),
        ("ABC", "il y en a 3"),
        ("ABCDEFGHJKM", "il y en a 11"),
        ("UUUUUUUUUU", "Un caractère"),
        ("!BCDEFGHJK", "Un caractère"),
    ],
    ids=["nothing", "too short", "too long", "U is not of the alphabet", "a sign"],
)
def test_a_refusal_says_what_is_wrong(typed: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_code(typed)

    assert refused.value.code == "code_malformed"
    assert said in refused.value.sentence


def test_a_code_is_read_aloud_in_groups() -> None:
    assert grouped("AB2C3D4EFG") == "AB2 C3D 4EFG"
