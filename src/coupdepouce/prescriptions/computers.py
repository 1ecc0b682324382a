"""Computers as the shop reads them: with the request of whom they are for, when it may see it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from coupdepouce.core.calendar import add_days
from coupdepouce.core.journey.part_steps import UNDER_WAY
from coupdepouce.equipment.models import Computer, HandOver
from coupdepouce.equipment.queries.holding import machines_held
from coupdepouce.equipment.queries.places import named, where
from coupdepouce.equipment.queries.shops import stock_of
from coupdepouce.equipment.queries.stock import heads_of_queues, reserved_for
from coupdepouce.equipment.queries.waiting import waiting_in, waiting_of
from coupdepouce.households.models import Person
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.events import given_by
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.queries import visible_to
from coupdepouce.programmes.queries import current_programme, printable_figures

GUARANTEE = "stock.guarantee"
LOST = "La machine réservée manque. La personne reprend bientôt sa place sur la liste."


@dataclass(frozen=True, kw_only=True)
class Whose:
    """The request a machine or a place is for: its reference and the person's name."""

    reference: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """A place in the queue of the shop; whose it is stays unsaid until the shop received it."""

    position: int
    since: datetime
    expected_on: date | None
    whose: Whose | None


@dataclass(frozen=True, kw_only=True)
class StockRow:
    """A machine of the shop, and for whom it is kept."""

    computer: Computer
    whose: Whose | None


def _whose(member: Membership, households: Iterable[int]) -> Mapping[int, Whose]:
    wanted = set(households)
    requests = visible_to(member).filter(household__in=wanted).order_by("pk")
    known = dict(requests.values_list("household", "reference"))
    people = Person.objects.filter(household__in=known, role=Person.Role.APPLICANT)
    names = {one.household_id: f"{one.first_name} {one.last_name}" for one in people}
    return {
        household: Whose(reference=reference, name=names.get(household, "Dossier effacé"))
        for household, reference in known.items()
    }


def queue_of(member: Membership, *, at: datetime) -> Sequence[QueueRow]:
    """Give the queue of the member's shop, in the published order."""
    _, programme = current_programme()
    waiting = waiting_in(member, form=programme.stock.form, at=at)
    whose = _whose(member, [one.place.household_id for one in waiting])
    return [
        QueueRow(
            position=one.position,
            since=one.place.since,
            expected_on=one.expected_on,
            whose=whose.get(one.place.household_id),
        )
        for one in waiting
    ]


def stock_rows(member: Membership) -> Sequence[StockRow]:
    """Give the machines of the member's shop, each with the request it is kept for."""
    return with_whose(member, stock_of(member))


def with_whose(member: Membership, machines: Sequence[Computer]) -> Sequence[StockRow]:
    """Give machines with the request each is kept for, when the member may see it."""
    whose = _whose(member, [one.reserved_for_id for one in machines if one.reserved_for_id])
    return [
        StockRow(
            computer=one, whose=whose.get(one.reserved_for_id) if one.reserved_for_id else None
        )
        for one in machines
    ]


@dataclass(frozen=True, kw_only=True)
class ComputerView:
    """Where the computer of a request stands, for the counter and for the household."""

    machine: str = ""
    serial: str = ""
    place: str = ""
    price: int | None = None  # cents, of this very machine; None: nothing is to be paid for it
    reserved_until: date | None = None
    position: int | None = None
    since: datetime | None = None
    expected_on: date | None = None
    guarantee_until: date | None = None  # the first day without it
    is_guarantee_sure: bool = False  # confirmed, so that a household may read it
    has_receipt: bool = False
    lent: str = ""  # the machine lent meanwhile, with its serial

    @property
    def last_day_of_guarantee(self) -> date | None:
        """Give the last day of the guarantee, as people say it."""
        return add_days(self.guarantee_until, -1) if self.guarantee_until else None


def computer_of(prescription: Prescription, *, at: datetime) -> ComputerView | None:
    """Give what is known of the computer of a request, with no read when none was asked for."""
    state, household = prescription.computer_state, prescription.household_id
    if state == "waiting" and (waiting := waiting_of(household, at=at)):
        return ComputerView(
            position=waiting.position,
            since=waiting.place.since,
            expected_on=waiting.expected_on,
        )
    if state in {"reserved", "ready"} and (kept := reserved_for(household)):
        return ComputerView(
            machine=named(kept),
            serial=kept.serial,
            place=where(kept),
            price=kept.price,
            reserved_until=kept.reserved_until,
        )
    if state in {"reserved", "ready"}:
        return ComputerView(place=LOST)
    if state in {"handed_over", "on_loan"} and (held := machines_held(given_by(prescription))):
        return _in_hand(held)
    return None


def _in_hand(held: Sequence[HandOver]) -> ComputerView:
    own = next((one for one in held if not one.is_loan), None)
    lent = next((one.computer for one in held if one.is_loan), None)
    is_bought = own is not None and own.kind == HandOver.Kind.HAND_OVER and lent is None
    return ComputerView(
        machine=named(own.computer) if own else "",
        serial=own.computer.serial if own else "",
        price=own.computer.price if own and is_bought else None,
        guarantee_until=own.guarantee_until if own else None,
        is_guarantee_sure=GUARANTEE in printable_figures(),
        has_receipt=True,
        lent=f"{named(lent)}, {lent.serial}" if lent else "",
    )


def over_age(*, day: date) -> QuerySet[Prescription]:
    """Give the requests whose reservation is over; a machine still on the road is not late."""
    kept = Computer.objects.filter(state=Computer.State.RESERVED, reserved_for__isnull=False)
    good = kept.filter(Q(reserved_until__isnull=True) | Q(reserved_until__gte=day))
    return Prescription.objects.filter(
        state__in=UNDER_WAY, computer_state__in=["reserved", "ready"], computer_due_on__lte=day
    ).exclude(household__in=good.values("reserved_for"))


def missing() -> QuerySet[Prescription]:
    """Give the requests whose machine was not in its parcel, or not found at the inventory."""
    lost = Computer.objects.filter(state=Computer.State.MISSING, reserved_for__isnull=False)
    return Prescription.objects.filter(
        state__in=UNDER_WAY,
        computer_state__in=["reserved", "ready"],
        household__in=lost.values("reserved_for"),
    )


def first_of_queues() -> QuerySet[Prescription]:
    """Give the requests to serve now: the heads of the queues, one for each free machine."""
    return Prescription.objects.filter(
        household__in=heads_of_queues(), state__in=UNDER_WAY, computer_state="waiting"
    )
