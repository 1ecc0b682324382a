"""Builders of workshops and sessions for tests."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Organisation
from coupdepouce.training.models import Booking, Session, Workshop
from coupdepouce.training.operations import book, queue
from tests.apps.build import NOW, household, member, organisation

SOON = NOW + timedelta(days=4)


def workshop(title: str = "Premiers pas", **fields: Any) -> Workshop:
    """Give a workshop of the catalogue, made once."""
    made, _ = Workshop.objects.get_or_create(
        title=title,
        defaults={
            "theme": "first_steps",
            "minutes": 90,
            "text": "Allumer, taper, chercher : on commence ensemble.",
            **fields,
        },
    )
    return made


def shop(**fields: Any) -> Organisation:
    """Make a shop."""
    return organisation(Organisation.Kind.SHOP, **fields)


def trainer(of: Organisation | None = None):
    """Make a trainer of a shop."""
    return member(Role.TRAINER, of=of or shop())


def session(*, starts_at: datetime = SOON, capacity: int = 4, **fields: Any) -> Session:
    """Make a session open to everybody."""
    return Session.objects.create(
        **{
            "reference": uuid4(),
            "workshop": fields.pop("workshop", None) or workshop(),
            "shop": fields.pop("shop", None) or shop(),
            "room": "salle du fond",
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=90),
            "capacity": capacity,
            "published_at": NOW,
            **fields,
        }
    )


def booked(one: Session, **fields: Any) -> Booking:
    """Give a new household a place."""
    return book(reference=one.reference, household_id=household().pk, at=fields.get("at", NOW))


def waiting(one: Session, **fields: Any) -> Booking:
    """Give a new household a rank."""
    return queue(reference=one.reference, household_id=household().pk, at=fields.get("at", NOW))
