"""Shares for tests: agreed to with the code, or before a person of the team."""

from datetime import datetime
from uuid import uuid4

from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Membership, Organisation
from coupdepouce.prescriptions import sharing
from coupdepouce.prescriptions.models import Prescription, Share
from tests.apps.build import NOW, member, organisation


def second_one(**fields: object) -> Membership:
    """Make a prescriber of another organisation."""
    return member(Role.PRESCRIBER, of=organisation(Organisation.Kind.ASSOCIATION, **fields))


def given(prescription: Prescription, to: Membership, *, at: datetime = NOW) -> Share:
    """Share a request as its household, with its code."""
    return sharing.give_by_household(
        prescription, organisation_id=to.organisation_id, at=at, once=uuid4()
    )


def asked(prescription: Prescription, by: Membership, *, at: datetime = NOW) -> Share | None:
    """Ask a household as another organisation, by its full name and birth date."""
    person = prescription.household.people.get()
    text = f"{person.first_name} {person.last_name} 17/05/1980"
    sharing.ask(member=by, text=text, at=at, once=uuid4())
    return Share.objects.filter(prescription=prescription, organisation=by.organisation).first()
