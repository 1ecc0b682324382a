"""A machine put in a household's hands at the counter: what is read aloud, and its receipt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from coupdepouce.core.calendar import day_of
from coupdepouce.core.journey.model import Part
from coupdepouce.core.journey.states import OPEN_PRESCRIPTION, SETTLED
from coupdepouce.core.refusal import Refusal
from coupdepouce.equipment.models import Computer, HandOver
from coupdepouce.equipment.queries.holding import machines_held, replaced_by
from coupdepouce.equipment.queries.places import named
from coupdepouce.equipment.queries.stock import reserved_for
from coupdepouce.outreach.printing import Spot
from coupdepouce.outreach.receipts import Receipt, details_of
from coupdepouce.partners.models import Membership, Organisation
from coupdepouce.prescriptions.computers import GUARANTEE
from coupdepouce.prescriptions.events import given_by
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.queries import find
from coupdepouce.prescriptions.session_news import next_booked
from coupdepouce.programmes.queries import printable_figures, programme_of


@dataclass(frozen=True, kw_only=True)
class Giving:
    """What the counter needs to give a machine: about which one, and what to read aloud."""

    prescription: Prescription
    computer: Computer  # the one kept for the household, or its own that is exchanged or repaired
    machine: str
    price: int | None  # None: nothing is to be paid
    language: str
    conditions: Sequence[str]


def to_hand_over(*, member: Membership, reference: UUID) -> Giving:
    """Show what is to be handed over for a request.

    Raises:
        Refusal: not open to this member, or no machine is kept for the household.
    """
    prescription = find(member, reference)
    computer = reserved_for(prescription.household_id)
    if computer is None:
        raise Refusal("nothing_reserved", "Aucun ordinateur n’est réservé : réservez-en un.")
    return _giving(prescription, computer, price=computer.price)


def to_replace(*, member: Membership, reference: UUID) -> Giving:
    """Show what is to be exchanged, or repaired while another machine is lent.

    Raises:
        Refusal: not open to this member, or the request gave no machine.
    """
    prescription = find(member, reference)
    held = machines_held(given_by(prescription))
    if not held:
        raise Refusal("nothing_held", "Ce ménage n’a pas d’ordinateur du programme.")
    # The last one is the loan, if there is one: its own is at the shop already.
    return _giving(prescription, held[-1].computer, price=None)


def _giving(prescription: Prescription, computer: Computer, *, price: int | None) -> Giving:
    stock = programme_of(prescription.version).stock
    language = prescription.household.language
    return Giving(
        prescription=prescription,
        computer=computer,
        machine=named(computer),
        price=price,
        language=language if language in stock.conditions else "fr",
        conditions=stock.conditions_in(language),
    )


def receipt_of(*, member: Membership, reference: UUID, at: datetime) -> Receipt:
    """Give the receipt of what the household of a request was given last.

    Raises:
        Refusal: not open to this member, or nothing was handed over.
    """
    prescription = find(member, reference)
    given = given_by(prescription)
    held = machines_held(given)
    if not held:
        raise Refusal("no_receipt", "Aucun ordinateur n’est remis : il n’y a pas encore de reçu.")
    last = max(held, key=lambda one: one.at)
    coming = next_booked(prescription.household_id, at=at, language=last.language)
    return replace(
        _receipt(last, given=given),
        has_training=prescription.state in OPEN_PRESCRIPTION
        and prescription.training_state not in SETTLED[Part.TRAINING],
        next_session=coming,
    )


def _receipt(row: HandOver, *, given: Iterable[UUID]) -> Receipt:
    programme, computer = programme_of(row.version), row.computer
    old = replaced_by(given, row) if row.kind == HandOver.Kind.EXCHANGE else None
    is_sure = GUARANTEE in printable_figures()
    return Receipt(
        programme=programme.name,
        number=row.receipt_number,
        day=day_of(row.at),
        machine=named(computer),
        serial=computer.serial,
        details=details_of(ram_mib=computer.ram_mib, disks=computer.disks),
        price=computer.price if row.kind == HandOver.Kind.HAND_OVER else None,
        guarantee_until=row.guarantee_until if is_sure else None,
        conditions=programme.stock.conditions_in(row.language),
        shop=_spot(row.shop),
        given_by=str(row.by.user),
        is_loan=row.is_loan,
        replaces=old.computer.serial if old else "",
        is_signed=row.is_signed,
        signature=row.signature,
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
