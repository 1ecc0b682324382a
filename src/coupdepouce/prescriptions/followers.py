"""Where to write to who follows a request: the prescriber, or who stands in once it has left."""

from collections.abc import Sequence

from coupdepouce.core.roles import Role
from coupdepouce.partners.queries import emails_of_role
from coupdepouce.partners.queries.agreements import managers_of
from coupdepouce.prescriptions.models import Prescription


def addresses_of(prescription: Prescription) -> Sequence[str]:
    """Give the address of the prescriber; of its managers once it has left, or the programme's."""
    prescriber = prescription.prescriber
    if prescriber.until is None:
        return [prescriber.user.email]
    team = managers_of(prescription.organisation_id)
    return team or emails_of_role(Role.PROGRAMME_MANAGER)
