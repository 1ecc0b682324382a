"""The workshops and the requests that ask for them: who may be booked, who comes, who is told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from django.db.models import Q, QuerySet

from coupdepouce.core.journey.model import NONE
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.households.models import Person
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.actors import Actor, staff
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.operations import take_step
from coupdepouce.training import operations as training
from coupdepouce.training import queries
from coupdepouce.training.models import Booking, Session
from coupdepouce.training.needs import misfits

TEAM = frozenset({Role.PRESCRIBER, Role.PARTNER_MANAGER})
SHOP = frozenset({Role.SHOP_ADVISOR, Role.TRAINER})
NOT_ASKED = (NONE, "declined")
MAY_BOOK = ("wanted", "waiting", "booked", "attended", "absent", "excused")
RUNNING = ("issued", "presented", "accepted")
MOST_LISTED = 200
MARKS = {
    Booking.State.ATTENDED: "attend_session",
    Booking.State.ABSENT: "miss_session",
    Booking.State.EXCUSED: "excuse_absence",
    Booking.State.BOOKED: "unmark_session",
}


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A household that may be booked in a session, and what the session does not offer it."""

    reference: UUID
    name: str
    state: str
    lacks: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Present:
    """A line of the roll: who holds a place or waits, and the request it is for."""

    booking: Booking
    name: str
    request: UUID | None
    needs: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Roll:
    """A session as who runs it sees it."""

    session: Session
    present: Sequence[Present]
    queue: Sequence[Present]
    prepare: Sequence[tuple[str, int]]
    counts: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Copied:
    """What became of a list copied from paper: lines changed, and lines that could not be."""

    changed: int
    refused: Sequence[tuple[UUID, str]]  # the place, and why


@dataclass(frozen=True, kw_only=True)
class Invited:
    """What became of each household that was picked."""

    booked: list[str] = field(default_factory=list)
    queued: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def asked(member: Membership) -> QuerySet[Prescription]:
    """Give the requests with workshops that a member may act on."""
    found = Prescription.objects.exclude(training_state__in=NOT_ASKED)
    role = Role(member.role)
    if role in TEAM:
        return found.filter(organisation=member.organisation_id)
    if role is Role.SHOP_ADVISOR:
        return found.filter(shop=member.organisation_id)
    if role is Role.TRAINER:
        mine = Q(
            household__bookings__session__trainer=member,
            household__bookings__state__in=queries.HELD,
        )
        return found.filter(Q(shop=member.organisation_id) | mine).distinct()
    return found if role is Role.PROGRAMME_MANAGER else found.none()


def request_of(member: Membership, reference: UUID) -> Prescription:
    """Give one of these requests.

    Raises:
        Refusal: it is not open to this member.
    """
    found = asked(member).select_related("household", "version").filter(reference=reference).first()
    if found is None:
        raise Refusal("not_found", "Cette demande d’atelier n’existe pas, ou n’est pas pour vous.")
    return found


def name_of(household_id: int) -> str:
    """Give the name of who asked, empty once it is forgotten."""
    return names_of([household_id]).get(household_id, "")


def names_of(households: Iterable[int]) -> dict[int, str]:
    """Give the name of who asked, for each household."""
    people = Person.objects.filter(household__in=households, role=Person.Role.APPLICANT)
    return {one.household_id: f"{one.first_name} {one.last_name}" for one in people}


def candidates(*, member: Membership, session: Session) -> list[Candidate]:
    """Give who may be picked for a session: who waits for one first, the oldest request first."""
    inside = Booking.objects.filter(session=session, household__isnull=False)
    found = (
        asked(member)
        .filter(state__in=RUNNING, training_state__in=MAY_BOOK)
        .exclude(household__in=inside.exclude(state="cancelled").values("household"))
        .order_by("created_at", "pk")
    )
    rows = list(found[:MOST_LISTED])
    households = [row.household_id for row in rows]
    names, needs = names_of(households), queries.needs_of(households)
    made = [
        Candidate(
            reference=row.reference,
            name=names.get(row.household_id, ""),
            state=row.training_state,
            lacks=misfits(
                needs.get(row.household_id, ()),
                step_free=session.step_free,
                child_care=session.child_care,
                remote=session.is_remote,
            ),
        )
        for row in rows
    ]
    return sorted(made, key=lambda one: one.state != "wanted")


