"""Complaints for tests: said by a household, with its request or without a file."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Membership, Organisation
from coupdepouce.prescriptions import complaints
from coupdepouce.prescriptions.complaints import Told
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.recourse.models import Complaint
from coupdepouce.recourse.operations import Said
from tests.apps.build import NOW, member, organisation

WORDS = "On me demande un papier que personne ne me donne."


def programme_manager() -> Membership:
    """Make a manager of the programme."""
    return member(Role.PROGRAMME_MANAGER, of=organisation(Organisation.Kind.OPERATOR))


def manager_of(one: Membership) -> Membership:
    """Make a manager of the same partner."""
    return member(Role.PARTNER_MANAGER, of=one.organisation)


def said(
    prescription: Prescription | None = None, *, at: datetime = NOW, once: Any = None, **told: Any
) -> Complaint:
    """Say something as a household."""
    return complaints.open_by_household(
        Told(**{"reason": "decision", "text": WORDS, **told}),
        prescription=prescription,
        at=at,
        once=once or uuid4(),
    )


def taken(
    complaint: Complaint,
    name: str,
    by: Membership | None = None,
    *,
    at: datetime = NOW,
    once: Any = None,
    **words: str,
) -> Complaint:
    """Take a step as a member of staff, or as the household."""
    given: dict[str, Any] = {
        "name": name, "said": Said(**words), "at": at, "once": once or uuid4(),
    }  # fmt: skip
    if by is None:
        complaints.take_by_household(complaint, **given)
    else:
        complaints.take_by_staff(member=by, reference=complaint.reference, **given)
    complaint.refresh_from_db()
    return complaint


def answered(complaint: Complaint, by: Membership, **words: Any) -> Complaint:
    """Give the first answer."""
    return taken(
        complaint, "answer", by, **{"outcome": "kept", "text": "Le papier manque."} | words
    )
