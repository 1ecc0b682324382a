"""The badge of a request in a list: the state that says most, and its tone."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from coupdepouce.core.calendar import in_words
from coupdepouce.core.journey.states import AT_RISK
from coupdepouce.prescriptions.lists import Row
from coupdepouce.prescriptions.queries import standing_of

if TYPE_CHECKING:
    from coupdepouce.prescriptions.models import Prescription

TONES = {
    "active": "yes", "closed": "yes", "handed_over": "yes", "done": "yes", "failed": "no",
    "suspended": "no", "ended": "no", "late": "no", "not_available": "no",
    "refused": "no", "withdrawn": "no", "expired": "no",
}  # fmt: skip

# Their own words already say that somebody is waited for.
SAYS_IT = AT_RISK | {"failed", "ended"}


def badge(prescription: "Prescription") -> tuple[str, str]:
    """Give the tone and the words of where a request stands."""
    state = standing_of(prescription)
    return TONES.get(state.name, "wait" if prescription.waits_for else "info"), state.staff


def row_badge(row: Row) -> tuple[str, str]:
    """Give the badge of a line of a list: what is past its day says so."""
    tone, word = badge(row.prescription)
    if row.is_overdue and row.prescription.line_state not in SAYS_IT:
        return "no", f"{word}, en retard"
    return tone, word


def cut_said(cut_on: date) -> str:
    """Say when a line is to be cut, or that this day is over and somebody must look."""
    day = in_words(cut_on)
    if cut_on < timezone.localdate():
        return f"Coupure annoncée le {day} : date passée, voyez si la ligne marche encore"
    return f"Coupure annoncée le {day}"


def since(days: int) -> str:
    """Write since when: "depuis aujourd’hui", "depuis hier", "depuis 3 jours"."""
    near = {0: "depuis aujourd’hui", 1: "depuis hier"}
    return near.get(days, f"depuis {days} jours")
