"""A consent taken back by the household itself: written, and what it allowed stops at once."""

from datetime import datetime

from django.db import transaction

from coupdepouce.households.models import Consent
from coupdepouce.households.operations import withdraw_own_consent
from coupdepouce.outreach.operations import hold_back
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.recourse.operations import about
from coupdepouce.recourse.queries import of_household


@transaction.atomic
def take_back(prescription: Prescription, *, purpose: str, at: datetime) -> None:
    """Keep that the household no longer agrees; news that wait to leave never do.

    Raises:
        Refusal: the agreement is the request itself.
    """
    household = prescription.household_id
    withdraw_own_consent(household_id=household, purpose=purpose, at=at)
    if purpose == Consent.Purpose.CONTACT:
        requests = Prescription.objects.filter(household=household)
        for reference in requests.values_list("reference", flat=True):
            hold_back(f"prescription:{reference}")
        for complaint in of_household(household):
            hold_back(about(complaint.reference))


def agreed_to(prescription: Prescription) -> list[Consent]:
    """Give what a household agrees to today, the first given first."""
    rows = Consent.objects.filter(household=prescription.household_id, withdrawn_at__isnull=True)
    return list(rows.order_by("pk"))
