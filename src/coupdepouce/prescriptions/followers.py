"""Where to write to who follows a request: the prescriber, or the managers once it has left."""

from collections.abc import Sequence

from coupdepouce.partners.queries.agreements import managers_of
from coupdepouce.prescriptions.models import Prescription


def addresses_of(prescription: Prescription) -> Sequence[str]:
    """Give the address of the prescriber; of the managers of its team once it has left."""
    prescriber = prescription.prescriber
    if prescriber.until is None:
        return [prescriber.user.email]
    return managers_of(prescription.organisation_id)
