"""Complaints around a request: who answers, who hears of it, what is late, what is forgotten."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext, override

from coupdepouce.accounts.models import User
from coupdepouce.core.calendar import add_days, add_months, day_of, midnight
from coupdepouce.core.journey.steps import RETIRED, STEPS
from coupdepouce.core.languages import FRENCH
from coupdepouce.core.recourse.reasons import BY_CODE, ENDS
from coupdepouce.core.recourse.steps import step_named
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.outreach.operations import Recipient, enqueue, enqueue_to_all
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.links import complaint_link, complaint_staff_link
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.news import recipient_of
from coupdepouce.prescriptions.queries import find
from coupdepouce.programmes.queries import current_programme
from coupdepouce.recourse import operations as recourse
from coupdepouce.recourse import queries
from coupdepouce.recourse.models import Complaint, ComplaintEvent
from coupdepouce.recourse.operations import HOUSEHOLD, Actor, Opening, Said

Row = TypeVar("Row", bound=Model)
Each = Callable[[QuerySet[Row], Callable[[Row], bool]], int]

NOES = frozenset(step.name for step in STEPS + RETIRED if step.says_no)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is said in a complaint, and how the answer reaches whoever has no file."""

    reason: str
    text: str
    channel: str = Complaint.Channel.NONE
    address: str = ""
    language: str = "fr"
    received_on: date | None = None  # written on paper that day


def open_by_household(
    told: Told, *, prescription: Prescription | None, at: datetime, once: UUID
) -> Complaint:
    """Keep what a household says, with its voucher's code or without one.

    Raises:
        Refusal: no reason, nothing that can be read, or no way to answer.
    """
    opening = _opening(told, prescription, came_by=Complaint.CameBy.WEB)
    return _received(opening, actor=HOUSEHOLD, at=at, once=once)


def open_by_staff(
    told: Told, *, member: Membership, reference: UUID | None, at: datetime, once: UUID
) -> Complaint:
    """Keep what a household says or wrote on paper, entered by a member of staff.

    Raises:
        Refusal: the request is not open to this member, or as above.
    """
    prescription = find(member, reference) if reference else None
    way = Complaint.CameBy.PAPER if told.received_on else Complaint.CameBy.DESK
    opening = _opening(told, prescription, came_by=way)
    actor = Actor(role=Role(member.role), member=member)
    return _received(opening, actor=actor, at=at, once=once)


def _opening(told: Told, prescription: Prescription | None, *, came_by: str) -> Opening:
    said = Opening(
        reason=told.reason,
        text=told.text,
        channel=told.channel,
        address=told.address,
        language=told.language,
        came_by=came_by,
        received_on=told.received_on,
    )
    if prescription is None:
        return said
    return replace(
        said,
        channel=Complaint.Channel.USUAL,
        address="",
        language=_language(told, prescription),
        household_id=prescription.household_id,
        prescription=prescription.reference,
        organisation=prescription.organisation,
        decided_by=decider_of(prescription),
    )


def _language(told: Told, prescription: Prescription) -> str:
    # French is only where a page begins: any other was chosen by whoever reads the answer.
    chosen = told.language != FRENCH.code
    return told.language if chosen else prescription.household.language


def decider_of(prescription: Prescription) -> User | None:
    """Give who said no last: whoever gave an answer does not judge the complaint against it."""
    events = prescription.events.filter(step__in=NOES, member__isnull=False)
    if last := events.select_related("member__user").order_by("number").last():
        return last.member.user if last.member else None
    verdict = prescription.verdict
    return verdict.made_by.user if verdict and verdict.answer != "yes" else None


@transaction.atomic
def _received(opening: Opening, *, actor: Actor, at: datetime, once: UUID) -> Complaint:
    complaint = recourse.receive(opening, actor=actor, at=at, once=once)
    _tell_owner(complaint, template="complaint_yours", once=f"{once}:yours", at=at)
    return complaint


def take_by_staff(
    *, member: Membership, reference: UUID, name: str, said: Said, at: datetime, once: UUID
) -> ComplaintEvent:
    """Take a step of a complaint that this member may see.

    Raises:
        Refusal: not theirs, not now, or the person who already answered.
    """
    complaint = queries.find(member=member, reference=reference)
    actor = Actor(role=Role(member.role), member=member)
    return _taken(complaint, name, actor=actor, said=said, at=at, once=once)


