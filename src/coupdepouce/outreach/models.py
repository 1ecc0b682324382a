"""The outbox: a message is a row written with the step that causes it; the worker sends it."""

from typing import ClassVar

from django.db import models

from coupdepouce.accounts.sealing import SealedTextField


class Message(models.Model):
    """One text to one recipient, sealed until it is sent, emptied later."""

    class Channel(models.TextChoices):
        SMS = "sms", "SMS"
        EMAIL = "email", "courriel"

    class State(models.TextChoices):
        WAITING = "waiting", "à envoyer"
        SENT = "sent", "envoyé"
        FAILED = "failed", "échoué"

    once = models.CharField(max_length=120, unique=True)
    template = models.CharField(max_length=40)
    channel = models.CharField(max_length=8, choices=Channel)
    language = models.CharField(max_length=5, default="fr")
    recipient = SealedTextField()
    subject = models.CharField(max_length=200, blank=True)
    text = SealedTextField()
    about = models.CharField(max_length=60, blank=True, db_index=True)  # "prescription:<reference>"
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    provider_answer = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "next_try_at"])]
        ordering: ClassVar = ["-pk"]
