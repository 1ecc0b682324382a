"""Reads about accounts; who read what is read by `insight.access`."""

from collections.abc import Collection

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from coupdepouce.accounts.models import User


def people_without_password(emails: Collection[str]) -> int:
    """Count who among these addresses has an account and no password yet."""
    return User.objects.filter(
        email__in=emails, password__startswith=UNUSABLE_PASSWORD_PREFIX
    ).count()
