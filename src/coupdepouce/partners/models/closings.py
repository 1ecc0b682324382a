"""An organisation that closed: why, since when, who follows its households; until it reopens."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from coupdepouce.core.partners.closing import LONGEST_WORDS, REASONS
from coupdepouce.partners.models.organisations import Membership, Organisation


class Closing(models.Model):
    """One closing of an organisation; it lasts until the programme opens it again."""

    once = models.UUIDField(unique=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="closings")
    reason = models.CharField(max_length=20, choices=[(one.code, one.label) for one in REASONS])
    words = models.CharField(max_length=LONGEST_WORDS, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(  # None: it closed by itself
        Membership, models.PROTECT, null=True, related_name="+"
    )
    successor = models.ForeignKey(  # who follows its households; None: the programme's team
        Organisation, models.PROTECT, null=True, related_name="+"
    )
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(reopened_at__isnull=True),
                name="one_closing_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("organisation")),
                name="another_follows_its_households",
            ),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True, reopened_by__isnull=True)
                | Q(reopened_at__isnull=False, reopened_by__isnull=False),
                name="somebody_reopens",
            ),
        ]
