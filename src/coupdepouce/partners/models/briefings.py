"""Who took the short training, and with what result: of a person, whatever the organisation."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class BriefingAttempt(models.Model):
    """The answers of a person, counted; the answers themselves are not kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    right = models.PositiveSmallIntegerField()
    asked = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        indexes: ClassVar = [models.Index(fields=["user", "at"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(asked__gt=0) & Q(right__lte=F("asked")), name="no_more_right_than_asked"
            )
        ]

    @property
    def has_passed(self) -> bool:
        """Say whether every answer was right."""
        return self.right == self.asked
