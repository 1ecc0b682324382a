"""Households of the demonstration, at each moment of the journey, through the real operations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, UUID, uuid5

from coupdepouce.cli.demo_data import AMIENS, MAIL, ROUBAIX
from coupdepouce.core.calendar import day_of
from coupdepouce.core.journey.model import Part
from coupdepouce.core.refusal import Refusal
from coupdepouce.households.entries import (
    Contact,
    Figures,
    Needs,
    NewHousehold,
    NewPerson,
    Proof,
)  # fmt: skip
from coupdepouce.prescriptions.actors import staff
from coupdepouce.prescriptions.opening import Request, start
from coupdepouce.prescriptions.operations import take_step
from coupdepouce.prescriptions.queries import find

if TYPE_CHECKING:
    from coupdepouce.partners.models import Membership

Members = Mapping[str, "Membership"]
NAMESPACE = uuid5(NAMESPACE_URL, "https://coupdepouce.invalid/demonstration")
APPOINTMENT_IN = timedelta(days=4)
CUT_IN = timedelta(days=21)


@dataclass(frozen=True, kw_only=True)
class Move:
    """One step of a case: who takes it, with what reason and answers."""

    step: str
    by: str = "prescripteur"
    reason: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


ISSUE = Move(step="issue")
PRESENT = Move(step="present", by="conseiller", answers={"identity_seen": "yes"})
ACCEPT = Move(step="accept", by="conseiller")
AVAILABLE = Move(step="find_line_available", by="conseiller", answers={"technology": "fibre"})
ORDER = Move(step="order_line", by="conseiller", answers={"order_number": "FICTIF-{number:04}"})
# The day and the moment are those of the case: see `_answers`.
APPOINTMENT = Move(
    step="set_appointment",
    by="conseiller",
    answers={"appointment_at": "{soon}", "confirmed_with": "household"},
)
ACTIVATE = Move(step="activate_line", by="conseiller", answers={"activated_on": "{today}"})
LATE = Move(step="note_late_payment", by="operateur", answers={"cut_on": "{cut}"})
SUSPENDED = Move(step="note_suspended", by="operateur", answers={"checked_on": "{today}"})
CLOSE = Move(step="close", by="conseiller")
AT_SHOP = (ISSUE, PRESENT)
ORDERED = (*AT_SHOP, ACCEPT, AVAILABLE, ORDER)


@dataclass(frozen=True, kw_only=True)
class Case:
    """A household of the demonstration and what happened to its request."""

    name: str
    days_ago: int
    moves: tuple[Move, ...] = ()
    quotient: int | None = 480
    parts: tuple[Part, ...] = (Part.LINE,)
    by: str = "prescripteur"
    consents: frozenset[str] = frozenset({"programme"})


# Their sessions are in demo_workshops.
WITH_WORKSHOPS = tuple(f"atelier-{word}" for word in ("un", "deux", "trois", "quatre", "cinq"))
CASES = (
    # It agreed to the question: the administration can be asked from its file.
    Case(
        name="brouillon",
        days_ago=1,
        quotient=None,
        consents=frozenset({"programme", "check"}),
    ),
    Case(
        name="difficile",
        days_ago=6,
        quotient=760,
        moves=(Move(step="claim_hardship", reason="left_to_live"),),
    ),
    Case(name="bon-remis", days_ago=2, moves=(ISSUE,)),
    Case(
        name="bon-ancien",
        days_ago=60,
        moves=(ISSUE,),
        parts=(Part.LINE, Part.COMPUTER, Part.TRAINING),
    ),
    Case(name="recu", days_ago=5, moves=AT_SHOP),
    Case(name="accepte", days_ago=8, moves=(*AT_SHOP, ACCEPT), parts=(Part.LINE, Part.COMPUTER)),
    Case(name="possible", days_ago=9, moves=(*AT_SHOP, ACCEPT, AVAILABLE)),
    Case(name="commande", days_ago=12, moves=ORDERED),
    Case(name="rendez-vous", days_ago=15, moves=(*ORDERED, APPOINTMENT)),
    # Its first month is over: the operator's desk has a call to make.
    Case(name="active", days_ago=280, moves=(*ORDERED, APPOINTMENT, ACTIVATE)),
    Case(name="terminee", days_ago=45, moves=(*ORDERED, APPOINTMENT, ACTIVATE, CLOSE)),
    Case(name="impayee", days_ago=70, moves=(*ORDERED, APPOINTMENT, ACTIVATE, LATE)),
    Case(
        name="coupee",
        days_ago=120,
        moves=(*ORDERED, APPOINTMENT, ACTIVATE, LATE, SUSPENDED),
    ),
    Case(
        name="panne",
        days_ago=20,
        moves=(*ORDERED, Move(step="fail_order", by="conseiller", reason="dead_socket")),
    ),
    Case(
        name="sans-reseau",
        days_ago=18,
        moves=(
            *AT_SHOP,
            ACCEPT,
            Move(step="find_line_not_available", by="conseiller", reason="no_network"),
        ),
    ),
    Case(
        name="refusee",
        days_ago=25,
        moves=(*AT_SHOP, Move(step="decline", by="conseiller", reason="no_offer")),
    ),
    Case(
        name="arretee",
        days_ago=28,
        moves=(ISSUE, Move(step="withdraw", reason="other_offer")),
    ),
    *(
        Case(name=name, days_ago=16, moves=(*AT_SHOP, ACCEPT), parts=(Part.TRAINING,))
        for name in WITH_WORKSHOPS
    ),
    Case(
        name="amiens",
        days_ago=3,
        by="association",
        moves=(Move(step="issue", by="association"),),
    ),
)


def seed_cases(
    *, members: Members, at: datetime, cases: Sequence[Case] = CASES, first: int = 1
) -> int:
    """Play the cases that were not played yet, and count them all."""
    for number, case in enumerate(cases, start=first):
        once = uuid5(NAMESPACE, case.name)
        if not _is_played(once, members):
            _play(case, number=number, once=once, members=members, at=at)
    return len(cases)


def _is_played(once: UUID, members: Members) -> bool:
    try:
        find(members["programme"], once)
    except Refusal:
        return False
    return True


def _play(case: Case, *, number: int, once: UUID, members: Members, at: datetime) -> None:
    began = at - timedelta(days=case.days_ago)
    proof = Proof(kind="attestation_qf", dated=day_of(began))
    prescription = start(
        new=_household(case, number),
        request=Request(parts=case.parts),
        proof=proof if case.quotient is not None else None,
        figures=Figures(quotient_familial=case.quotient),
        by=members[case.by],
        at=began,
        once=once,
    )
    pause = (at - began) / (len(case.moves) + 1)
    for order, move in enumerate(case.moves, start=1):
        moment = began + pause * order
        take_step(
            prescription_id=prescription.pk,
            name=move.step,
            actor=staff(members[move.by]),
            at=moment,
            once=uuid5(once, f"{order} {move.step}"),
            reason=move.reason,
            answers=_answers(move, moment, number),
        )


def _answers(move: Move, moment: datetime, number: int) -> dict[str, str]:
    words: dict[str, object] = {
        "number": number,
        "today": f"{day_of(moment):%d/%m/%Y}",
        "cut": f"{day_of(moment + CUT_IN):%d/%m/%Y}",
        "soon": f"{day_of(moment + APPOINTMENT_IN):%d/%m/%Y} 14:30",
    }
    return {name: answer.format(**words) for name, answer in move.answers.items()}


def _household(case: Case, number: int) -> NewHousehold:
    town = AMIENS if case.by == "association" else ROUBAIX
    person = NewPerson(
        first_name="Camille",
        last_name=f"Fictif {case.name.capitalize()}",
        birth_date=date(1960 + 2 * number % 40, 1 + number % 12, 1 + number),
    )
    return NewHousehold(
        people=(person,),
        contact=Contact(
            commune_code=town.code,
            postcode=town.postcode,
            address=f"{number} rue de l’Exemple fictif",
            # A range kept for fiction: it rings nowhere. Not everybody gave one.
            phone=f"+33639980{number:03}" if number % 4 else "",
            email=f"menage-{number}@{MAIL}",
            preference="email" if "contact" in case.consents else "prescriber",
        ),
        consents=case.consents,
        needs=Needs(
            adults=1, children=number % 4, has_line=True, monthly_cost=3499, computer="none"
        ),
    )
