"""Writes of `equipment`: one module per subject."""

from coupdepouce.equipment.operations.forgetting import forget_household, move_household
from coupdepouce.equipment.operations.handing import (
    Counter,
    end_loan,
    exchange,
    hand_over,
    lend,
    take_back,
)
from coupdepouce.equipment.operations.inventory import (
    close_inventory,
    open_inventory,
    scan,
    unscan,
)
from coupdepouce.equipment.operations.moves import note_move
from coupdepouce.equipment.operations.parcels import receive_parcel, send_parcel
from coupdepouce.equipment.operations.reserving import (
    collect_elsewhere,
    free,
    make_ready,
    requeue,
    reserve,
)
from coupdepouce.equipment.operations.stock import put_in_stock
from coupdepouce.equipment.operations.thresholds import set_threshold
from coupdepouce.equipment.operations.waiting import join_queue, leave_queue

__all__ = [
    "Counter",
    "close_inventory",
    "collect_elsewhere",
    "end_loan",
    "exchange",
    "forget_household",
    "free",
    "hand_over",
    "join_queue",
    "leave_queue",
    "lend",
    "make_ready",
    "move_household",
    "note_move",
    "open_inventory",
    "put_in_stock",
    "receive_parcel",
    "requeue",
    "reserve",
    "scan",
    "send_parcel",
    "set_threshold",
    "take_back",
    "unscan",
]
