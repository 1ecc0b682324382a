"""Who opens requests was trained first."""

from datetime import datetime

from coupdepouce.core.calendar import day_of
from coupdepouce.core.journey.guards import BRIEFED
from coupdepouce.core.refusal import Refusal
from coupdepouce.partners.models import Membership
from coupdepouce.partners.queries.briefings import may_act
from coupdepouce.programmes.queries import current_programme


def check_briefed(*, member: Membership, at: datetime) -> None:
    """Check that a member may open a request, before anything is typed.

    Raises:
        Refusal: the short training comes first.
    """
    _, programme = current_programme()
    if not may_act(member=member, rules=programme.partners.briefing, day=day_of(at)):
        raise Refusal(BRIEFED.code, BRIEFED.sentence)
