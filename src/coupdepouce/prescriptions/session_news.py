"""What a message says of a session, in the language that is switched on."""

from datetime import datetime

from django.utils.translation import get_language, gettext, override

from coupdepouce.core.languages import language_of
from coupdepouce.prescriptions.told import Words
from coupdepouce.training.calendars import location
from coupdepouce.training.models import Booking, Session
from coupdepouce.training.printing import title_of
from coupdepouce.training.queries import next_of, session_told, sessions_named

EMPTY = {"session": "", "place": "", "workshop": "", "next_session": ""}


def reason_said(reference: str, reason: str) -> str:
    """Give the reason of a message with what the trainer wrote of a cancelled session."""
    session = sessions_named([reference]).get(reference)
    why = session.cancelled_why if session else ""
    return f"{reason} ({language_of(get_language()).apart(why)})" if reason and why else reason


def session_context(reference: str, *, words: Words, at: datetime) -> dict[str, str]:
    """Give what a message says of a session: when, where, what, and which one comes next."""
    found = session_told(reference, at=at) if reference else None
    if found is None:
        return EMPTY
    session, other = found
    return {
        "session": words.moment(session.starts_at),
        "place": location(session),
        "workshop": title_of(session, language=get_language() or "fr"),
        "next_session": _next(other, words),
    }


def next_booked(household_id: int, *, at: datetime, language: str) -> str:
    """Say when and where the household's next session is, empty when it has no place."""
    places = (row for row in next_of(household_id, at=at) if row.state == Booking.State.BOOKED)
    first = next(places, None)
    if first is None:
        return ""
    with override(language):
        parts = [Words().moment(first.session.starts_at), location(first.session)]
        return language_of(language).write_list(parts)


def _next(other: Session | None, words: Words) -> str:
    if other is None:
        return gettext("Vous pouvez choisir une autre séance.")
    return gettext("Prochaine séance avec des places : %(when)s, %(where)s.") % {
        "when": words.moment(other.starts_at),
        "where": location(other),
    }
