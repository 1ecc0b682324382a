"""What the shops may expect: the vouchers that are out, weighed by those of the past."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min, OuterRef, Q, Subquery

from coupdepouce.core.calendar import add_months, day_of, midnight
from coupdepouce.core.journey.steps import VOUCHER_ENDS
from coupdepouce.core.partners.forecast import WEEKS, Expected, Out, Past, Rate, expected, rates
from coupdepouce.equipment.queries.stock import free_counts
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.models import JourneyEvent, Prescription, Voucher
from coupdepouce.prescriptions.queries import visible_to
from coupdepouce.programmes.queries import current_programme

MONTHS = 12  # of past: older habits say less of the coming weeks
MACHINE = frozenset({"wanted", "waiting"})
NO_SHOP = "Sans boutique proposée"


@dataclass(frozen=True, kw_only=True)
class ShopForecast:
    """What a shop may expect, week by week, and the machines that it takes."""

    name: str
    out: int
    weeks: Sequence[Expected]
    machines: Expected  # over all these weeks
    free: int


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What is expected of each shop; `seen` is None when there is not enough past to say."""

    day: date
    out: int
    past: int
    seen: Mapping[int, Rate] | None
    shops: Sequence[ShopForecast]


@dataclass(frozen=True, kw_only=True)
class _Waiting:
    """A voucher that is out, and whether a machine goes with it."""

    voucher: Out
    takes_machine: bool


def forecast(member: Membership, *, at: datetime) -> Forecast:
    """Say what the shops may expect, with as many queries whatever the number of households."""
    day = day_of(at)
    past, out = _past(member, day=day), _out(member)
    seen = rates(past, day=day)
    return Forecast(
        day=day,
        out=sum(len(rows) for rows in out.values()),
        past=len(past),
        seen=seen,
        shops=_shops(out, seen=seen, day=day) if seen else [],
    )


def _past(member: Membership, *, day: date) -> Sequence[Past]:
    since = midnight(add_months(day, -MONTHS))
    issued = Min("at", filter=Q(step="issue"))
    rows = (
        JourneyEvent.objects.filter(
            prescription__in=visible_to(member).values("pk"),
            step__in=["issue", "present", *VOUCHER_ENDS],
        )
        .order_by()
        .values("prescription")
        .annotate(
            issued=issued, arrived=Min("at", filter=Q(step="present")),
            ended=Min("at", filter=Q(step__in=VOUCHER_ENDS)),
        )
        .filter(issued__gte=since)
        .values_list("issued", "arrived", "ended")
    )  # fmt: skip
    return [
        Past(
            issued_on=day_of(issued),
            arrived_on=day_of(arrived) if arrived else None,
            ended_on=day_of(ended) if ended else None,
        )
        for issued, arrived, ended in rows
    ]


def _out(member: Membership) -> Mapping[tuple[int | None, str], Sequence[_Waiting]]:
    issue = JourneyEvent.objects.filter(prescription=OuterRef("pk"), step="issue").order_by("at")
    voucher = Voucher.objects.filter(prescription=OuterRef("pk"), replaced_at__isnull=True)
    rows = (
        Prescription.objects.filter(pk__in=visible_to(member).values("pk"), state="issued")
        .annotate(
            issued=Subquery(issue.values("at")[:1]),
            last_day=Subquery(voucher.values("last_day")[:1]),
        )
        .filter(issued__isnull=False, last_day__isnull=False)
        .values_list(
            "suggested_shop", "suggested_shop__name", "computer_state", "issued", "last_day"
        )
    )
    found: dict[tuple[int | None, str], list[_Waiting]] = defaultdict(list)
    for shop, name, computer, issued, last_day in rows:
        out = Out(issued_on=day_of(issued), last_day=last_day)
        found[shop, name or NO_SHOP].append(
            _Waiting(voucher=out, takes_machine=computer in MACHINE)
        )
    return found


def _shops(
    out: Mapping[tuple[int | None, str], Sequence[_Waiting]],
    *,
    seen: Mapping[int, Rate],
    day: date,
) -> Sequence[ShopForecast]:
    _, programme = current_programme()
    free = free_counts(programme.stock.form)
    found = [
        ShopForecast(
            name=name,
            out=len(rows),
            weeks=[
                expected([one.voucher for one in rows], seen=seen, day=day, weeks=[week])
                for week in range(WEEKS)
            ],
            machines=expected(
                [one.voucher for one in rows if one.takes_machine],
                seen=seen, day=day, weeks=range(WEEKS),
            ),
            free=free.get(shop, 0),
        )
        for (shop, name), rows in out.items()
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.out, one.name))
