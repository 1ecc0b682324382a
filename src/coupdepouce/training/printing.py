"""Papers of the workshops: the attestation of who came, drawn by Typst with its own fonts."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import typst
from django.utils.translation import gettext as _
from django.utils.translation import override

from coupdepouce.connect.messages.folder import NotDrawn
from coupdepouce.core.calendar import day_of, in_words
from coupdepouce.core.refusal import Refusal
from coupdepouce.outreach.printing import MARK, direction_of, drawn_by, fonts, svg_of
from coupdepouce.training.models import Booking, Session

MOST_LINES = 7


@dataclass(frozen=True, kw_only=True)
class Attestation:
    """All that the paper says: who came, to what, and nothing else of them."""

    programme: str
    name: str
    shop: str
    given_on: date
    sessions: Sequence[Session]
    language: str = "fr"

    @property
    def minutes(self) -> int:
        """Give how long all the sessions lasted."""
        return sum(_minutes(one) for one in self.sessions)


def attestation_of(
    bookings: Sequence[Booking], *, programme: str, name: str, given_on: date, language: str
) -> Attestation:
    """Gather what the paper says of the sessions somebody came to."""
    sessions = [one.session for one in bookings]
    return Attestation(
        programme=programme,
        name=name,
        shop=sessions[-1].shop.name,
        given_on=given_on,
        sessions=sessions,
        language=language,
    )


def attestation_pdf(paper: Attestation) -> bytes:
    """Draw the attestation, in the language of the household.

    Raises:
        Refusal: it has a sign that no font here has, as a Chinese name does.
    """
    with override(paper.language):
        said = _said(paper)
    inputs = {
        "title": said["title"],
        **direction_of(paper.language),
        "mark": svg_of(MARK, box="-1.5 1 32 32", width=2.5),
        "said": json.dumps(said),
    }
    compiler = typst.Compiler(_template(), font_paths=fonts(), sys_inputs=inputs)
    try:
        return drawn_by(compiler)
    except NotDrawn:
        raise Refusal(
            "not_drawn",
            "Un signe de cette attestation ne s’imprime pas ici : écrivez-la à la main, "
            "avec le nom comme la personne l’écrit.",
        ) from None


@cache
def _template() -> bytes:
    return files("coupdepouce.training").joinpath("attestation.typ").read_bytes()


def _said(paper: Attestation) -> Mapping[str, Any]:
    """Write every word of the paper, in the language that is switched on."""
    count = len(paper.sessions)
    return {
        "programme": paper.programme,
        "title": _("Attestation de participation"),
        "came": _("a participé aux ateliers"),
        "name": paper.name,
        "columns": [_("Jour"), _("Atelier"), _("Durée")],
        "rows": _rows(paper),
        "total": (
            _("1 séance, %(time)s") if count == 1 else _("%(count)s séances, %(time)s en tout")
        )
        % {"count": count, "time": lasting(paper.minutes)},
        "where": _("%(shop)s, le %(day)s")
        % {"shop": paper.shop, "day": in_words(paper.given_on, language=paper.language)},
        "signature": _("La personne qui a animé les ateliers"),
        "fine": _("Cette feuille dit que la personne est venue. Ce n’est pas un diplôme."),
    }


def _rows(paper: Attestation) -> list[list[str]]:
    if len(paper.sessions) > MOST_LINES:
        return _rows_by_workshop(paper)
    return [
        [_day(one, paper), title_of(one, language=paper.language), lasting(_minutes(one))]
        for one in paper.sessions
    ]


def _rows_by_workshop(paper: Attestation) -> list[list[str]]:
    """Write one line for each workshop: a year of weeks still fits on one sheet."""
    lines: dict[str, list[Session]] = {}
    for one in paper.sessions:
        lines.setdefault(title_of(one, language=paper.language), []).append(one)
    since = _("%(count)s fois, du %(first)s au %(last)s")
    return [
        [
            since
            % {"count": len(same), "first": _day(same[0], paper), "last": _day(same[-1], paper)},
            title,
            lasting(sum(_minutes(one) for one in same)),
        ]
        for title, same in lines.items()
    ]


def _day(session: Session, paper: Attestation) -> str:
    return in_words(day_of(session.starts_at), language=paper.language)


def title_of(session: Session, *, language: str) -> str:
    """Give the title of a session's workshop, in French when it has no other."""
    return session.workshop.said("title", language=language)


def _minutes(session: Session) -> int:
    return round((session.ends_at - session.starts_at).total_seconds() / 60)


def lasting(minutes: int) -> str:
    """Write how long something lasts: "1 h 30", "45 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}\N{NO-BREAK SPACE}min"
    return f"{hours}\N{NO-BREAK SPACE}h" + (f"\N{NO-BREAK SPACE}{rest:02d}" if rest else "")
