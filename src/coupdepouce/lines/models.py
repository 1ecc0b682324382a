"""The home line of a household: its order, what keeps it, what blocks it, what it costs."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from coupdepouce.accounts.sealing import SealedTextField
from coupdepouce.core.line.causes import OWNERS
from coupdepouce.households.models import Household
from coupdepouce.partners.models import Membership, Organisation


class Line(models.Model):
    """What is known of one line; its state is in the journey."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="lines")
    technology = models.CharField(max_length=12, blank=True)
    order_number = models.CharField(max_length=60, blank=True)
    ordered_on = models.DateField(null=True)
    appointment_at = models.DateTimeField(null=True, db_index=True)
    confirmed_with = models.CharField(max_length=12, blank=True)  # household, operator
    reminded_at = models.DateTimeField(null=True)  # of this appointment; another one empties it
    activated_on = models.DateField(null=True)
    cut_on = models.DateField(null=True)  # a late payment: the day of the cut, if nothing is paid
    ended_on = models.DateField(null=True)
    said_on = models.DateField(null=True)  # the day of the newest thing that the operator said

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["order_number"], condition=~Q(order_number=""), name="one_line_per_order"
            )
        ]
        # Of a list of over 100 numbers PostgreSQL does not see that none is empty.
        indexes: ClassVar = [models.Index(fields=["order_number"], name="lines_by_order")]


class OrderCorrection(models.Model):
    """An order number that was typed wrong, and the one that replaced it."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="corrections")
    before = models.CharField(max_length=60, blank=True)
    after = models.CharField(max_length=60, blank=True)
    corrected_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-pk"]


class CommuneCoverage(models.Model):
    """Of every thousand premises of a commune, how many each network can serve."""

    code = models.CharField(max_length=5, primary_key=True)
    premises = models.PositiveIntegerField()
    fibre = models.PositiveSmallIntegerField()
    cable = models.PositiveSmallIntegerField()
    dsl = models.PositiveSmallIntegerField()
    fixed_radio = models.PositiveSmallIntegerField()
    fixed_4g = models.PositiveSmallIntegerField()
    slow_radio = models.PositiveSmallIntegerField()
    satellite = models.PositiveSmallIntegerField()
    read_on = models.CharField(max_length=20)  # the year or the quarter, as the file says it
    source = models.CharField(max_length=120)


class LineCheck(models.Model):
    """A day on which somebody asks whether the line is kept, and the answer."""

    class Source(models.TextChoices):
        FILE = "file", "fichier de l’opérateur"
        CALL_BACK = "call_back", "rappel"

    line = models.ForeignKey(Line, models.CASCADE, related_name="checks")
    months = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    status = models.CharField(max_length=10, blank=True)
    source = models.CharField(max_length=10, choices=Source, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)  # calls that nobody answered
    tried_on = models.DateField(null=True)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["due_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line", "months"], name="one_check_per_milestone")
        ]
        indexes: ClassVar = [models.Index(fields=["status", "due_on"])]


class LineReport(models.Model):
    """A row of the operator's file as it was received: nothing of a file is lost."""

    class Outcome(models.TextChoices):
        APPLIED = "applied", "appliquée"
        KNOWN = "known", "déjà connue"
        PAST = "past", "dépassée"
        UNKNOWN = "unknown", "numéro de commande inconnu"
        REFUSED = "refused", "impossible"

    digest = models.CharField(max_length=64, unique=True)
    line = models.ForeignKey(Line, models.CASCADE, null=True, related_name="reports")
    order_number = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=12)
    said_on = models.DateField()
    cut_on = models.DateField(null=True)
    appointment_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome)
    refusal = models.CharField(max_length=300, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["outcome", "received_at"])]


class StuckCase(models.Model):
    """A line that does not go on: one owner at a time, a clock, and an end."""

    reference = models.UUIDField(unique=True)  # `once` of what opened it
    household = models.ForeignKey(Household, models.CASCADE, related_name="stuck_cases")
    line = models.ForeignKey(Line, models.CASCADE, null=True, related_name="stuck_cases")
    prescriber = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    shop = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    opened_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    cause = models.CharField(max_length=20)
    owner = models.CharField(max_length=20)
    opened_at = models.DateTimeField()
    owned_since = models.DateTimeField()
    due_on = models.DateField()  # the first day on which it is overdue
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints: ClassVar = [
            # Two clicks at once meet here: a household has one open case.
            models.UniqueConstraint(
                fields=["household"], condition=Q(closed_at__isnull=True), name="one_open_case"
            ),
            models.CheckConstraint(
                condition=Q(owner__in=[str(role) for role in OWNERS]), name="a_case_has_an_owner"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="")
                | Q(closed_at__isnull=False) & ~Q(outcome=""),
                name="a_closed_case_has_an_outcome",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["closed_at", "due_on"])]


class StuckMessage(models.Model):
    """What somebody wrote or did in a case, in its order."""

    class Kind(models.TextChoices):
        SAID = "said", "a écrit"
        HANDED_OVER = "handed_over", "a confié le dossier"
        REMINDED = "reminded", "a rappelé"
        ESCALATED = "escalated", "a prévenu le programme"
        CLOSED = "closed", "a clos le dossier"

    once = models.UUIDField(unique=True)
    case = models.ForeignKey(StuckCase, models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=12, choices=Kind)
    to_owner = models.CharField(max_length=20, blank=True)
    text = SealedTextField(blank=True)
    member = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]


class PresentContract(models.Model):
    """What else the present price pays for: with it, the bill cannot be compared with ours."""

    household = models.OneToOneField(Household, models.CASCADE, related_name="present_contract")
    has_mobile = models.BooleanField()
    has_tv = models.BooleanField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")


class BillSeen(models.Model):
    """The amount of one later bill; the bill itself is never kept."""

    once = models.UUIDField(unique=True)
    household = models.ForeignKey(Household, models.CASCADE, related_name="bills")
    month = models.DateField()  # its first day
    amount = models.PositiveIntegerField()  # cents
    announced = models.PositiveIntegerField()  # cents: our price on that day
    seen_at = models.DateTimeField()
    seen_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["month"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["household", "month"], name="one_bill_per_month")
        ]
