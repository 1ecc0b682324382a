"""Records of places that may be one, and what people said of them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from coupdepouce.partners.models.organisations import Membership, Place


class PlacePair(models.Model):
    """Two records that may be one place, and what a person last said of them."""

    class Answer(models.TextChoices):
        PROPOSED = "proposed", "à regarder"
        SAME = "same", "un seul lieu"
        DIFFERENT = "different", "deux lieux"

    one = models.ForeignKey(Place, models.CASCADE, related_name="+")
    other = models.ForeignKey(Place, models.CASCADE, related_name="+")
    name = models.FloatField()  # likeness, from 0 to 100
    address = models.FloatField()
    distance_km = models.FloatField(null=True)
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.PROPOSED)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="one_pair_of_places"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="pair_in_order"),
        ]


class PairDecision(models.Model):
    """Who said what of a pair, and when: written once, a change of mind is another row."""

    pair = models.ForeignKey(PlacePair, models.CASCADE, related_name="decisions")
    answer = models.CharField(max_length=10, choices=PlacePair.Answer)
    kept = models.ForeignKey(Place, models.CASCADE, null=True, related_name="+")
    by = models.ForeignKey(  # None: the place that stood for both closed
        Membership, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]
