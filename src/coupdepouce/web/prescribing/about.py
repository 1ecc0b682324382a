"""What is known of a household, in the order a person checks it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from coupdepouce.core.calendar import day_of
from coupdepouce.core.journey.states import OPEN_PRESCRIPTION
from coupdepouce.core.languages import FRENCH, language_of
from coupdepouce.core.money import in_euros
from coupdepouce.households.checks import phone_in_words
from coupdepouce.prescriptions.visits import visit_of
from coupdepouce.programmes import communes
from coupdepouce.web.prescribing import words
from coupdepouce.web.templatetags.ui import hour, in_words

if TYPE_CHECKING:
    from coupdepouce.households.models import Household, Person
    from coupdepouce.prescriptions.models import Prescription

Shown = Mapping[str, Any]


def household(one: "Household", applicant: "Person | None") -> Sequence[Shown]:
    """Give what is known of the household, in the order a person checks it."""
    town = communes.commune(one.commune_code).name
    rows = [
        ("Date de naissance", day(applicant.birth_date) if applicant else ""),
        ("Foyer", _people(one)),
        ("Adresse", ", ".join(filter(None, (one.address, f"{one.postcode} {town}")))),
        ("Téléphone", phone_in_words(one.phone)),
        ("Courriel", one.email),
        ("Prévenir", one.get_preference_display()),
        ("Langue", "" if one.language == FRENCH.code else language_of(one.language).name),
        ("Internet aujourd’hui", _line(one)),
        ("Accords", ", ".join(_agreed(one)) or "aucun"),
    ]
    return [{"name": name, "value": value} for name, value in rows if value]


def coming(prescription: "Prescription", *, at: datetime, may_edit: bool) -> Sequence[Shown]:
    """Give when the person is expected at the shop, and the campaign it came by."""
    return [*_visit(prescription, at=at), *_came_by(prescription, may_edit=may_edit)]


def _visit(prescription: "Prescription", *, at: datetime) -> Sequence[Shown]:
    known = visit_of(prescription, at=at)
    if known is None:
        return []
    value = f"{in_words(known.starts_at)} à {hour(known.starts_at)}, {known.shop.name}"
    return [{"name": "Rendez-vous en boutique", "value": value}]


def _came_by(prescription: "Prescription", *, may_edit: bool) -> Sequence[Shown]:
    way = prescription.came_by
    may_write = may_edit and prescription.state in OPEN_PRESCRIPTION
    if way is None and not may_write:
        return []
    value = f"{way.wave.campaign.name}, vague {way.wave.number}" if way else "pas de code noté"
    href = reverse("prescribing:came_by", args=[prescription.reference]) if may_write else ""
    return [
        {"name": "Venu par une annonce", "value": value, "href": href, "change": "Noter le code"}
    ]


def day(iso: str) -> str:
    """Write an ISO day as it is typed."""
    return f"{iso[8:10]}/{iso[5:7]}/{iso[:4]}"


def _people(one: "Household") -> str:
    if one.adults is None:
        return ""
    grown = f"{one.adults} adulte{'s' if one.adults > 1 else ''}"
    young = one.children or 0
    return f"{grown}, {young} enfant{'s' if young > 1 else ''}" if young else grown


def _line(one: "Household") -> str:
    if one.has_line is None:
        return ""
    if not one.has_line:
        return "pas de ligne"
    cost = f", {in_euros(one.monthly_cost)} par mois" if one.monthly_cost is not None else ""
    return f"une ligne{cost}"


def _agreed(one: "Household") -> Sequence[str]:
    live = [consent for consent in one.consents.all() if consent.withdrawn_at is None]
    return [consent.get_purpose_display() for consent in live]


def papers(one: "Household") -> Sequence[Shown]:
    """Give the papers seen: kind, its date, who and when."""
    return [
        {
            "name": words.PROOFS.get(seen.kind, seen.kind),
            "value": f"daté du {seen.dated:%d/%m/%Y}, vu par {seen.seen_by.user} "
            f"le {day_of(seen.seen_at):%d/%m/%Y}",
        }
        for seen in one.proofs.all()
    ]
