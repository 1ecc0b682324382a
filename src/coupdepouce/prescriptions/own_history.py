"""What a household reads of its own history: what happened, who did it, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from coupdepouce.core.journey.steps import BY_NAME
from coupdepouce.core.roles import Role
from coupdepouce.outreach.text import gettext_noop
from coupdepouce.prescriptions.models import JourneyEvent
from coupdepouce.training.models import Session
from coupdepouce.training.queries import sessions_named

GIVEN_BACK = frozenset({"cancel_booking", "leave_session"})
BY_US = "session_cancelled"
# Who gave a place back is not always the household: the row of the step cannot say it.
ENDS = {
    BY_US: gettext_noop("La boutique a annulé votre séance."),
    "no_answer": gettext_noop(
        "Nous n’avons pas eu votre réponse. La place proposée n’est plus gardée pour vous."
    ),
}
OWN = gettext_noop("Vous avez annulé votre place à une séance.")


@dataclass(frozen=True, kw_only=True)
class Told:
    """One event, in the household's words; the reason is as somebody wrote it."""

    at: datetime
    sentence: str
    by: str = ""
    why: str = ""


def told_of(events: Iterable[JourneyEvent]) -> Sequence[Told]:
    """Give the journal as the household reads it, newest first."""
    rows = list(events)
    # The reason stays in the session's row: a journal nobody can empty holds no free words.
    cancelled = sessions_named(
        event.data.get("session", "") for event in rows if event.reason == BY_US
    )
    return [_told(event, cancelled) for event in reversed(rows)]


def _told(event: JourneyEvent, cancelled: dict[str, Session]) -> Told:
    if event.step not in GIVEN_BACK:
        return Told(at=event.at, sentence=BY_NAME[event.step].told)
    session = cancelled.get(event.data.get("session", ""))
    # Of one session it may have given its place back itself, and lost the next one by us.
    if session is not None and event.reason == BY_US:
        return Told(
            at=event.at, sentence=ENDS[BY_US], by=session.shop.name, why=session.cancelled_why
        )
    own = OWN if event.role == Role.HOUSEHOLD else BY_NAME[event.step].told
    return Told(
        at=event.at,
        sentence=ENDS.get(event.reason, own),
        by=event.organisation.name if event.organisation else "",
    )
