"""The pages of the messages, and the way from one to the other."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from coupdepouce.web.audience import StaffRequest
from coupdepouce.web.steering import sections

ROOMS = (
    ("Textes", "messages:texts"),
    ("Envois", "messages:report"),
    ("Papiers", "messages:papers"),
)


def messages_page(request: StaffRequest, template: str, **context: Any) -> HttpResponse:
    """Render a page of the messages, with the way to the others."""
    rooms = [
        {"label": label, "href": (href := reverse(name)), "current": request.path == href}
        for label, name in ROOMS
    ]
    return sections.programme(request, template, rooms=rooms, **context)
