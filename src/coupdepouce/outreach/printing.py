"""Vouchers on paper: one PDF, one sheet of A4 each, drawn by Typst with the fonts it carries."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from coupdepouce.connect.messages.folder import NotDrawn
from coupdepouce.core.calendar import in_words
from coupdepouce.core.languages import language_of
from coupdepouce.core.money import in_euros
from coupdepouce.core.voucher import grouped
from coupdepouce.outreach.qr import dark_runs

STROKE = 'fill="none" stroke="#000" stroke-linecap="round" stroke-linejoin="round"'
MARK = (
    "M9 30c-2-3.5-1.6-6-.5-8.5l2.5-5.5c1.3-2.6 5.2-1.6 4.7 1.5l-.6 4.5h6.4a3 3 0 0 1 2.9 3.8L23.5 "
    "30M9 12.3a6.5 6.5 0 0 1 10 0M5.8 9.6a10.7 10.7 0 0 1 16.4 0M2.5 6.9a15 15 0 0 1 23 0"
)
DRAWINGS = {
    "paper": "M6 3h8l4 4v14H6zM14 3v4h4M9 11.5h6M9 14.5h6M9 17.5h3",
    "shop": "M3.5 9 5.5 4h13l2 5a2.83 2.83 0 0 1-5.66 0 2.83 2.83 0 0 1-5.67 0A2.83 2.83 0 0 1 "
    "3.5 9M5.5 12v8.5h13V12M10 20.5V15h4v5.5",
    "computer": "M5 5.5h14v10H5zM2 19h20",
    "house-line": "M3 11.5 12 4l9 7.5M5.5 10v10.5h13V10M8.8 14a4.6 4.6 0 0 1 6.4 0M12 17.3v.01",
}
ARABIC = "fontpkg_ibm_plex_sans_arabic"  # IBM Plex Sans Arabic, SIL Open Font License 1.1
USE_BEFORE = gettext_noop("À utiliser jusqu’au <strong>%(day)s</strong> inclus.")
FOLLOW = gettext_noop(
    "Pour suivre votre demande : <strong>%(follow_address)s</strong>, avec ce code et "
    "votre année de naissance."
)
FINE = gettext_noop(
    "Ce bon sert une seule fois. Il ne vous engage à rien : vous pouvez dire non à tout moment."
)
# What the shop does besides the line, by the parts asked for.
BESIDES = {
    ("Ordinateur", "Ateliers"): gettext_noop(
        "La boutique vous dit comment recevoir l’ordinateur et choisir un atelier."
    ),
    ("Ordinateur",): gettext_noop("La boutique vous dit comment recevoir l’ordinateur."),
    ("Ateliers",): gettext_noop("La boutique vous dit comment choisir un atelier."),
}
BESIDES_PARTS = frozenset({"Ordinateur", "Ateliers"})


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A place to go to, or a person to call."""

    name: str
    lines: tuple[str, ...] = ()
    hours: str = ""  # as OpenStreetMap writes them; the pages have the words


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """All that a voucher says: nothing about the person, only confirmed figures."""

    programme: str
    code: str
    scanned: str  # what its QR says: the code, the parts, the last day, signed
    last_day: date
    parts: tuple[str, ...]
    has_line: bool
    price: int | None  # cents a month; None while no one confirmed it
    shops: tuple[Spot, ...]
    caller: Spot
    follow_address: str
    language: str = "fr"

    @property
    def besides(self) -> str:
        """Give the sentence about the computer and the workshops, empty when none is asked."""
        return BESIDES.get(tuple(part for part in self.parts if part in BESIDES_PARTS), "")


def vouchers_pdf(sheets: Sequence[Sheet]) -> bytes:
    """Draw vouchers, one page each, in the language of the first: a batch is for one desk.

    Raises:
        NotDrawn: one of them cannot be printed.
    """
    language = sheets[0].language
    with override(language):
        title = _("Votre bon")
        inputs = {
            "title": title,
            **direction_of(language),
            "drawings": json.dumps(drawings()),
            "sheets": json.dumps([_said(sheet) for sheet in sheets]),
        }
    return drawn_by(typst.Compiler(_template(), font_paths=fonts(), sys_inputs=inputs))


