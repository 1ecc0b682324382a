"""What the steps of the appointment at the shop do: take a place, give it back."""

from collections.abc import Callable

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.visits import read_slot
from coupdepouce.prescriptions.effects.taken import Taken
from coupdepouce.prescriptions.shops import shops_for
from coupdepouce.visits import operations as visits


def book_visit(taken: Taken) -> None:
    """Take a place in a shop where the household may go; one taken before is given back."""
    slot = read_slot(taken.answers["slot"])
    allowed = {shop.pk for shop in shops_for(taken.prescription)}
    if slot is None or slot[0] not in allowed:
        raise Refusal("visit_taken", visits.TAKEN, field="slot")
    visits.take(
        household_id=taken.prescription.household_id,
        shop_id=slot[0],
        starts_at=slot[1],
        at=taken.at,
        once=taken.once,
    )


def let_go(taken: Taken) -> None:
    """Give the place back: the person came, goes elsewhere, or no longer comes."""
    visits.release(household_id=taken.prescription.household_id, at=taken.at)


EFFECTS: dict[str, Callable[[Taken], None]] = {"book_visit": book_visit, "cancel_visit": let_go}
