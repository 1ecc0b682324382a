"""Opening an account and saying so: the person chooses a password by the link received."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from coupdepouce.accounts.models import User
from coupdepouce.core.calendar import day_of
from coupdepouce.outreach.operations import Recipient, enqueue
from coupdepouce.partners.models import Membership, Organisation
from coupdepouce.partners.operations import open_account
from coupdepouce.partners.queries.agreements import waits_for_acceptance

AGREEMENT_WAITS = "Ensuite, acceptez la convention de votre structure : elle vous attend."


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """What the form of an account asks."""

    email: str
    first_name: str
    last_name: str
    role: str


@transaction.atomic
def invite(
    *,
    new: NewAccount,
    organisation: Organisation,
    by: Membership,
    at: datetime,
    link_of: Callable[[User], str],
) -> Membership:
    """Open an account and write the message that tells it; `link_of` gives its address.

    Raises:
        Refusal: not allowed, already there, or a role that this person cannot hold.
    """
    membership = open_account(
        email=new.email,
        first_name=new.first_name,
        last_name=new.last_name,
        organisation=organisation,
        role=new.role,
        by=by,
        at=at,
    )
    tell_account(membership, link=link_of(membership.user), at=at)
    return membership


def tell_account(membership: Membership, /, *, link: str, at: datetime) -> None:
    """Write to a person whose account is open, with the agreement that waits for them if any."""
    waits = waits_for_acceptance(member=membership, day=day_of(at))
    enqueue(
        once=f"invitation:{membership.pk}",
        template="invitation",
        to=Recipient(channel="email", address=membership.user.email),
        context={
            "organisation": membership.organisation.name,
            "link": link,
            "next_step": AGREEMENT_WAITS if waits else "",
        },
        about=f"account:{membership.user_id}",
        at=at,
    )
