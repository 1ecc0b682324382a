"""What the shops may expect, to read or to print."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from coupdepouce.core.calendar import add_days
from coupdepouce.core.partners.forecast import ENOUGH, WEEK, WEEKS, Expected
from coupdepouce.core.roles import Role
from coupdepouce.insight.forecast import MONTHS, Forecast, ShopForecast, forecast
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.steering.tables import Line, table


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def show(request: StaffRequest) -> HttpResponse:
    """Say how many households each shop may expect, and the machines it takes; to print."""
    found = forecast(request.member, at=timezone.now())
    return page(
        request,
        "steering/forecast.html",
        found=found,
        enough=ENOUGH,
        months=MONTHS,
        rows=_table(found),
        rates=_rates(found),
        back_url=reverse("steering:measures"),
    )


def _table(found: Forecast) -> Mapping[str, Any]:
    weeks = tuple(_from(found.day, week) for week in range(WEEKS))
    numbers = ("Bons dehors", *weeks, "Ordinateurs à prévoir", "Ordinateurs libres")
    return table(
        caption="Personnes attendues par boutique et par semaine",
        columns=("Boutique", *numbers),
        numbers=numbers,
        lines=[_line(one) for one in found.shops],
    )


def _from(day: date, week: int) -> str:
    return f"Dès le {add_days(day, WEEK * week):%d/%m}"


def _line(one: ShopForecast) -> Line:
    weeks = tuple(_words(week) for week in one.weeks)
    return Line(head=one.name, values=(one.out, *weeks, _words(one.machines), one.free))


def _words(one: Expected) -> str:
    # The figure may stand over its interval, which stays on one line.
    interval = f"({one.low} à {one.high})".replace(" ", "\N{NO-BREAK SPACE}")
    return f"{one.mean:.1f} {interval}".replace(".", ",")


def _rates(found: Forecast) -> Mapping[str, Any]:
    numbers = ("Venus", "Semaines observées", "Sur 100")
    return table(
        caption="Ce que dit le passé",
        columns=("Âge du bon", *numbers),
        numbers=numbers,
        lines=[
            Line(
                head=f"Dès la semaine {age + 1}",
                values=(rate.arrivals, rate.weeks, round(100 * rate.value)),
            )
            for age, rate in sorted((found.seen or {}).items())
        ],
    )
