"""The households of an organisation that closed: nobody is left without somebody who follows.

A closing is short; then each request changes hands in its own transaction. The worker goes through
what is left: a request opened at the very moment, or a process that was killed, loses nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db.models import Exists, OuterRef, Q, QuerySet

from coupdepouce.core.calendar import day_of
from coupdepouce.core.journey.states import IN_SERVICE, OPEN_PRESCRIPTION
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.core.sharing import LIVE, State
from coupdepouce.outreach import closing as outreach
from coupdepouce.outreach.campaigns.arrivals import codes_of
from coupdepouce.partners import queries as partners
from coupdepouce.partners.models import Closing, Membership, Organisation
from coupdepouce.partners.operations.closing import choose_successor
from coupdepouce.partners.queries import follow_up
from coupdepouce.partners.queries.agreements import units_left
from coupdepouce.partners.queries.closing import lasting
from coupdepouce.partners.queries.follow_up import Wait
from coupdepouce.prescriptions.actors import WORKER
from coupdepouce.prescriptions.models import JourneyEvent, Prescription, Share
from coupdepouce.prescriptions.operations import take_step
from coupdepouce.programmes.queries import current_programme
from coupdepouce.recourse.queries import to_answer_by

AT_ONCE = 500  # in one turn: the worker takes the next ones


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a manager says of a closing."""

    reason: str
    words: str = ""
    successor_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Held:
    """What an organisation holds, said before it closes."""

    organisation: Organisation
    drafts: int
    vouchers: int
    at_shop: int
    lines: int  # closed requests whose line is still followed
    shares: int
    complaints: int
    units: int
    codes: int
    people: tuple[str, ...]

    @property
    def requests(self) -> int:
        """Count what changes hands."""
        return self.drafts + self.vouchers + self.at_shop + self.lines


def held_by(*, member: Membership, organisation_id: int, at: datetime) -> Held:
    """Count what an organisation holds today.

    Raises:
        Refusal: not one that this member may see.
    """
    one = partners.organisation(member=member, pk=organisation_id)
    states = list(followed_by(organisation_id).values_list("state", flat=True))
    drafts, vouchers = states.count("draft"), states.count("issued")
    lines = sum(state not in OPEN_PRESCRIPTION for state in states)
    return Held(
        organisation=one,
        drafts=drafts,
        vouchers=vouchers,
        at_shop=len(states) - drafts - vouchers - lines,
        lines=lines,
        shares=_shares(organisation_id).count(),
        complaints=to_answer_by(organisation_id),
        units=units_left(organisation_id, at=at),
        codes=codes_of(organisation_id),
        people=tuple(
            str(who.user)
            for who in partners.team_of(member=member, organisation_id=organisation_id)
        ),
    )


def followed_by(organisation_id: int, /) -> QuerySet[Prescription]:
    """Give the requests that an organisation follows: open, or whose line is in service."""
    living = Q(state__in=OPEN_PRESCRIPTION) | Q(line_state__in=IN_SERVICE)
    return Prescription.objects.filter(living, organisation=organisation_id).order_by("pk")


def _shares(organisation_id: int) -> QuerySet[Share]:
    return Share.objects.filter(organisation=organisation_id, state__in=LIVE)


def close(
    *, organisation_id: int, order: Order, by: Membership, at: datetime, once: UUID
) -> Closing:
    """Close an organisation, then give its households to who follows them from now on.

    Raises:
        Refusal: not the programme's manager, a shop, closed already, or no such successor.
    """
    made = outreach.close(
        organisation_id=organisation_id,
        reason=order.reason,
        words=order.words,
        successor_id=order.successor_id,
        by=by,
        at=at,
        once=once,
    )
    settle(made, at=at)
    return made


def entrust_all(
    *, organisation_id: int, successor_id: int, by: Membership, at: datetime
) -> Closing:
    """Give to an organisation the households that the programme's team kept since a closing.

    Raises:
        Refusal: not the programme's manager, open again, or no such successor.
    """
    chosen = choose_successor(organisation_id=organisation_id, successor_id=successor_id, by=by)
    outreach.tell_successor(chosen)
    settle(chosen, at=at)
    return chosen


def waits(*, member: Membership, day: date) -> list[Wait]:
    """Give what waits among partners, with the households that a closing left to the programme."""
    _, programme = current_programme()
    needed = programme.partners.agreement_needed
    found = follow_up.waits(member=member, day=day, agreement_needed=needed)
    left = list(_to_entrust()) if member.role == Role.PROGRAMME_MANAGER else []
    return sorted([*found, *left], key=lambda one: (one.since, one.name))


def _to_entrust() -> Iterator[Wait]:
    for one in lasting():
        count = followed_by(one.organisation_id).count()
        if count and not (one.successor and one.successor.is_active):
            yield Wait(
                name=one.organisation.name,
                word=f"{count} ménage{'s' if count > 1 else ''} à confier",
                waits_for=Role.PROGRAMME_MANAGER,
                since=day_of(one.at),
                organisation_id=one.organisation_id,
            )


def settle_closed(*, at: datetime) -> int:
    """Do what closings left to do."""
    return sum(settle(one, at=at) for one in lasting())


def settle(closing: Closing, /, *, at: datetime) -> int:
    """Give the households of a closed organisation to who follows them; say how many moved."""
    _end_shares(closing, at=at)
    successor = closing.successor
    if successor is not None and successor.is_active:
        return sum(
            _pass_on(row, "entrust", key=f"{closing.once}:{successor.pk}", at=at, to=successor.pk)
            for row in followed_by(closing.organisation_id)[:AT_ONCE]
        )
    relayed = JourneyEvent.objects.filter(
        prescription=OuterRef("pk"), step="relay", at__gte=closing.at
    )
    left = followed_by(closing.organisation_id).filter(~Exists(relayed))
    return sum(_pass_on(row, "relay", key=str(closing.once), at=at) for row in left[:AT_ONCE])


def _pass_on(
    row: Prescription, name: str, *, key: str, at: datetime, to: int | None = None
) -> bool:
    try:
        take_step(
            prescription_id=row.pk,
            name=name,
            actor=WORKER,
            at=at,
            once=uuid5(row.reference, f"{name}:{key}"),
            answers={"partner": str(to)} if to else {},
        )
    except Refusal:
        return False  # it ended, or moved, meanwhile; else the next turn says it again
    return True


def _end_shares(closing: Closing, *, at: datetime) -> None:
    _shares(closing.organisation_id).update(state=State.ENDED, ended_at=at)
