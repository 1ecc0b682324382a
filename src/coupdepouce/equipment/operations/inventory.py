"""Inventories: the machines of a shop scanned one by one; closing writes what was found."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from coupdepouce.core.refusal import Refusal
from coupdepouce.equipment.models import Computer, Inventory, Movement, Scan
from coupdepouce.equipment.operations.moves import note_move
from coupdepouce.equipment.queries.inventory import Counted, counted
from coupdepouce.partners.models import Membership


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
        Refusal: not an inventory of this shop, or closed.
    """
    _open(reference, by=by).scans.filter(serial=serial).delete()


def _open(reference: UUID, *, by: Membership) -> Inventory:
    rows = Inventory.objects.select_for_update(of=("self",)).select_related("shop")
    inventory = rows.filter(reference=reference, shop=by.organisation_id).first()
    if inventory is None:
        raise Refusal("not_found", "Cet inventaire n’existe pas, ou n’est pas de votre boutique.")
    if inventory.closed_at is not None:
        raise Refusal("inventory_closed", "Cet inventaire est clos : ouvrez-en un autre.")
    return inventory


@transaction.atomic
def close_inventory(*, reference: UUID, by: Membership, at: datetime) -> Inventory:
    """End a count: what was not seen is missing, what was found here is here.

    Raises:
        Refusal: not an inventory of this shop, or closed.
    """
    inventory = _open(reference, by=by)
    result = counted(inventory)
    _lose(result, by=by, at=at)
    _find(result.found, by=by, at=at)
    inventory.result = result.serials
    inventory.closed_at, inventory.closed_by = at, by
    inventory.save(update_fields=["result", "closed_at", "closed_by"])
    return inventory


def _locked(computers: Iterable[Computer]) -> Iterable[Computer]:
    rows = Computer.objects.select_for_update(of=("self",)).select_related("lot__refurbisher")
    return rows.filter(pk__in=[one.pk for one in computers]).order_by("pk")


def _lose(result: Counted, *, by: Membership, at: datetime) -> None:
    for computer in _locked(result.missing):
        computer.state = Computer.State.MISSING
        computer.save(update_fields=["state"])
        note_move(computer, kind=Movement.Kind.MISSING, at=at, by=by, origin=by.organisation)


def _find(found: Iterable[Computer], *, by: Membership, at: datetime) -> None:
    for computer in _locked(found):
        origin = computer.shop or computer.lot.refurbisher
        if computer.state == Computer.State.MISSING:
            kept = computer.reserved_for_id is not None
            computer.state = _state_before(computer, is_kept=kept)
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


def _state_before(computer: Computer, *, is_kept: bool) -> Computer.State:
    if is_kept:
        return Computer.State.RESERVED
    # Stocked since it last came back: it is ready to be given again.
    last = computer.movements.filter(
        kind__in=[Movement.Kind.STOCKED, Movement.Kind.RETURNED, Movement.Kind.TAKEN_IN]
    ).order_by("-at", "-pk")
    kind = last.values_list("kind", flat=True).first()
    return Computer.State.STOCK if kind == Movement.Kind.STOCKED else Computer.State.INTAKE