def drawn_by(compiler: typst.Compiler) -> bytes:
    """Draw one PDF that everybody can read.

    Raises:
        NotDrawn: it has a sign that no font here has, or that a PDF for all cannot hold.
    """
    try:
        drawn = compiler.compile(format="pdf", pdf_standards="ua-1")
    except typst.TypstError as problem:
        raise NotDrawn from problem
    if not isinstance(drawn, bytes):
        raise TypeError("Typst gives one PDF for one template")
    return drawn


@cache
def fonts() -> typst.Fonts:
    """Give the fonts Typst carries and one for Arabic: the same paper everywhere."""
    arabic = find_spec(ARABIC)
    # Without it, Arabic is joined and read in the DejaVu Sans Mono that Typst carries.
    folders = [Path(arabic.origin).parent / "files"] if arabic and arabic.origin else []
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


def direction_of(language: str) -> dict[str, str]:
    """Give what a paper must know of its language."""
    turned = language_of(language).right_to_left
    return {"language": language, "direction": "rtl" if turned else "ltr"}


@cache
def _template() -> bytes:
    return files("coupdepouce.outreach").joinpath("voucher.typ").read_bytes()


@cache
def drawings() -> Mapping[str, str]:
    """Give the pictograms of our papers, in one ink."""
    shapes = {name: svg_of(path, box="0 0 24 24", width=1.3) for name, path in DRAWINGS.items()}
    return shapes | {"mark": svg_of(MARK, box="-1.5 1 32 32", width=2.5)}


def svg_of(path: str, *, box: str, width: float) -> str:
    """Draw a path as an image of one ink."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">'
        f'<path d="{path}" stroke-width="{width}" {STROKE}/></svg>'
    )


def _said(sheet: Sheet) -> Mapping[str, Any]:
    """Write every word of a sheet, in the language that is switched on."""
    # The same sentences as the page: one translation, whatever the paper comes from.
    before, after = _(USE_BEFORE).split("<strong>%(day)s</strong>")
    return {
        "programme": sheet.programme,
        "title": _("Votre bon"),
        "code": grouped(sheet.code),
        "until_before": before,
        "last_day": in_words(sheet.last_day, language=sheet.language),
        "until_after": after,
        "parts": " · ".join(_(part) for part in sheet.parts),
        "qr": dark_runs(sheet.scanned),
        "qr_alt": _("Le code du bon, à scanner en boutique"),
        "steps_title": _("Trois étapes"),
        "steps": _steps(sheet),
        "columns": _columns(sheet),
        "follow": re.sub("</?strong>", "", _(FOLLOW))
        % {"follow_address": language_of(sheet.language).apart(sheet.follow_address)},
        "fine": _(FINE),
    }


def _steps(sheet: Sheet) -> list[Mapping[str, Any]]:
    besides = [_(sheet.besides)] if sheet.besides else []
    last = ("house-line", _("Le conseiller fait la suite avec vous."), besides or [""])
    if sheet.has_line:
        at_home = [_("Le conseiller fixe le jour avec vous."), *_price(sheet), *besides]
        last = ("house-line", _("Votre ligne est ouverte chez vous."), at_home)
    rows = (
        ("paper", _("Prenez ce bon et vos papiers."), [_("Une pièce d’identité à votre nom.")]),
        (
            "shop",
            _("Allez à la boutique."),
            [_("Le conseiller lit le code. Il ne demande pas vos revenus.")],
        ),
        last,
    )
    return [
        {"drawing": drawing, "title": f"{rank}. {title}", "sentences": sentences}
        for rank, (drawing, title, sentences) in enumerate(rows, start=1)
    ]


def _price(sheet: Sheet) -> list[str]:
    if sheet.price is None:
        return []
    price = in_euros(sheet.price, language=sheet.language)
    return [_("Elle coûte %(price)s par mois.") % {"price": price}]


def _columns(sheet: Sheet) -> list[Mapping[str, Any]]:
    anywhere = Spot(name=_("Toutes les boutiques du programme acceptent ce bon."))
    return [
        {"title": _("La boutique"), "spots": said_of(sheet.shops or (anywhere,), sheet.language)},
        {"title": _("Une question ?"), "spots": said_of((sheet.caller,), sheet.language)},
    ]


def said_of(spots: Sequence[Spot], language: str) -> list[Mapping[str, Any]]:
    """Write places and people, each line whole whatever the direction of the page."""
    apart = language_of(language).apart
    return [
        {"name": apart(spot.name), "lines": [apart(line) for line in spot.lines]} for spot in spots
    ]
