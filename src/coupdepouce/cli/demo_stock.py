"""Machines in the shops of the demonstration, and the people they go to."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from coupdepouce.cli.demo_cases import ACCEPT, AT_SHOP, ISSUE, Case, Members, Move, seed_cases
from coupdepouce.cli.demo_visits import seed_visits
from coupdepouce.cli.demo_workshop import NAMESPACE, STOCKED, Sample, enter_lot, prepare
from coupdepouce.core.journey.model import Part
from coupdepouce.core.refusal import Refusal
from coupdepouce.equipment.operations import receive_parcel, send_parcel
from coupdepouce.equipment.queries.shops import parcel
from coupdepouce.programmes.operations import confirm_figure

READY_BEFORE = timedelta(days=20)
NUMBERS = range(10, 18)
FIRST_PERSON = 24  # after the cases that were there before
COMPUTER = (Part.COMPUTER,)
RESERVE = Move(step="reserve_computer", by="conseiller")
READY = Move(step="ready_computer", by="conseiller")
HAND_OVER = Move(
    step="hand_over",
    by="conseiller",
    answers={
        "identity_seen": "yes",
        "conditions_read": "yes",
        "serial": f"DEMO-PC-{NUMBERS[0]:03d}",  # the oldest of the stock goes first
        "signature": "M60 120L110 60L130 130L180 70L210 125L270 90L330 120L420 100M150 150L400 140",
    },
)
AT_AMIENS = (
    Move(step="issue", by="association"),
    Move(step="present", by="conseiller-amiens", answers={"identity_seen": "yes"}),
    Move(step="accept", by="conseiller-amiens"),
)
CASES = (
    Case(
        name="ordinateur-remis",
        days_ago=12,
        parts=COMPUTER,
        moves=(*AT_SHOP, ACCEPT, RESERVE, READY, HAND_OVER),
    ),
    Case(
        name="ordinateur-pret",
        days_ago=9,
        parts=COMPUTER,
        moves=(*AT_SHOP, ACCEPT, RESERVE, READY),
    ),
    Case(
        name="ordinateur-reserve",
        days_ago=6,
        parts=COMPUTER,
        moves=(*AT_SHOP, ACCEPT, RESERVE),
    ),
    # In Amiens the stock is empty: the first takes the machine of the workshop, the next wait.
    Case(
        name="ordinateur-attendu",
        days_ago=5,
        by="association",
        parts=COMPUTER,
        moves=(*AT_AMIENS, Move(step="reserve_computer", by="conseiller-amiens")),
    ),
    Case(
        name="ordinateur-attente",
        days_ago=4,
        by="association",
        parts=COMPUTER,
        moves=(*AT_AMIENS, Move(step="queue_computer", by="conseiller-amiens")),
    ),
    Case(name="ordinateur-demande", days_ago=2, parts=COMPUTER, moves=(ISSUE,)),
)


def seed_stock(*, members: Members, at: datetime) -> int:
    """Fill a shop, open its hours, play the cases of the computer; give the number of cases."""
    seed_visits(members=members)
    _seed_shop(members, at=at - READY_BEFORE)
    confirm_figure(path="stock.guarantee", by=members["programme"], at=at)
    return seed_cases(members=members, at=at, cases=CASES, first=FIRST_PERSON)


def _seed_shop(members: Members, *, at: datetime) -> None:
    house, shop = members["reconditionneur"], members["conseiller"]
    once = uuid5(NAMESPACE, "colis")
    if _is_received(members, once):
        return
    lot = enter_lot(
        "Association de démonstration", is_public=False, announced=len(NUMBERS), by=house, at=at
    )
    samples = [
        Sample(number=number, processor="Intel Core i5-8250U CPU @ 1.60GHz", ram_gib=8,
               disk=("ssd", 256), went=STOCKED)
        for number in NUMBERS
    ]  # fmt: skip
    for sample in samples:
        prepare(sample, lot=lot, by=house, at=at)
    serials = [sample.serial for sample in samples]
    send_parcel(serials=serials, to=shop.organisation, by=house, at=at, once=once)
    receive_parcel(reference=once, serials=serials, by=shop, at=at + timedelta(days=1))


def _is_received(members: Members, once: UUID) -> bool:
    try:
        return parcel(member=members["programme"], reference=once).received_at is not None
    except Refusal:
        return False
