"""Counts of the outbox over a period: by text, channel and state, with what they cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Sum

from coupdepouce.core.calendar import day_of, midnight
from coupdepouce.core.programme.messages import UnitCost
from coupdepouce.outreach.models import Message
from coupdepouce.outreach.staff_texts import STAFF_TEXTS
from coupdepouce.outreach.terms import first_day, terms_at
from coupdepouce.outreach.texts import TEXTS

KNOWN = {**STAFF_TEXTS, **TEXTS}


@dataclass(frozen=True, kw_only=True)
class Spending:
    """What messages cost since a day, beside what may be spent; in tenths of cents."""

    since: date
    spent: int
    allowance: int
    share: int
    costs: Mapping[str, UnitCost]


@dataclass(frozen=True, kw_only=True)
class Row:
    """Messages of one text, by one channel, in one state."""

    name: str
    channel: str
    state: str
    count: int
    parts: int
    cost: int


def report(*, at: datetime) -> tuple[Spending, Sequence[Row]]:
    """Give the spending of the period, and its messages counted."""
    terms = terms_at(at)
    since = terms.first_day or first_day(day_of(at), period="year")
    spending = Spending(
        since=since,
        spent=terms.spent,
        allowance=terms.allowance,
        share=terms.share,
        costs={str(kind): cost for kind, cost in terms.said.costs.items()},
    )
    counted = (
        Message.objects.filter(created_at__gte=midnight(since))
        .order_by("template", "channel", "state")
        .values_list("template", "channel", "state")
        .annotate(Count("pk"), Sum("parts"), Sum("cost"))
    )
    rows = [
        Row(
            name=KNOWN[template].subject if template in KNOWN else template,
            channel=channel,
            state=state,
            count=count,
            parts=parts,
            cost=cost,
        )
        for template, channel, state, count, parts, cost in counted
    ]
    return spending, rows
