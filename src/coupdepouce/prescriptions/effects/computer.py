"""What the steps of the computer do besides moving it."""

from collections.abc import Callable

from coupdepouce.equipment import operations as equipment
from coupdepouce.equipment.operations import Counter
from coupdepouce.partners.models import Organisation
from coupdepouce.prescriptions.effects.taken import Taken
from coupdepouce.prescriptions.events import given_by
from coupdepouce.prescriptions.models import Prescription

HOLDS = frozenset({"waiting", "reserved", "ready"})


def shop_of(prescription: Prescription) -> Organisation | None:
    """Give where the household goes for its computer: where it went, else where it was sent."""
    return prescription.shop or prescription.suggested_shop


def reserve(taken: Taken) -> None:
    """Keep a machine for the household, under the locks of the stock."""
    equipment.reserve(
        household_id=taken.prescription.household_id,
        shop=shop_of(taken.prescription),
        form=taken.programme.stock.form,
        days=taken.programme.delays.computer_reservation,
        by=taken.actor.member,
        at=taken.at,
    )


def queue(taken: Taken) -> None:
    """Take a place at the end of the queue."""
    equipment.join_queue(
        household_id=taken.prescription.household_id,
        shop=shop_of(taken.prescription),
        form=taken.programme.stock.form,
        at=taken.at,
    )


def leave(taken: Taken) -> None:
    """Leave the queue: the computer is no longer asked for."""
    equipment.leave_queue(household_id=taken.prescription.household_id, at=taken.at)


def make_ready(taken: Taken) -> None:
    """Count the days of the reservation again: the person can come."""
    equipment.make_ready(
        household_id=taken.prescription.household_id,
        days=taken.programme.delays.computer_reservation,
        at=taken.at,
    )


def set_free(taken: Taken) -> None:
    """Give the machine back to the stock: the next of the queue has it."""
    equipment.free(
        household_id=taken.prescription.household_id,
        by=taken.actor.member,
        at=taken.at,
        reason=taken.reason,
    )


def requeue(taken: Taken) -> None:
    """Put the household back at its place in the queue: what was kept for it is missing."""
    equipment.requeue(
        household_id=taken.prescription.household_id,
        shop=shop_of(taken.prescription),
        form=taken.programme.stock.form,
        at=taken.at,
    )


def hand_over(taken: Taken) -> None:
    """Give the machine; a wrong serial is refused here."""
    equipment.hand_over(
        _counter(taken),
        serial=taken.answers["serial"],
        signature=taken.answers["signature"],
        guarantee_months=taken.programme.stock.guarantee.value,
    )


def exchange(taken: Taken) -> None:
    """Take the broken machine back and give another one."""
    equipment.exchange(
        _counter(taken),
        serial=taken.answers["serial"],
        signature=taken.answers["signature"],
        guarantee_months=taken.programme.stock.guarantee.value,
        reason=taken.reason,
        back=taken.answers["back"],
    )


def lend(taken: Taken) -> None:
    """Lend a machine during the repair."""
    equipment.lend(
        _counter(taken),
        serial=taken.answers["serial"],
        signature=taken.answers["signature"],
        reason=taken.reason,
    )


def end_loan(taken: Taken) -> None:
    """Take the lent machine back and return the household's own."""
    equipment.end_loan(_counter(taken), back=taken.answers["back"])


def take_back(taken: Taken) -> None:
    """Take back all the household has."""
    equipment.take_back(_counter(taken), back=taken.answers["back"], reason=taken.reason)


def _counter(taken: Taken) -> Counter:
    household = taken.prescription.household
    spoken = taken.programme.stock.conditions
    return Counter(
        household_id=household.pk,
        given=given_by(taken.prescription),
        shop=taken.member.organisation,
        by=taken.member,
        version=taken.prescription.version,
        language=household.language if household.language in spoken else "fr",
        at=taken.at,
        once=taken.once,
    )


EFFECTS: dict[str, Callable[[Taken], None]] = {
    "reserve_computer": reserve,
    "give_computer": reserve,
    "queue_computer": queue,
    "decline_computer": leave,
    "drop_computer": leave,
    "ready_computer": make_ready,
    "free_computer": set_free,
    "lapse_computer": set_free,
    "requeue_computer": requeue,
    "hand_over": hand_over,
    "exchange_computer": exchange,
    "lend_computer": lend,
    "end_loan": end_loan,
    "return_computer": take_back,
}


def let_go(taken: Taken) -> None:
    """Free what the computer of a request that ended early still holds."""
    if taken.prescription.computer_state in HOLDS:
        set_free(taken)
        leave(taken)


def follow(taken: Taken) -> None:
    """Send what is kept for the household where it goes now, and keep its place."""
    if taken.prescription.computer_state in HOLDS:
        equipment.collect_elsewhere(
            household_id=taken.prescription.household_id,
            shop=shop_of(taken.prescription),
            days=taken.programme.delays.computer_reservation,
            at=taken.at,
        )
