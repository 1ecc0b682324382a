"""The journey in the database: the prescription, its voucher, and its chained events."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from coupdepouce.accounts.models import User
from coupdepouce.accounts.sealing import SealedTextField
from coupdepouce.core.journey.model import NONE, WANTED_PARTS
from coupdepouce.core.journey.states import AT_RISK, OPEN_PRESCRIPTION
from coupdepouce.core.sharing import LIVE, State
from coupdepouce.households.models import Household, RecordedVerdict
from coupdepouce.lines.models import Line
from coupdepouce.outreach.models import Message, Sending
from coupdepouce.partners.models import Membership, Organisation, Quota
from coupdepouce.programmes.models import ProgrammeVersion

# An open request whose line failed or ended. PostgreSQL finds the index by these very words.
WITHOUT_LINE = Q(line_state__in=("ended", "failed"), state__in=sorted(OPEN_PRESCRIPTION))


class Prescription(models.Model):
    """One household's request in one programme, with up to three parts."""

    reference = models.UUIDField(unique=True)
    programme = models.SlugField()
    version = models.ForeignKey(ProgrammeVersion, models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, related_name="prescriptions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="prescriptions")
    prescriber = models.ForeignKey(Membership, models.PROTECT, related_name="prescriptions")
    referent = models.CharField(max_length=120, blank=True)  # who follows the household day to day
    verdict = models.ForeignKey(RecordedVerdict, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12)
    line_state = models.CharField(max_length=14, default=NONE)
    computer_state = models.CharField(max_length=14, default=NONE)
    training_state = models.CharField(max_length=14, default=NONE)
    line = models.OneToOneField(Line, models.PROTECT, null=True, related_name="prescription")
    suggested_shop = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="suggested_prescriptions"
    )
    shop = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="received_prescriptions"
    )
    # The quota whose unit its voucher took, until the unit returns.
    quota = models.ForeignKey(Quota, models.PROTECT, null=True, related_name="+")
    # The sending of a campaign it came by, when the household said so; never the letter.
    came_by = models.ForeignKey(
        Sending, models.PROTECT, null=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()
    waits_for = models.CharField(max_length=20, blank=True)
    waits_since = models.DateTimeField(null=True)
    due_on = models.DateField(null=True, db_index=True)  # the first day on which it is overdue
    # The same for each part: its own deadline, whatever the others do.
    line_due_on = models.DateField(null=True)
    computer_due_on = models.DateField(null=True)
    training_due_on = models.DateField(null=True)
    reminded = models.PositiveSmallIntegerField(default=0)
    events_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household", "programme"],
                condition=Q(state__in=OPEN_PRESCRIPTION),
                name="one_open_prescription",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "waits_since"]),
            models.Index(fields=["shop", "state", "waits_since"]),
            models.Index(fields=["programme", "state", "waits_since"]),
            models.Index(fields=["waits_since"]),
            models.Index(fields=["waits_since"], condition=WITHOUT_LINE, name="without_line"),
            models.Index(
                fields=["waits_since"],
                condition=Q(line_state__in=sorted(AT_RISK)),
                name="lines_at_risk",
            ),
            models.Index(
                fields=["came_by"], condition=Q(came_by__isnull=False), name="came_by_a_campaign"
            ),
            *(
                models.Index(
                    fields=[f"{part}_due_on"],
                    condition=Q(**{f"{part}_due_on__isnull": False}),
                    name=f"{part}_due",
                )
                for part in WANTED_PARTS
            ),
        ]


class Voucher(models.Model):
    """A code on paper. Found by its keyed hash; sealed so that a lost print can be made again."""

    prescription = models.ForeignKey(Prescription, models.PROTECT, related_name="vouchers")
    code_hash = models.CharField(max_length=32, unique=True)
    code = SealedTextField()
    issued_at = models.DateTimeField()
    last_day = models.DateField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["prescription"],
                condition=Q(replaced_at__isnull=True),
                name="one_live_voucher",
            )
        ]


