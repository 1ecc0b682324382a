"""Reads about the short training: who passed it, who may act meanwhile."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from coupdepouce.accounts.models import User
from coupdepouce.core.calendar import day_of
from coupdepouce.core.partners.briefing import Standing, due_on, standing
from coupdepouce.core.programme.partners import Briefing
from coupdepouce.partners.models import BriefingAttempt, Membership


def passed_on(user: User) -> date | None:
    """Give the day a person passed, None if they did not yet."""
    first = BriefingAttempt.objects.filter(user=user, right=F("asked")).first()
    return day_of(first.at) if first else None


def may_act(*, member: Membership, rules: Briefing, day: date) -> bool:
    """Say whether a member may open requests and hand out vouchers on a day."""
    since = day_of(member.since)
    if standing(since=since, has_passed=False, rules=rules, day=day) is not Standing.DUE:
        return True  # without a query: most of the time of a step is in its reads
    return passed_on(member.user) is not None


def attempts_of(user_ids: Collection[int]) -> Sequence[BriefingAttempt]:
    """Give the attempts of these people, the first ones first."""
    return list(BriefingAttempt.objects.filter(user__in=user_ids))


@dataclass(frozen=True, kw_only=True)
class Trained:
    """Where a member stands, and the attempt that counts: the first success, or the last try."""

    standing: Standing
    due_on: date
    attempt: BriefingAttempt | None


def trained(members: Sequence[Membership], *, rules: Briefing, day: date) -> Mapping[int, Trained]:
    """Say where these members stand, by membership, with one query."""
    by_user: dict[int, BriefingAttempt] = {}
    for one in attempts_of({member.user_id for member in members}):
        known = by_user.get(one.user_id)
        if known is None or not known.has_passed:
            by_user[one.user_id] = one
    return {
        member.pk: _trained(member, by_user.get(member.user_id), rules=rules, day=day)
        for member in members
    }


def _trained(
    member: Membership, attempt: BriefingAttempt | None, *, rules: Briefing, day: date
) -> Trained:
    since = day_of(member.since)
    has_passed = attempt is not None and attempt.has_passed
    return Trained(
        standing=standing(since=since, has_passed=has_passed, rules=rules, day=day),
        due_on=due_on(since=since, rules=rules),
        attempt=attempt,
    )
