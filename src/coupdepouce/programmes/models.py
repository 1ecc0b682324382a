"""Versions of the programme file, figures confirmed by its manager, and the territory's points."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class ProgrammeVersion(models.Model):
    """One text of the programme file, kept for ever: verdicts and prescriptions point to it."""

    programme = models.SlugField()
    content_hash = models.CharField(max_length=64)
    text = models.TextField()
    loaded_at = models.DateTimeField()
    is_current = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "content_hash"], name="one_row_per_programme_text"
            ),
            models.UniqueConstraint(
                fields=["programme"], condition=Q(is_current=True), name="one_current_version"
            ),
        ]


class FigureConfirmation(models.Model):
    """The manager's word that a figure without a verified source may be shown to households."""

    programme = models.SlugField()
    path = models.CharField(max_length=120)
    value = models.CharField(max_length=60)  # a changed figure needs a new word
    confirmed_by_id = models.BigIntegerField()
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "path", "value"], name="one_word_per_figure"
            )
        ]


class CommunePoint(models.Model):
    """Where a commune is; names and postcodes come with the package, points are imported."""

    code = models.CharField(max_length=5, primary_key=True)
    latitude = models.FloatField()
    longitude = models.FloatField()


class PriorityZone(models.Model):
    """A priority neighbourhood (QPV), as a list: code, name, communes."""

    code = models.CharField(max_length=10, primary_key=True)
    name = models.CharField(max_length=250)
    department = models.CharField(max_length=3)
    communes = models.TextField()

    class Meta:
        ordering: ClassVar = ["code"]
