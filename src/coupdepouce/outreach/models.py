"""The outbox: a message is a row written with the step that causes it; the worker sends it."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from coupdepouce.accounts.sealing import SealedTextField
from coupdepouce.core.messages.states import State
from coupdepouce.core.messages.wording import Words
from coupdepouce.outreach.campaigns.models import Campaign, Sending, ShortCode, Tally, Wave
from coupdepouce.partners.models import Membership

__all__ = [
    "Campaign", "Message", "OptOut", "Receipt", "Sending", "ShortCode", "Tally", "Wave", "Wording",
]  # fmt: skip


class Wording(models.Model):
    """A version of the texts of a template in a language; rows are only added, the last is used.

    Version 0 is the text that comes with us: it has no row, and follows our releases.
    """

    class Meanwhile(models.TextChoices):
        ORIGIN = "origin", "le texte d’origine, dans sa langue"
        FRENCH = "french", "ce texte, en français"

    template = models.CharField(max_length=40)
    language = models.CharField(max_length=5)
    number = models.PositiveIntegerField()
    same_as = models.PositiveIntegerField(null=True)  # the earlier version that it brings back
    sms = models.TextField(blank=True)
    subject = models.CharField(max_length=200, blank=True)
    email = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)  # empty for version 0 brought back
    of_french = models.CharField(max_length=64, blank=True)  # the French text that it translates
    # What others read while this French text has no translation.
    meanwhile = models.CharField(max_length=6, choices=Meanwhile, default=Meanwhile.ORIGIN)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["template", "language", "number"], name="one_wording_per_number"
            )
        ]
        ordering: ClassVar = ["-number"]

    @property
    def words(self) -> Words:
        """Give its texts."""
        return Words(sms=self.sms, subject=self.subject, email=self.email)


class Message(models.Model):
    """One text to one recipient, sealed until it is sent, emptied later."""

    class Channel(models.TextChoices):
        SMS = "sms", "SMS"
        EMAIL = "email", "courriel"
        LETTER = "letter", "lettre"

    class State(models.TextChoices):
        WAITING = State.WAITING, "à envoyer"
        LEAVING = State.LEAVING, "en train de partir"
        UNKNOWN = State.UNKNOWN, "peut-être perdu"
        SENT = State.SENT, "envoyé"
        FAILED = State.FAILED, "échoué"
        DELIVERED = State.DELIVERED, "bien arrivé"

    once = models.CharField(max_length=120, unique=True)
    key = models.UUIDField(default=uuid4, unique=True)  # its name at the provider, for every try
    template = models.CharField(max_length=40)
    wording = models.ForeignKey(Wording, models.PROTECT, null=True)  # NULL: version 0
    channel = models.CharField(max_length=8, choices=Channel)
    language = models.CharField(max_length=5, default="fr")
    recipient = SealedTextField()
    subject = models.CharField(max_length=200, blank=True)
    text = SealedTextField()
    about = models.CharField(max_length=60, blank=True, db_index=True)  # "prescription:<reference>"
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=20, blank=True)  # of core.messages.states.REASONS
    created_at = models.DateTimeField()
    # When the worker has something to do with it; NULL once nothing is left to do.
    next_try_at = models.DateTimeField(null=True)
    parts = models.PositiveSmallIntegerField(default=1)  # SMS that it takes, each paid for
    cost = models.PositiveIntegerField(default=0)  # tenths of cents, once it has left
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)  # or was said lost, by a receipt
    provider = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=120, blank=True)  # the provider's name of it
    provider_answer = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["channel", "next_try_at", "id"], name="outreach_due"),
            models.Index(
                fields=["provider", "reference"],
                condition=~models.Q(reference=""),
                name="outreach_reference",
            ),
            models.Index(
                fields=["created_at"], condition=models.Q(cost__gt=0), name="outreach_costs"
            ),
        ]
        ordering: ClassVar = ["-pk"]


class Receipt(models.Model):
    """What a provider said of a message, once; it may come before we know the message's name."""

    digest = models.CharField(max_length=26, unique=True)
    provider = models.CharField(max_length=40)
    reference = models.CharField(max_length=120, blank=True)
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="receipts")
    state = models.CharField(max_length=10, choices=Message.State)
    reason = models.CharField(max_length=20, blank=True)
    said = models.CharField(max_length=120)  # the provider's own word
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["provider", "reference"],
                condition=models.Q(message__isnull=True),
                name="outreach_early_receipt",
            )
        ]
        ordering: ClassVar = ["pk"]


class OptOut(models.Model):
    """A number or an address that wants fewer messages, or none; it cannot be read here."""

    class Scope(models.TextChoices):
        NEWS = "news", "plus d’annonces"
        ALL = "all", "plus aucun message"

    channel = models.CharField(max_length=8, choices=Message.Channel)
    mark = models.CharField(max_length=26)
    scope = models.CharField(max_length=4, choices=Scope)
    by_reply = models.BooleanField()  # by STOP; otherwise by the link of a message
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "mark"], name="one_opt_out_per_address")
        ]
