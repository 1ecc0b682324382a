"""Reservations: one machine for one household, whoever clicks at the same moment."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from coupdepouce.core.calendar import add_days, day_of
from coupdepouce.core.refusal import Refusal
from coupdepouce.equipment.models import Computer, Movement
from coupdepouce.equipment.operations.locks import locked
from coupdepouce.equipment.operations.moves import note_move
from coupdepouce.equipment.operations.waiting import leave_queue, take_place_back
from coupdepouce.equipment.queries.stock import before, free_machines, open_place, queue
from coupdepouce.partners.models import Membership, Organisation

KEPT = ("state", "reserved_for", "reserved_shop", "reserved_at", "reserved_until")


@transaction.atomic
def reserve(
    *,
    household_id: int,
    shop: Organisation | None,
    form: str,
    days: int,
    by: Membership | None,
    at: datetime,
) -> Computer:
    """Keep a machine for a household: of its shop first, else of a refurbisher's stock.

    Raises:
        Refusal: it has one already, or none is left once those before it are served.
    """
    if Computer.objects.filter(reserved_for=household_id, state=Computer.State.RESERVED).exists():
        raise Refusal("already_reserved", "Un ordinateur est déjà réservé pour ce ménage.")
    computer = _taken(household_id, shop_id=shop.pk if shop else None, form=form)
    if computer is None:
        raise Refusal(
            "stock_empty",
            "Plus aucun ordinateur n’est libre. Inscrivez la personne sur la liste d’attente.",
        )
    computer.state = Computer.State.RESERVED
    computer.reserved_for_id = household_id
    computer.reserved_shop = shop
    computer.reserved_at = at
    computer.reserved_until = _last_day(computer, days=days, at=at)
    computer.save(update_fields=KEPT)
    leave_queue(household_id=household_id, at=at, is_served=True)
    note_move(computer, kind=Movement.Kind.RESERVED, at=at, by=by, destination=shop)
    return computer


def _taken(household_id: int, *, shop_id: int | None, form: str) -> Computer | None:
    place = open_place(household_id)
    for where in dict.fromkeys((shop_id, None)):
        ahead = queue(shop_id=where, form=form).filter(before(place)).count()
        # One machine for each who is before, and one more: all are locked while one is taken, so
        # that two who arrive together never take the one that a third is waiting for.
        free = free_machines(shop_id=where, form=form)[: ahead + 1]
        rows = list(free.select_for_update(skip_locked=True, of=("self",)))
        if len(rows) > ahead:
            return rows[0]
    return None


def _last_day(computer: Computer, *, days: int, at: datetime) -> date | None:
    # On the road it is late by our doing: the days are counted once the person can come.
    is_here = computer.reserved_shop_id in {None, computer.shop_id}
    return add_days(day_of(at), days) if is_here else None


@transaction.atomic
def make_ready(*, household_id: int, days: int, at: datetime) -> Computer:
    """Count the days again from the moment when the person can come for its machine.

    Raises:
        Refusal: no machine is kept for it in the shop where it goes.
    """
    computer = kept_machine(household_id)
    if computer.shop_id is None or computer.shop_id != computer.reserved_shop_id:
        raise Refusal(
            "machine_not_here",
            "L’ordinateur n’est pas encore arrivé en boutique : ouvrez le colis.",
        )
    computer.reserved_until = add_days(day_of(at), days)
    computer.save(update_fields=["reserved_until"])
    return computer


def kept_machine(household_id: int) -> Computer:
    """Lock the machine kept for a household.

    Raises:
        Refusal: none is.
    """
    kept = Computer.objects.select_for_update(of=("self",))
    computer = kept.filter(reserved_for=household_id, state=Computer.State.RESERVED).first()
    if computer is None:
        raise Refusal("nothing_reserved", "Aucun ordinateur n’est réservé : réservez-en un.")
    return computer


@transaction.atomic
def free(
    *, household_id: int, by: Membership | None, at: datetime, reason: str = ""
) -> Computer | None:
    """Give back the machine kept for a household; nothing when none was, as after a loss."""
    rows = Computer.objects.select_for_update(of=("self",)).filter(reserved_for=household_id)
    freed = None
    for computer in rows.order_by("pk"):
        if computer.state == Computer.State.RESERVED:
            computer.state = Computer.State.STOCK
            freed = computer
            note_move(
                computer,
                kind=Movement.Kind.FREED,
                at=at,
                by=by,
                origin=computer.reserved_shop,
                reason=reason,
            )
        clear(computer)
        computer.save(update_fields=KEPT)
    return freed


@transaction.atomic
def requeue(*, household_id: int, shop: Organisation | None, form: str, at: datetime) -> None:
    """Give a household its place back when the machine kept for it is missing.

    Raises:
        Refusal: no machine kept for it is missing any more.
    """
    rows = Computer.objects.select_for_update(of=("self",)).filter(reserved_for=household_id)
    missing = rows.filter(state=Computer.State.MISSING).first()
    if missing is None:
        raise Refusal("nothing_missing", "L’ordinateur réservé est retrouvé : rien à changer.")
    since = missing.reserved_at or at
    clear(missing)
    missing.save(update_fields=KEPT)
    take_place_back(household_id=household_id, shop=shop, form=form, since=since)


def clear(computer: Computer) -> None:
    """Forget for whom a machine was kept; the caller saves."""
    computer.reserved_for = None
    computer.reserved_shop = None
    computer.reserved_at = None
    computer.reserved_until = None


@transaction.atomic
def collect_elsewhere(
    *, household_id: int, shop: Organisation | None, days: int, at: datetime
) -> None:
    """Follow the household to another shop: its machine will be sent there, its place kept."""
    for computer in locked(Q(reserved_for=household_id, state=Computer.State.RESERVED)):
        if computer.reserved_shop != shop:
            computer.reserved_shop = shop
            computer.reserved_until = _last_day(computer, days=days, at=at)
            computer.save(update_fields=["reserved_shop", "reserved_until"])
    if place := open_place(household_id):
        place.shop = shop
        place.save(update_fields=["shop"])
