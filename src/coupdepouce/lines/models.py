"""The home line of a household: availability, order, appointment, activation."""

from django.db import models

from coupdepouce.households.models import Household


class Line(models.Model):
    """What is known of one line; its state is in the journey."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="lines")
    technology = models.CharField(max_length=12, blank=True)
    order_number = models.CharField(max_length=60, blank=True)
    ordered_on = models.DateField(null=True)
    appointment_at = models.DateTimeField(null=True)
    activated_on = models.DateField(null=True)
