"""Counts for those who steer: one query each, whatever the number of households."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import (
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from coupdepouce.core.journey.handbook import FAMILIES
from coupdepouce.core.journey.machine import reason_of
from coupdepouce.core.journey.part_steps import ends
from coupdepouce.core.journey.steps import BY_NAME, STEPS
from coupdepouce.core.roles import NAMES, Role
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.models import JourneyEvent
from coupdepouce.prescriptions.queries import visible_to

# A request has been through each of them: a stage is past, where a state is present.
STAGES = {
    "prescribed": "Prescrits",
    "issued": "Bons remis",
    "received": "Reçus en boutique",
    "accepted": "Acceptés",
    "line_available": "Lignes possibles",
    "line_ordered": "Lignes commandées",
    "line_active": "Lignes actives",
    "computer_handed_over": "Ordinateurs remis",
    "session_attended": "Ménages venus à un atelier",
    "training_done": "Ateliers terminés",
    "closed": "Terminés",
}
FUNNEL = tuple(step for stage in STAGES for step in STEPS if step.stage == stage)
ENDS = tuple(step.name for step in STEPS if ends(step) and not step.stage)
BY_THE_CLOCK = "sans suite avant la date"
WEEK, MONTH = timedelta(days=7), timedelta(days=30)
AGES = (
    ("le jour même", timedelta(0), timedelta(days=1)),
    ("en 1 à 7 jours", timedelta(days=1), timedelta(days=8)),
    ("en 8 à 30 jours", timedelta(days=8), timedelta(days=31)),
    ("après 30 jours", timedelta(days=31), timedelta.max),
)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A stage of the funnel: how many requests reached it."""

    name: str
    label: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What waits for one role, by age."""

    role: str
    label: str
    count: int
    over_week: int
    over_month: int
    oldest: datetime


@dataclass(frozen=True, kw_only=True)
class Share:
    """A named count."""

    label: str
    count: int


def _events(member: Membership) -> QuerySet[JourneyEvent]:
    return JourneyEvent.objects.order_by().filter(prescription__in=visible_to(member))


def funnel(member: Membership) -> list[Stage]:
    """Count the requests that reached each stage, in the order of the journey."""
    names = [step.name for step in FUNNEL]
    reached = dict(
        _events(member)
        .filter(step__in=names)
        .values_list("step")
        .annotate(count=Count("prescription", distinct=True))
    )
    return [
        Stage(
            name=step.stage,
            label=STAGES[step.stage],
            count=reached.get(step.name, 0),
        )
        for step in FUNNEL
    ]


def waiting(member: Membership, *, at: datetime) -> list[Waiting]:
    """Say what waits for whom, the fullest first."""
    rows = (
        visible_to(member)
        .exclude(waits_for="")
        .values("waits_for")
        .annotate(
            count=Count("pk"),
            over_week=Count("pk", filter=Q(waits_since__lte=at - WEEK)),
            over_month=Count("pk", filter=Q(waits_since__lte=at - MONTH)),
            oldest=Min("waits_since"),
        )
        .order_by("-count", "waits_for")
    )
    return [
        Waiting(
            role=row["waits_for"],
            label=NAMES[Role(row["waits_for"])].capitalize(),
            count=row["count"],
            over_week=row["over_week"],
            over_month=row["over_month"],
            oldest=row["oldest"],
        )
        for row in rows
    ]


def redemption_ages(member: Membership) -> list[Share]:
    """Say how long vouchers take from the desk to the shop."""
    issued = JourneyEvent.objects.order_by("number").filter(
        prescription=OuterRef("prescription"), step="issue"
    )
    age = ExpressionWrapper(F("at") - Subquery(issued.values("at")[:1]), DurationField())
    counts = (
        _events(member)
        .filter(step="present")
        .annotate(age=age)
        .aggregate(
            **{f"from_{number}": _between(low, high) for number, (_, low, high) in enumerate(AGES)}
        )
    )
    return [
        Share(label=label, count=counts[f"from_{number}"])
        for number, (label, _, _) in enumerate(AGES)
    ]


def _between(low: timedelta, high: timedelta) -> Count:
    inside = Q(age__gte=low) if high == timedelta.max else Q(age__gte=low, age__lt=high)
    return Count("pk", filter=inside)


def exits(member: Membership) -> list[Share]:
    """Count the early ends by Odenore's families, ours, and those of the calendar."""
    rows = (
        _events(member)
        .filter(step__in=ENDS)
        .values_list("step", "reason")
        .annotate(count=Count("pk"))
    )
    found: Counter[str] = Counter()
    for step, code, count in rows:
        found[_family(step, code)] += count
    return [Share(label=label, count=count) for label, count in found.most_common()]


def _family(step: str, code: str) -> str:
    reason = reason_of(BY_NAME[step], code) if code else None
    return FAMILIES[reason.family] if reason else BY_THE_CLOCK


@dataclass(frozen=True, kw_only=True)
class Overview:
    """What the page of measures shows."""

    funnel: Sequence[Stage]
    waiting: Sequence[Waiting]
    redemption: Sequence[Share]
    exits: Sequence[Share]


def overview(member: Membership, *, at: datetime) -> Overview:
    """Gather the measures of what a member may see, with four queries."""
    return Overview(
        funnel=funnel(member),
        waiting=waiting(member, at=at),
        redemption=redemption_ages(member),
        exits=exits(member),
    )
