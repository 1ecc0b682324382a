"""Reads of complaints: every one of staff starts from what the person may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from coupdepouce.accounts.sealing import keyed_hash
from coupdepouce.core.calendar import day_of
from coupdepouce.core.programme import Programme
from coupdepouce.core.recourse.days import due_on
from coupdepouce.core.recourse.reasons import BY_CODE, REASONS, Reason
from coupdepouce.core.recourse.steps import (
    BY_NAME,
    OPEN,
    SECOND_LOOKERS,
    STATE,
    Choice,
    Situation,
    State,
    choices,
)
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import NAMES, Role
from coupdepouce.core.voucher import read_code
from coupdepouce.partners.models import Membership
from coupdepouce.partners.queries import emails_of_role
from coupdepouce.programmes.queries import current_programme
from coupdepouce.recourse.models import Complaint, ComplaintEvent

PAGE = 100
ENDED_SHOWN = 50
# What a partner answers; the others may be about its own manager.
OF_PARTNER = tuple(one.code for one in REASONS if one.owner is Role.PARTNER_MANAGER)


def visible_to(member: Membership) -> QuerySet[Complaint]:
    """Give the complaints a member may see: all, the partner's own to answer, or those entered."""
    every, role = Complaint.objects.all(), Role(member.role)
    if role is Role.PROGRAMME_MANAGER:
        return every
    if role is Role.ADMINISTRATOR:
        return every.filter(_nobody_else() | Q(reviewed_by=member.user_id))
    entered = Q(entered_by=member)
    if role is Role.PARTNER_MANAGER:
        return every.filter(entered | Q(organisation=member.organisation_id, reason__in=OF_PARTNER))
    return every.filter(entered) if role is Role.PRESCRIBER else every.none()


def _nobody_else() -> Q:
    """Mean the second looks that no manager of the programme may give."""
    # Nobody may have said no before: compared with NULL, every manager would be left out.
    decided = Coalesce(OuterRef("decided_by"), OuterRef("answered_by"))
    others = _acting(Role.PROGRAMME_MANAGER).exclude(user=OuterRef("answered_by"))
    return Q(state="second_look") & Q(~Exists(others.exclude(user=decided)))


def _acting(*roles: Role) -> QuerySet[Membership]:
    found = Membership.objects.filter(until__isnull=True, organisation__is_active=True)
    return found.filter(role__in=roles)


def find(*, member: Membership, reference: UUID) -> Complaint:
    """Give one complaint with its history.

    Raises:
        Refusal: it does not exist, or is not open to this member: both read the same.
    """
    return _one(visible_to(member).filter(reference=reference))


def by_receipt(text: str) -> Complaint:
    """Give the complaint of a receipt's code.

    Raises:
        Refusal: mistyped, unknown, or forgotten since.
    """
    return _one(Complaint.objects.filter(code_hash=keyed_hash("complaint", read_code(text))))


def of_household(household_id: int) -> Sequence[Complaint]:
    """Give the complaints of a household, the newest first."""
    rows = Complaint.objects.filter(household=household_id, forgotten_at__isnull=True)
    return list(rows.order_by("-pk"))


def one_of_household(*, household_id: int, reference: UUID) -> Complaint:
    """Give one complaint of a household.

    Raises:
        Refusal: it is not one of its own.
    """
    return _one(Complaint.objects.filter(household=household_id, reference=reference))


def _one(rows: QuerySet[Complaint]) -> Complaint:
    found = (
        rows.select_related("organisation", "household", "entered_by__user")
        .prefetch_related("events__member__user", "events__member__organisation")
        .first()
    )
    if found is None:
        raise Refusal("not_found", "Cette réclamation n’existe pas, ou ne vous est pas ouverte.")
    return found


def situation_of(
    complaint: Complaint, *, member: Membership | None, programme: Programme, day: date
) -> Situation:
    """Gather what the guards look at."""
    who = member.user_id if member else None
    answered = complaint.answered_at
    window = programme.recourse.ask_again
    return Situation(
        state=complaint.state,
        owner=complaint.owner,
        is_late=is_late(complaint, day=day),
        holds=member is None or _holds(complaint, member),
        decided=who is not None and who == complaint.decided_by_id,
        answered=who is not None and who == complaint.answered_by_id,
        speaks=member is None or complaint.entered_by_id == member.pk,
        in_time=answered is None or day < due_on(day_of(answered), days=window),
    )


def _holds(complaint: Complaint, member: Membership) -> bool:
    everywhere = complaint.owner == Role.PROGRAMME_MANAGER
    own = everywhere or member.organisation_id == complaint.organisation_id
    if member.role == Role.ADMINISTRATOR:
        return everywhere and not _who_may_look(complaint, Role.PROGRAMME_MANAGER).exists()
    return own and member.role == complaint.owner


def _who_may_look(complaint: Complaint, role: Role) -> QuerySet[Membership]:
    """Give those of a role who gave no answer that is looked at again."""
    answered = (complaint.decided_by_id, complaint.answered_by_id)
    return _acting(role).exclude(user__in=[one for one in answered if one])


