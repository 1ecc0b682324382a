"""What an inventory found, compared with what should be in the shop."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.equipment.models import Computer, Inventory
from coupdepouce.equipment.queries.places import GONE, at_place, where
from coupdepouce.partners.models import Membership


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The machines of a count, each in one list only."""

    seen: Sequence[Computer]
    missing: Sequence[Computer]  # should be here, was not scanned
    found: Sequence[Computer]  # here although it was missing, or belongs to another place
    elsewhere: Sequence[tuple[Computer, str]]  # in a parcel or in somebody's hands: left as it is
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
    untouched = [one for one in away if one.parcel_id or one.state in GONE]
    return Counted(
        seen=[one for one in scanned.values() if one.pk in here],
        missing=[one for one in expected if one.serial not in scanned],
        found=[one for one in away if one not in untouched],
        elsewhere=[(one, where(one)) for one in untouched],
        unknown=[serial for serial in scans if serial not in scanned],
    )


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
