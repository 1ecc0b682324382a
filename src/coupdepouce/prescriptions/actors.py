"""Who takes a step: a member of staff, or one of the three who have no account."""

from dataclasses import dataclass

from coupdepouce.accounts.models import User
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Membership, Organisation


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A role, and who stands behind it."""

    role: Role
    member: Membership | None = None
    organisation: Organisation | None = None
    impersonator: User | None = None


def staff(member: Membership, impersonator: User | None = None) -> Actor:
    """Give the actor for a signed-in member."""
    return Actor(
        role=Role(member.role),
        member=member,
        organisation=member.organisation,
        impersonator=impersonator,
    )


def receiver(shop: Organisation) -> Actor:
    """Give the actor for a shop that answers through its signed link."""
    return Actor(role=Role.RECEIVER, organisation=shop)


HOUSEHOLD = Actor(role=Role.HOUSEHOLD)
WORKER = Actor(role=Role.WORKER)
