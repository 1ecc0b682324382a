"""What left, what arrived and what it cost, by text, channel and state."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_GET

from coupdepouce.core.calendar import in_words
from coupdepouce.core.messages.states import NAMES, STANDING, State
from coupdepouce.core.programme.messages import in_money
from coupdepouce.core.roles import Role
from coupdepouce.outreach.report import Row, Spending, report
from coupdepouce.outreach.terms import NEARLY
from coupdepouce.web.audience import StaffRequest, audience
from coupdepouce.web.steering.messages.rooms import messages_page
from coupdepouce.web.steering.tables import Line, table

COLUMNS = ("Texte", "Par", "Où en sont-ils", "Messages", "Parts", "Coût")
LOST = {State.FAILED: "n’arrivent pas", State.UNKNOWN: "peut-être perdus"}
WORDS = {**STANDING, **LOST}


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def show(request: StaffRequest) -> HttpResponse:
    """Show what left and what it cost in this period, beside the allowance."""
    spending, rows = report(at=timezone.now())
    return messages_page(
        request,
        "messages/report.html",
        since=in_words(spending.since),
        spent=in_money(spending.spent),
        allowance=in_money(spending.allowance) if spending.allowance else "",
        share=spending.share,
        tone="wait" if spending.share >= NEARLY else "info",
        rates=_rates(spending),
        rows=table(
            caption="Messages de la période",
            columns=COLUMNS,
            lines=[_line(row) for row in rows],
            numbers=COLUMNS[3:],
        ),
    )


def _rates(spending: Spending) -> Sequence[dict[str, Any]]:
    return [
        {
            "name": capfirst(NAMES[kind]),
            "value": cost.in_words() + ("" if cost.verified else " (à vérifier)"),
        }
        for kind, cost in spending.costs.items()
    ]


def _line(row: Row) -> Line:
    return Line(
        head=row.name,
        values=(
            NAMES[row.channel],
            WORDS[State(row.state)],
            row.count,
            row.parts,
            in_money(row.cost),
        ),
    )
