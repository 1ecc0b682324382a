"""A consent taken back by the household itself: what it allowed stops at once, or as it leaves."""

from datetime import datetime

from django.db import transaction

from coupdepouce.households.models import Consent
from coupdepouce.households.operations import withdraw_own_consent
from coupdepouce.outreach.models import Message
from coupdepouce.outreach.operations import hold_back
from coupdepouce.outreach.texts import TEXTS
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.recourse.models import Complaint
from coupdepouce.recourse.operations import about
from coupdepouce.recourse.queries import of_household

ABOUT = {"prescription": Prescription.objects, "complaint": Complaint.objects}


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


def is_wanted(message: Message, /) -> bool:
    """Say whether a message that is about to leave is one its household still wants."""
    kind, _, reference = message.about.partition(":")
    if message.template not in TEXTS or kind not in ABOUT:
        return True
    found = ABOUT[kind].filter(reference=reference)
    agreed = Consent.objects.filter(
        household__in=found.values("household"),
        purpose=Consent.Purpose.CONTACT,
        withdrawn_at__isnull=True,
    )
    # A person without a file left an address for this very answer.
    return agreed.exists() or found.filter(household=None).exists()
