"""Builders of machines: fictional makers, one serial each."""

from datetime import date
from itertools import count
from typing import Any
from uuid import uuid4

from coupdepouce.core.roles import Role
from coupdepouce.equipment.models import Computer, Donor, Lot
from coupdepouce.partners.models import Membership, Organisation
from tests.apps.build import NOW, member, organisation

_number = count(1)


def refurbisher() -> Membership:
    """Make somebody who works at a refurbisher of their own."""
    return member(Role.REFURBISHER, of=organisation(Organisation.Kind.REFURBISHER))


def lot(*, of: Organisation | None = None) -> Lot:
    """Make a lot of a fictional donor."""
    donor, _ = Donor.objects.get_or_create(
        name="Donateur fictif", defaults={"is_public_body": False}
    )
    return Lot.objects.create(
        reference=uuid4(),
        refurbisher=of or organisation(Organisation.Kind.REFURBISHER),
        donor=donor,
        announced_count=10,
        announced_on=date(2026, 11, 2),
    )


def machine(shop: Organisation | None = None, **fields: Any) -> Computer:
    """Make a free laptop, in a shop or at its refurbisher."""
    return Computer.objects.create(
        **{
            "reference": uuid4(),
            "lot": fields.pop("lot", None) or lot(),
            "form": "laptop",
            "serial": f"FICTIF{next(_number):04d}",
            "brand": "Marque fictive",
            "model": "Modèle 14",
            "ram_mib": 8192,
            "disks": [{"kind": "ssd", "bytes": 256_000_000_000}],
            "state": Computer.State.STOCK,
            "stocked_at": NOW,
            "shop": shop,
            "price": 8000,
            **fields,
        }
    )
