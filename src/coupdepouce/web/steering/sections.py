"""The pages of each steering role, shown above each of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from coupdepouce.core.roles import Role
from coupdepouce.web.audience import StaffRequest, page

PROGRAMME = (
    ("Prescriptions", "programme"),
    ("Mesures", "measures"),
    ("Prévisions", "forecast"),
    ("Chiffres", "figures"),
    ("Messages", "messages:texts"),
    ("Campagnes", "campaigns:home"),
    ("Partenaires et boutiques", "organisations"),
    ("Suivi des partenaires", "follow_up"),
    ("Candidatures", "candidatures"),
    ("Ordinateurs", "stock:shops"),
    ("Territoires", "territories:home"),
    ("Quartiers prioritaires", "zones"),
    ("Réunir deux ménages", "merge"),
    ("Langues", "languages"),
    ("Versions", "versions"),
    ("Connexions", "connections"),
)
ACCESS = (("Journal des accès", "access"), ("Comptes", "accounts"))
MAILBOX = ("Boîte aux lettres", "mailbox")


def programme(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Render a page of the programme manager."""
    return page(request, template, sections=_links(request, PROGRAMME), **context)


def shared(request: StaffRequest, template: str, **context: Any) -> HttpResponse:
    """Render a page of several roles; only the programme manager's has sections."""
    if request.member.role == Role.PROGRAMME_MANAGER:
        return programme(request, template, **context)
    return page(request, template, **context)


def access(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Render a page of the administrator."""
    rows = (*ACCESS, MAILBOX) if settings.DEMO else ACCESS
    return page(request, template, sections=_links(request, rows), **context)


def _links(request: HttpRequest, rows: Sequence[tuple[str, str]]) -> Sequence[Mapping[str, object]]:
    links = ((label, reverse(name if ":" in name else f"steering:{name}")) for label, name in rows)
    return [
        {"label": label, "href": href, "current": request.path == href} for label, href in links
    ]