class WrittenOnce(Exception):
    """An event was about to be changed or deleted: our mistake, never a person's."""


class EventQuerySet(models.QuerySet["JourneyEvent"]):
    """Events are read and added, nothing else."""

    def update(self, **_: object) -> int:
        """Refuse."""
        raise WrittenOnce("journey events are never updated")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise WrittenOnce("journey events are never deleted")


class JourneyEvent(models.Model):
    """One step taken, chained to the one before it by a hash."""

    once = models.UUIDField(unique=True)
    prescription = models.ForeignKey(Prescription, models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=40)
    at = models.DateTimeField()
    role = models.CharField(max_length=20)
    member = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    impersonator = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=30, blank=True)
    data = models.JSONField(default=dict)  # what the step asked, never a name or an income
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["prescription", "number"], name="one_event_per_number")
        ]
        indexes: ClassVar = [models.Index(fields=["at"])]


class Conflict(models.Model):
    """A voucher received without network that could not be kept, with both shops when two did.

    Written once for each reception refused: sent again, it gets the same answer. It stays on the
    counter page of each shop until that shop says it has read it.
    """

    once = models.UUIDField(unique=True)  # the key of the reception, made by the browser
    code = models.CharField(max_length=30)  # the rule that refused it
    voucher = models.ForeignKey(Voucher, models.PROTECT, null=True, related_name="conflicts")
    member = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    shop = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    happened_at = models.DateTimeField()  # when the voucher was received without network
    reconciled_at = models.DateTimeField()  # when the browser could say so
    read_at = models.DateTimeField(null=True)
    other_shop = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    other_at = models.DateTimeField(null=True)  # when the other shop, which keeps it, received it
    other_read_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(other_shop__isnull=True, other_at__isnull=True)
                | Q(other_shop__isnull=False, other_at__isnull=False),
                name="the_other_shop_has_its_time",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["shop"], condition=Q(read_at__isnull=True), name="conflicts_to_read"
            ),
            models.Index(
                fields=["other_shop"],
                condition=Q(other_shop__isnull=False, other_read_at__isnull=True),
                name="conflicts_to_read_elsewhere",
            ),
        ]


class Unreached(models.Model):
    """A household whose news does not arrive: somebody must reach it in another way."""

    message = models.OneToOneField(Message, models.CASCADE, related_name="+")
    prescription = models.ForeignKey(Prescription, models.CASCADE, related_name="unreached")
    # What it is about: newer news of the same matter take its place.
    matter = models.CharField(max_length=60, blank=True)
    since = models.DateTimeField()
    # Reached by somebody; or the message arrived after all, or newer news took its place (nobody).
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["prescription"], condition=Q(done_at__isnull=True), name="still_unreached"
            )
        ]


class Share(models.Model):
    """A request followed by a second organisation too, as long as the household agrees."""

    class Given(models.TextChoices):
        CODE = "code", "par le ménage, avec son code"
        DESK = "desk", "par le ménage, devant une personne qui le suit"

    reference = models.UUIDField(unique=True)  # `once` of what made it
    prescription = models.ForeignKey(Prescription, models.CASCADE, related_name="shares")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8)
    asked_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    given = models.CharField(max_length=4, choices=Given, blank=True)
    recorded_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # refused, or taken back

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["prescription", "organisation"],
                condition=Q(state__in=[one.value for one in LIVE]),
                name="one_live_share",
            ),
            models.CheckConstraint(
                condition=Q(state=State.ASKED.value, asked_by__isnull=False, ended_at__isnull=True)
                | Q(state=State.AGREED.value, agreed_at__isnull=False, ended_at__isnull=True)
                | Q(state__in=[State.REFUSED.value, State.ENDED.value], ended_at__isnull=False),
                name="a_share_stands_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True, given="")
                | Q(agreed_at__isnull=False, given="code", recorded_by__isnull=True)
                | Q(agreed_at__isnull=False, given="desk", recorded_by__isnull=False),
                name="an_agreement_says_how_it_was_given",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "state"])]
