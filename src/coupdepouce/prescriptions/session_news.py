"""What a message says of a session, in the language of who reads it."""

from datetime import datetime

from django.utils.translation import gettext, override

from coupdepouce.core.calendar import PARIS
from coupdepouce.training.calendars import location
from coupdepouce.training.models import Session
from coupdepouce.training.printing import title_of
from coupdepouce.training.queries import session_told

EMPTY = {"session": "", "place": "", "workshop": "", "next_session": ""}


def session_context(reference: str, *, language: str, at: datetime) -> dict[str, str]:
    """Give what a message says of a session: when, where, what, and which one comes next."""
    found = session_told(reference, at=at) if reference else None
    if found is None:
        return EMPTY
    session, other = found
    with override(language):
        return {
            "session": _when(session, language),
            "place": location(session),
            "workshop": title_of(session, language=language),
            "next_session": _next(other, language),
        }


def _when(session: Session, language: str) -> str:
    local = session.starts_at.astimezone(PARIS)
    return f"{local:%d/%m/%Y, %H:%M}" if language == "en" else f"{local:%d/%m/%Y à %Hh%M}"


def _next(other: Session | None, language: str) -> str:
    if other is None:
        return gettext("Vous pouvez choisir une autre séance.")
    return gettext("Prochaine séance avec des places : %(when)s, %(where)s.") % {
        "when": _when(other, language),
        "where": location(other),
    }
