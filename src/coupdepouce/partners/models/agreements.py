"""What a partner agreed to, for how long, and how many vouchers it may hand out."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from coupdepouce.core.partners.agreement import DOCUMENTS
from coupdepouce.core.partners.quota import Count
from coupdepouce.partners.models.organisations import Membership, Organisation


class Agreement(models.Model):
    """An agreement for a period `[starts_on, ends_on)`; in force once both texts are accepted."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="agreements")
    starts_on = models.DateField()
    ends_on = models.DateField()
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(  # None: the programme renews it by itself
        Membership, models.PROTECT, null=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True)
    end_told_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-starts_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "starts_on"], name="one_agreement_per_start"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="an_agreement_lasts"
            ),
        ]


class Acceptance(models.Model):
    """Who accepted which version of a text, when; the text stays as it was read."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="acceptances")
    document = models.CharField(
        max_length=10, choices=[(key.value, name) for key, name in DOCUMENTS.items()]
    )
    version = models.CharField(max_length=40)
    text = models.TextField()
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement", "document"], name="one_acceptance_per_document"
            )
        ]


class Quota(models.Model):
    """The vouchers of a partner over a period `[starts_on, ends_on)`: the base counts them too."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="quotas")
    starts_on = models.DateField()
    ends_on = models.DateField()
    granted = models.PositiveIntegerField()
    issued = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)
    handed_back = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-starts_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "starts_on"], name="one_quota_per_start"
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="a_quota_lasts"),
            models.CheckConstraint(
                condition=Q(granted__gte=F("issued") - F("returned") + F("handed_back")),
                name="a_quota_is_never_overdrawn",
            ),
            models.CheckConstraint(
                condition=Q(issued__gte=F("returned")), name="only_what_went_out_returns"
            ),
        ]

    @property
    def count(self) -> Count:
        """Give its arithmetic."""
        return Count(
            granted=self.granted,
            issued=self.issued,
            returned=self.returned,
            handed_back=self.handed_back,
        )


class QuotaGrant(models.Model):
    """Units granted to a partner: who, when, how many."""

    once = models.UUIDField(unique=True)
    quota = models.ForeignKey(Quota, models.PROTECT, related_name="grants")
    units = models.PositiveIntegerField()
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at"]
