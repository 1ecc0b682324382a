"""Hours of appointment in one shop of the demonstration; the others receive without any."""

from datetime import time

from coupdepouce.cli.demo_cases import Members
from coupdepouce.core.visits import Hours
from coupdepouce.visits.operations import declare_hours
from coupdepouce.visits.queries import hours_of

TUESDAY, THURSDAY = 1, 3


def seed_visits(*, members: Members) -> None:
    """Open two mornings of the shop, once."""
    shop = members["conseiller"]
    if hours_of(shop.organisation):
        return
    for weekday in (TUESDAY, THURSDAY):
        hours = Hours(weekday=weekday, opens=time(9), closes=time(12), minutes=30, places=2)
        declare_hours(hours, by=shop)
