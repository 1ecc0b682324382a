"""News that do not reach a household: on the team's list until somebody says it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from coupdepouce.core.journey.states import OPEN_PRESCRIPTION
from coupdepouce.core.messages.states import in_words
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.households.models import Person
from coupdepouce.outreach import delivery
from coupdepouce.outreach.models import Message
from coupdepouce.outreach.texts import TEXTS
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.complaints import tell_unreached
from coupdepouce.prescriptions.models import Prescription, Unreached
from coupdepouce.prescriptions.news import matter_of
from coupdepouce.prescriptions.queries import visible_to
from coupdepouce.recourse.models import Complaint

MOST = 20
RELAYED = "Elle ne reçoit pas de message : elle compte sur vous."


@dataclass(frozen=True, kw_only=True)
class Lost:
    """A household that a message does not reach, and what is said of it."""

    key: UUID
    reference: UUID
    name: str
    about: str
    sentence: str
    since: datetime


def note(message: Message, /, *, at: datetime) -> None:
    """Put a household on the list of those to reach otherwise; staff's own mail never is.

    The answer to a complaint that the programme holds is told to the programme instead.
    """
    kind, _, reference = message.about.partition(":")
    if kind not in {"prescription", "complaint"} or message.template not in TEXTS:
        return
    complaint = Complaint.objects.filter(reference=reference).first()
    if complaint and complaint.owner != Role.PARTNER_MANAGER:
        # It has no file, or it is not the partner's to know.
        tell_unreached(complaint, once=str(message.key), at=at)
        return
    reference = str(complaint.prescription) if complaint else reference
    found = Prescription.objects.filter(reference=reference).only("pk").first()
    if found:
        Unreached.objects.get_or_create(
            message=message,
            defaults={"prescription": found, "matter": matter_of(message.template), "since": at},
        )


def arrived(message: Message, /, *, at: datetime) -> None:
    """Take a household off the list: the message arrived after all.

    What is relayed stays: the mail reached the prescriber, the household knows nothing yet.
    """
    if message.template not in TEXTS:
        return
    Unreached.objects.filter(message=message, done_at__isnull=True).update(done_at=at)


def take_receipts(*, provider: str, headers: Mapping[str, str], body: bytes, at: datetime) -> int:
    """Follow a provider's receipts, up to the list of those who must be reached otherwise.

    Raises:
        Refusal: no such provider here, a wrong signature, or a body that cannot be read.
    """
    return delivery.take_receipts(
        provider=provider,
        headers=headers,
        body=body,
        at=at,
        lost=lambda message: note(message, at=at),
        found=lambda message: arrived(message, at=at),
    )


def to_reach(*, member: Membership, limit: int = MOST) -> Sequence[Lost]:
    """Give the households of this member's requests that a message does not reach, oldest first.

    What is relayed is over with its request; a message that does not arrive may be its last.
    """
    over = Q(message__template="to_tell") & ~Q(prescription__state__in=OPEN_PRESCRIPTION)
    rows = (
        _shown_to(member)
        .filter(done_at__isnull=True)
        .exclude(over)
        .select_related("message", "prescription")
        .defer("message__recipient", "message__text")
        .order_by("pk")[:limit]
    )
    people = Person.objects.filter(
        household__in={row.prescription.household_id for row in rows}, role=Person.Role.APPLICANT
    )
    names = {one.household_id: f"{one.first_name} {one.last_name}" for one in people}
    return [_lost(row, names.get(row.prescription.household_id, "")) for row in rows]


def _shown_to(member: Membership) -> QuerySet[Unreached]:
    found = Unreached.objects.filter(prescription__in=visible_to(member))
    # That a household complains is known to the manager who answers, not to the rest of the team.
    is_manager = member.role == Role.PARTNER_MANAGER
    return found if is_manager else found.exclude(message__about__startswith="complaint:")


def _lost(row: Unreached, name: str) -> Lost:
    message, is_written = row.message, row.message.template in TEXTS
    return Lost(
        key=message.key,
        reference=row.prescription.reference,
        name=name,
        about=TEXTS[message.template].subject if is_written else message.subject,
        sentence=in_words(channel=message.channel, state=message.state, reason=message.reason)
        if is_written
        else RELAYED,
        since=row.since,
    )


def reached(*, member: Membership, key: UUID, at: datetime) -> UUID:
    """Note that somebody told the household otherwise; give the reference of the request.

    Raises:
        Refusal: not a message of this member's requests.
    """
    mine = _shown_to(member).filter(message__key=key)
    row = mine.select_related("prescription").first()
    if row is None:
        raise Refusal("not_found", "Ce message n’est pas dans vos dossiers.")
    mine.filter(done_at__isnull=True).update(done_at=at, done_by=member)
    return row.prescription.reference
