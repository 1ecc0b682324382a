"""Builders of rows for tests: plainly fictional names, one number each so that nothing repeats."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import uuid4

from coupdepouce.accounts.models import User
from coupdepouce.core.programme import content_hash
from coupdepouce.core.roles import Role
from coupdepouce.households.entries import Contact, NewHousehold, NewPerson
from coupdepouce.households.models import Household, Person
from coupdepouce.partners.models import BriefingAttempt, Membership, Organisation
from coupdepouce.programmes.defaults import default_text
from coupdepouce.programmes.models import ProgrammeVersion

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
_number = count(1)


def programme() -> ProgrammeVersion:
    """Put the programme delivered with the package in force."""
    text = default_text()
    return ProgrammeVersion.objects.create(
        programme="coup-de-pouce",
        content_hash=content_hash(text),
        text=text,
        loaded_at=NOW,
        is_current=True,
    )


def organisation(kind: str = Organisation.Kind.CCAS, **fields: Any) -> Organisation:
    """Make an organisation."""
    fields.setdefault("name", f"Structure fictive {next(_number)}")
    return Organisation.objects.create(kind=kind, **fields)


def member(
    role: Role = Role.PRESCRIBER,
    *,
    of: Organisation | None = None,
    since: datetime = NOW,
    is_briefed: bool = True,
) -> Membership:
    """Make a person who acts in one role, for an organisation of their own unless given."""
    user = User.objects.create(email=f"personne{next(_number)}@exemple.invalid")
    if is_briefed:
        BriefingAttempt.objects.create(user=user, at=since, right=1, asked=1)
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


def person(
    first_name: str = "Camille",
    last_name: str = "",
    birth_date: date = date(1980, 5, 17),
    **fields: Any,
) -> NewPerson:
    """Make a person as a form brings it, with a name of its own unless given."""
    name = last_name or f"Fictif{_letters(next(_number))}"
    return NewPerson(first_name=first_name, last_name=name, birth_date=birth_date, **fields)


def entry(*people: NewPerson, **fields: Any) -> NewHousehold:
    """Make a household as a form brings it; the fields of its contact are given apart."""
    contact = {name: fields.pop(name) for name in list(fields) if name in Contact.__annotations__}
    return NewHousehold(
        people=people or (person(),),
        contact=Contact(**{"commune_code": "59350", "postcode": "59000", **contact}),
        **fields,
    )


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))
