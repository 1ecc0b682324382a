"""How a household came to ask: the sending of a campaign, from the code that it says."""

from uuid import UUID

from django.db import transaction

from coupdepouce.core.journey.states import OPEN_PRESCRIPTION
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.outreach.campaigns.arrivals import sending_of
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.queries import find

WRITERS = frozenset({Role.PRESCRIBER, Role.PARTNER_MANAGER})


@transaction.atomic
def note_came_by(*, member: Membership, reference: UUID, code: str) -> None:
    """Write by which sending a request came; an empty code takes it back.

    Raises:
        Refusal: not theirs to write, over, or the code of no campaign.
    """
    found = find(member, reference)
    if member.role not in WRITERS:
        raise Refusal("not_your_step", "Le prescripteur de la demande note l’annonce.")
    locked = Prescription.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if locked.state not in OPEN_PRESCRIPTION:
        raise Refusal("request_over", "Cette demande est finie : l’annonce ne change plus.")
    locked.came_by = sending_of(code) if code else None
    locked.save(update_fields=["came_by"])
