"""To whom the news of a request go at work: an account that closed reads nothing more."""

from coupdepouce.core.roles import Role
from coupdepouce.partners.queries import emails_of_role
from coupdepouce.partners.queries.agreements import managers_of
from coupdepouce.prescriptions.models import Prescription


def follower_email(prescription: Prescription, /) -> str:
    """Give the address of who follows a household: its prescriber, as long as the account is open.

    Then the manager of the team; of a closed one, the programme's. Empty when nobody is left.
    """
    if prescription.prescriber.until is None:
        return prescription.prescriber.user.email
    team = managers_of(prescription.organisation_id) or emails_of_role(Role.PROGRAMME_MANAGER)
    return next(iter(team), "")
