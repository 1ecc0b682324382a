"""What waits among partners, for whom, since when."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from coupdepouce.core.calendar import day_of
from coupdepouce.core.roles import NAMES, Role
from coupdepouce.prescriptions.entrusting import waits
from coupdepouce.web.audience import StaffRequest, audience
from coupdepouce.web.standing import since
from coupdepouce.web.steering import sections

if TYPE_CHECKING:
    from coupdepouce.partners.queries.follow_up import Wait


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def show(request: StaffRequest) -> HttpResponse:
    """List what waits among partners: candidatures, agreements, quotas; the oldest first."""
    day = day_of(timezone.now())
    found = waits(member=request.member, day=day)
    return sections.programme(
        request,
        "steering/follow_up.html",
        ours=[_row(one, day) for one in found if one.waits_for == request.member.role],
        theirs=[_row(one, day) for one in found if one.waits_for != request.member.role],
    )


def _row(one: "Wait", day: Any) -> Mapping[str, Any]:
    href = (
        reverse("steering:candidature", args=[one.candidature])
        if one.candidature
        else reverse("steering:organisation", args=[one.organisation_id])
    )
    who = NAMES[one.waits_for].capitalize()
    return {
        "href": href,
        "name": one.name,
        "tone": "wait",
        "word": one.word,
        "waits": f"{who} doit agir {since((day - one.since).days)}",
    }