def needs_second_person(complaint: Complaint, *, member: Membership) -> bool:
    """Say whether nobody could look again once this member has answered."""
    answered = [one for one in (complaint.decided_by_id, member.user_id) if one]
    return not _acting(*SECOND_LOOKERS).exclude(user__in=answered).exists()


def second_lookers() -> int:
    """Count the people who may give a first answer of the programme, or look at it again."""
    return _acting(*SECOND_LOOKERS).values("user").distinct().count()


def choices_for(
    complaint: Complaint, *, member: Membership | None, at: datetime
) -> tuple[Choice, ...]:
    """Give the steps this member, or the household, may see now; closed ones say why."""
    _, programme = current_programme()
    situation = situation_of(complaint, member=member, programme=programme, day=day_of(at))
    return choices(situation=situation, role=Role(member.role) if member else Role.HOUSEHOLD)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of the list: who waits for whom since when."""

    reference: UUID
    reason: Reason
    state: State
    waits_for: str
    days: int
    due_on: date
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class Lists:
    """What waits, the latest first, and what ended last."""

    waiting: Sequence[Row]
    ended: Sequence[Row]
    late: int
    more: bool  # others wait behind these


def listed(member: Membership, *, at: datetime) -> Lists:
    """Give the complaints a member may see, in two reads."""
    found = visible_to(member).select_related("organisation")
    waiting = list(found.filter(state__in=OPEN).order_by("due_on", "pk")[: PAGE + 1])
    ended = found.exclude(state__in=OPEN).order_by("-received_at", "-pk")[:ENDED_SHOWN]
    rows = [_row(one, day=day_of(at)) for one in waiting[:PAGE]]
    return Lists(
        waiting=rows,
        ended=[_row(one, day=day_of(at)) for one in ended],
        late=sum(row.is_late for row in rows),
        more=len(waiting) > PAGE,
    )


def _row(complaint: Complaint, *, day: date) -> Row:
    state = STATE[complaint.state]
    return Row(
        reference=complaint.reference,
        reason=BY_CODE[complaint.reason],
        state=state,
        waits_for=holder_of(complaint) if state.is_open else "",
        days=(day - day_of(complaint.owned_since)).days,
        due_on=complaint.due_on,
        is_late=is_late(complaint, day=day),
    )


def holder_of(complaint: Complaint) -> str:
    """Name who must act: the partner's own name, or the programme."""
    if complaint.owner == Role.PARTNER_MANAGER and complaint.organisation:
        return complaint.organisation.name
    return NAMES[Role(complaint.owner)]


def is_late(complaint: Complaint, *, day: date) -> bool:
    """Say whether a complaint that waits is past its day."""
    return complaint.state in OPEN and complaint.due_on <= day


def late(*, day: date) -> QuerySet[Complaint]:
    """Give the complaints that wait past their day, and whose owner was not yet told."""
    return Complaint.objects.filter(state__in=OPEN, due_on__lte=day, reminded_at__isnull=True)


def emails_of_owner(complaint: Complaint) -> list[str]:
    """Give where to write to those who must act."""
    if complaint.state == "second_look":
        for role in (Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR):
            if found := _emails(_who_may_look(complaint, role)):
                return found
    if complaint.owner != Role.PARTNER_MANAGER:
        return emails_of_role(Role.PROGRAMME_MANAGER)
    return _emails(_managers_of(complaint.organisation_id))


def _emails(found: QuerySet[Membership]) -> list[str]:
    return list(found.order_by("pk").values_list("user__email", flat=True))


def _managers_of(organisation_id: int | None) -> QuerySet[Membership]:
    return _acting(Role.PARTNER_MANAGER).filter(organisation=organisation_id)


def partner_can_answer(organisation_id: int | None, *, decided_by: int | None) -> bool:
    """Say whether a partner has a manager other than the one whose answer is contested."""
    return _managers_of(organisation_id).exclude(user=decided_by).exists()


def answers_of(complaint: Complaint) -> Sequence[ComplaintEvent]:
    """Give the answers, the last one first."""
    return [one for one in list(complaint.events.all())[::-1] if BY_NAME[one.step].answers]


def old(*, before: datetime) -> QuerySet[Complaint]:
    """Give the complaints without a file whose time is over."""
    return Complaint.objects.filter(
        household__isnull=True, forgotten_at__isnull=True, received_at__lt=before
    )


def to_answer_by(organisation_id: int) -> int:
    """Count the complaints that wait for a partner's answer."""
    waiting = Complaint.objects.filter(state="received", owner=Role.PARTNER_MANAGER)
    return waiting.filter(organisation=organisation_id).count()


def of_closed_partners() -> QuerySet[Complaint]:
    """Give the complaints that wait for the answer of a partner that is closed."""
    waiting = Complaint.objects.filter(state="received", owner=Role.PARTNER_MANAGER)
    return waiting.filter(organisation__is_active=False)
