"""The line of one request as its prescriber reads it: kept or not, what it costs, what is next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from coupdepouce.core.calendar import day_of
from coupdepouce.core.household.budget import BillCheck, Budget, LineToday, check_bill
from coupdepouce.core.journey.model import NONE, Part, State
from coupdepouce.core.journey.states import state_of
from coupdepouce.core.line.keeping import BEFORE_A_CUT, ONCE_CUT
from coupdepouce.core.line.leaving import ExitPlan
from coupdepouce.core.programme import Programme
from coupdepouce.core.refusal import Refusal
from coupdepouce.households import operations as households
from coupdepouce.lines import operations as lines
from coupdepouce.lines.models import BillSeen, Line, LineCheck, PresentContract, StuckCase
from coupdepouce.lines.queries import bills_of, cases_of, checks_of, contract_of
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.line_money import budget_of, exit_plan_of, line_today, offer_of
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.queries import find
from coupdepouce.programmes.queries import current_programme, printable_figures

REMEDIES = {"late": BEFORE_A_CUT, "suspended": ONCE_CUT}


@dataclass(frozen=True, kw_only=True)
class LineView:
    """All that the page of a household's line shows to staff who follow it."""

    prescription: Prescription
    line: Line | None
    state: State | None
    remedies: Sequence[str]
    checks: Sequence[LineCheck]
    cases: Sequence[StuckCase]
    contract: PresentContract | None
    today: LineToday
    budget: Budget
    bills: Sequence[tuple[BillSeen, BillCheck]]
    exit_plan: ExitPlan | None
    programme: Programme
    price_is_sure: bool
    on: date


def line_view(*, member: Membership, reference: UUID, at: datetime) -> LineView:
    """Give the page of a line.

    Raises:
        Refusal: not open to this member.
    """
    prescription = find(member, reference)
    household, line = prescription.household, prescription.line
    _, programme = current_programme()
    printable, on = printable_figures(of=programme), day_of(at)
    contract = contract_of(household.pk)
    return LineView(
        prescription=prescription,
        line=line,
        state=_state(prescription),
        remedies=REMEDIES.get(prescription.line_state, ()),
        checks=checks_of(line),
        cases=cases_of(member=member, household_id=household.pk),
        contract=contract,
        today=line_today(household, contract),
        budget=budget_of(
            prescription, programme=programme, printable=printable, on=on, is_staff=True
        ),
        bills=_bills(household.pk),
        exit_plan=exit_plan_of(
            prescription,
            programme=programme,
            printable=printable,
            on=on,
            is_staff=True,
        ),
        programme=programme,
        price_is_sure=offer_of(prescription, programme=programme)[0] in printable,
        on=on,
    )


def _bills(household_id: int) -> list[tuple[BillSeen, BillCheck]]:
    return [
        (bill, check_bill(amount=bill.amount, announced=bill.announced))
        for bill in bills_of(household_id)
    ]


def _state(prescription: Prescription) -> State | None:
    name = prescription.line_state
    return None if name == NONE else state_of(Part.LINE, name)


@dataclass(frozen=True, kw_only=True)
class Contract:
    """The contract a household has today, as its prescriber notes it; amounts in cents."""

    monthly_cost: int | None
    ends_on: date | None
    exit_fee: int | None
    has_mobile: bool
    has_tv: bool


@transaction.atomic
def note_contract(*, member: Membership, reference: UUID, contract: Contract, at: datetime) -> None:
    """Keep the present contract of a household.

    Raises:
        Refusal: not open to this member, or the household has no line.
    """
    household = find(member, reference).household
    if household.has_line is False:
        raise Refusal("no_line_today", "Ce ménage n’a pas de ligne : corrigez-le d’abord.")
    households.update_needs(
        household_id=household.pk,
        needs=households.Needs(
            adults=household.adults,
            children=household.children,
            has_line=True,
            monthly_cost=contract.monthly_cost,
            line_ends_on=contract.ends_on,
            exit_fee=contract.exit_fee,
            computer=household.computer,
            skills=household.skills,
        ),
        by=member,
        at=at,
    )
    lines.note_contract(
        household_id=household.pk,
        has_mobile=contract.has_mobile,
        has_tv=contract.has_tv,
        by=member,
        at=at,
    )


def see_bill(
    *, member: Membership, reference: UUID, month: date, amount: int, at: datetime, once: UUID
) -> BillSeen:
    """Keep the amount of a bill of the programme's line.

    Raises:
        Refusal: not open to this member, no line of ours that works, or a bill that cannot be.
    """
    prescription = find(member, reference)
    line = prescription.line
    if line is None or line.activated_on is None:
        raise Refusal("line_not_active", "La ligne ne marche pas encore : il n’y a pas de facture.")
    if month < line.activated_on.replace(day=1):
        raise Refusal(
            "bill_month_wrong", "La ligne ne marchait pas encore ce mois-là.", field="month"
        )
    _, programme = current_programme()
    _, offer = offer_of(prescription, programme=programme)
    if offer is None:
        raise Refusal(
            "price_not_known",
            "Le programme ne connaît pas le prix de ce réseau : demandez-le à son responsable.",
        )
    return lines.see_bill(
        household_id=prescription.household_id,
        month=month,
        amount=amount,
        announced=offer.price.value,
        by=member,
        at=at,
        once=once,
    )
