"""Inventories: the machines of a shop scanned one by one; closing writes what was found."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.serial import read_serial
from coupdepouce.equipment.models import Computer, Inventory, Movement, Scan
from coupdepouce.equipment.operations.locks import locked
from coupdepouce.equipment.operations.moves import note_move
from coupdepouce.equipment.queries.inventory import counted, saw_nothing
from coupdepouce.equipment.queries.places import at_place, place_of
from coupdepouce.equipment.queries.preparing import CAME_BACK
from coupdepouce.partners.models import Membership

# A household left it with us, repaired or not: what it holds is theirs until it is erased.
CAME_IN = (Movement.Kind.TAKEN_IN, *CAME_BACK)


def open_inventory(*, by: Membership, at: datetime, once: UUID) -> Inventory:
    """Begin to count the machines of one's shop, or go on with the count that is open."""
    try:
        with transaction.atomic():
            made, _ = Inventory.objects.get_or_create(
                shop=by.organisation,
                closed_at=None,
                defaults={"reference": once, "opened_at": at, "opened_by": by},
            )
            return made
    except IntegrityError:
        return Inventory.objects.get(shop=by.organisation, closed_at=None)


@transaction.atomic
def scan(*, reference: UUID, serials: Sequence[str], by: Membership, at: datetime) -> Inventory:
    """Add machines to a count; read twice, one is counted once.

    Raises:
        Refusal: not an inventory of this shop, or closed.
    """
    inventory = _open(reference, by=by)
    known = {one.serial: one for one in Computer.objects.filter(serial__in=serials)}
    Scan.objects.bulk_create(
        [
            Scan(inventory=inventory, serial=serial, computer=known.get(serial), at=at)
            for serial in serials
        ],
        ignore_conflicts=True,
    )
    return inventory


@transaction.atomic
def unscan(*, reference: UUID, serial: str, by: Membership) -> None:
    """Take a serial out of a count: it was typed wrong.

    Raises:
        Refusal: not an inventory of this shop, or closed, or what was typed cannot be a serial.
    """
    _open(reference, by=by).scans.filter(serial=read_serial(serial)).delete()


def _open(reference: UUID, *, by: Membership) -> Inventory:
    rows = Inventory.objects.select_for_update(of=("self",)).select_related("shop")
    inventory = rows.filter(reference=reference, shop=by.organisation_id).first()
    if inventory is None:
        raise Refusal("not_found", "Cet inventaire n’existe pas, ou n’est pas de votre boutique.")
    if inventory.closed_at is not None:
        raise Refusal("inventory_closed", "Cet inventaire est clos : ouvrez-en un autre.")
    return inventory


@transaction.atomic
def close_inventory(
    *, reference: UUID, by: Membership, at: datetime, none_is_there: bool = False
) -> Inventory:
    """End a count: what was not seen is missing, what was found here is here, others are told.

    Raises:
        Refusal: not an inventory of this shop, or closed, or no machine of it was seen and nobody
            says that none is there.
    """
    inventory = _open(reference, by=by)
    # Compared once they are locked: what was handed over or sent meanwhile is neither lost nor
    # found, and what arrived since was not there to be counted.
    there = Q(pk__in=at_place(inventory.shop).values("pk"))
    scanned = Q(serial__in=inventory.scans.values("serial"))
    result = counted(inventory, among=[one.pk for one in locked(there | scanned)])
    if saw_nothing(result) and not none_is_there:
        raise Refusal(
            "nothing_seen",
            "Aucune machine de la boutique n’est scannée : toutes seraient notées manquantes. "
            "Scannez celles qui sont là, ou cochez qu’il n’y en a aucune.",
            field="none_is_there",
        )
    _lose(result.missing, by=by, at=at)
    _find(result.found, by=by, at=at)
    _tell([one for one, _ in result.elsewhere], by=by, at=at)
    inventory.result = result.serials
    inventory.closed_at, inventory.closed_by = at, by
    inventory.save(update_fields=["result", "closed_at", "closed_by"])
    return inventory


def _lose(missing: Iterable[Computer], *, by: Membership, at: datetime) -> None:
    for computer in missing:
        computer.state = Computer.State.MISSING
        computer.save(update_fields=["state"])
        note_move(computer, kind=Movement.Kind.MISSING, at=at, by=by, origin=by.organisation)


def _find(found: Iterable[Computer], *, by: Membership, at: datetime) -> None:
    for computer in found:
        origin = computer.shop or computer.lot.refurbisher
        if computer.state == Computer.State.MISSING:
            computer.state = _state_before(computer)
        computer.shop = by.organisation
        computer.save(update_fields=["state", "shop"])
        note_move(
            computer,
            kind=Movement.Kind.FOUND,
            at=at,
            by=by,
            origin=origin,
            destination=by.organisation,
        )


def _tell(seen: Iterable[Computer], *, by: Membership, at: datetime) -> None:
    """Write on what another place has that it was scanned here: that place reads it."""
    for computer in seen:
        if place := place_of(computer):
            note_move(
                computer,
                kind=Movement.Kind.SEEN,
                at=at,
                by=by,
                origin=place,
                destination=by.organisation,
            )


def _state_before(computer: Computer) -> Computer.State:
    if computer.reserved_for_id is not None:
        return Computer.State.RESERVED
    if computer.hand_overs.filter(returned_at__isnull=True).exists():
        return Computer.State.REPAIR  # a household's own, with its files on it
    # Stocked since it last came back: it is ready to be given again.
    last = computer.movements.filter(kind__in=[Movement.Kind.STOCKED, *CAME_IN]).order_by(
        "-at", "-pk"
    )
    kind = last.values_list("kind", flat=True).first()
    return Computer.State.STOCK if kind == Movement.Kind.STOCKED else Computer.State.INTAKE