def take_by_household(
    complaint: Complaint, *, name: str, said: Said, at: datetime, once: UUID
) -> ComplaintEvent:
    """Take a step as the household, which showed its code.

    Raises:
        Refusal: not now, or not one of its steps.
    """
    return _taken(complaint, name, actor=HOUSEHOLD, said=said, at=at, once=once)


@transaction.atomic
def _taken(
    complaint: Complaint, name: str, *, actor: Actor, said: Said, at: datetime, once: UUID
) -> ComplaintEvent:
    step = step_named(name)
    event = recourse.take(
        reference=complaint.reference, step=step, actor=actor, said=said, at=at, once=once
    )
    complaint.refresh_from_db()
    if step.answers:
        _tell_household(complaint, event)
    if step.owner:
        _tell_owner(complaint, template="complaint_yours", once=f"{once}:yours", at=at)
    return event


def leave_closed(*, at: datetime, each: Each[Complaint]) -> int:
    """Give the programme the complaints that a partner which closed had not answered."""

    def leave(complaint: Complaint) -> bool:
        once = uuid5(complaint.reference, "leave_closed")
        _taken(complaint, "hand_over", actor=recourse.WORKER, said=Said(), at=at, once=once)
        return True

    return each(queries.of_closed_partners(), leave)


def recipient(complaint: Complaint) -> Recipient | None:
    """Give where the answer goes, or None when it is read with the code or said aloud."""
    if complaint.channel == Complaint.Channel.USUAL and complaint.household_id:
        return recipient_of(complaint.household_id)
    if complaint.channel in {Complaint.Channel.SMS, Complaint.Channel.EMAIL}:
        return Recipient(
            channel=complaint.channel, address=complaint.address, language=complaint.language
        )
    return None


def _tell_household(complaint: Complaint, event: ComplaintEvent) -> None:
    to = recipient(complaint)
    if to is None:
        return
    with override(to.language):
        told = gettext(ENDS[event.outcome].told)
    enqueue(
        once=f"{event.once}:complaint_answered",
        template="complaint_answered",
        to=to,
        context={
            "told": told,
            "answer": event.own_text or event.text,
            "link": complaint_link(),
            "who_helps": "",  # it may be this structure that it complains of
        },
        about=recourse.about(complaint.reference),
        at=event.at,
    )


def _tell_owner(complaint: Complaint, *, template: str, once: str, at: datetime) -> None:
    """Write to those who must act; nobody's name is in the message."""
    enqueue_to_all(
        queries.emails_of_owner(complaint),
        once=once,
        template=template,
        context={
            "reason": BY_CODE[complaint.reason].label,
            "due": f"{add_days(complaint.due_on, -1):%d/%m/%Y}",
            "link": complaint_staff_link(complaint.reference),
        },
        about=recourse.about(complaint.reference),
        at=at,
    )


def tell_unreached(complaint: Complaint, *, once: str, at: datetime) -> None:
    """Tell whoever holds a complaint that its answer does not reach the household."""
    _tell_owner(complaint, template="complaint_unreached", once=f"{once}:unreached", at=at)


def remind_owners(*, at: datetime, each: Each[Complaint]) -> int:
    """Tell, once, whoever holds a complaint that is past its day."""

    def remind(complaint: Complaint) -> bool:
        recourse.mark_reminded(complaint, at=at)
        once = f"{complaint.reference}:late:{complaint.owned_since.isoformat()}"
        _tell_owner(complaint, template="complaint_late", once=once, at=at)
        return True

    return each(queries.late(day=day_of(at)), remind)


def forget_old(*, at: datetime, each: Each[Complaint]) -> int:
    """Forget the complaints without a file that are older than the programme keeps."""
    _, programme = current_programme()
    oldest = add_months(day_of(at), -programme.retention.accompaniment.value)

    def forget(complaint: Complaint) -> bool:
        recourse.forget(reference=complaint.reference, at=at)
        return True

    return each(queries.old(before=midnight(oldest)), forget)


def forget_by_household(complaint: Complaint, *, at: datetime) -> None:
    """Erase a complaint without a file, as its author asks with the receipt's code.

    Raises:
        Refusal: it belongs to a file, which is erased as a whole.
    """
    if complaint.household_id is not None:
        raise Refusal("complaint_of_file", "Cette réclamation s’efface avec votre dossier.")
    recourse.forget(reference=complaint.reference, at=at)
