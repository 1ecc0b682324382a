"""The pages of the machines, shown above each of them."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from coupdepouce.core.roles import Role
from coupdepouce.web.audience import StaffRequest, page

SHOP = (
    ("En stock", "home"),
    ("Liste d’attente", "queue"),
    ("Colis", "parcels"),
    ("Inventaire", "inventories"),
)
PARCELS = (("Colis", "parcels"),)


def stock(request: StaffRequest, template: str, **context: Any) -> HttpResponse:
    """Render a page of the machines."""
    rows = SHOP if request.member.role == Role.SHOP_ADVISOR else PARCELS
    links = [(label, reverse(f"stock:{name}")) for label, name in rows]
    sections = [
        {"label": label, "href": href, "current": request.path == href} for label, href in links
    ]
    return page(request, template, sections=sections, **context)
