"""Accounts that nobody uses: their person is reminded, then the account closes."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from coupdepouce.core.calendar import day_of, in_words
from coupdepouce.core.partners.closing import DORMANT
from coupdepouce.core.partners.dormancy import Rest, closes_on, rest
from coupdepouce.core.programme.partners import Partners
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import NAMES, Role
from coupdepouce.outreach.closing import close_alone
from coupdepouce.outreach.operations import enqueue_to_all
from coupdepouce.partners.models import Membership
from coupdepouce.partners.operations import close_membership
from coupdepouce.partners.operations.people import note_dormancy_told, note_last_told
from coupdepouce.partners.queries import emails_of_role
from coupdepouce.partners.queries.dormancy import quiet
from coupdepouce.programmes.queries import current_programme


def end_dormant(*, at: datetime) -> int:
    """Remind whoever no longer comes; close the accounts of those who did not come back."""
    _, programme = current_programme()
    rules, done = programme.partners, 0
    for one in quiet(at=at, months=rules.dormant_months):
        with transaction.atomic():
            done += _end(one, rules=rules, at=at)
    return done


def _end(one: Membership, *, rules: Partners, at: datetime) -> bool:
    told = one.dormancy_told_at
    what = rest(
        last=day_of(one.last),  # type: ignore[attr-defined]
        told=day_of(told) if told else None,
        rules=rules,
        day=day_of(at),
    )
    if what not in {Rest.TO_REMIND, Rest.TO_CLOSE} or not note_dormancy_told(one, at=at):
        return False
    if what is Rest.TO_REMIND:
        _tell(one, template="account_dormant", to=[one.user.email], rules=rules, at=at)
        return True
    try:
        close_membership(membership=one, by=None, at=at)
    except Refusal:
        # The last manager stays, so that the structure is not without one; said again after each
        # further notice, until somebody comes or another is named. Nobody else is left: it closes.
        if note_last_told(one, at=at):
            return close_alone(one.organisation_id, reason=DORMANT, at=at)
        _tell(
            one, template="last_manager_dormant", to=emails_of_role(Role.PROGRAMME_MANAGER),
            rules=rules, at=at,
        )  # fmt: skip
        return True
    _tell(one, template="account_closed", to=[one.user.email], rules=rules, at=at)
    return True


def _tell(
    one: Membership, *, template: str, to: Sequence[str], rules: Partners, at: datetime
) -> None:
    to_programme = template == "last_manager_dormant"
    path = f"/programme/partenaires/{one.organisation_id}/" if to_programme else "/"
    day = day_of(at)
    enqueue_to_all(
        to,
        once=f"dormant:{one.pk}:{template}:{day}",
        template=template,
        context={
            "role": NAMES[Role(one.role)],
            "organisation": one.organisation.name,
            "last": in_words(day_of(one.last)),  # type: ignore[attr-defined]
            "closes_on": in_words(closes_on(day, rules=rules)),
            "link": f"{settings.SITE_URL}{path}",
        },
        about=f"membership:{one.pk}",
        at=at,
    )
