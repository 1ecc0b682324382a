"""Builders of rows for tests: plainly fictional names, one number each so that nothing repeats."""

from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import uuid4

from coupdepouce.accounts.models import User
from coupdepouce.core.roles import Role
from coupdepouce.households.models import Household, Person
from coupdepouce.partners.models import Membership, Organisation

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
_number = count(1)


def organisation(kind: str = Organisation.Kind.CCAS, **fields: Any) -> Organisation:
    """Make an organisation."""
    fields.setdefault("name", f"Structure fictive {next(_number)}")
    return Organisation.objects.create(kind=kind, **fields)


def member(
    role: Role = Role.PRESCRIBER, *, of: Organisation | None = None, since: datetime = NOW
) -> Membership:
    """Make a person who acts in one role, for an organisation of their own unless given."""
    user = User.objects.create(email=f"personne{next(_number)}@exemple.invalid")
    return Membership.objects.create(
        user=user, organisation=of or organisation(), role=role, since=since
    )


def household(*, of: Organisation | None = None, **fields: Any) -> Household:
    """Make a household of one person, without its look-up keys (`create_household` writes them)."""
    number = next(_number)
    made = Household.objects.create(
        reference=uuid4(),
        organisation=of or organisation(),
        **{
            "commune_code": "59350",
            "postcode": "59000",
            "created_at": NOW,
            "last_contact_at": NOW,
            **fields,
        },
    )
    Person.objects.create(
        household=made,
        role=Person.Role.APPLICANT,
        first_name="Camille",
        last_name=f"Fictif{number}",
        birth_date="1980-05-17",
    )
    return made
