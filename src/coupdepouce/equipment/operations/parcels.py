"""Parcels: machines sent from one place to another, and counted when the parcel is opened."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from coupdepouce.core.refusal import Refusal
from coupdepouce.equipment.models import Computer, Movement, Parcel, ParcelItem
from coupdepouce.equipment.operations.locks import locked
from coupdepouce.equipment.operations.moves import note_move
from coupdepouce.equipment.queries.places import place_of, visible_to, where
from coupdepouce.partners.models import Membership, Organisation

SENT = frozenset(
    {Computer.State.STOCK, Computer.State.RESERVED, Computer.State.INTAKE, Computer.State.REPAIR}
)


def send_parcel(
    *, serials: Sequence[str], to: Organisation, by: Membership, at: datetime, once: UUID
) -> Parcel:
    """Send machines that stand here to another place; the same key gives the same parcel.

    Raises:
        Refusal: a machine is not here, cannot travel, or cannot go there.
    """
    if already := Parcel.objects.filter(reference=once, sent_by=by).first():
        return already
    _check_destination(to, by)
    try:
        with transaction.atomic():
            return _sent(serials, to=to, by=by, at=at, once=once)
    except IntegrityError:
        # A double click at the same second: the key let only the other one through.
        if already := Parcel.objects.filter(reference=once, sent_by=by).first():
            return already
        raise Refusal(
            "key_already_used", "Cette page a déjà servi pour autre chose. Rechargez-la."
        ) from None


def _check_destination(to: Organisation, by: Membership) -> None:
    known = to.kind in {Organisation.Kind.SHOP, Organisation.Kind.REFURBISHER}
    if not known or not to.is_active or to.pk == by.organisation_id:
        raise Refusal("parcel_nowhere", "Choisissez une autre boutique ou un reconditionneur.")


def _sent(
    serials: Sequence[str], *, to: Organisation, by: Membership, at: datetime, once: UUID
) -> Parcel:
    parcel = Parcel.objects.create(
        reference=once, origin=by.organisation, destination=to, sent_at=at, sent_by=by
    )
    for computer in _found(serials):
        _check_travels(computer, to=to, by=by)
        computer.shop, computer.parcel = None, parcel
        computer.save(update_fields=["shop", "parcel"])
        ParcelItem.objects.create(parcel=parcel, computer=computer)
        note_move(
            computer,
            kind=Movement.Kind.SENT,
            at=at,
            by=by,
            origin=by.organisation,
            destination=to,
        )
    return parcel


def _found(serials: Sequence[str]) -> list[Computer]:
    found = locked(Q(serial__in=serials))
    if unknown := sorted(set(serials) - {computer.serial for computer in found}):
        raise Refusal(
            "serial_unknown",
            f"Aucune machine n’a ce numéro : {', '.join(unknown)}. Relisez l’étiquette.",
        )
    return found


def _check_travels(computer: Computer, *, to: Organisation, by: Membership) -> None:
    if place_of(computer) != by.organisation:
        raise _not_here(computer, by)
    if computer.state not in SENT:
        state = computer.get_state_display()
        raise Refusal("does_not_travel", f"{computer.serial} ne part pas : machine {state}.")
    if to.kind == Organisation.Kind.REFURBISHER and computer.lot.refurbisher_id != to.pk:
        home = computer.lot.refurbisher.name
        raise Refusal(
            "other_refurbisher", f"{computer.serial} vient de : {home}. Renvoyez-la là-bas."
        )
    if computer.reserved_shop_id not in {None, to.pk}:
        raise Refusal(
            "expected_elsewhere",
            f"{computer.serial} est réservée : elle part pour {computer.reserved_shop}.",
        )


def _not_here(computer: Computer, by: Membership) -> Refusal:
    # Where a machine is, is said to whom may see it: a serial alone tells nothing of the others.
    if visible_to(by).filter(pk=computer.pk).exists():
        return Refusal("not_here", f"{computer.serial} n’est pas ici : {where(computer)}.")
    return Refusal(
        "not_here",
        f"{computer.serial} n’est pas notée chez vous. Vous l’avez devant vous ? Mettez-la de côté "
        "et prévenez le programme.",
    )


@transaction.atomic
def receive_parcel(
    *, reference: UUID, serials: Sequence[str], by: Membership, at: datetime
) -> Parcel:
    """Open a parcel and count it: what was scanned is here, what was not is missing.

    Raises:
        Refusal: not a parcel for this place, opened already, or a scanned machine is not of it.
    """
    parcel = _expected(reference, by=by)
    sent = locked(Q(pk__in=parcel.items.values("computer")))
    if strangers := sorted(set(serials) - {computer.serial for computer in sent}):
        raise Refusal(
            "not_in_parcel",
            f"Ces machines ne sont pas de ce colis : {', '.join(strangers)}. Mettez-les de côté "
            "et faites un inventaire.",
        )
    for computer in sent:
        is_found = computer.serial in serials
        parcel.items.filter(computer=computer).update(is_found=is_found)
        _arrive(computer, parcel, is_found=is_found, by=by, at=at)
    parcel.received_at, parcel.received_by = at, by
    parcel.save(update_fields=["received_at", "received_by"])
    return parcel


def _expected(reference: UUID, *, by: Membership) -> Parcel:
    rows = Parcel.objects.select_for_update(of=("self",)).select_related("destination", "origin")
    parcel = rows.filter(reference=reference, destination=by.organisation_id).first()
    if parcel is None:
        raise Refusal("not_found", "Ce colis n’existe pas, ou n’est pas pour vous.")
    if parcel.received_at is not None:
        raise Refusal("parcel_opened", "Ce colis a déjà été ouvert et compté.")
    return parcel


def _arrive(
    computer: Computer, parcel: Parcel, *, is_found: bool, by: Membership, at: datetime
) -> None:
    here = parcel.destination
    computer.parcel = None
    computer.shop = here if here.kind == Organisation.Kind.SHOP else None
    if not is_found:
        # Last seen at its origin: it is looked for there, and nobody waits for it any longer.
        computer.shop = parcel.origin if parcel.origin.kind == Organisation.Kind.SHOP else None
        computer.state = Computer.State.MISSING
    computer.save(update_fields=["parcel", "shop", "state"])
    note_move(
        computer,
        kind=Movement.Kind.RECEIVED if is_found else Movement.Kind.MISSING,
        at=at,
        by=by,
        origin=parcel.origin,
        destination=here,
    )
