"""Accounts of partners that nobody uses."""

from datetime import datetime, timedelta

from django.db.models import F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from coupdepouce.accounts.models import AccessLog
from coupdepouce.partners.models import PRESCRIBERS, ApiKey, Membership

SHORTEST_MONTH = timedelta(days=28)


def quiet(*, at: datetime, months: int) -> QuerySet[Membership]:
    """Give the accounts of partners without a visit for about so long, each with its `last`.

    The last visit is the last log-in or the last page about somebody; or the opening of the
    account. One that a partner's software uses is never quiet: a key leaves no visit.
    """
    visits = (
        AccessLog.objects.filter(user=OuterRef("user"), impersonator=None)
        .order_by()
        .values("user")
        .annotate(last=Max("at"))
        .values("last")
    )
    last = Greatest(
        "since", Coalesce("user__last_login", "since"), Coalesce(Subquery(visits), "since")
    )
    keys = ApiKey.objects.filter(revoked_at__isnull=True).values("membership")
    return (
        Membership.objects.filter(
            until__isnull=True,
            organisation__is_active=True,
            organisation__kind__in=PRESCRIBERS,
            since__lt=at - months * SHORTEST_MONTH,
        )
        .exclude(pk__in=keys)
        .annotate(last=last)
        .filter(last__lt=at - months * SHORTEST_MONTH)
        .select_related("user", "organisation")
        .order_by(F("last"), "pk")
    )
