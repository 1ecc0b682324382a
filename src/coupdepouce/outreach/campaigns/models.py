"""A campaign, its waves, who sends them, their short codes, and what is counted: never who."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from coupdepouce.core.campaigns.waves import CHANNELS, A, B, Channel
from coupdepouce.partners.models import Membership, Organisation


class Campaign(models.Model):
    """Words that reach an audience, said plainly."""

    reference = models.UUIDField(unique=True)
    programme = models.SlugField()
    name = models.CharField(max_length=80)
    communes = models.JSONField(default=list)  # their codes
    sender_kind = models.CharField(max_length=20, choices=Organisation.Kind)
    reached = models.CharField(max_length=200)
    estimated = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-pk"]


class Wave(models.Model):
    """One sending of a campaign; its texts never change once it is made."""

    reference = models.UUIDField(unique=True)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="waves")
    number = models.PositiveSmallIntegerField()
    channel = models.CharField(
        max_length=8, choices=[(one.value, name) for one, name in CHANNELS.items()]
    )
    starts_on = models.DateField()
    last_day = models.DateField()
    text_a = models.TextField(blank=True)
    text_b = models.TextField(blank=True)  # empty: nothing is compared
    seed = models.PositiveIntegerField()
    usual = models.PositiveSmallIntegerField(null=True)
    gap = models.PositiveSmallIntegerField(null=True)
    needed = models.PositiveIntegerField(null=True)  # letters for each text, set before the first

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "number"], name="one_wave_per_number"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("starts_on")), name="a_wave_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(text_b="", usual__isnull=True, gap__isnull=True, needed__isnull=True)
                # Of a NULL a base says neither yes nor no, and a check lets it pass.
                | Q(usual__isnull=False, gap__isnull=False, needed__isnull=False)
                & Q(channel=Channel.MAILING.value, needed__gt=0)
                & ~Q(text_b=""),
                name="a_comparison_is_planned",
            ),
        ]

    @property
    def is_by_letter(self) -> bool:
        """Say whether each letter has a code of its own."""
        return self.channel == Channel.MAILING

    @property
    def is_compared(self) -> bool:
        """Say whether two texts are compared."""
        return bool(self.text_b)

    def text_of(self, version: str) -> str:
        """Give the text of a version."""
        return self.text_b if version == B else self.text_a


class Sending(models.Model):
    """What one organisation sends or hangs in a wave, in one version, at one spot.

    A request keeps the sending it came by, never the letter: nobody is found again from it.
    """

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="sendings")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    version = models.CharField(max_length=1, choices=[(A, A), (B, B)], default=A)
    spot = models.CharField(max_length=60, blank=True)  # where a poster hangs
    copies = models.PositiveIntegerField(null=True)  # as said by who sends; NULL: not said yet

    class Meta:
        ordering: ClassVar = ["organisation__name", "version", "spot"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["wave", "organisation", "version", "spot"], name="one_sending_per_spot"
            )
        ]


class ShortCode(models.Model):
    """What a short link says: the code of a letter, of a poster, or of a partner's message."""

    code = models.CharField(max_length=8, unique=True)
    sending = models.ForeignKey(Sending, models.CASCADE, related_name="codes")
    rank = models.PositiveIntegerField(default=1)  # in the wave
    draw = models.UUIDField(null=True, db_index=True)  # the letters asked for together
    drawn_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["rank", "pk"]


class Tally(models.Model):
    """What a code brought on a day: counts, and nothing of anybody."""

    code = models.ForeignKey(ShortCode, models.CASCADE, related_name="tallies")
    day = models.DateField()
    arrivals = models.PositiveIntegerField(default=0)
    finished = models.PositiveIntegerField(default=0)  # checks that came to an answer

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "day"], name="one_tally_per_day")
        ]
