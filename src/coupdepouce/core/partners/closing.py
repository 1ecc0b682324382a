"""Why an organisation closes, and when it closes by itself; pure rules."""

from dataclasses import dataclass
from datetime import date

from coupdepouce.core.calendar import add_days
from coupdepouce.core.refusal import Refusal

LONGEST_WORDS = 500


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why an organisation closes; `by_itself` when nobody chose it."""

    code: str
    label: str
    by_itself: bool = False


ENDED = Reason(code="agreement_ended", label="Sa convention est finie, sans suite", by_itself=True)
DORMANT = Reason(code="dormant", label="Plus personne ne s’y connecte", by_itself=True)
REASONS = (
    Reason(code="asked", label="Elle le demande"),
    Reason(code="over", label="Elle s’arrête, ou change de métier"),
    Reason(code="merged", label="Elle rejoint une autre structure"),
    Reason(code="charter", label="Elle ne suit plus la charte"),
    ENDED,
    DORMANT,
)
CHOSEN = tuple(one for one in REASONS if not one.by_itself)
BY_CODE = {one.code: one for one in REASONS}


def reason_named(code: str, *, is_chosen: bool) -> Reason:
    """Give the reason of that code; a person chooses among those that are not the clock's.

    Raises:
        Refusal: none of the list.
    """
    found = BY_CODE.get(code)
    if found is None or found.by_itself is is_chosen:
        raise Refusal("reason_needed", "Choisissez pourquoi elle ferme.", field="reason")
    return found


def closes_on(ends_on: date, *, days: int) -> date:
    """Give the day on which a partner closes by itself, when nothing follows its agreement."""
    return add_days(ends_on, days)
