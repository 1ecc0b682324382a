"""The workshops in the database: catalogue, sessions, places, presence, progress."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from coupdepouce.accounts.sealing import SealedTextField
from coupdepouce.households.models import Household
from coupdepouce.partners.models import Membership, Organisation


class Workshop(models.Model):
    """One workshop of the catalogue; its themes and levels are near those of La Coop."""

    class Theme(models.TextChoices):
        FIRST_STEPS = "first_steps", "premiers pas"
        MAIL = "mail", "messages et courriel"
        INTERNET = "internet", "chercher sur internet"
        ADMINISTRATION = "administration", "démarches en ligne"
        JOB = "job", "recherche d’emploi"
        SAFETY = "safety", "se protéger"
        SCHOOL = "school", "suivre l’école des enfants"
        OFFICE = "office", "écrire et ranger ses documents"

    class Level(models.TextChoices):
        BEGINNER = "beginner", "débutant"
        INTERMEDIATE = "intermediate", "intermédiaire"
        ADVANCED = "advanced", "avancé"

    class Material(models.TextChoices):
        COMPUTER = "computer", "ordinateur"
        PHONE = "phone", "téléphone"
        TABLET = "tablet", "tablette"
        NONE = "none", "aucun"

    title = models.CharField(max_length=80, unique=True)
    theme = models.CharField(max_length=16, choices=Theme)
    level = models.CharField(max_length=12, choices=Level, default=Level.BEGINNER)
    minutes = models.PositiveSmallIntegerField()
    material = models.CharField(max_length=10, choices=Material, default=Material.COMPUTER)
    text = models.CharField(max_length=400)  # for the household, in easy words
    # The same in the other languages: {"ar": {"title": "…", "text": "…"}}.
    translations = models.JSONField(default=dict, blank=True)
    is_offered = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["title"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(minutes__gte=15, minutes__lte=480), name="workshop_lasts_a_while"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def said(self, name: str, *, language: str) -> str:
        """Give its title or its text in a language, in French when it has no other."""
        words: str = self.translations.get(language, {}).get(name) or getattr(self, name)
        return words


class Series(models.Model):
    """Sessions that come back; each is a row of its own, made once and then free to change."""

    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="series")
    every_weeks = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")


class Session(models.Model):
    """One workshop at one time, in a shop's back room or at a distance."""

    reference = models.UUIDField(unique=True)
    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="sessions")
    series = models.ForeignKey(Series, models.PROTECT, null=True, related_name="sessions")
    shop = models.ForeignKey(Organisation, models.PROTECT, related_name="sessions")
    trainer = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="sessions")
    room = models.CharField(max_length=80, blank=True)
    remote_link = models.URLField(max_length=300, blank=True)  # shown to who has a place only
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField()
    # Counted again under the lock of this row at each booking: a list reads places without
    # counting bookings, and the constraint below holds whatever the code does.
    taken = models.PositiveSmallIntegerField(default=0)
    waiting = models.PositiveSmallIntegerField(default=0)
    step_free = models.BooleanField(default=False)
    child_care = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_why = models.CharField(max_length=120, blank=True)
    sequence = models.PositiveIntegerField(default=0)  # of the calendars: grows at each change
    anonymous = models.PositiveSmallIntegerField(default=0)  # came without a file

    class Meta:
        ordering: ClassVar = ["starts_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="never_overdrawn"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="room_for_one"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="ends_later"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["shop", "starts_at"]),
            models.Index(fields=["trainer", "starts_at"]),
            models.Index(fields=["starts_at"]),
        ]

    @property
    def is_remote(self) -> bool:
        """Say whether it is at a distance."""
        return bool(self.remote_link)

    @property
    def left(self) -> int:
        """Give the places a newcomer may take: those who wait come first."""
        return max(self.capacity - self.taken - self.waiting, 0)


class Booking(models.Model):
    """A household's place in a session, or its rank in the queue."""

    class State(models.TextChoices):
        BOOKED = "booked", "inscrit"
        WAITING = "waiting", "sur liste d’attente"
        OFFERED = "offered", "place proposée"
        ATTENDED = "attended", "venu"
        ABSENT = "absent", "absent"
        EXCUSED = "excused", "excusé"
        CANCELLED = "cancelled", "annulé"

    class By(models.TextChoices):
        THEM = "them", "par la personne"
        US = "us", "par nous"

    reference = models.UUIDField(unique=True)
    session = models.ForeignKey(Session, models.PROTECT, related_name="bookings")
    # Empty once the household is erased: the place stays counted, and is nobody's.
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="bookings")
    state = models.CharField(max_length=10, choices=State)
    number = models.PositiveIntegerField(default=0)  # rank in the queue, 0 outside of it
    at = models.DateTimeField()
    changed_at = models.DateTimeField()
    offered_until = models.DateTimeField(null=True)
    offers = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    cancelled_by = models.CharField(max_length=4, choices=By, blank=True)

    class Meta:
        ordering: ClassVar = ["number", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "household"],
                condition=~Q(state="cancelled"),
                name="one_live_booking",
            ),
            models.UniqueConstraint(
                fields=["session", "number"],
                condition=Q(state="waiting"),
                name="one_rank_each",
            ),
            models.CheckConstraint(
                condition=Q(state="offered", offered_until__isnull=False)
                | (~Q(state="offered") & Q(offered_until__isnull=True)),
                name="an_offer_has_an_end",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["household", "state"]),
            models.Index(fields=["offered_until"], condition=Q(state="offered"), name="offers_out"),
        ]


class NeedsAnswer(models.Model):
    """What a household needs to come and to follow, asked once; never why."""

    household = models.OneToOneField(Household, models.CASCADE, related_name="training_needs")
    needs = SealedTextField(blank=True)  # codes of training.needs, one space between
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")


class TrainerReport(models.Model):
    """The trainer's short report of a session: what was done, nobody's name."""

    session = models.OneToOneField(Session, models.PROTECT, related_name="report")
    done = models.CharField(max_length=600)
    next_time = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")


class SkillsAnswer(models.Model):
    """What a person said they can do, before or after; the pair outlives the household."""

    pair = models.UUIDField()  # by chance: both rounds of one person, once nobody's
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, related_name="skills_answers"
    )
    phase = models.CharField(max_length=6)
    how = models.CharField(max_length=5)
    answers = models.JSONField()  # code of the question: 0 to 3, or null when it is not said
    at = models.DateTimeField()
    by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pair", "phase"], name="one_answer_per_phase"),
            models.UniqueConstraint(
                fields=["household", "phase"],
                condition=Q(household__isnull=False),
                name="one_round_per_household",
            ),
        ]
