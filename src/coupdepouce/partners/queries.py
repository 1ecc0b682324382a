"""Reads about partners: who acts for whom."""

from coupdepouce.accounts.models import User
from coupdepouce.partners.models import Membership


def live_memberships(user: User) -> list[Membership]:
    """Give the memberships a person may act under today."""
    return list(
        Membership.objects.filter(
            user=user, until__isnull=True, organisation__is_active=True
        ).select_related("organisation", "user")
    )


def current_membership(user: User) -> Membership | None:
    """Give the membership the person acts under: the one chosen last, else the first."""
    memberships = live_memberships(user)
    for membership in memberships:
        if membership.pk == user.last_membership_id:
            return membership
    return memberships[0] if memberships else None
