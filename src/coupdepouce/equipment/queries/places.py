"""Where machines are, and which of them a member may see."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.core.serial import read_serial
from coupdepouce.equipment.models import Computer
from coupdepouce.equipment.queries.stock import AT_REFURBISHER
from coupdepouce.partners.models import Membership, Organisation

GONE = (Computer.State.HANDED_OVER, Computer.State.ON_LOAN, Computer.State.SCRAPPED)


def visible_to(member: Membership) -> QuerySet[Computer]:
    """Give the machines a member may see: those of its shop, of its lots, or all."""
    every = Computer.objects.select_related("lot__refurbisher", "shop", "reserved_shop", "parcel")
    if member.role == Role.PROGRAMME_MANAGER:
        return every
    if member.role == Role.REFURBISHER:
        return every.filter(lot__refurbisher=member.organisation_id)
    if member.role == Role.SHOP_ADVISOR:
        here = Q(shop=member.organisation_id) | Q(parcel__destination=member.organisation_id)
        return every.filter(here | Q(reserved_shop=member.organisation_id))
    return every.none()


def at_place(organisation: Organisation) -> QuerySet[Computer]:
    """Give the machines that stand in a shop or at a refurbisher, in nobody's hands."""
    if organisation.kind == Organisation.Kind.REFURBISHER:
        here = AT_REFURBISHER & Q(lot__refurbisher=organisation)
    else:
        here = Q(shop=organisation)
    return Computer.objects.filter(here).exclude(state__in=GONE)


def place_of(computer: Computer) -> Organisation | None:
    """Give where a machine stands: None on the road or in somebody's hands."""
    if computer.parcel_id or computer.state in GONE:
        return None
    return computer.shop or computer.lot.refurbisher


def where(computer: Computer) -> str:
    """Say where a machine is, for staff."""
    if computer.state in GONE:
        return computer.get_state_display()
    if computer.parcel:
        return f"dans un colis pour {computer.parcel.destination.name}"
    return (computer.shop or computer.lot.refurbisher).name


def by_serial(text: str) -> Computer:
    """Find a machine by its serial, typed or scanned.

    Raises:
        Refusal: not a serial, or of no machine of ours.
    """
    serial = read_serial(text)
    found = Computer.objects.select_related("lot__refurbisher", "shop", "parcel__destination")
    computer = found.filter(serial=serial).first()
    if computer is None:
        raise Refusal(
            "serial_unknown",
            f"Aucune machine n’a le numéro {serial}. Relisez l’étiquette, sous la machine.",
        )
    return computer


def named(computer: Computer) -> str:
    """Name a machine as people do: its brand and its model."""
    brand, model = computer.brand.split(), computer.model.split()
    # Makers write their name in the model too: "LENOVO", "Lenovo G50-80".
    if brand and model and brand[0].casefold() == model[0].casefold():
        brand = []
    return " ".join((*brand, *model)) or computer.get_form_display().capitalize()


def serials_of(text: str) -> Sequence[str]:
    """Read serials scanned one after the other: a line each, said twice is said once.

    Raises:
        Refusal: nothing was read, or one line cannot be a serial.
    """
    lines = [line for line in text.replace(";", "\n").splitlines() if line.strip()]
    if not lines:
        raise Refusal("serial_missing", "Scannez au moins une machine, ou tapez son numéro.")
    return list(dict.fromkeys(read_serial(line) for line in lines))
