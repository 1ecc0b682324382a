"""The end of the offer for one household: when, at what price after, and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from coupdepouce.core.calendar import add_days
from coupdepouce.core.household.budget import MarketOffer

TO_DO = (
    "Prévenez la personne avant la date, de vive voix.",
    "Demandez à l’opérateur, par écrit, le prix après cette date.",
    "Comparez avec les offres moins chères de la liste, à cette adresse.",
    "La personne veut changer ? La nouvelle ligne marche d’abord, l’ancienne s’arrête ensuite.",
    "Elle garde la ligne ? Vérifiez que le nouveau prix tient dans son budget.",
)


@dataclass(frozen=True, kw_only=True)
class ExitPlan:
    """What ends, when, the price after, and the cheaper offers that are known."""

    ends_on: date
    is_near: bool
    price_now: int | None  # `None`: nobody knows it for this network
    price_after: int | None  # `None`: only the operator can say
    price_after_shown: bool
    cheaper: tuple[MarketOffer, ...]
    to_do: tuple[str, ...] = TO_DO


def exit_plan(
    *,
    ends: Iterable[date | None],
    notice_days: int,
    price_now: int | None,
    price_after: int | None,
    price_after_shown: bool,
    market: Iterable[MarketOffer],
    on: date,
) -> ExitPlan | None:
    """Plan the end of the offer: the first of the days on which it ends; `None` without an end.

    Cheaper means cheaper than the price after, or than today's when nobody knows the price after.
    """
    known = [day for day in ends if day is not None]
    if not known:
        return None
    ends_on = min(known)
    limit = price_now if price_after is None else price_after
    below = (one for one in market if limit is not None and one.price < limit)
    return ExitPlan(
        ends_on=ends_on,
        is_near=on >= add_days(ends_on, -notice_days),
        price_now=price_now,
        price_after=price_after,
        price_after_shown=price_after_shown,
        cheaper=tuple(sorted(below, key=lambda one: one.price)),
    )
