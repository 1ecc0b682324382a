"""The keyed marks of a household: what is compared, never what is read."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from coupdepouce.accounts.sealing import keyed_number
from coupdepouce.core.household.dwelling import dwelling_key
from coupdepouce.core.household.identity import name_keys, person_keys, phone_key
from coupdepouce.households.entries import Contact, NewPerson
from coupdepouce.households.models import Household, LookupKey, Person

Kind = LookupKey.Kind
OF_CONTACT = (Kind.PHONE, Kind.DWELLING)
OF_PEOPLE = (Kind.PERSON, Kind.NAME, Kind.BIRTH)
# A child may have two homes: children carry no mark, or one home would close the other's door.
MARKED_ROLES = frozenset({Person.Role.APPLICANT, Person.Role.PARTNER, Person.Role.OTHER})


@dataclass(frozen=True, kw_only=True, order=True)
class Mark:
    """One row to look for or to store."""

    kind: str
    value: int


def marks(kind: Kind, texts: Iterable[str]) -> frozenset[Mark]:
    """Give the marks of some texts; a blank text has none."""
    return frozenset(
        Mark(kind=kind, value=keyed_number(f"household:{kind}", text)) for text in texts if text
    )


def person_marks(*, first: str, last: str, birth_date: date) -> frozenset[Mark]:
    """Give the marks by which a person is known twice."""
    return marks(Kind.PERSON, person_keys(first=first, last=last, birth_date=birth_date))


def people_marks(people: Collection[NewPerson]) -> frozenset[Mark]:
    """Give the marks of the adults of a household, and those of the search."""
    found: set[Mark] = set()
    for one in people:
        if one.role in MARKED_ROLES:
            found |= person_marks(
                first=one.first_name, last=one.last_name, birth_date=one.birth_date
            )
            found |= marks(Kind.NAME, name_keys(first=one.first_name, last=one.last_name))
            found |= birth_marks(one.birth_date)
    return frozenset(found)


def birth_marks(birth_date: date) -> frozenset[Mark]:
    """Give the mark of a day of birth, for the search."""
    return marks(Kind.BIRTH, {birth_date.isoformat()})


def phone_marks(phone: str) -> frozenset[Mark]:
    """Give the mark of a telephone, none when it is blank."""
    return marks(Kind.PHONE, {phone_key(phone)} if phone else ())


def line_marks(number: str) -> frozenset[Mark]:
    """Give the mark of a home line, none when it is blank."""
    return marks(Kind.LINE, {phone_key(number)} if number else ())


def contact_marks(contact: Contact) -> frozenset[Mark]:
    """Give the marks of where a household lives and how it is reached."""
    dwelling = dwelling_key(
        address=contact.address,
        commune_code=contact.commune_code,
        shared_address=contact.is_shared_address,
    )
    return phone_marks(contact.phone) | marks(Kind.DWELLING, {dwelling})


def store(household: Household, found: Iterable[Mark]) -> None:
    """Write the marks of a household."""
    # Sorted: two writers of the same couple take the unique marks in one order, and never deadlock.
    LookupKey.objects.bulk_create(
        LookupKey(household=household, kind=mark.kind, value=mark.value) for mark in sorted(found)
    )
