"""What the manager of a partner sees of the team."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from coupdepouce.core.roles import Role
from coupdepouce.insight.counts import Waiting, waiting
from coupdepouce.partners.models import Membership
from coupdepouce.partners.queries import team
from coupdepouce.prescriptions.lists import Filter, Row, listed


@dataclass(frozen=True, kw_only=True)
class TeamPage:
    """The people, what waits on whom, and the hardship that a second person decides."""

    people: Sequence[Membership]
    waiting: Sequence[Waiting]
    stuck: Sequence[Row]
    hardship: Sequence[Row]


def team_page(*, member: Membership, at: datetime) -> TeamPage:
    """Gather the page of a team, with the same number of queries whatever its size."""
    to_decide = Filter(waits_for=Role.PARTNER_MANAGER)
    return TeamPage(
        people=team(member),
        waiting=waiting(member, at=at),
        stuck=listed(member=member, keep=Filter(overdue=True), at=at).rows,
        hardship=listed(member=member, keep=to_decide, at=at).rows,
    )
