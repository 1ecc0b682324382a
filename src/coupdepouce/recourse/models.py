"""Complaints of households, and what was said in each: texts sealed, answers by other people."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from coupdepouce.accounts.models import User
from coupdepouce.accounts.sealing import SealedTextField
from coupdepouce.core.recourse.reasons import OWNERS
from coupdepouce.core.recourse.steps import STATES
from coupdepouce.households.models import Household
from coupdepouce.partners.models import Membership, Organisation


def _both(*fields: str) -> Q:
    return Q(**{f"{field}__isnull": False for field in fields})


class Complaint(models.Model):
    """A refusal contested or a complaint: an owner, a day, at most two answers."""

    class CameBy(models.TextChoices):
        WEB = "web", "par le site"
        DESK = "desk", "par une personne qui l’a écrite pour le ménage"
        PAPER = "paper", "sur papier"

    class Channel(models.TextChoices):
        USUAL = "usual", "comme ses autres nouvelles"
        SMS = "sms", "par SMS"
        EMAIL = "email", "par courriel"
        NONE = "none", "avec son code, sur le site"

    reference = models.UUIDField(unique=True)  # `once` of what made it
    programme = models.SlugField()
    household = models.ForeignKey(
        Household, models.CASCADE, null=True, related_name="complaints"
    )  # None: a person without a file, after the public check
    prescription = models.UUIDField(null=True)  # the request it is about, by its reference
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=20)
    came_by = models.CharField(max_length=8, choices=CameBy)
    entered_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=5, default="fr")
    channel = models.CharField(max_length=8, choices=Channel)
    address = SealedTextField(blank=True)  # of who has no file; emptied like the texts
    code_hash = models.CharField(max_length=32, unique=True)
    code = SealedTextField()  # the receipt: sealed, so that a lost print can be made again
    state = models.CharField(max_length=12)
    owner = models.CharField(max_length=20)
    received_at = models.DateTimeField()
    owned_since = models.DateTimeField()
    due_on = models.DateField()  # the first day on which it is late, while somebody must act
    reminded_at = models.DateTimeField(null=True)
    # People, not memberships: one person may act for several organisations.
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    second_outcome = models.CharField(max_length=12, blank=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[state.name for state in STATES]),
                name="a_complaint_has_a_state",
            ),
            models.CheckConstraint(
                condition=Q(owner__in=[str(role) for role in OWNERS]),
                name="a_complaint_has_an_owner",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(answered_by__isnull=True)
                | ~Q(answered_by=F("decided_by")),
                name="an_answer_is_another_persons",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True)
                | _both("answered_by")
                & ~Q(reviewed_by=F("answered_by"))
                & (Q(decided_by__isnull=True) | ~Q(reviewed_by=F("decided_by"))),
                name="a_second_look_is_another_persons",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["received", "withdrawn"])
                | _both("answered_by", "answered_at") & ~Q(outcome=""),
                name="an_answer_has_its_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed")
                | _both("reviewed_by", "reviewed_at") & ~Q(second_outcome=""),
                name="a_second_look_has_its_person",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "due_on"]),
            models.Index(fields=["organisation", "state", "due_on"]),
        ]


class ComplaintEvent(models.Model):
    """One step of a complaint, in its order; the words are emptied when the person is forgotten."""

    once = models.UUIDField(unique=True)
    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="events")
    step = models.CharField(max_length=20)
    at = models.DateTimeField()
    role = models.CharField(max_length=20)
    member = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=12, blank=True)
    text = SealedTextField(blank=True)
    own_text = SealedTextField(blank=True)  # the same in the household's language

    class Meta:
        ordering: ClassVar = ["pk"]
