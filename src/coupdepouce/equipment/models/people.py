"""Who waits for a machine, who has one, and the counting of a shop's stock."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from coupdepouce.accounts.sealing import SealedTextField
from coupdepouce.equipment.models.machines import Computer, Form
from coupdepouce.households.models import Household
from coupdepouce.partners.models import Membership, Organisation
from coupdepouce.programmes.models import ProgrammeVersion


class WaitingPlace(models.Model):
    """A household's place in the queue of a shop; first in, first served, ties by number."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="waiting_places")
    shop = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="waiting_places")
    form = models.CharField(max_length=15, choices=Form)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    is_served = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(ended_at__isnull=True),
                name="one_open_place_per_household",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["form", "ended_at", "shop", "since"])]


class HandOver(models.Model):
    """A machine put in a household's hands; emptied with the household, counted for ever."""

    class Kind(models.TextChoices):
        HAND_OVER = "hand_over", "remise"
        EXCHANGE = "exchange", "échange"
        LOAN = "loan", "prêt"

    once = models.UUIDField(unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    household = models.ForeignKey(
        Household, models.SET_NULL, null=True, related_name="computers_received"
    )
    computer = models.ForeignKey(Computer, models.PROTECT, related_name="hand_overs")
    shop = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")  # saw it all: the witness
    version = models.ForeignKey(ProgrammeVersion, models.PROTECT, related_name="+")
    language = models.CharField(max_length=5)  # in which the conditions were read
    # False: the person would not or could not. None: given before exchanges and loans were signed.
    is_signed = models.BooleanField(null=True)
    signature = SealedTextField(blank=True)  # strokes; emptied with the household
    guarantee_until = models.DateField(null=True)  # the first day without it; null: a loan
    returned_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["computer"], condition=Q(returned_at__isnull=True), name="one_holder"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["shop", "at"])]

    @property
    def is_loan(self) -> bool:
        """Say whether the machine is lent, not the household's own."""
        return self.kind == self.Kind.LOAN

    @property
    def receipt_number(self) -> str:
        """Give the number by which the receipt is found again."""
        return f"{self.at:%Y}-{self.pk:06d}"


class Threshold(models.Model):
    """The number of free machines under which a shop is signalled, when not the programme's."""

    shop = models.OneToOneField(Organisation, models.PROTECT, related_name="stock_threshold")
    minimum = models.PositiveSmallIntegerField()


class Inventory(models.Model):
    """The machines of a shop counted one by one."""

    reference = models.UUIDField(unique=True)
    shop = models.ForeignKey(Organisation, models.PROTECT, related_name="inventories")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    result = models.JSONField(default=dict)  # serials: seen, missing, elsewhere, unknown

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["shop"], condition=Q(closed_at__isnull=True), name="one_open_inventory"
            )
        ]


class Scan(models.Model):
    """A serial read during an inventory, whether we know the machine or not."""

    inventory = models.ForeignKey(Inventory, models.CASCADE, related_name="scans")
    serial = models.CharField(max_length=60)
    computer = models.ForeignKey(Computer, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["inventory", "serial"], name="once_in_an_inventory")
        ]
