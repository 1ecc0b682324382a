"""Machines: the lots they came in, what was found in them, where they are, what happened."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from coupdepouce.households.models import Household
from coupdepouce.partners.models import Membership, Organisation


class Form(models.TextChoices):
    """What kind of machine it is; the keys of the programme's legal price caps."""

    LAPTOP = "laptop", "ordinateur portable"
    DESKTOP = "desktop", "ordinateur fixe"
    TABLET = "tablet", "tablette"
    SMARTPHONE = "smartphone", "téléphone"
    SCREEN = "screen", "écran"
    PRINTER = "printer", "imprimante"
    MULTIFUNCTION = "multifunction", "imprimante multifonction"


class Grade(models.TextChoices):
    """A grade of the trade, for what works and for what shows."""

    A = "A", "A : bon état"
    B = "B", "B : usage normal"
    C = "C", "C : défauts visibles"


class Donor(models.Model):
    """Who gives machines; the law caps the price of those given by a public body."""

    name = models.CharField(max_length=200, unique=True)
    is_public_body = models.BooleanField()


class Lot(models.Model):
    """Machines given together: what was announced, what came, and why they differ."""

    reference = models.UUIDField(unique=True)  # `once` of the form that made it
    refurbisher = models.ForeignKey(Organisation, models.PROTECT, related_name="lots")
    donor = models.ForeignKey(Donor, models.PROTECT, related_name="lots")
    announced_count = models.PositiveIntegerField()
    announced_on = models.DateField()
    received_count = models.PositiveIntegerField(null=True)
    received_on = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True)  # why what came is not what was announced
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["refurbisher", "closed_at"])]


class Parcel(models.Model):
    """Machines on the road between two places."""

    reference = models.UUIDField(unique=True)
    origin = models.ForeignKey(Organisation, models.PROTECT, related_name="parcels_sent")
    destination = models.ForeignKey(Organisation, models.PROTECT, related_name="parcels_expected")
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    received_at = models.DateTimeField(null=True)  # opened and counted, complete or not
    received_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(origin=F("destination")), name="a_parcel_goes_elsewhere"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["destination", "received_at"])]


class Computer(models.Model):
    """One machine: what it is, how it is graded, where it is and for whom it is kept."""

    class State(models.TextChoices):
        INTAKE = "intake", "à préparer"  # at the refurbisher: to test, erase, grade
        STOCK = "stock", "libre"
        RESERVED = "reserved", "réservée"
        HANDED_OVER = "handed_over", "remise"
        ON_LOAN = "on_loan", "prêtée"
        REPAIR = "repair", "en réparation"  # its household has another one meanwhile
        MISSING = "missing", "manquante"  # not in the parcel, or not found at the inventory
        SCRAPPED = "scrapped", "recyclée"

    reference = models.UUIDField(unique=True)
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="computers")
    form = models.CharField(max_length=15, choices=Form)
    serial = models.CharField(max_length=60, unique=True)  # as `core.serial` writes it
    brand = models.CharField(max_length=80, blank=True)
    model = models.CharField(max_length=120, blank=True)
    processor = models.CharField(max_length=120, blank=True)
    ram_mib = models.PositiveIntegerField(null=True)
    disks = models.JSONField(default=list)  # [{"kind": "ssd", "bytes": 256060514304, …}]
    screen = models.CharField(max_length=60, blank=True)
    has_wifi = models.BooleanField(null=True)
    has_charger = models.BooleanField(null=True)
    unread = models.JSONField(default=list)  # what could not be read, said plainly
    functional_grade = models.CharField(max_length=1, choices=Grade, blank=True)
    cosmetic_grade = models.CharField(max_length=1, choices=Grade, blank=True)
    category = models.CharField(max_length=20, blank=True)
    price = models.PositiveIntegerField(null=True)  # cents
    state = models.CharField(max_length=12, choices=State, default=State.INTAKE)
    stocked_at = models.DateTimeField(null=True)  # the last time it came into stock
    # Neither a shop nor a parcel: it is at the refurbisher of its lot.
    shop = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="computers")
    parcel = models.ForeignKey(Parcel, models.PROTECT, null=True, related_name="on_the_road")
    reserved_for = models.ForeignKey(
        Household, models.SET_NULL, null=True, related_name="reserved_computers"
    )
    reserved_shop = models.ForeignKey(  # where the person comes for it; null: not known yet
        Organisation, models.PROTECT, null=True, related_name="expected_computers"
    )
    reserved_at = models.DateTimeField(null=True)
    reserved_until = models.DateField(null=True)  # the last day

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["reserved_for"],
                condition=Q(state="reserved"),
                name="one_reserved_computer_per_household",
            ),
            models.CheckConstraint(
                condition=Q(shop__isnull=True) | Q(parcel__isnull=True),
                name="a_computer_is_in_one_place",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["shop", "state", "form", "stocked_at"]),
            models.Index(fields=["state", "reserved_until"]),
            models.Index(fields=["lot", "state"]),
        ]


