"""Our states of the line in the words of operators: the order of TM Forum's TMF622, release 19.0.

`ProductOrderStateType` of TMF622-ProductOrder-v4.0.0 says where an ORDER stands. Once the line
works its order is completed for ever: what happens to the line after that is ours to say.
"""

from collections.abc import Mapping
from types import MappingProxyType

from coupdepouce.core.journey.states import IN_HAND

NO_ORDER = ""  # nothing was ordered: TMF622 has nothing to say
HELD = "held"  # an order that a stuck case keeps from going on

ORDER_STATES: Mapping[str, str] = MappingProxyType({
    "wanted": NO_ORDER,
    "available": NO_ORDER,
    "not_available": NO_ORDER,
    "ordered": "acknowledged",
    "appointment": "inProgress",
    "active": "completed",
    "late": "completed",
    "suspended": "completed",
    "ended": "completed",
    "failed": "failed",
    "cancelled": "cancelled",
    "declined": NO_ORDER,
})  # fmt: skip
WORDS: Mapping[str, str] = MappingProxyType({
    NO_ORDER: "",
    "acknowledged": "enregistrée",
    "inProgress": "en cours",
    HELD: "bloquée",
    "completed": "livrée",
    "failed": "en échec",
    "cancelled": "annulée",
})  # fmt: skip


def order_state(line_state: str, *, is_stuck: bool = False) -> str:
    """Give the TMF622 state of the order behind a line, empty when there is no order.

    Raises:
        KeyError: the line has no such state.
    """
    if is_stuck and line_state in IN_HAND:
        return HELD
    return ORDER_STATES[line_state]


def as_one(number: str) -> str:
    """Write an order number as it is kept and compared: capitals without spaces.

    A letter whose capital is two would make the number longer than its column: it stays.
    """
    capitals = ((one.upper(), one) for one in "".join(number.split()))
    return "".join(capital if len(capital) == 1 else one for capital, one in capitals)
