"""What is said of a place, in the words of a household."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext, gettext_noop

from coupdepouce.core.calendar import PARIS
from coupdepouce.core.directory.hours import Day, Now, Span
from coupdepouce.core.directory.said import Sort, codes
from coupdepouce.partners.places.shown import Shown
from coupdepouce.web.public.hours import weekday
from coupdepouce.web.templatetags import ui

ALWAYS_DAYS = 7  # a change farther than that says nothing of today
WORDS = {
    "paperwork": gettext_noop("Faire vos démarches en ligne"),
    "learning": gettext_noop("Apprendre l’ordinateur ou le téléphone"),
    "on_the_spot": gettext_noop("Utiliser internet sur place"),
    "work": gettext_noop("Chercher un travail avec internet"),
    "cheap_computer": gettext_noop("Acheter un ordinateur à petit prix"),
    "safety": gettext_noop("Éviter les pièges sur internet"),
    "family": gettext_noop("Suivre l’école et les écrans des enfants"),
    "understanding": gettext_noop("Mieux comprendre internet"),
    "making": gettext_noop("Créer et jouer avec le numérique"),
    "step_free": gettext_noop("Entrée sans marche"),
    "mobility": gettext_noop("Accueil des personnes à mobilité réduite"),
    "hearing": gettext_noop("Accueil des personnes sourdes ou malentendantes"),
    "sight": gettext_noop("Accueil des personnes qui voient mal"),
    "mind": gettext_noop("Accueil des personnes avec un handicap mental ou psychique"),
    "reading": gettext_noop("Aide pour lire et écrire"),
    "english": gettext_noop("Anglais"),
    "arabic": gettext_noop("Arabe"),
    "signs": gettext_noop("Langue des signes"),
    "other_languages": gettext_noop("D’autres langues que le français"),
    "free": gettext_noop("C’est gratuit"),
    "free_for_some": gettext_noop("C’est gratuit dans certains cas"),
    "pass": gettext_noop("Le Pass numérique est accepté"),
    "paying": gettext_noop("C’est payant"),
    "membership": gettext_noop("Il faut être membre"),
    "appointment": gettext_noop("Vous pouvez prendre rendez-vous"),
    "moving": gettext_noop("Ce lieu se déplace : vérifiez où il est"),
}
KINDS = {"place": gettext_noop("Lieu d’aide"), "shop": gettext_noop("Boutique")}


def choices(sort: Sort) -> list[tuple[str, str]]:
    """Give the choices of one sort."""
    return [(code, gettext(WORDS[code])) for code in codes(sort)]


def said(place: Shown, sort: Sort) -> list[str]:
    """Give what a place says of one sort."""
    return [gettext(WORDS[code]) for code in place.said.of(sort)]


def address(place: Shown) -> str:
    """Write an address on one line."""
    town = f"{place.postcode} {place.commune_name}".strip()
    return ", ".join(filter(None, (place.address, town)))


def state(now: Now | None, *, at: datetime) -> dict[str, str]:
    """Say whether a place is open, and when that changes; nothing when nobody knows."""
    if now is None:
        return {}
    words = _open(now, at) if now.is_open else _closed(now, at)
    note = f" ({now.note})" if now.note else ""
    return {"tone": "yes" if now.is_open else "wait", "state": f"{words}{note}"}


def _open(now: Now, at: datetime) -> str:
    if now.until is None or _days(now.until, at) > 1:
        return gettext("Ouvert")
    return gettext("Ouvert jusqu’à %(hour)s") % {"hour": ui.hour(now.until)}


def _closed(now: Now, at: datetime) -> str:
    if now.until is None or _days(now.until, at) >= ALWAYS_DAYS:
        return gettext("Fermé")
    values = {"hour": ui.hour(now.until), "day": weekday(now.until.astimezone(PARIS).date())}
    if _days(now.until, at) == 0:
        return gettext("Fermé, ouvre à %(hour)s") % values
    if _days(now.until, at) == 1:
        return gettext("Fermé, ouvre demain à %(hour)s") % values
    return gettext("Fermé, ouvre %(day)s à %(hour)s") % values


def _days(moment: datetime, at: datetime) -> int:
    return (moment.astimezone(PARIS).date() - at.astimezone(PARIS).date()).days


def week(days: tuple[Day, ...], *, today: date) -> list[dict[str, Any]]:
    """Write the seven days that come."""
    return [
        {
            "name": gettext("aujourd’hui") if day.on == today else ui.day_in_words(day.on),
            "value": ui.listed(map(_span, day.spans)) or gettext("fermé"),
        }
        for day in days
    ]


def _span(span: Span) -> str:
    note = f" ({span.note})" if span.note else ""
    if span.opens == span.closes:
        return gettext("toute la journée") + note
    values = {"opens": ui.hour(span.opens), "closes": ui.hour(span.closes)}
    return gettext("%(opens)s à %(closes)s") % values + note
