"""When an account that nobody uses is reminded, then closed."""

from datetime import date
from enum import StrEnum

from coupdepouce.core.calendar import add_days, add_months
from coupdepouce.core.programme.partners import Partners


class Rest(StrEnum):
    """What is to be done of an account on a day."""

    USED = "used"
    TO_REMIND = "to_remind"
    REMINDED = "reminded"
    TO_CLOSE = "to_close"


def rest(*, last: date, told: date | None, rules: Partners, day: date) -> Rest:
    """Say what is to be done of an account whose person came for the last time on `last`.

    A reminder of before that day no longer counts: whoever comes back starts again.
    """
    dormant_on = add_months(last, rules.dormant_months)
    if day < dormant_on:
        return Rest.USED
    if told is None or told < dormant_on:
        return Rest.TO_REMIND
    return Rest.TO_CLOSE if day >= closes_on(told, rules=rules) else Rest.REMINDED


def closes_on(told: date, *, rules: Partners) -> date:
    """Give the day on which an account closes, from the day its person was told."""
    return add_days(told, rules.dormant_notice_days)
