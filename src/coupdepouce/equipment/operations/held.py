"""What a request left in a household's hands, and which of it is brought back."""

from collections.abc import Iterable
from uuid import UUID

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.serial import read_serial
from coupdepouce.equipment.models import Computer, HandOver
from coupdepouce.equipment.queries.places import named, where


def held(given: Iterable[UUID]) -> dict[str, HandOver]:
    """Lock what a request left in a household's hands: its own machine, and the one it was lent."""
    rows = HandOver.objects.select_for_update(of=("self",))
    mine = rows.filter(once__in=given, returned_at__isnull=True).order_by("pk")
    kinds = {True: "loan", False: "own"}
    return {kinds[one.is_loan]: one for one in mine}


def own_of(given: Iterable[UUID]) -> HandOver:
    """Lock a household's own machine.

    Raises:
        Refusal: it has none.
    """
    own = held(given).get("own")
    if own is None:
        raise Refusal("nothing_held", "Ce ménage n’a pas d’ordinateur du programme.")
    return own


def check_back(one: HandOver, text: str) -> None:
    """Check that the machine brought back is the one in the household's hands.

    Raises:
        Refusal: another one was scanned: where that one is, is said.
    """
    expected, number = one.computer, read_serial(text)
    if number == expected.serial:
        return
    every = Computer.objects.select_related("shop", "lot__refurbisher", "parcel__destination")
    other = every.filter(serial=number).first()
    known = f"est : {where(other)}" if other else "n’est le numéro d’aucune machine"
    raise Refusal(
        "wrong_machine_back",
        f"Ce ménage rend {named(expected)}, numéro {expected.serial}. {number} {known}. Relisez "
        "l’étiquette.",
        field="back",
    )
