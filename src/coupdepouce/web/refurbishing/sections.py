"""The pages of the workshop, shown above each of them."""

from typing import Any

from django.http import HttpResponse

from coupdepouce.core.roles import Role
from coupdepouce.web.audience import StaffRequest, page
from coupdepouce.web.frame import Entry

READERS = (Role.REFURBISHER, Role.PROGRAMME_MANAGER)
EVERYBODY, WRITERS = frozenset(READERS), frozenset({Role.REFURBISHER})
WORKSHOP = (
    Entry(label="À préparer", url_name="refurbishing:home", roles=EVERYBODY),
    Entry(label="Lots", url_name="refurbishing:lots", roles=EVERYBODY),
    Entry(label="Colis", url_name="stock:parcels", roles=WRITERS),
    Entry(label="Ce qui est gardé", url_name="refurbishing:rates", roles=EVERYBODY),
)


def workshop(
    request: StaffRequest, template: str, status: int = 200, **context: Any
) -> HttpResponse:
    """Render a page of the workshop; the programme reads, it does not write."""
    role = Role(request.member.role)
    sections = [
        {"label": entry.label, "href": entry.href, "current": request.path == entry.href}
        for entry in WORKSHOP
        if role in entry.roles and entry.href
    ]
    return page(
        request, template, status=status, sections=sections, writes=role in WRITERS, **context
    )
