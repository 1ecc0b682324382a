"""Households: what is needed to help them, sealed; never an income, a document or a NIR."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from coupdepouce.accounts.sealing import SealedTextField
from coupdepouce.partners.models import Membership, Organisation
from coupdepouce.programmes.models import ProgrammeVersion


class Household(models.Model):
    """A household, known to the organisation that follows it."""

    class Preference(models.TextChoices):
        SMS = "sms", "par SMS"
        EMAIL = "email", "par courriel"
        LETTER = "letter", "par lettre"
        PRESCRIBER = "prescriber", "par la personne qui le suit"

    class Computer(models.TextChoices):
        NONE = "none", "aucun"
        OLD = "old", "ancien ou en panne"
        SHARED = "shared", "partagé"
        WORKING = "working", "en état"

    class Skills(models.TextChoices):
        NONE = "none", "n’a jamais essayé"
        BEGINNER = "beginner", "débute"
        INTERMEDIATE = "intermediate", "se débrouille"
        ADVANCED = "advanced", "à l’aise"

    reference = models.UUIDField(unique=True)  # `once` of the form that made it
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="households")
    commune_code = models.CharField(max_length=5, db_index=True)
    postcode = models.CharField(max_length=5)
    address = SealedTextField(blank=True)
    is_shared_address = models.BooleanField(default=False)  # shelter, "domiciliation"
    adults = models.PositiveSmallIntegerField(null=True)
    children = models.PositiveSmallIntegerField(null=True)
    phone = SealedTextField(blank=True)
    email = SealedTextField(blank=True)
    preference = models.CharField(max_length=12, choices=Preference, default=Preference.PRESCRIBER)
    language = models.CharField(max_length=5, default="fr")
    has_line = models.BooleanField(null=True)
    monthly_cost = models.PositiveIntegerField(null=True)  # cents
    line_ends_on = models.DateField(null=True)
    exit_fee = models.PositiveIntegerField(null=True)  # cents
    computer = models.CharField(max_length=10, choices=Computer, blank=True)
    skills = models.CharField(max_length=15, choices=Skills, blank=True)
    despite = models.CharField(max_length=20, blank=True)  # why it was made despite a likeness
    created_at = models.DateTimeField()
    last_contact_at = models.DateTimeField()
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="absorbed")
    erased_at = models.DateTimeField(null=True)


class Person(models.Model):
    """A member of a household; the applicant is the one who follows the request."""

    class Role(models.TextChoices):
        APPLICANT = "applicant", "demandeur"
        PARTNER = "partner", "conjoint"
        CHILD = "child", "enfant"
        OTHER = "other", "autre"

    household = models.ForeignKey(Household, models.CASCADE, related_name="people")
    role = models.CharField(max_length=10, choices=Role)
    first_name = SealedTextField()
    last_name = SealedTextField()
    birth_date = SealedTextField()  # ISO day

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household"], condition=Q(role="applicant"), name="one_applicant"
            )
        ]


class LookupKey(models.Model):
    """A keyed mark by which a duplicate is found, without the value being readable."""

    class Kind(models.TextChoices):
        PERSON = "person", "personne"
        PHONE = "phone", "téléphone"
        DWELLING = "dwelling", "logement"
        LINE = "line", "ligne"
        NAME = "name", "morceau de nom"
        BIRTH = "birth", "date de naissance"

    household = models.ForeignKey(Household, models.CASCADE, related_name="keys")
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "value", "household"])]
        constraints: ClassVar = [
            # Two people who create the same household at the same second meet here: the second
            # waits for the first, then is refused. No table lock, and it holds on both databases.
            models.UniqueConstraint(
                fields=["kind", "value"],
                condition=Q(kind__in=["person", "line"]),
                name="one_household_per_person_and_line",
            )
        ]


class ProofSeen(models.Model):
    """Who saw what kind of proof, when, and its date. The proof itself is never kept."""

    once = models.UUIDField(unique=True)
    household = models.ForeignKey(Household, models.CASCADE, related_name="proofs")
    kind = models.CharField(max_length=30)
    dated = models.DateField()
    seen_at = models.DateTimeField()
    seen_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")


class RecordedVerdict(models.Model):
    """A verdict as it was given: the answer and its reasons, never the figures behind it."""

    once = models.UUIDField(unique=True)
    household = models.ForeignKey(Household, models.CASCADE, related_name="verdicts")
    version = models.ForeignKey(ProgrammeVersion, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10)
    route = models.CharField(max_length=30, blank=True)
    certain = models.BooleanField()
    certain_until = models.DateField(null=True)  # first day on which its proof is too old
    reasons = models.JSONField()  # codes
    missing = models.JSONField()
    to_bring = models.JSONField(default=list)


class HardshipClaim(models.Model):
    """A prescriber's judgement that needs a second person."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="hardship_claims")
    reason = models.CharField(max_length=30)
    claimed_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField()
    approved = models.BooleanField(null=True)
    decided_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household"], condition=Q(approved__isnull=True), name="one_waiting_claim"
            )
        ]


class Consent(models.Model):
    """What the household agreed to, how, and until when it holds."""

    class Purpose(models.TextChoices):
        PROGRAMME = "programme", "suivre la demande"
        CONTACT = "contact", "recevoir des nouvelles"
        CHECK = "check", "vérifier le droit auprès de l’administration"

    household = models.ForeignKey(Household, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=12, choices=Purpose)
    given_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)


class ProofRequest(models.Model):
    """A question to the State's API that could not be answered yet; the worker asks again."""

    once = models.UUIDField(unique=True)
    household = models.ForeignKey(Household, models.CASCADE, related_name="proof_requests")
    endpoint = models.CharField(max_length=60)
    asked_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    identity = SealedTextField()  # emptied once answered
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, db_index=True)
    verdict = models.CharField(max_length=12, blank=True)
    code = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household", "endpoint"],
                condition=Q(next_try_at__isnull=False),
                name="one_waiting_proof_request",
            )
        ]


class Merge(models.Model):
    """The trace of two files made one."""

    kept = models.ForeignKey(Household, models.PROTECT, related_name="+")
    absorbed = models.ForeignKey(Household, models.PROTECT, related_name="+")
    merged_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    moved = models.JSONField()  # counts of what was moved
