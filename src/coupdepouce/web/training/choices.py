"""The sessions that the form of a step lists, and what lists of steps leave to other pages."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from coupdepouce.core.journey.machine import Choice
from coupdepouce.training import queries
from coupdepouce.web.training.shown import choices

if TYPE_CHECKING:
    from coupdepouce.prescriptions.models import Prescription

GIVING_BACK = frozenset({"cancel_booking", "leave_session"})
PRESENCE = frozenset({"attend_session", "miss_session", "excuse_absence", "unmark_session"})
# The pages of the workshops show them beside the session and its places.
ELSEWHERE = GIVING_BACK | PRESENCE | {"queue_session"}


# Nothing to say while they cannot be taken: they come when there is something to finish or to take.
QUIET = frozenset({"finish_training", "book_visit", "cancel_visit"})


def session_choices(
    step: str, prescription: "Prescription", *, at: datetime
) -> list[tuple[str, str]]:
    """Give the sessions a step may be about: those to come, or those where a place is held."""
    household = prescription.household_id
    if step in GIVING_BACK:
        return choices([one.session for one in queries.next_of(household, at=at)])
    if step in PRESENCE:
        return choices(queries.noted_for(household, at=at))
    own = {one.session_id for one in queries.places_of(household)}
    found = [one for one in queries.of_shop(shop=prescription.shop, at=at) if one.pk not in own]
    if step == "queue_session":
        return choices([one for one in found if not one.left])
    return choices([one for one in found if one.left])


def in_lists(found: Sequence[Choice]) -> list[Choice]:
    """Keep the steps that lists of a request show."""
    return [
        choice
        for choice in found
        if choice.step.name not in ELSEWHERE and not (choice.step.name in QUIET and choice.refusal)
    ]
