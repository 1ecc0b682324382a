"""Writes of complaints: received once, answered by one person, looked at again by another."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction

from coupdepouce.accounts.models import User
from coupdepouce.accounts.sealing import keyed_hash
from coupdepouce.core.calendar import day_of
from coupdepouce.core.programme import Programme
from coupdepouce.core.recourse.days import due_on
from coupdepouce.core.recourse.reasons import ENDS, first_owner, reason_named
from coupdepouce.core.recourse.steps import BY_NAME, OPEN, Step, check
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.core.voucher import CODES, code_of
from coupdepouce.households.checks import checked_email, e164_for_texts
from coupdepouce.households.models import Household
from coupdepouce.outreach import operations as outreach
from coupdepouce.partners.models import Membership, Organisation
from coupdepouce.programmes.queries import current_programme
from coupdepouce.recourse.models import Complaint, ComplaintEvent
from coupdepouce.recourse.queries import partner_can_answer, situation_of

LONGEST = 2000
KEPT = (
    "reason", "household_id", "prescription", "organisation", "came_by", "language", "channel",
)  # fmt: skip
ADDRESS = {
    Complaint.Channel.SMS.value: e164_for_texts,
    Complaint.Channel.EMAIL.value: checked_email,
}
EMPTY = {"text": "", "own_text": ""}


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who takes a step: a member of staff, or the household with its code."""

    role: Role
    member: Membership | None = None


HOUSEHOLD = Actor(role=Role.HOUSEHOLD)
WORKER = Actor(role=Role.WORKER)


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What a household says, and how it will read the answer."""

    reason: str
    text: str
    channel: str
    address: str = ""
    language: str = "fr"
    came_by: str = Complaint.CameBy.WEB
    received_on: date | None = None  # of a paper: the days are counted from there
    household_id: int | None = None
    prescription: UUID | None = None
    organisation: Organisation | None = None
    decided_by: User | None = None


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a person writes with a step."""

    outcome: str = ""
    text: str = ""
    own_text: str = ""


@transaction.atomic
def receive(opening: Opening, *, actor: Actor, at: datetime, once: UUID) -> Complaint:
    """Keep a complaint; the same key gives the same one.

    Raises:
        Refusal: no reason of the list, nothing that can be read, no way to answer, or erased.
    """
    reason, text = reason_named(opening.reason), _read(opening.text, needed=True)
    _check_opening(opening, at=at)
    address = _address(opening)
    step, (version, programme) = BY_NAME["receive"], current_programme()
    decider = opening.decided_by if reason.of_decision else None
    code = code_of(secrets.randbelow(CODES))
    # Two clicks at once, without a household's row to wait for: the table lets one of them in.
    complaint, is_new = Complaint.objects.get_or_create(
        reference=once,
        defaults={name: getattr(opening, name) for name in KEPT}
        | {
            "programme": version.programme,
            "entered_by": actor.member,
            "address": address,
            "code": code,
            "code_hash": keyed_hash("complaint", code),
            "state": step.target,
            "owner": first_owner(reason, has_partner=_partner_answers(opening, decider)),
            "received_at": at,
            "owned_since": at,
            "due_on": _due(step, programme, day=opening.received_on or day_of(at)),
            "decided_by": decider,
        },
    )
    if is_new:
        _write(complaint, step, actor=actor, said=Said(text=text), at=at, once=once)
    return complaint


def _partner_answers(opening: Opening, decider: User | None) -> bool:
    partner = opening.organisation.pk if opening.organisation else None
    return partner_can_answer(partner, decided_by=decider.pk if decider else None)


def _check_opening(opening: Opening, *, at: datetime) -> None:
    if opening.received_on and opening.received_on > day_of(at):
        raise Refusal("day_to_come", "Ce jour n’est pas encore venu.", field="received_on")
    if opening.household_id is None:
        return
    # The household's row: a file being erased is waited for, then nothing more is written of it.
    rows = Household.objects.select_for_update(of=("self",))
    if rows.filter(pk=opening.household_id, erased_at__isnull=True).first() is None:
        raise Refusal("household_erased", "Ce dossier est effacé : il n’y a plus rien à revoir.")


def _address(opening: Opening) -> str:
    check = ADDRESS.get(opening.channel)
    if check is None:
        return ""
    if not opening.address.strip():
        raise Refusal("address_needed", "Dites-nous où vous répondre.", field="address")
    return check(opening.address)


