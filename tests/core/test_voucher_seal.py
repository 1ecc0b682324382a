"""The text of a voucher's QR: short, strict, and nothing about the person."""

from datetime import date

import pytest

from coupdepouce.core.journey.model import Part
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.voucher import code_of
from coupdepouce.core.voucher_seal import LONGEST, Seal, base32, is_sealed, parse, unbase32, written

SEAL = Seal(
    code=code_of(123_456_789),
    parts=(Part.LINE, Part.TRAINING),
    last_day=date(2027, 2, 18),
    key_id="4F7Q",
)
SIGNATURE = bytes(range(64))
TEXT = written(SEAL, SIGNATURE)
QR_SIGNS = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


def test_it_is_read_as_it_was_written():
    assert parse(TEXT) == (SEAL, SIGNATURE)


def test_it_fits_the_signs_and_the_size_of_the_qr():
    assert set(TEXT) <= QR_SIGNS
    assert len(TEXT) <= 154 < LONGEST


@pytest.mark.parametrize("typed", ["{}", " {}\r\n", "{} "], ids=["as is", "line end", "space"])
def test_a_hand_scanner_may_add_a_space_or_small_letters(typed):
    assert parse(typed.format(TEXT).lower()) == (SEAL, SIGNATURE)


CHANGED = {
    "cut": lambda text: text[:-1],
    "longer": lambda text: text + "0",
    "a mistyped code": lambda text: text.replace(SEAL.code, SEAL.code[:-1] + "0"),
    "a part of another letter": lambda text: text.replace(".LT.", ".LX."),
    "parts in another order": lambda text: text.replace(".LT.", ".TL."),
    "a day that does not exist": lambda text: text.replace("20270218", "20270230"),
    "no day": lambda text: text.replace("20270218", ""),
    "a field less": lambda text: text.replace(".4F7Q", ""),
    "a sign out of the alphabet": lambda text: text[:-1] + "U",
    "a signature too large": lambda text: text[: -len(text.split(".")[-1])] + "Z" * 103,
}


@pytest.mark.parametrize("case", CHANGED)
def test_what_is_not_whole_is_refused(case):
    with pytest.raises(Refusal) as refused:
        parse(CHANGED[case](TEXT))

    assert refused.value.code == "seal_malformed"
    assert "tapez le code" in refused.value.sentence


@pytest.mark.parametrize("text", ["CP2.X", "https://exemple.invalid/", "CP1", "", "." * 5000])
def test_another_qr_is_refused_with_what_to_do(text):
    with pytest.raises(Refusal, match=r"[Tt]apez le code"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "sealed"),
    [("CP1.X", True), ("cp2.x", True), ("CP1 K7M WQ2", False), ("K7M WQ2 X9TP", False)],
)
def test_a_typed_code_is_not_taken_for_a_qr(text, sealed):
    assert is_sealed(text) is sealed


@pytest.mark.parametrize("raw", [bytes(64), b"\xff" * 64, SIGNATURE])
def test_bytes_survive_the_alphabet(raw):
    assert unbase32(base32(raw, 103), 64) == raw