class ParcelItem(models.Model):
    """A machine put in a parcel, and what was found when it was opened."""

    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="items")
    computer = models.ForeignKey(Computer, models.PROTECT, related_name="journeys")
    is_found = models.BooleanField(null=True)  # None: the parcel was not opened yet

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["parcel", "computer"], name="once_in_a_parcel")
        ]


class TestReport(models.Model):
    """What was tested on a machine, by whom, and what came out."""

    once = models.UUIDField(unique=True)
    computer = models.ForeignKey(Computer, models.CASCADE, related_name="tests")
    at = models.DateTimeField()
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    checks = models.JSONField()  # {"screen": "ok" | "fault" | "absent", …}
    is_passed = models.BooleanField()
    note = models.CharField(max_length=500, blank=True)


class Erasure(models.Model):
    """The evidence that what a machine held was erased."""

    once = models.UUIDField(unique=True)
    computer = models.ForeignKey(Computer, models.CASCADE, related_name="erasures")
    # As the machine was that day: a correction made since was not erased.
    serial = models.CharField(max_length=60)
    disks = models.JSONField(default=list)
    method = models.CharField(max_length=80)
    standard = models.CharField(max_length=80)
    tool = models.CharField(max_length=80)
    done_on = models.DateField()
    done_by = models.CharField(max_length=120)  # the person or the body that erased
    is_by_donor = models.BooleanField(default=False)  # before the arrival: its certificate is kept
    at = models.DateTimeField()
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    certificate = models.BinaryField(null=True)  # attached; null: ours is made from this row
    certificate_name = models.CharField(max_length=120, blank=True)


class WrittenOnce(Exception):
    """A movement was about to be changed or deleted: our mistake, never a person's."""


class MovementQuerySet(models.QuerySet["Movement"]):
    """Movements are read and added, nothing else."""

    def update(self, **_: object) -> int:
        """Refuse."""
        raise WrittenOnce("movements are never updated")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise WrittenOnce("movements are never deleted")


class Movement(models.Model):
    """One thing that happened to a machine: added, never changed, and nobody's name in it."""

    class Kind(models.TextChoices):
        TAKEN_IN = "taken_in", "est entré à l’atelier"
        TESTED = "tested", "a été testé"
        ERASED = "erased", "a été effacé"
        GRADED = "graded", "a été noté"
        CORRECTED = "corrected", "a changé de numéro ou de disques"
        STOCKED = "stocked", "est entré en stock"
        RESERVED = "reserved", "a été réservé"
        FREED = "freed", "a été libéré"
        SENT = "sent", "est parti dans un colis"
        RECEIVED = "received", "est arrivé"
        MISSING = "missing", "manquait"
        FOUND = "found", "a été retrouvé"
        SEEN = "seen", "a été vu dans une autre boutique"
        HANDED_OVER = "handed_over", "a été remis"
        LENT = "lent", "a été prêté"
        REPAIR = "repair", "est parti en réparation"
        RETURNED = "returned", "a été rendu"
        SCRAPPED = "scrapped", "a été recyclé"

    computer = models.ForeignKey(Computer, models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField()
    by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    origin = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    destination = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=30, blank=True)

    objects = MovementQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "destination", "at"])]
