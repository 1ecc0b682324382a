"""What an inventory found, compared with what should be in the shop."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.equipment.models import Computer, Inventory, Movement
from coupdepouce.equipment.queries.places import GONE, at_place, where
from coupdepouce.partners.models import Membership, Organisation

TOLD_FOR = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The machines of a count, each in one list only."""

    seen: Sequence[Computer]
    missing: Sequence[Computer]  # should be here, was not scanned
    found: Sequence[Computer]  # here although it was missing, or stands in another shop's list
    elsewhere: Sequence[tuple[Computer, str]]  # of another place or in somebody's hands: left there
    unknown: Sequence[str]

    @property
    def serials(self) -> dict[str, list[str]]:
        """Give what is written down when the count is closed."""
        return {
            "seen": [one.serial for one in self.seen],
            "missing": [one.serial for one in self.missing],
            "found": [one.serial for one in self.found],
            "elsewhere": [one.serial for one, _ in self.elsewhere],
            "unknown": list(self.unknown),
        }


def counted(inventory: Inventory, *, among: Collection[int] | None = None) -> Counted:
    """Compare what was scanned with what should be there, or with `among` those machines only."""
    every = Q() if among is None else Q(pk__in=among)
    scans = inventory.scans.order_by("serial").values_list("serial", flat=True)
    known = Computer.objects.filter(serial__in=list(scans)).select_related(
        "shop", "lot__refurbisher", "parcel__destination"
    )
    scanned = {computer.serial: computer for computer in known}
    there = at_place(inventory.shop).filter(every).exclude(state=Computer.State.MISSING)
    expected = there.order_by("serial")
    here = {computer.pk for computer in expected}
    away = [one for one in scanned.values() if one.pk not in here]
    found = [one for one in away if may_claim(one, shop=inventory.shop)]
    return Counted(
        seen=[one for one in scanned.values() if one.pk in here],
        missing=[one for one in expected if one.serial not in scanned],
        found=found,
        elsewhere=[(one, where(one)) for one in away if one not in found],
        unknown=[serial for serial in scans if serial not in scanned],
    )


def saw_nothing(count: Counted) -> bool:
    """Say whether no machine of the shop was seen: closed so, its whole stock is missing."""
    return bool(count.missing) and not (count.seen or count.found)


def may_claim(computer: Computer, *, shop: Organisation) -> bool:
    """Say whether a count may bring a machine here: a workshop's, or one kept elsewhere, stays."""
    if computer.parcel_id or computer.state in GONE:
        return False
    if computer.state == Computer.State.MISSING:
        return True
    is_kept = computer.state == Computer.State.RESERVED
    return computer.shop_id is not None and not (is_kept and computer.reserved_shop_id != shop.pk)


@dataclass(frozen=True, kw_only=True)
class SeenElsewhere:
    """A machine of a place that a shop scanned, and whether that shop has it in its stock now."""

    computer: Computer
    shop: Organisation
    at: datetime
    is_there: bool


def seen_elsewhere(member: Membership, *, at: datetime) -> Sequence[SeenElsewhere]:
    """Give the machines of the member's place that other shops counted lately, newest first."""
    kinds = (Movement.Kind.SEEN, Movement.Kind.FOUND)
    mine = Movement.objects.filter(kind__in=kinds, origin=member.organisation_id)
    rows = mine.filter(at__gte=at - TOLD_FOR).exclude(destination=member.organisation_id)
    return [
        SeenElsewhere(
            computer=one.computer,
            shop=one.destination,
            at=one.at,
            is_there=one.kind == Movement.Kind.FOUND,
        )
        for one in rows.select_related("computer", "destination").order_by("-at", "-pk")
        if one.destination is not None
    ]


def inventory_of(*, member: Membership, reference: UUID) -> Inventory:
    """Give an inventory of the member's shop, or any to the programme manager.

    Raises:
        Refusal: not open to this member.
    """
    rows = Inventory.objects.select_related("shop", "opened_by__user", "closed_by__user")
    if member.role != Role.PROGRAMME_MANAGER:
        rows = rows.filter(shop=member.organisation_id)
    found = rows.filter(reference=reference).first()
    if found is None:
        raise Refusal("not_found", "Cet inventaire n’existe pas, ou n’est pas de votre boutique.")
    return found


def inventories_of(member: Membership) -> Sequence[Inventory]:
    """Give the last inventories of the member's shop, the newest first."""
    rows = Inventory.objects.filter(shop=member.organisation_id).select_related("opened_by__user")
    return list(rows.order_by("-opened_at")[:12])
