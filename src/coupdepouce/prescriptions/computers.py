"""Computers as the shop reads them: with the request of whom they are for, when it may see it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from coupdepouce.core.calendar import day_of
from coupdepouce.core.journey.part_steps import UNDER_WAY
from coupdepouce.core.refusal import Refusal
from coupdepouce.equipment.models import Computer, HandOver
from coupdepouce.equipment.queries.holding import machines_held, own_machine
from coupdepouce.equipment.queries.places import named, where
from coupdepouce.equipment.queries.shops import stock_of
from coupdepouce.equipment.queries.stock import heads_of_queues, reserved_for
from coupdepouce.equipment.queries.waiting import waiting_in, waiting_of
from coupdepouce.households.models import Person
from coupdepouce.outreach.printing import Spot
from coupdepouce.outreach.receipts import Receipt, details_of
from coupdepouce.partners.models import Membership, Organisation
from coupdepouce.prescriptions.events import given_by
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.queries import find, visible_to
from coupdepouce.prescriptions.session_news import next_booked
from coupdepouce.programmes.queries import current_programme, printable_figures, programme_of

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
    machines = stock_of(member)
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
    reserved_until: date | None = None
    position: int | None = None
    since: datetime | None = None
    expected_on: date | None = None
    guarantee_until: date | None = None
    is_guarantee_sure: bool = False  # confirmed, so that a household may read it
    has_receipt: bool = False


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
            reserved_until=kept.reserved_until,
        )
    if state in {"reserved", "ready"}:
        return ComputerView(place=LOST)
    if state in {"handed_over", "on_loan"} and (own := own_machine(given_by(prescription))):
        return ComputerView(
            machine=named(own.computer),
            serial=own.computer.serial,
            guarantee_until=own.guarantee_until,
            is_guarantee_sure=GUARANTEE in printable_figures(),
            has_receipt=True,
        )
    return None


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


@dataclass(frozen=True, kw_only=True)
class HandOverView:
    """What the counter needs to hand a machine over: which one, and what to read aloud."""

    prescription: Prescription
    computer: Computer
    machine: str
    language: str
    conditions: Sequence[str]


def to_hand_over(*, member: Membership, reference: UUID) -> HandOverView:
    """Show what is to be handed over for a request.

    Raises:
        Refusal: not open to this member, or no machine is kept for the household.
    """
    prescription = find(member, reference)
    computer = reserved_for(prescription.household_id)
    if computer is None:
        raise Refusal("nothing_reserved", "Aucun ordinateur n’est réservé : réservez-en un.")
    stock = programme_of(prescription.version).stock
    language = prescription.household.language
    return HandOverView(
        prescription=prescription,
        computer=computer,
        machine=named(computer),
        language=language if language in stock.conditions else "fr",
        conditions=stock.conditions_in(language),
    )


def receipt_of(*, member: Membership, reference: UUID, at: datetime) -> Receipt:
    """Give the receipt of what the household of a request was given last.

    Raises:
        Refusal: not open to this member, or nothing was handed over.
    """
    prescription = find(member, reference)
    held = machines_held(given_by(prescription))
    if not held:
        raise Refusal("no_receipt", "Aucun ordinateur n’est remis : il n’y a pas encore de reçu.")
    last = max(held, key=lambda one: one.at)
    coming = next_booked(prescription.household_id, at=at, language=last.language)
    return _receipt(last, next_session=coming)


def _receipt(row: HandOver, *, next_session: str) -> Receipt:
    programme, computer = programme_of(row.version), row.computer
    is_sure = GUARANTEE in printable_figures()
    return Receipt(
        programme=programme.name,
        number=row.receipt_number,
        day=day_of(row.at),
        machine=named(computer),
        serial=computer.serial,
        details=details_of(ram_mib=computer.ram_mib, disks=computer.disks),
        price=computer.price,
        guarantee_until=row.guarantee_until if is_sure else None,
        conditions=programme.stock.conditions_in(row.language),
        shop=_spot(row.shop),
        given_by=str(row.by.user),
        is_loan=row.kind == HandOver.Kind.LOAN,
        is_signed=row.is_signed,
        signature=row.signature,
        next_session=next_session,
        language=row.language,
    )


def _spot(shop: Organisation) -> Spot:
    place = shop.place
    town = f"{place.postcode} {place.commune_name}".strip() if place else ""
    lines = (place.address, town) if place else ()
    return Spot(
        name=shop.name,
        lines=tuple(filter(None, lines)),
        hours=place.opening_hours if place else "",
    )
