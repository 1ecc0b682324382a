"""Vouchers signed by the installation: what is checked, and what a change of key leaves."""

from secrets import token_urlsafe

import pytest

from coupdepouce.core.journey.model import Part
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.voucher_seal import base32, parse, unbase32
from coupdepouce.prescriptions import seals
from coupdepouce.prescriptions.counter import at_counter
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.vouchers import sheets
from tests.apps import cases
from tests.apps.build import NOW

OLD, NEW = token_urlsafe(32), token_urlsafe(32)


@pytest.fixture(autouse=True)
def _programme():
    cases.programme()


def text_of(prescription: Prescription) -> str:
    """Give what the QR of its paper says."""
    (sheet,) = sheets(member=prescription.prescriber, references=[prescription.reference])
    return sheet.scanned


def look_up(text: str, prescription: Prescription) -> None:
    view = at_counter(text=text, member=cases.advisor(), at=NOW)
    assert view.prescription == prescription


def test_the_paper_says_its_code_parts_and_last_day_and_nobody():
    prescription = cases.brought_to("issue", parts=(Part.LINE, Part.TRAINING))
    voucher = prescription.vouchers.get()

    seal = seals.read(text_of(prescription))

    assert (seal.code, seal.last_day) == (voucher.code, voucher.last_day)
    assert seal.parts == (Part.LINE, Part.TRAINING)
    assert len(text_of(prescription).split(".")) == 6


def test_the_same_voucher_is_the_same_paper():
    prescription = cases.brought_to("issue")

    assert text_of(prescription) == text_of(prescription)


def test_the_counter_takes_the_scanned_text_and_the_typed_code():
    prescription = cases.brought_to("issue")

    look_up(text_of(prescription), prescription)
    look_up(prescription.vouchers.get().code, prescription)


def other_day(text: str) -> str:
    seal, _ = parse(text)
    return text.replace(f"{seal.last_day:%Y%m%d}", "20991231")


def other_parts(text: str) -> str:
    return text.replace(".L.", ".LC.")


def one_bit(text: str) -> str:
    before, _, signature = text.rpartition(".")
    raw = bytearray(unbase32(signature, 64))
    raw[-1] ^= 1
    return f"{before}.{base32(bytes(raw), 103)}"


def no_signature(text: str) -> str:
    return f"{text.rpartition('.')[0]}.{'0' * 103}"


@pytest.mark.parametrize("change", [other_day, other_parts, one_bit, no_signature])
def test_a_tampered_voucher_has_its_own_refusal(change):
    prescription = cases.brought_to("issue")

    with pytest.raises(Refusal, match="Ne le recevez pas") as refused:
        look_up(change(text_of(prescription)), prescription)

    assert refused.value.code == "voucher_tampered"


def test_a_paper_printed_before_a_change_of_key_still_serves(settings):
    settings.VOUCHER_KEYS = [OLD]
    prescription = cases.brought_to("issue")
    before = text_of(prescription)

    settings.VOUCHER_KEYS = [NEW, OLD]

    look_up(before, prescription)
    assert parse(text_of(prescription))[0].key_id != parse(before)[0].key_id
    assert len(seals.public_keys()) == 2


def test_a_key_that_was_taken_away_signs_nothing_more(settings):
    settings.VOUCHER_KEYS = [OLD]
    prescription = cases.brought_to("issue")
    before = text_of(prescription)
    settings.VOUCHER_KEYS = [NEW]

    with pytest.raises(Refusal, match="Tapez le code") as refused:
        look_up(before, prescription)

    assert refused.value.code == "seal_key_unknown"


@pytest.mark.parametrize(
    "key",
    ["", "x", "court", token_urlsafe(31), "_" * 43],
    ids=["none", "one", "short", "a byte short", "no base64"],
)
def test_a_key_that_is_none_is_said(settings, key):
    settings.VOUCHER_KEYS = [key]

    with pytest.raises(Refusal, match="COUPDEPOUCE_VOUCHER_KEYS"):
        seals.public_keys()
