"""Vouchers on paper: one sheet each, the code readable, nothing that was not confirmed."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
import segno
from pypdf import PdfReader

from coupdepouce.outreach.printing import Sheet, Spot, vouchers_pdf
from coupdepouce.outreach.qr import ALPHABET, LONGEST, dark_runs

LONG_HOURS = "lundi, mercredi, vendredi : 9 h à 12 h, 13 h 30 à 17 h ; samedi : 9 h à 12 h 30"
SHEET = Sheet(
    programme="Coup de Pouce",
    code="K7MWQ2X9TP",
    scanned="CP1.K7MWQ2X9TP.LCT.20270218.4F7Q." + "7" * 103,
    last_day=date(2027, 2, 18),
    parts=("Ligne internet", "Ordinateur", "Ateliers"),
    has_line=True,
    price=1999,
    shops=(Spot(name="Boutique de Valcendre", lines=("3 avenue de Nulle-Part", LONG_HOURS)),) * 3,
    caller=Spot(name="Sacha Exemple", lines=("Centre social des Tilleuls",)),
    follow_address="coupdepouce.example/suivre",
)


def read(*sheets: Sheet) -> list[str]:
    """Give the text of each page, spaces made plain."""
    pages = PdfReader(BytesIO(vouchers_pdf(sheets))).pages
    return [" ".join(page.extract_text().split()) for page in pages]


def test_a_sheet_says_what_the_page_says():
    (text,) = read(SHEET)

    for said in (
        "K7M WQ2 X9TP",
        "À utiliser jusqu’au jeudi 18 février 2027 inclus.",
        "Ligne internet · Ordinateur · Ateliers",
        "Elle coûte 19,99 € par mois.",
        "Boutique de Valcendre",
        "Sacha Exemple",
        "coupdepouce.example/suivre",
    ):
        assert said in text


def test_a_price_nobody_confirmed_is_not_printed():
    (text,) = read(replace(SHEET, price=None))

    assert "€" not in text


def test_without_a_line_nobody_promises_one():
    (text,) = read(replace(SHEET, parts=("Ordinateur",), has_line=False, price=None))

    assert "Votre ligne est ouverte" not in text
    assert "Le conseiller fait la suite avec vous." in text


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("Ligne internet", "Ordinateur", "Ateliers"), "l’ordinateur et choisir un atelier."),
        (("Ligne internet", "Ordinateur"), "comment recevoir l’ordinateur."),
        (("Ligne internet", "Ateliers"), "comment choisir un atelier."),
        (("Ligne internet",), ""),
    ],
)
def test_the_computer_and_the_workshops_have_their_sentence(parts, said):
    (text,) = read(replace(SHEET, parts=parts))

    assert said in text
    assert ("La boutique vous dit" in text) is bool(said)


def test_without_a_shop_any_shop_will_do():
    (text,) = read(replace(SHEET, shops=()))

    assert "Toutes les boutiques du programme acceptent ce bon." in text


def test_a_household_reads_it_in_english():
    (text,) = read(replace(SHEET, language="en"))

    assert "Thursday 18 February 2027" in text
    assert "€19.99" in text
    assert "Votre" not in text


def test_each_voucher_has_its_own_page():
    codes = ["K7MWQ2X9TP", "0000000000", "ZZZZZZZZZZ"]

    pages = read(*(replace(SHEET, code=code) for code in codes))

    assert [code[:3] in page for code, page in zip(codes, pages, strict=True)] == [True] * 3


def test_the_file_is_tagged_for_screen_readers():
    catalogue = PdfReader(BytesIO(vouchers_pdf([SHEET]))).root_object

    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "fr"


@pytest.mark.parametrize("length", [1, 2, 33, 134, 136, 153, 154])
def test_the_runs_draw_what_segno_draws(length):
    text = "".join(ALPHABET[at * at * 7 % len(ALPHABET)] for at in range(length))
    drawn = segno.make(
        text, mode="alphanumeric", error="m", micro=False, version=6, mask=0, boost_error=False
    )
    wanted = {
        (column, row)
        for row, modules in enumerate(drawn.matrix)
        for column, dark in enumerate(modules)
        if dark
    }

    dark = {(x + step, y) for x, y, width in dark_runs(text) for step in range(width)}

    assert dark == wanted


@pytest.mark.parametrize("text", ["a", "É", "A" * (LONGEST + 1)])
def test_what_its_alphabet_cannot_say_is_not_drawn(text):
    with pytest.raises(ValueError, match="not a text for this QR"):
        dark_runs(text)


def test_every_voucher_fits_in_the_qr():
    assert set(SHEET.scanned) <= set(ALPHABET)
    assert len(SHEET.scanned) <= LONGEST
