"""A structure that asks to become a partner, and the register that knows its name."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from coupdepouce.core.partners.joining import siren_of
from coupdepouce.core.partners.joining_steps import OPEN
from coupdepouce.partners.models.organisations import PRESCRIBERS, Membership, Organisation

KINDS = [(kind.value, kind.label) for kind in Organisation.Kind if kind in PRESCRIBERS]


class Establishment(models.Model):
    """An open site of the Sirene register: of its stock file, what fills a candidature."""

    siret = models.CharField(max_length=14, primary_key=True)
    name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=250, blank=True)
    postcode = models.CharField(max_length=5, blank=True)
    commune_code = models.CharField(max_length=5, blank=True)
    commune_name = models.CharField(max_length=120, blank=True)


class Application(models.Model):
    """A candidature: what the structure says of itself, and where its request stands."""

    reference = models.UUIDField(unique=True)
    state = models.CharField(max_length=12)
    siret = models.CharField(max_length=14)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=KINDS)
    address = models.CharField(max_length=250)
    postcode = models.CharField(max_length=5)
    commune_code = models.CharField(max_length=5)
    commune_name = models.CharField(max_length=120)
    households_a_year = models.PositiveIntegerField(null=True)
    # The referent: emptied some months after a candidature that led nowhere.
    first_name = models.CharField(max_length=60, blank=True)
    last_name = models.CharField(max_length=60, blank=True)
    function = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    team = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")  # to join
    is_told_apart = models.BooleanField(default=False)  # of the same SIREN, but another site
    organisation = models.ForeignKey(  # what it became
        Organisation, models.PROTECT, null=True, related_name="applications"
    )
    created_at = models.DateTimeField()
    waits_for = models.CharField(max_length=20, blank=True)
    waits_since = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)  # the first day on which it is overdue
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = [models.F("waits_since").asc(nulls_last=True), "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["siret", "email"], condition=Q(state__in=OPEN), name="one_open_application"
            )
        ]

    @property
    def siren(self) -> str:
        """Give the number of the body that the site belongs to."""
        return siren_of(self.siret)


class ApplicationEvent(models.Model):
    """One step of a candidature and what was said with it: history and thread are one list."""

    once = models.UUIDField(unique=True)
    application = models.ForeignKey(Application, models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=20)
    at = models.DateTimeField()
    role = models.CharField(max_length=20)
    member = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    ground = models.CharField(max_length=20, blank=True)
    words = models.TextField(max_length=2000, blank=True)
    # What a correction changed: for each name of `Details`, before and after.
    changes = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "number"], name="one_step_per_number")
        ]
