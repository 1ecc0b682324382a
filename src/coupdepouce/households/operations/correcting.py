"""Repairing what was typed wrong about who a household is."""

from dataclasses import asdict
from datetime import date, datetime

from django.db import IntegrityError, transaction

from coupdepouce.core.calendar import day_of
from coupdepouce.households.checks import checked_household
from coupdepouce.households.duplicates import marks_of, refuse_known
from coupdepouce.households.entries import Contact, Identity, NewHousehold, NewPerson
from coupdepouce.households.keys import OF_CONTACT, OF_PEOPLE, store
from coupdepouce.households.models import Household, Person
from coupdepouce.households.operations.entering import locked
from coupdepouce.partners.models import Membership


@transaction.atomic
def correct_identity(
    *, household_id: int, identity: Identity, contact: Contact, by: Membership, at: datetime
) -> Household:
    """Write again who a household is and where it lives, and compare by it from now on.

    Whoever calls says until when: what was printed or sent under a name is not rewritten.

    Raises:
        Refusal: not open to this member, a value is malformed, or another household is like that.
    """
    household = locked(household_id, by=by, at=at)
    entered = NewHousehold(
        people=tuple(_person(one, identity) for one in household.people.all()),
        contact=contact,
        despite=identity.despite or household.despite,
    )
    checked = checked_household(entered, day=day_of(at))
    refuse_known(checked, by=by, own=household.pk)
    try:
        with transaction.atomic():
            _rewrite(household, checked, identity)
    except IntegrityError:
        # Another file took the same mark at the same second.
        refuse_known(checked, by=by, own=household.pk)
        raise
    return household


def _person(one: Person, identity: Identity) -> NewPerson:
    if one.role == Person.Role.APPLICANT:
        return NewPerson(
            first_name=identity.first_name,
            last_name=identity.last_name,
            birth_date=identity.birth_date,
        )
    return NewPerson(
        first_name=one.first_name,
        last_name=one.last_name,
        birth_date=date.fromisoformat(one.birth_date),
        role=one.role,
    )


def _rewrite(household: Household, checked: NewHousehold, identity: Identity) -> None:
    for name, value in asdict(checked.contact).items():
        setattr(household, name, value)
    household.adults, household.children = identity.adults, identity.children
    household.despite = checked.despite
    household.save()
    applicant = next(one for one in checked.people if one.role == Person.Role.APPLICANT)
    row = household.people.get(role=Person.Role.APPLICANT)
    row.first_name, row.last_name = applicant.first_name, applicant.last_name
    row.birth_date = applicant.birth_date.isoformat()
    row.save()
    household.keys.filter(kind__in=(*OF_PEOPLE, *OF_CONTACT)).delete()
    store(household, marks_of(checked))
