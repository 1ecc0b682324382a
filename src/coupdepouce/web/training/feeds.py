"""Calendars that come back: one secret address per trainer and per shop, nobody's name in it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.training.calendars import SHOP, TRAINER, feed_token
from coupdepouce.training.calendars import feed as calendar_of
from coupdepouce.web.audience import PRIVATE, StaffRequest, audience, page, public

if TYPE_CHECKING:
    from coupdepouce.partners.models import Membership

CALENDAR = "text/calendar; charset=utf-8"


@public
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001
    """Give the calendar behind a secret address; an agenda asks for it again and again."""
    try:
        written = calendar_of(token, at=timezone.now())
    except Refusal as refusal:
        return HttpResponse(refusal.sentence, status=404, content_type="text/plain; charset=utf-8")
    return calendar_answer(written, name="ateliers.ics")


def calendar_answer(written: bytes, *, name: str) -> HttpResponse:
    """Give a calendar as a file, that no cache keeps."""
    response = HttpResponse(written, content_type=CALENDAR)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = PRIVATE
    return response


@audience(Role.TRAINER, Role.SHOP_ADVISOR)
@require_safe
def addresses(request: StaffRequest) -> HttpResponse:
    """Show the secret addresses that an agenda takes."""
    member = request.member
    return page(
        request,
        "training/feeds.html",
        back_url=reverse("training:home"),
        feeds=[
            {"label": "Les séances que j’anime", "address": _address(TRAINER, member)},
            {
                "label": f"Toutes les séances de {member.organisation.name}",
                "address": _address(SHOP, member),
            },
        ],
    )


def _address(kind: str, member: "Membership") -> str:
    return f"{settings.SITE_URL}{reverse('training:feed', args=[feed_token(kind, member)])}"
