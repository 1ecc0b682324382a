"""The receipt of a computer: one sheet of A4, the same words on the page and in the PDF."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from coupdepouce.core.calendar import add_days, in_words
from coupdepouce.core.languages import language_of
from coupdepouce.core.money import in_euros
from coupdepouce.outreach.printing import Spot, direction_of, drawings, drawn_pdf, said_of

WIDTH, HEIGHT = 600, 200  # of the sheet on which the person signs
INK = 'fill="none" stroke="#000" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"'


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """All that a receipt says: the machine and its guarantee, nobody's name."""

    programme: str
    number: str
    day: date
    machine: str
    serial: str
    details: tuple[str, ...]  # memory, disk, screen: what was read on it
    price: int | None  # cents; None: not written
    guarantee_until: date | None  # the first day without it; None until its length is confirmed
    conditions: tuple[str, ...]
    shop: Spot
    given_by: str
    is_loan: bool = False
    replaces: str = ""  # the serial of the machine it was exchanged for
    is_signed: bool | None = None  # None: nothing was read nor signed
    signature: str = ""  # strokes, empty once the household is forgotten
    has_training: bool = False  # the request asks for workshops, and they are not over
    next_session: str = ""  # the date and place of the next workshop, when one is booked
    language: str = "fr"


def words_of(receipt: Receipt) -> Mapping[str, Any]:
    """Write every word of a receipt in its language."""
    apart = language_of(receipt.language).apart
    with override(receipt.language):
        return {
            "programme": receipt.programme,
            "title": _("Votre ordinateur prêté") if receipt.is_loan else _("Votre ordinateur"),
            "number": _("Reçu n° %(number)s") % {"number": receipt.number},
            "day": in_words(receipt.day, language=receipt.language),
            "machine": apart(receipt.machine),
            "serial_label": _("Numéro de série"),
            "serial": apart(receipt.serial),
            "details": apart(" · ".join(receipt.details)),
            "price": _price(receipt),
            "guarantee": _guarantee(receipt),
            "broken_title": _("S’il tombe en panne"),
            "broken": _broken(),
            "session_title": _("Votre prochain atelier"),
            "session": _session(receipt),
            "conditions_title": _("Ce qui vous a été lu"),
            "conditions": [] if receipt.is_signed is None else list(receipt.conditions),
            "shop_title": _("La boutique"),
            "shop": said_of((receipt.shop,), receipt.language)[0],
            "signature_title": _("Signature"),
            "signature": receipt.signature,
            "signed": _signed(receipt),
            "fine": _("Gardez ce reçu : il sert pour la garantie."),
        }


def _price(receipt: Receipt) -> str:
    if receipt.is_loan:
        return _("Rien à payer.")
    if receipt.replaces:
        serial = language_of(receipt.language).apart(receipt.replaces)
        said = _("Échangé sous garantie : il remplace le numéro %(serial)s.") % {"serial": serial}
        return f"{said} {_('Rien à payer.')}"
    if receipt.price is None:
        return ""
    price = in_euros(receipt.price, language=receipt.language)
    return _("Prix : %(price)s") % {"price": price}


def _guarantee(receipt: Receipt) -> str:
    if receipt.is_loan:
        return _("Vous le rendez quand le vôtre est réparé.")
    if receipt.guarantee_until is None:
        return _("La boutique vous dit jusqu’à quand il est garanti.")
    last = add_days(receipt.guarantee_until, -1)
    return _("Garanti jusqu’au %(day)s inclus.") % {
        "day": in_words(last, language=receipt.language)
    }


def _session(receipt: Receipt) -> str:
    if receipt.next_session or not receipt.has_training:
        return receipt.next_session
    return _("Vous pouvez en choisir un en boutique.")


def _broken() -> list[Mapping[str, str]]:
    return [
        {"drawing": "paper", "text": _("Prenez l’ordinateur, son chargeur et ce reçu.")},
        {"drawing": "shop", "text": _("Venez à la boutique. N’ouvrez pas l’ordinateur.")},
        {"drawing": "computer", "text": _("La boutique le répare, ou l’échange s’il est garanti.")},
    ]


def _signed(receipt: Receipt) -> str:
    who = {"who": language_of(receipt.language).apart(receipt.given_by)}
    if receipt.is_signed is None:
        return _("Remis par %(who)s.") % who
    if receipt.is_signed:
        return _("Signé devant %(who)s.") % who
    return _("La personne n’a pas signé. Témoin : %(who)s.") % who


def signature_svg(strokes: str) -> str:
    """Draw a signature again."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<path d="{strokes}" {INK}/></svg>'
    )


def receipt_pdf(receipt: Receipt) -> bytes:
    """Draw a receipt as one page."""
    said = words_of(receipt)
    drawn_here = dict(drawings())
    if receipt.signature:
        drawn_here["signature"] = signature_svg(receipt.signature)
    inputs = {
        "title": str(said["title"]),
        **direction_of(receipt.language),
        "drawings": json.dumps(drawn_here),
        "said": json.dumps(said),
    }
    return drawn_pdf(_template(), inputs)


@cache
def _template() -> bytes:
    return files("coupdepouce.outreach").joinpath("receipt.typ").read_bytes()


def details_of(*, ram_mib: int | None, disks: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Give what people compare: memory and disk, in the units of the shops."""
    found = [f"{round(ram_mib / 1024)} Go" if ram_mib else ""]
    for disk in disks:
        size = int(disk.get("bytes") or 0)
        kind = str(disk.get("kind") or "").upper()
        found.append(f"{kind} {round(size / 1e9)} Go".strip() if size else "")
    return tuple(filter(None, found))
