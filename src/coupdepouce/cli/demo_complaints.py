"""Two complaints of the demonstration: one looked at twice, one that waits for its answer."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid5

from coupdepouce.cli.demo_cases import NAMESPACE, Members
from coupdepouce.prescriptions.complaints import (
    Told,
    open_by_household,
    take_by_household,
    take_by_staff,
)
from coupdepouce.prescriptions.queries import find
from coupdepouce.recourse.operations import Said
from coupdepouce.recourse.queries import of_household

if TYPE_CHECKING:
    from coupdepouce.recourse.models import Complaint

LAST = "bon-ancien"  # the case whose complaint is said last

REFUSED = Told(
    reason="decision",
    text="Exemple fictif. La boutique a dit non, et je ne comprends pas pourquoi.",
)
WAITS = Told(
    reason="waiting",
    text="Exemple fictif. J’ai mon bon depuis longtemps et personne ne m’appelle.",
)
KEPT = Said(
    outcome="kept",
    text="Exemple fictif. La boutique n’avait aucune offre à cette adresse ce jour-là.",
)
CHANGED = Said(
    outcome="changed",
    text="Exemple fictif. Une autre offre existe maintenant : la demande peut être refaite.",
)


def seed_complaints(*, members: Members, at: datetime) -> None:
    """Say both complaints and play the first to its end; again, nothing more is written."""
    last = find(members["programme"], uuid5(NAMESPACE, LAST))
    if of_household(last.household_id):
        return
    refused = _said(REFUSED, case="refusee", members=members, at=at - timedelta(days=5))
    _answer(refused, "answer", KEPT, by="responsable", members=members, at=at - timedelta(days=4))
    take_by_household(
        refused,
        name="ask_second_look",
        said=Said(text="Exemple fictif. Je demande un deuxième avis."),
        at=at - timedelta(days=3),
        once=uuid5(refused.reference, "ask_second_look"),
    )
    yesterday = at - timedelta(days=1)
    _answer(refused, "answer_again", CHANGED, by="programme", members=members, at=yesterday)
    _said(WAITS, case=LAST, members=members, at=at - timedelta(days=2))


def _said(told: Told, *, case: str, members: Members, at: datetime) -> "Complaint":
    once = uuid5(NAMESPACE, case)
    prescription = find(members["programme"], once)
    key = uuid5(once, "complaint")
    return open_by_household(told, prescription=prescription, at=at, once=key)


def _answer(
    complaint: "Complaint", name: str, said: Said, *, by: str, members: Members, at: datetime
) -> None:
    take_by_staff(
        member=members[by],
        reference=complaint.reference,
        name=name,
        said=said,
        at=at,
        once=uuid5(complaint.reference, name),
    )
