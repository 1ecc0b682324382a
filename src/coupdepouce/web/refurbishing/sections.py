"""The pages of the workshop, shown above each of them."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from coupdepouce.core.roles import Role
from coupdepouce.web.audience import StaffRequest, page

READERS = (Role.REFURBISHER, Role.PROGRAMME_MANAGER)
WORKSHOP = (
    ("À préparer", "refurbishing:home"),
    ("Lots", "refurbishing:lots"),
    ("Ce qui est gardé", "refurbishing:rates"),
)
PARCELS = ("Colis", "stock:parcels")


def workshop(
    request: StaffRequest, template: str, status: int = 200, **context: Any
) -> HttpResponse:
    """Render a page of the workshop; the programme reads, it does not write."""
    writes = request.member.role == Role.REFURBISHER
    links = [(label, reverse(name)) for label, name in (*WORKSHOP, *([PARCELS] if writes else []))]
    sections = [
        {"label": label, "href": href, "current": request.path == href} for label, href in links
    ]
    return page(request, template, status=status, sections=sections, writes=writes, **context)
