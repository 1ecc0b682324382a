"""What changes hands when another organisation follows a household: all it needs to help."""

from collections.abc import Callable

from coupdepouce.core.sharing import LIVE, State
from coupdepouce.households import operations as households
from coupdepouce.lines import operations as lines
from coupdepouce.partners.queries.closing import manager_of, successor
from coupdepouce.prescriptions.effects.taken import Taken
from coupdepouce.prescriptions.models import Share


def entrust(taken: Taken) -> None:
    """Give the request, the household and its stuck case to an organisation that is open.

    Raises:
        Refusal: it closed meanwhile, or nobody manages it.
    """
    prescription = taken.prescription
    to = successor(int(taken.answers["partner"]), besides=prescription.organisation_id)
    prescription.organisation, prescription.prescriber = to, manager_of(to.pk)
    prescription.referent = ""  # a person of the organisation that closed
    households.entrust(household_id=prescription.household_id, organisation=to)
    lines.entrust_case(household_id=prescription.household_id, prescriber=to)
    # Whoever it was shared with and now follows it needs no share any more.
    shares = Share.objects.filter(prescription=prescription, organisation=to, state__in=LIVE)
    shares.update(state=State.ENDED, ended_at=taken.at)


EFFECTS: dict[str, Callable[[Taken], None]] = {"entrust": entrust}
