"""The attestation: one sheet, who came, to what, and nothing else."""

import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from coupdepouce.core.refusal import Refusal
from coupdepouce.training.models import Session, Workshop
from coupdepouce.training.printing import Attestation, attestation_pdf, lasting

PARIS = ZoneInfo("Europe/Paris")
FIRST = datetime(2026, 11, 3, 14, tzinfo=PARIS)


def paper(count: int, language: str = "fr") -> Attestation:
    workshop = Workshop(title="Premiers pas", translations={"en": {"title": "First steps"}})
    return Attestation(
        programme="Coup de Pouce",
        name="Camille Exemple",
        shop="Boutique fictive",
        given_on=date(2026, 12, 1),
        language=language,
        sessions=[
            Session(
                workshop=workshop,
                starts_at=FIRST + timedelta(days=7 * n),
                ends_at=FIRST + timedelta(days=7 * n, minutes=90),
            )
            for n in range(count)
        ],
    )


def read(drawn: bytes) -> tuple[int, str]:
    pages = PdfReader(io.BytesIO(drawn)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    return len(pages), text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "1 séance, 1 h 30"),
        (3, "3 séances, 4 h 30 en tout"),
        (7, "7 séances, 10 h 30 en tout"),
        (8, "8 fois, du mardi 3 novembre 2026 au mardi 22 décembre 2026"),
        (52, "52 séances, 78 h en tout"),
    ],
)
def test_it_is_one_sheet_however_often_somebody_came(count, said):
    pages, text = read(attestation_pdf(paper(count)))

    assert pages == 1
    assert said in text
    assert "Camille Exemple" in text


def test_it_speaks_the_household_s_language():
    _, text = read(attestation_pdf(paper(3, "en")))

    assert "Certificate of attendance" in text
    assert "First steps" in text
    assert "Tuesday 3 November 2026" in text


@pytest.mark.parametrize(
    ("minutes", "said"), [(45, "45 min"), (60, "1 h"), (90, "1 h 30"), (125, "2 h 05")]
)
def test_a_length_in_words(minutes, said):
    assert lasting(minutes).replace("\N{NO-BREAK SPACE}", " ") == said


def test_a_name_that_no_font_has_is_said_to_be_written_by_hand():
    with pytest.raises(Refusal, match="écrivez-la à la main"):
        attestation_pdf(replace(paper(1), name="李明"))
