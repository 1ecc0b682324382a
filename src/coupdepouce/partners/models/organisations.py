"""Organisations, the people who act for them, and the places people can go to."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from coupdepouce.accounts.sealing import SealedTextField
from coupdepouce.core.directory.quality import BY_CODE, Judgement
from coupdepouce.core.partners.joining import department_of
from coupdepouce.core.roles import NAMES, STAFF


class Organisation(models.Model):
    """A partner, a shop or the operator."""

    class Kind(models.TextChoices):
        CCAS = "ccas", "CCAS ou CIAS"
        PUBLIC_BODY = "public_body", "autre organisme public"
        ASSOCIATION = "association", "association"
        EMPLOYMENT = "employment", "emploi et insertion"
        HOUSING = "housing", "logement"
        HEALTH = "health", "santé"
        SCHOOL = "school", "école ou formation"
        DIGITAL = "digital", "médiation numérique"
        SHOP = "shop", "boutique"
        OPERATOR = "operator", "opérateur"
        REFURBISHER = "refurbisher", "reconditionneur"
        EVALUATOR = "evaluator", "évaluateur"

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    siret = models.CharField(max_length=14, blank=True)
    email = models.EmailField(blank=True)  # where a shop without account receives its links
    address = models.CharField(max_length=250, blank=True)
    postcode = models.CharField(max_length=5, blank=True)
    commune_code = models.CharField(max_length=5, blank=True)
    place = models.ForeignKey("Place", models.SET_NULL, null=True, related_name="organisations")
    is_active = models.BooleanField(default=True)
    is_fictional = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_public_body(self) -> bool:
        """Say whether it may call API Particulier: public bodies only (DOMAIN §3.1)."""
        return self.kind in {self.Kind.CCAS, self.Kind.PUBLIC_BODY}

    @property
    def prescribes(self) -> bool:
        """Say whether its prescribers hand out vouchers."""
        return self.kind in PRESCRIBERS

    @property
    def department(self) -> str:
        """Give its department, empty when nobody wrote where it is."""
        return department_of(self.commune_code or (self.place.commune_code if self.place else ""))


# Those whose prescribers hand out vouchers; the others have their own roles.
PRESCRIBERS = frozenset(
    {
        Organisation.Kind.CCAS,
        Organisation.Kind.PUBLIC_BODY,
        Organisation.Kind.ASSOCIATION,
        Organisation.Kind.EMPLOYMENT,
        Organisation.Kind.HOUSING,
        Organisation.Kind.HEALTH,
        Organisation.Kind.SCHOOL,
        Organisation.Kind.DIGITAL,
    }
)


class Membership(models.Model):
    """A person acting for an organisation in one role: every screen starts from it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=[(role.value, NAMES[role]) for role in STAFF])
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    dormancy_told_at = models.DateTimeField(null=True)  # that it will close, unless it is used
    # The programme was told that the structure closes with it: nobody else comes there any more.
    last_told_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(until__isnull=True),
                name="one_live_membership",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} · {self.organisation_id}"


class ApiKey(models.Model):
    """A key by which a partner's own software acts for one membership."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="api_keys")
    label = models.CharField(max_length=80)
    key_hash = models.CharField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class ProofConnection(models.Model):
    """A public body's own habilitation to API Particulier; its token is sealed."""

    organisation = models.OneToOneField(
        Organisation, models.PROTECT, related_name="proof_connection"
    )
    url = models.URLField()
    token = SealedTextField()
    recipient = models.CharField(max_length=14)  # SIRET of the administration receiving the answer
    connected_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    connected_at = models.DateTimeField()
    is_enabled = models.BooleanField(default=True)


class Place(models.Model):
    """A place people can go to: a partner's desk, a France Services house, a shop."""

    class Kind(models.TextChoices):
        PLACE = "place", "lieu d’aide"
        SHOP = "shop", "boutique"

    source = models.CharField(max_length=60)
    source_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=250)
    address = models.CharField(max_length=250, blank=True)
    postcode = models.CharField(max_length=5, blank=True)
    commune_code = models.CharField(max_length=5, blank=True, db_index=True)
    commune_name = models.CharField(max_length=120, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    opening_hours = models.TextField(blank=True)
    services = models.JSONField(default=list)
    labels = models.JSONField(default=list)
    access = models.TextField(blank=True)
    website = models.URLField(max_length=500, blank=True)
    siret = models.CharField(max_length=14, blank=True)
    updated_on = models.DateField(null=True)
    digest = models.CharField(max_length=64)  # of the row as read: the same file changes nothing
    original = models.JSONField(default=dict)  # its row as published, to give it back unchanged
    is_open = models.BooleanField(default=True)
    # The record shown instead of this one; its own row stays as it was published.
    same_as = models.ForeignKey("self", models.SET_NULL, null=True, related_name="twins")
    reviewed_on = models.DateField(null=True)
    held = models.PositiveSmallIntegerField(default=0)  # criteria of quality that hold
    asked = models.PositiveSmallIntegerField(default=0)  # of how many that could be judged
    failed = models.CharField(max_length=200, blank=True)  # their codes, "|point|hours|"

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "source_id"], name="one_row_per_source")
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "latitude", "longitude"])]

    def __str__(self) -> str:
        return self.name

    @property
    def judgement(self) -> Judgement:
        """Give what the last review said of the record."""
        failed = tuple(code for code in self.failed.split("|") if code in BY_CODE)
        return Judgement(held=self.held, asked=self.asked, failed=failed)
