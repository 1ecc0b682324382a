"""How machines and parcels are said to staff."""

from itertools import groupby
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from coupdepouce.core.calendar import day_of
from coupdepouce.equipment.queries.inventory import seen_elsewhere
from coupdepouce.equipment.queries.places import named
from coupdepouce.equipment.queries.shops import to_send

if TYPE_CHECKING:
    from coupdepouce.equipment.models import Computer, Parcel
    from coupdepouce.partners.models import Membership

TONES = {
    "stock": "yes", "reserved": "info", "intake": "wait", "missing": "no", "repair": "wait",
    "handed_over": "yes", "on_loan": "info", "scrapped": "info",
}  # fmt: skip
COMING = "Une personne qui n’est pas encore venue"


def badge(computer: "Computer") -> tuple[str, str]:
    """Give the tone and the word of where a machine stands."""
    return TONES[computer.state], str(computer.get_state_display()).capitalize()


def kept_for(computer: "Computer") -> str:
    """Say in which shop somebody waits for a machine, empty when nobody does."""
    is_kept = computer.state == "reserved" and computer.reserved_shop_id is not None
    return f"Réservée pour {computer.reserved_shop}" if is_kept else ""


def called(computer: "Computer") -> str:
    """Name a machine with its serial."""
    return f"{named(computer)}, {computer.serial}"


def awaited_elsewhere(member: "Membership") -> list[dict[str, object]]:
    """Give what is to be sent from here: by shop, the machines that somebody waits for there."""
    by_shop = groupby(to_send(member), key=lambda one: one.reserved_shop)
    return [
        {
            "shop": shop,
            "href": f"{reverse('stock:send')}?pour={shop.pk if shop else ''}",
            "machines": [called(one) for one in machines],
        }
        for shop, machines in by_shop
    ]


def told_elsewhere(member: "Membership") -> list[str]:
    """Say which machines of here another shop scanned, and what became of them."""
    return [
        f"{called(one.computer)} : {one.shop} l’a scannée le {day_of(one.at):%d/%m/%Y}. "
        + ("Elle est maintenant dans son stock." if one.is_there else "Demandez-la à la boutique.")
        for one in seen_elsewhere(member, at=timezone.now())
    ]


def parcel_badge(parcel: "Parcel") -> tuple[str, str]:
    """Give the tone and the word of a parcel."""
    if parcel.received_at is None:
        return "wait", "En route"
    missing = sum(1 for item in parcel.items.all() if not item.is_found)
    if missing:
        return "no", f"Reçu, il en manque {missing}"
    return "yes", "Reçu complet"
