"""Repairing a draft: what was typed wrong, before anything is printed or sent."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from coupdepouce.households.models import Household
from coupdepouce.households.operations import Contact, Figures, Identity, correct_identity
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.opening import judge, locked_draft
from coupdepouce.programmes import communes
from coupdepouce.programmes.queries import programme_of


@transaction.atomic
def correct(
    *,
    prescription: Prescription,
    identity: Identity,
    contact: Contact,
    by: Membership,
    at: datetime,
    once: UUID,
) -> Prescription:
    """Repair who the household of a draft is; a commune of another territory is judged again.

    Raises:
        Refusal: it is no longer a draft, or another household is like that.
    """
    locked = locked_draft(prescription)
    before = Household.objects.get(pk=locked.household_id).commune_code
    correct_identity(
        household_id=locked.household_id, identity=identity, contact=contact, by=by, at=at
    )
    inside = communes.within(programme_of(locked.version).territory)
    if inside(before) == inside(contact.commune_code):
        return locked
    # The figures were forgotten: inside, the paper has to be noted again, and the verdict says so.
    return judge(prescription=locked, proof=None, figures=Figures(), by=by, at=at, once=once)
