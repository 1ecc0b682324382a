"""The certificate of an erasure, for a workshop whose tool gives none: one sheet, one machine."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files

from coupdepouce.core.calendar import day_of, in_words
from coupdepouce.outreach.printing import drawings, drawn_pdf

NOT_SAID = "non précisé"


@dataclass(frozen=True, kw_only=True)
class ErasureSheet:
    """All that the certificate says: a machine, what was done to it, by whom; no one's files."""

    programme: str
    refurbisher: str
    machine: str
    serial: str
    disks: Sequence[str]
    method: str
    standard: str
    tool: str
    done_on: date
    done_by: str
    written_by: str
    written_at: datetime
    reference: str


def erasure_pdf(sheet: ErasureSheet) -> bytes:
    """Draw the certificate, tagged for those who listen to it."""
    inputs = {
        "title": "Certificat d’effacement",
        "mark": drawings()["mark"],
        "sheet": json.dumps(_said(sheet)),
    }
    return drawn_pdf(_template(), inputs)


def _said(sheet: ErasureSheet) -> dict[str, object]:
    return {
        "programme": sheet.programme,
        "sentence": f"{sheet.refurbisher} atteste que cette machine a été effacée.",
        "facts": [
            ("La machine", sheet.machine),
            ("Numéro de série", sheet.serial),
            ("Disques", " ; ".join(sheet.disks) or NOT_SAID),
            ("Méthode", sheet.method),
            ("Norme suivie", sheet.standard or NOT_SAID),
            ("Outil", sheet.tool),
            ("Effacée le", in_words(sheet.done_on)),
            ("Effacée par", sheet.done_by),
        ],
        "written": f"Écrit le {in_words(day_of(sheet.written_at))} par {sheet.written_by}.",
        "reference": f"Référence {sheet.reference}",
        "fine": "Ce certificat reprend ce que l’atelier a écrit. Il ne remplace pas le rapport de "
        "l’outil, quand il en donne un.",
    }


@cache
def _template() -> bytes:
    return files("coupdepouce.outreach").joinpath("erasure.typ").read_bytes()
