"""A follow-up shared with a second organisation: what it sees, who may act, declared once."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One thing the second organisation reads: its name for staff, its words for the household."""

    code: str
    label: str
    told: str


SHOWN = (
    Shown(code="name", label="Personne", told="Votre prénom et votre nom"),
    Shown(code="standing", label="Où ça en est", told="Où en est votre demande"),
    Shown(code="coming", label="La suite", told="La prochaine étape"),
    Shown(code="appointments", label="Rendez-vous", told="Vos rendez-vous et vos ateliers"),
)
HIDDEN = (
    "Vos revenus et vos aides",
    "Les papiers que vous avez montrés",
    "Votre adresse et votre téléphone",
    "Les notes, et une réclamation",
)


class State(StrEnum):
    """Where a share stands; it also ends with the request, without being written."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    ENDED = "ended"


LIVE = (State.ASKED, State.AGREED)
NAMES = {
    State.ASKED: "Attend la réponse du ménage",
    State.AGREED: "Le ménage est d’accord",
    State.REFUSED: "Le ménage a dit non",
    State.ENDED: "Terminé",
}