@transaction.atomic
def take(
    *, reference: UUID, step: Step, actor: Actor, said: Said, at: datetime, once: UUID
) -> ComplaintEvent:
    """Take a step of a complaint; a second arrival with the same key gives the first event.

    Raises:
        Refusal: not now, not this person, or an answer without an outcome or words.
    """
    complaint, already = _locked(reference, once)
    if already:
        return already
    _, programme = current_programme()
    situation = situation_of(complaint, member=actor.member, programme=programme, day=day_of(at))
    check(step, situation=situation, role=actor.role)
    read = _said(step, said, language=complaint.language)
    complaint.state = step.target
    if step.owner:
        # Whoever holds it now was not yet told that it is late.
        complaint.owner, complaint.owned_since, complaint.reminded_at = step.owner, at, None
    if step.deadline:
        complaint.due_on = _due(step, programme, day=day_of(at))
    if step.answers:
        _keep_answer(complaint, actor.member, outcome=read.outcome, at=at)
    complaint.save()
    return _write(complaint, step, actor=actor, said=read, at=at, once=once)


def _locked(reference: UUID, once: UUID) -> tuple[Complaint, ComplaintEvent | None]:
    rows = Complaint.objects.select_for_update(of=("self",))
    complaint = rows.filter(reference=reference).first()
    if complaint is None:
        raise Refusal("not_found", "Cette réclamation n’existe pas, ou ne vous est pas ouverte.")
    already = ComplaintEvent.objects.filter(once=once).first()
    if already and already.complaint_id != complaint.pk:
        raise Refusal("key_already_used", "Cette page a déjà servi pour autre chose. Rechargez-la.")
    return complaint, already


def _said(step: Step, said: Said, *, language: str) -> Said:
    if not step.answers:
        return Said(text=_read(said.text))
    if said.outcome not in ENDS:
        raise Refusal("outcome_needed", "Choisissez ce que vous répondez.", field="outcome")
    return Said(
        outcome=said.outcome,
        text=_read(said.text, needed=True),
        own_text=_read(said.own_text, needed=language != "fr", field="own_text"),
    )


def _keep_answer(
    complaint: Complaint, member: Membership | None, *, outcome: str, at: datetime
) -> None:
    if member is None:
        raise TypeError("an answer is given by staff")
    if complaint.answered_by_id is None:
        complaint.answered_by, complaint.answered_at = member.user, at
        complaint.outcome = outcome
    else:
        complaint.reviewed_by, complaint.reviewed_at = member.user, at
        complaint.second_outcome = outcome


def _due(step: Step, programme: Programme, *, day: date) -> date:
    days: int = getattr(programme.recourse, step.deadline)
    return due_on(day, days=days)


def _read(text: str, *, needed: bool = False, field: str = "text") -> str:
    said = text.strip()
    if needed and not said:
        raise Refusal("message_empty", "Écrivez quelques mots.", field=field)
    if len(said) > LONGEST:
        raise Refusal("message_long", f"Écrivez au plus {LONGEST} signes.", field=field)
    if not said.replace("\n", " ").replace("\r", " ").replace("\t", " ").isprintable():
        raise Refusal("message_unreadable", "Écrivez sans signe invisible.", field=field)
    return said


def _write(
    complaint: Complaint, step: Step, *, actor: Actor, said: Said, at: datetime, once: UUID
) -> ComplaintEvent:
    return ComplaintEvent.objects.create(
        once=once,
        complaint=complaint,
        step=step.name,
        at=at,
        role=actor.role,
        member=actor.member,
        outcome=said.outcome,
        text=said.text,
        own_text=said.own_text,
    )


def mark_reminded(complaint: Complaint, *, at: datetime) -> None:
    """Keep that whoever holds a late complaint was told; the caller holds its row."""
    complaint.reminded_at = at
    complaint.save(update_fields=["reminded_at"])


@transaction.atomic
def forget(*, reference: UUID, at: datetime) -> None:
    """Empty what a complaint says and the way to its author; reason, days and outcome stay."""
    complaint, _ = _locked(reference, reference)
    if complaint.state in OPEN:
        take(
            reference=reference,
            step=BY_NAME["take_back"],
            actor=WORKER,
            said=Said(),
            at=at,
            once=uuid5(reference, "forget"),
        )
        complaint.refresh_from_db()
    complaint.events.update(**EMPTY)
    complaint.address = complaint.code = ""
    # A random mark: the old one would find the complaint again from a paper left in a drawer.
    complaint.code_hash, complaint.forgotten_at = secrets.token_hex(16), at
    complaint.save()
    outreach.forget_about(about(reference))


def forget_household(*, household_id: int, at: datetime) -> None:
    """Empty the complaints of a household."""
    rows = Complaint.objects.filter(household=household_id).order_by("pk")
    for reference in rows.values_list("reference", flat=True):
        forget(reference=reference, at=at)


def move(*, kept: Household, absorbed: Household) -> None:
    """Bring the complaints of one file to the other."""
    Complaint.objects.filter(household=absorbed).update(household=kept)


def about(reference: UUID) -> str:
    """Give how the outbox and the access log name a complaint."""
    return f"complaint:{reference}"
