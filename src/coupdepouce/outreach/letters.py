"""Letters on paper: for a window envelope, in the reader's language, with the way to the follow-up.

The address is where the window of a French envelope is: a frame of 85 × 33 mm, 110 mm from the left
and 55 mm from the top of the sheet (edics.fr, "Rédiger vos adresses", read in November 2026).
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import segno
import typst
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from coupdepouce.connect.messages.folder import Drawn
from coupdepouce.connect.messages.model import Letter
from coupdepouce.core.calendar import PARIS, in_words
from coupdepouce.core.languages import language_of
from coupdepouce.outreach.printing import direction_of, drawings, drawn_by, fonts
from coupdepouce.programmes.queries import current_programme

TEMPLATE = Path(__file__).with_name("letter.typ")


def follow_address() -> str:
    """Give the address where a household follows its request: no code, no name in it."""
    return f"{settings.SITE_URL}/suivre/"


def doubt_address() -> str:
    """Give the address that says whether a message is ours."""
    return f"{settings.SITE_URL}/arnaque/"


def draw_letters(letters: Sequence[Letter]) -> Drawn:
    """Draw a batch in the name of the programme, dated today."""
    _, programme = current_programme()
    day = datetime.now(PARIS).date()
    return letters_pdf(letters, programme=programme.name, day=day)


def letters_pdf(letters: Sequence[Letter], *, programme: str, day: date) -> Drawn:
    """Draw letters one after the other, each from a new page.

    Raises:
        NotDrawn: one of them has a sign that no font here has, or that a PDF for all cannot hold.
    """
    inputs = {
        **direction_of(letters[0].language),
        "drawings": json.dumps(drawings()),
        "qr": json.dumps(qr_rows(follow_address())),
        "letters": json.dumps([_said(one, programme=programme, day=day) for one in letters]),
    }
    # By its path: a compiler of bytes answers once only, and here it is asked twice.
    compiler = typst.Compiler(TEMPLATE, font_paths=fonts(), sys_inputs=inputs)
    drawn = drawn_by(compiler)
    pages = json.loads(compiler.query("<begins>", field="value"))
    return Drawn(pdf=drawn, pages=pages)


def _said(letter: Letter, *, programme: str, day: date) -> Mapping[str, Any]:
    apart = language_of(letter.language).apart
    with override(letter.language):
        return {
            **direction_of(letter.language),
            "programme": programme,
            "address": letter.recipient.splitlines(),
            "day": in_words(day, language=letter.language),
            "subject": letter.subject,
            "paragraphs": [part.split("\n") for part in letter.text.split("\n\n") if part.strip()],
            "follow": _("Pour suivre votre demande, scannez ce carré ou allez à cette adresse :"),
            "follow_address": apart(follow_address()),
            "follow_with": _("Prenez le code de votre bon et votre année de naissance."),
            "doubt": _("Un doute sur cette lettre ? %(address)s")
            % {"address": apart(doubt_address())},
            "qr_alt": _("L’adresse pour suivre votre demande, à scanner"),
        }


def qr_rows(text: str, /) -> Mapping[str, Any]:
    """Give the dark runs of any QR, and how many modules it has on a side."""
    grid = [[bool(module) for module in row] for row in segno.make(text, error="m").matrix]
    runs = [(x, y, width) for y, row in enumerate(grid) for x, width in _runs(row)]
    return {"size": len(grid), "runs": runs}


def _runs(row: Sequence[bool]) -> Sequence[tuple[int, int]]:
    starts = [x for x, dark in enumerate(row) if dark and (x == 0 or not row[x - 1])]
    ends = [x for x, dark in enumerate(row) if dark and (x + 1 == len(row) or not row[x + 1])]
    return [(start, end - start + 1) for start, end in zip(starts, ends, strict=True)]
