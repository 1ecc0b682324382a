"""Partners of the demonstration that stay: trained, bound by an agreement, with a quota."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid5

from coupdepouce.cli.demo_cases import NAMESPACE
from coupdepouce.cli.demo_seed import seed_connection
from coupdepouce.core.calendar import add_months, day_of
from coupdepouce.core.partners.briefing import questions_of
from coupdepouce.core.roles import Role
from coupdepouce.outreach.agreements import accept, grant, life_of, propose
from coupdepouce.partners.operations.briefings import answer
from coupdepouce.programmes.queries import current_programme

if TYPE_CHECKING:
    from coupdepouce.partners.models import Membership

STARTED = 10  # months ago: before the oldest case, and near enough to the end to be renewed
QUOTA_MONTHS, UNITS = 24, 60
TEAM = frozenset({Role.PRESCRIBER, Role.PARTNER_MANAGER})


def seed_partners(*, members: Mapping[str, "Membership"], at: datetime) -> None:
    """Connect the CCAS to the stand-in, train the teams, bind the CCAS."""
    seed_connection(by=members["responsable"], at=at)
    seed_life(members=members, at=at)


def seed_life(*, members: Mapping[str, "Membership"], at: datetime) -> None:
    """Train the teams, then give the CCAS its agreement and its quota, unless it has them."""
    _train(members, at=at)
    chief, programme = members["responsable"], members["programme"]
    ours, starts_on = chief.organisation, add_months(day_of(at).replace(day=1), -STARTED)
    life = life_of(member=chief, organisation_id=ours.pk, at=at)
    if not life.agreements:
        made = propose(organisation=ours, starts_on=starts_on, by=programme, at=at)
        read = {document: text.version for document, text in life.texts.items()}
        accept(agreement=made, read=read, by=chief, at=at)
    if not life.quotas:
        grant(
            organisation=ours,
            starts_on=starts_on,
            ends_on=add_months(starts_on, QUOTA_MONTHS),
            units=UNITS,
            by=programme,
            at=at,
            once=uuid5(NAMESPACE, "quota:ccas"),
        )


def _train(members: Mapping[str, "Membership"], *, at: datetime) -> None:
    _, programme = current_programme()
    questions = questions_of(programme)
    right = {one.name: one.right for one in questions}
    for one in members.values():
        if one.role in TEAM:
            answer(user=one.user, questions=questions, given=right, at=at)
