"""The appointment at the shop, on the page of the household's own request."""

from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from coupdepouce.prescriptions.counter import FollowView
from coupdepouce.prescriptions.visits import visit_shown
from coupdepouce.web.templatetags.ui import hour, in_words


def my_visit(view: FollowView) -> dict[str, Any] | None:
    """Give what the page of a request shows of its appointment, None when it has none to take."""
    shown = visit_shown(view.prescription, at=timezone.now())
    visit = shown.visit
    if visit is None and not shown.may_take:
        return None
    return {
        "day": visit and in_words(visit.starts_at),
        "hour": visit and hour(visit.starts_at),
        "shop": visit and visit.shop.name,
        "choose_url": reverse("public:visit") if shown.may_take else "",
        "cancel_url": reverse("public:visit_cancel"),
        "once": uuid4(),
    }