def invite(
    *,
    actor: Actor,
    session: Session,
    references: Sequence[UUID],
    at: datetime,
    once: UUID,
) -> Invited:
    """Book those who were picked, in this order; once it is full, the others take their rank."""
    member = actor.member
    if member is None:
        raise TypeError("staff invites")
    rows = {row.reference: row for row in asked(member).filter(reference__in=references)}
    names, done = names_of(row.household_id for row in rows.values()), Invited()
    for reference in references:
        if reference not in rows:
            continue
        row = rows[reference]
        name = names.get(row.household_id, "")
        _invite_one(row, session, actor=actor, at=at, once=once, name=name, done=done)
    return done


def _invite_one(
    row: Prescription,
    session: Session,
    *,
    actor: Actor,
    at: datetime,
    once: UUID,
    name: str,
    done: Invited,
) -> None:
    ways = {"book_session": done.booked, "queue_session": done.queued}
    for step, told in ways.items():
        try:
            take_step(
                prescription_id=row.pk,
                name=step,
                actor=actor,
                at=at,
                once=uuid5(once, f"{row.reference}:{step}"),
                answers={"session": str(session.reference)},
            )
        except Refusal as refusal:
            if refusal.code == "session_full" and step == "book_session":
                continue
            done.refused.append((name, refusal.sentence))
        else:
            told.append(name)
        return


def roll(*, member: Membership, reference: UUID) -> Roll:
    """Give a session with who comes, in a fixed number of queries.

    Raises:
        Refusal: the session is not this member's to run.
    """
    session = queries.run_by(member=member, reference=reference)
    rows = queries.roll(session)
    households = [row.household_id for row in rows if row.household_id]
    names, needs = names_of(households), queries.needs_of(households)
    requests = dict(
        Prescription.objects.filter(household__in=households)
        .exclude(training_state__in=NOT_ASKED)
        .order_by("pk")
        .values_list("household", "reference")
    )
    lines = [
        Present(
            booking=row,
            name=names.get(row.household_id or 0, ""),
            request=requests.get(row.household_id or 0),
            needs=needs.get(row.household_id or 0, ()),
        )
        for row in rows
    ]
    present = [one for one in lines if one.booking.state in queries.PRESENT]
    return Roll(
        session=session,
        present=sorted(present, key=lambda one: one.name.rsplit(" ", 1)[-1]),
        queue=[one for one in lines if one.booking.state not in queries.PRESENT],
        prepare=queries.to_prepare(one.needs for one in present),
        counts=queries.counts(session),
    )


def mark(
    *, member: Membership, reference: UUID, booking: UUID, state: str, at: datetime, once: UUID
) -> None:
    """Note who came, was absent or excused, or take the note back.

    Raises:
        Refusal: not this member's session, too early, or no such place.
    """
    session = queries.run_by(member=member, reference=reference)
    row = session.bookings.filter(reference=booking, household__isnull=False).first()
    if row is None or row.household_id is None or state not in MARKS:
        raise Refusal("not_booked", "Cette personne n’est pas sur la liste : rechargez la page.")
    request = running_request(row.household_id)
    if request is None:
        # Its request ended in between: who came is noted all the same, for the counts.
        training.mark(reference=reference, household_id=row.household_id, state=state, at=at)
        return
    take_step(
        prescription_id=request.pk,
        name=MARKS[Booking.State(state)],
        actor=staff(member),
        at=at,
        once=once,
        answers={"session": str(reference)},
    )


def mark_all(
    *,
    member: Membership,
    reference: UUID,
    marks: Mapping[UUID, str],
    anonymous: int | None = None,
    at: datetime,
    once: UUID,
) -> Copied:
    """Note a whole list copied from paper; a line that is refused does not stop the others."""
    session = queries.run_by(member=member, reference=reference)
    known = dict(session.bookings.values_list("reference", "state"))
    changed = {one: said for one, said in marks.items() if said and known.get(one, said) != said}
    if anonymous is not None:
        training.count_anonymous(session=session, number=anonymous)
    refused = []
    for one, said in changed.items():
        try:
            mark(
                member=member, reference=reference, booking=one, state=said, at=at,
                once=uuid5(once, f"{one}:{said}"),
            )  # fmt: skip
        except Refusal as refusal:
            refused.append((one, refusal.sentence))
    return Copied(changed=len(changed) - len(refused), refused=refused)


def running_request(household_id: int) -> Prescription | None:
    """Give the request under way by which a household takes part, if there is one."""
    found = Prescription.objects.filter(household=household_id, state__in=RUNNING)
    return found.exclude(training_state__in=NOT_ASKED).order_by("pk").last()
