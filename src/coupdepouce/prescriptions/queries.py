"""Reads of the journey: every one starts from what the person may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from coupdepouce.core.journey import machine
from coupdepouce.core.journey.model import NONE, Part, State, Step
from coupdepouce.core.journey.part_steps import IN_USE
from coupdepouce.core.journey.states import state_of
from coupdepouce.core.journey.steps import BY_NAME
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import NAMES, Role
from coupdepouce.households.models import Household, Person
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.actors import staff
from coupdepouce.prescriptions.events import did, said_later, who_of
from coupdepouce.prescriptions.models import JourneyEvent, Prescription, Voucher
from coupdepouce.prescriptions.situation import (
    live_voucher,
    situation_of,
    states_of,
)
from coupdepouce.programmes.queries import programme_of

TEAM = frozenset({Role.PRESCRIBER, Role.PARTNER_MANAGER})


def visible_to(member: Membership) -> QuerySet[Prescription]:
    """Give the prescriptions a member may see: the team's, the shop's, or the programme's."""
    every = Prescription.objects.all()
    role = Role(member.role)
    if role in TEAM:
        return every.filter(organisation=member.organisation_id)
    if role is Role.SHOP_ADVISOR:
        return every.filter(shop=member.organisation_id)
    if role is Role.PROGRAMME_MANAGER:
        return every
    if role is Role.BACK_OFFICE:
        return every.filter(state__in=IN_USE).exclude(line_state=NONE)
    return every.none()


def find(member: Membership, reference: UUID) -> Prescription:
    """Give one prescription by its reference.

    Raises:
        Refusal: it does not exist, or is not open to this member: both read the same.
    """
    found = (
        visible_to(member)
        .select_related(
            "household", "organisation", "shop", "suggested_shop", "prescriber__user", "line",
            "verdict", "version", "came_by__wave__campaign",
        )
        .filter(reference=reference)
        .first()
    )  # fmt: skip
    if found is None:
        raise Refusal("not_found", "Cette prescription n’existe pas, ou ne vous est pas ouverte.")
    return found


def of_household(*, member: Membership, household_id: int) -> Sequence[Prescription]:
    """Give a household's prescriptions that this member may see, the newest first."""
    return list(visible_to(member).filter(household=household_id).order_by("-pk"))


@dataclass(frozen=True, kw_only=True)
class PartView:
    """Where a part stands."""

    part: Part
    state: State


@dataclass(frozen=True, kw_only=True)
class HistoryLine:
    """One event, in words."""

    number: int
    at: datetime
    who: str
    sentence: str
    told: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class File:
    """A prescription as a member of staff reads it."""

    prescription: Prescription
    parts: Sequence[PartView]
    choices: Sequence[machine.Choice]
    history: Sequence[HistoryLine]
    applicant: Person | None
    voucher: Voucher | None
    waits_for: str


def parts_of(prescription: Prescription) -> list[PartView]:
    """Give the prescription and the parts that were asked for, in their order."""
    return [
        PartView(part=part, state=state_of(part, name))
        for part, name in states_of(prescription).items()
        if name != NONE
    ]


def file(*, member: Membership, reference: UUID, at: datetime) -> File:
    """Give all that a page about a prescription shows to this member.

    Raises:
        Refusal: not open to this member.
    """
    prescription = find(member, reference)
    return File(
        prescription=prescription,
        parts=parts_of(prescription),
        choices=choices_for(prescription, member=member, at=at),
        history=_history_for(member, prescription),
        applicant=applicant_of(prescription),
        voucher=live_voucher(prescription),
        waits_for=NAMES[Role(prescription.waits_for)] if prescription.waits_for else "",
    )


def standing_of(prescription: Prescription) -> State:
    """Give the state that says most of a prescription."""
    return machine.standing(states_of(prescription))


def choices_for(
    prescription: Prescription, *, member: Membership, at: datetime
) -> tuple[machine.Choice, ...]:
    """Give the steps this member may see now; closed ones say why."""
    return machine.choices(
        situation=situation_of(prescription, actor=staff(member), at=at),
        role=Role(member.role),
        switched_off=programme_of(prescription.version).steps_off,
    )


def applicant_of(prescription: Prescription) -> Person | None:
    """Give the person who asks, or None once the household is erased."""
    return Person.objects.filter(
        household=prescription.household_id, role=Person.Role.APPLICANT
    ).first()


def years_of(prescription: Prescription) -> set[str]:
    """Give the years of birth that open a request with its code: of who asked.

    Once two households are made one, whoever asked in either may still follow.
    """
    merged = Exists(Household.objects.filter(merged_into=OuterRef("household")))
    people = Person.objects.filter(
        Q(role=Person.Role.APPLICANT) | Q(merged, role=Person.Role.OTHER),
        household=prescription.household_id,
    )
    return {one.birth_date[:4] for one in people}


def _history_for(member: Membership, prescription: Prescription) -> list[HistoryLine]:
    """Give the journal that a member may read: a shop, only what came since its reception.

    What came before says why the household is entitled: a shop never reads it.
    """
    lines = history_of(prescription)
    if Role(member.role) in TEAM | {Role.PROGRAMME_MANAGER}:
        return lines
    received = prescription.events.filter(step="present").order_by("number").last()
    return [line for line in lines if received and line.number >= received.number]


def history_of(prescription: Prescription) -> list[HistoryLine]:
    """Give the journal in words, newest first."""
    events = prescription.events.select_related("organisation", "member__user").order_by("-number")
    return [_line_of(event) for event in events]


def _line_of(event: JourneyEvent) -> HistoryLine:
    step: Step = BY_NAME[event.step]
    who = who_of(event)
    if event.member:
        who = f"{event.member.user} ({who})"
    reason = machine.reason_of(step, event.reason) if event.reason else None
    return HistoryLine(
        number=event.number,
        at=event.at,
        who=who,
        sentence=did(event) + said_later(event),
        told=step.told,
        reason=reason.label if reason else "",
    )


def outcomes(*, member: Membership, since: datetime | None) -> QuerySet[JourneyEvent]:
    """Give what others did on the prescriptions of this prescriber, newest first."""
    told = [step.name for step in BY_NAME.values() if Role.PRESCRIBER in step.tells]
    events = JourneyEvent.objects.filter(prescription__prescriber=member, step__in=told).exclude(
        member=member
    )
    if since is not None:
        events = events.filter(at__gt=since)
    return events.select_related("prescription", "organisation").order_by("-at")
