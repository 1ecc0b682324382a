"""Tables of `visits`: when shops receive by appointment, and who comes."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from coupdepouce.core.visits import LONGEST, MOST_PLACES, SHORTEST, Hours
from coupdepouce.households.models import Household
from coupdepouce.partners.models import Organisation


class VisitHours(models.Model):
    """The hours of one day of the week at which a shop receives by appointment."""

    shop = models.ForeignKey(Organisation, models.PROTECT, related_name="visit_hours")
    weekday = models.PositiveSmallIntegerField()  # 0 is Monday
    opens = models.TimeField()
    closes = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    places = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(weekday__lte=6, closes__gt=F("opens")), name="hours_of_one_day"
            ),
            models.CheckConstraint(
                condition=Q(minutes__range=(SHORTEST, LONGEST), places__range=(1, MOST_PLACES)),
                name="visits_have_a_length_and_places",
            ),
            models.UniqueConstraint(fields=["shop", "weekday", "opens"], name="hours_said_once"),
        ]

    @property
    def hours(self) -> Hours:
        """Give the hours as the rules read them."""
        return Hours(
            weekday=self.weekday,
            opens=self.opens,
            closes=self.closes,
            minutes=self.minutes,
            places=self.places,
        )


class Visit(models.Model):
    """An appointment at a shop; a place has one person, a household one appointment to come."""

    once = models.UUIDField(unique=True)
    household = models.ForeignKey(Household, models.SET_NULL, null=True, related_name="visits")
    shop = models.ForeignKey(Organisation, models.PROTECT, related_name="visits")
    starts_at = models.DateTimeField()
    place = models.PositiveSmallIntegerField()  # which of the places of that moment, from 1
    reminded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # given back, moved, or the voucher was received

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["shop", "starts_at", "place"],
                condition=Q(ended_at__isnull=True),
                name="one_person_in_a_place",
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(ended_at__isnull=True),
                name="one_visit_per_household",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["ended_at", "starts_at"])]
