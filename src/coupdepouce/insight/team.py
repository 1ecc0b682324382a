"""What the manager of a partner sees of the team."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from coupdepouce.core.calendar import day_of
from coupdepouce.core.roles import Role
from coupdepouce.insight.counts import Waiting, waiting
from coupdepouce.partners.models import Membership
from coupdepouce.partners.queries import team
from coupdepouce.partners.queries.briefings import Trained, trained
from coupdepouce.prescriptions.lists import Filter, Row, listed
from coupdepouce.programmes.queries import current_programme


@dataclass(frozen=True, kw_only=True)
class TeamPage:
    """The people, what waits on whom, and the hardship that a second person decides."""

    people: Sequence[Membership]
    training: Mapping[int, Trained]  # by membership
    waiting: Sequence[Waiting]
    stuck: Sequence[Row]
    hardship: Sequence[Row]


def team_page(*, member: Membership, at: datetime) -> TeamPage:
    """Gather the page of a team, with the same number of queries whatever its size."""
    to_decide = Filter(waits_for=Role.PARTNER_MANAGER)
    _, programme = current_programme()
    people = team(member)
    return TeamPage(
        people=people,
        training=trained(people, rules=programme.partners.briefing, day=day_of(at)),
        waiting=waiting(member, at=at),
        stuck=listed(member=member, keep=Filter(overdue=True), at=at).rows,
        hardship=listed(member=member, keep=to_decide, at=at).rows,
    )
